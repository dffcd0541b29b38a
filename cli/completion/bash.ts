// Completion for bash 4 and later. A word is looked up in what its command takes; after -- it is another program's.

import type { CommandWord, FlagWord } from './words.js';

const list = (words: readonly string[]) => words.join(' ');

/** What comes after these flags, as arms of a `case`. */
function valueArms(flags: readonly FlagWord[]): string {
  const arm = (names: readonly string[], reply: string) =>
    names.length === 0 ? '' : `      ${names.join('|')}) ${reply}; return ;;\n`;
  const named = (kind: string) => flags.filter(({ value }) => value.kind === kind).map(({ name }) => name);
  const words = flags.flatMap(({ name, value }) =>
    value.kind === 'words' ? [arm([name], `COMPREPLY=($(compgen -W '${list(value.words)}' -- "$cur"))`)] : [],
  );
  return `${words.join('')}${arm(named('path'), 'COMPREPLY=($(compgen -f -- "$cur"))')}${arm(named('any'), 'COMPREPLY=()')}`;
}

const commandArm = ({ name, says, flags }: CommandWord): string => `  ${name})
    case $prev in
${valueArms(flags)}    esac
    words='${list([...says, ...flags.map((one) => one.name)])}'
    ;;
`;

/** The script for a program of these names. */
export const bashScript = (names: readonly string[], commands: readonly CommandWord[]): string => `\
_kakaocert_simulator() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=start words i
  # bash takes = for a word of its own.
  [[ $prev == = ]] && prev=\${COMP_WORDS[COMP_CWORD-2]}
  [[ $cur == = ]] && cur=
  if ((COMP_CWORD == 1)) && [[ $cur != -* ]]; then
    COMPREPLY=($(compgen -W '${list(commands.map(({ name }) => name))}' -- "$cur"))
    return
  fi
  [[ \${COMP_WORDS[1]} != -* ]] && command=\${COMP_WORDS[1]}
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ \${COMP_WORDS[i]} == -- ]]; then
      if declare -F _command_offset >/dev/null; then _command_offset $((i + 1)); else COMPREPLY=($(compgen -c -f -- "$cur")); fi
      return
    fi
  done
  case $command in
${commands.map(commandArm).join('')}  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o filenames -F _kakaocert_simulator ${names.join(' ')}
`;
