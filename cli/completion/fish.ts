// Completion for fish: one line for each word, with the words before it at which it can stand.

import type { CommandWord, FlagWord } from './words.js';

const quoted = (text: string) => `'${text.replaceAll(/['\\]/g, '\\$&')}'`;

/** The condition that a command is the one; `start` also where none is named. */
const whenCommand = (name: string) =>
  quoted(
    name === 'start'
      ? 'not __fish_seen_subcommand_from $__kakaocert_simulator_others'
      : `__fish_seen_subcommand_from ${name}`,
  );

function flagEnd({ value }: FlagWord): string {
  if (value.kind === 'none') return '';
  if (value.kind === 'path') return ' -r -F';
  return value.kind === 'words' ? ` -x -a ${quoted(value.words.join(' '))}` : ' -x';
}

function commandLines(program: string, { name, says, flags, isLeading }: CommandWord): readonly string[] {
  const at = `complete -c ${program} -n ${whenCommand(name)}`;
  return [
    ...flags.map((one) => `${at} -l ${one.name.slice(2)} -d ${quoted(one.help)}${flagEnd(one)}`),
    ...(says.length === 0 ? [] : [`${at} -a ${quoted(says.join(' '))}`]),
    ...(isLeading ? [`${at} -a '(__fish_complete_subcommand --fcs-skip=2)'`] : []),
  ];
}

/** The script for a program of these names. */
export function fishScript(names: readonly string[], commands: readonly CommandWord[]): string {
  const others = commands.map(({ name }) => name).filter((name) => name !== 'start');
  const lines = names.flatMap((program) => [
    `complete -c ${program} -f`,
    ...commands.map(
      ({ name, help }) => `complete -c ${program} -n __fish_use_subcommand -a ${name} -d ${quoted(help)}`,
    ),
    ...commands.flatMap((command) => commandLines(program, command)),
  ]);
  return `set -g __kakaocert_simulator_others ${others.join(' ')}\n${lines.join('\n')}\n`;
}
