/**
 * Completion for bash, from 3.2 (macOS) on. Where the script offers nothing, readline completes paths, which it
 * quotes better than a script would.
 */
import { flagsOf, type CommandRecord, type OptionRecord, type ProgramRecord } from '../program.js';

export function bashCompletion({ name, options, commands }: ProgramRecord): string {
  return `# ${name}(1) completion for bash: source it, or put it into ~/.local/share/bash-completion/completions/${name}

_${name}() {
  local cur prev word command= skip= words=
  COMPREPLY=()
  cur=\${COMP_WORDS[COMP_CWORD]}
  prev=\${COMP_WORDS[COMP_CWORD - 1]}
  # bash takes --option=value for three words.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    if [[ -n $skip ]]; then
      skip=
      continue
    fi
    case $word in
      ${valueFlags(options).join(' | ') || '--'}) skip=yes ;;
      -*) ;;
      *)
        command=$word
        break
        ;;
    esac
  done
  case $command,$prev in
${commands.flatMap((command) => valueCases(command)).join('\n')}
  esac
  case $command in
    '') words='${[...commands.map((command) => command.name), 'help', ...allFlags(options)].join(' ')}' ;;
${commands.map((command) => commandCase(command, options)).join('\n')}
    help) words='${commands.map((command) => command.name).join(' ')}' ;;
  esac
  # Flags only where one is begun, so that paths come first elsewhere.
  if [[ -n $command && $cur != -* ]]; then
    words=$(printf '%s\\n' $words | grep -v '^-')
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}

complete -o default -F _${name} ${name}
`;
}

/** What follows an option that takes a value; a path is left to readline. */
function valueCases({ name, options }: CommandRecord): string[] {
  return options
    .filter(({ value }) => value !== undefined)
    .map((option) => {
      const pattern = flagsOf(option)
        .map((flag) => `${name},${flag}`)
        .join(' | ');
      const { choices } = option.value!;
      if (choices.length === 0) return `    ${pattern}) return ;;`;
      return `    ${pattern})
      COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$cur"))
      return
      ;;`;
    });
}

function commandCase(command: CommandRecord, global: readonly OptionRecord[]): string {
  const words = [
    ...command.arguments.flatMap(({ choices }) => choices),
    ...allFlags([...command.options, ...global]),
  ];
  return `    ${command.name}) words='${[...new Set(words)].join(' ')}' ;;`;
}

function allFlags(options: readonly OptionRecord[]): string[] {
  return options.map(({ long }) => long);
}

function valueFlags(options: readonly OptionRecord[]): string[] {
  return options.filter(({ value }) => value !== undefined).flatMap(flagsOf);
}
