// Completion for zsh, by its own _arguments: what follows a word in brackets is shown beside it.

import type { CommandWord, FlagValue } from './words.js';

/** Text inside a single-quoted word of a spec, where colons and brackets mean something. */
const spec = (text: string) => text.replaceAll(/[\\:[\]]/g, '\\$&').replaceAll("'", "'\\''");

function action(value: FlagValue): string {
  if (value.kind === 'none') return '';
  if (value.kind === 'path') return ':file:_files';
  return value.kind === 'words' ? `:value:(${value.words.map(spec).join(' ')})` : ':value: ';
}

function commandArm({ name, says, flags, isLeading }: CommandWord): string {
  const specs = [
    // A star: flags that may come again are not counted here, and a shell need not forbid.
    ...flags.map((one) => `'*${one.name}[${spec(one.help)}]${action(one.value)}'`),
    ...(says.length === 0 ? [] : [`'1:what:(${says.join(' ')})'`]),
    ...(says.length === 0 || isLeading ? [] : ["'*:file:_files'"]),
    ...(isLeading ? ["'*::command:_normal'"] : []),
  ];
  return `    ${name})\n      _arguments ${specs.join(' \\\n        ')}\n      ;;\n`;
}

/** The script for a program of these names. */
export const zshScript = (names: readonly string[], commands: readonly CommandWord[]): string => `\
#compdef ${names.join(' ')}
_kakaocert_simulator() {
  local command=start
  local -a commands
  commands=(
${commands.map(({ name, help }) => `    '${name}:${spec(help)}'\n`).join('')}  )
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe command commands
    return
  fi
  if [[ $words[2] != -* ]]; then
    command=$words[2]
    shift words
    (( CURRENT-- ))
  fi
  case $command in
${commands.map(commandArm).join('')}  esac
}
if [[ $funcstack[1] == _${names[0]} ]]; then _kakaocert_simulator "$@"; else compdef _kakaocert_simulator ${names.join(' ')}; fi
`;
