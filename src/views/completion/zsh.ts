/** Completion for zsh, by its own `_arguments`. */
import { flagsOf, type CommandRecord, type OptionRecord, type ProgramRecord, type ValueRecord } from '../program.js'; // prettier-ignore

export function zshCompletion({ name, options, commands }: ProgramRecord): string {
  const globals = options.map(optionSpec).map(quote);
  const names = commands.map((command) => quote(`${colons(command.name)}:${colons(command.description)}`));
  return `#compdef ${name}
# ${name}(1) completion for zsh: put it as _${name} into a folder of $fpath, or source it.

_mnn_word_or_file() {
  _alternative "word:word:($*)" 'file:file:_files'
}

_${name}() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C \\
${globals.map((spec) => `    ${spec} \\\n`).join('')}    '1: :->command' \\
    '*:: :->rest' && return
  case $state in
    command)
      local -a commands=(
${names.map((entry) => `        ${entry}\n`).join('')}      )
      _describe command commands
      ;;
    rest)
      case $line[1] in
${commands.map((command) => commandCase(command, globals)).join('')}        help) _values command ${commands.map((command) => command.name).join(' ')} ;;
      esac
      ;;
  esac
}

if [[ $funcstack[1] = _${name} ]]; then
  _${name} "$@"
else
  compdef _${name} ${name}
fi
`;
}

function commandCase(command: CommandRecord, globals: readonly string[]): string {
  const specs = [
    ...command.arguments.map((argument) => quote(`*:${colons(argument.name)}:${action(argument)}`)),
    ...command.options.map(optionSpec).map(quote),
    ...globals,
  ];
  const lines = [...new Set(specs)].map((spec) => ` \\\n            ${spec}`).join('');
  return `        ${command.name})\n          _arguments${lines}\n          ;;\n`;
}

/** `(-b --batch)'{-b,--batch}'[summary]:value:action`, as one word that names both flags. */
function optionSpec(option: OptionRecord): string {
  const { long, summary, value } = option;
  const other = flagsOf(option).join(' ');
  const text = summary.replaceAll(/[[\]\\]/g, '\\$&');
  return `(${other})${long}${value === undefined ? '' : '='}[${text}]${value === undefined ? '' : `:value:${action(value)}`}`;
}

/** What completes a value; a leading space keeps zsh from adding arguments of its own. */
function action({ choices, isPath }: ValueRecord): string {
  const words = choices.join(' ');
  if (words === '') return isPath ? '_files' : ' ';
  return isPath ? ` _mnn_word_or_file ${words}` : `(${words})`;
}

function colons(text: string): string {
  return text.replaceAll(/[:\\]/g, '\\$&');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
