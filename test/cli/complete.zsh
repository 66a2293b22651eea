# Types each argument into an interactive zsh that has read the script $1, presses Tab, and prints the line as it then is.
zmodload zsh/zpty
script=$1
shift
zpty shell zsh -f -i
tell() { zpty -w shell "$1" }
# Reads until the text that is waited for came.
await() {
  local seen= part
  while [[ $seen != *${~1}* ]]; do
    zpty -r shell part || exit 1
    seen+=$part
  done
  answer=$seen
}
tell 'PS1= RPS1=; autoload -U compinit; compinit -D -u'
tell "source ${(q)script}"
tell 'show-line() { print -r -- "<<$BUFFER>>" }; zle -N show-line; bindkey "^X" show-line; bindkey "^U" kill-whole-line'
tell 'print rea""dy'
await ready
for text; do
  zpty -w -n shell $'\x15'$text$'\t\x18'
  await '<<*>>'
  answer=${answer##*<<}
  print -r -- "${answer%%>>*}"
done
zpty -d shell
