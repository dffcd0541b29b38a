// The JSON Schema of the configuration file, from the table of options; published as docs/config.schema.json.

import { listenRows, type OptionRow, simulatorRows } from './table.js';

/** JSON Schema 2020-12; what only a program can give is not in it. */
export const configSchema = (): object => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'kakaocert-simulator.config.json',
  description: 'Settings of `kakaocert-simulator start` and `exec`. Flags and variables win over them.',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    ...Object.fromEntries(
      Object.entries<OptionRow>({ ...simulatorRows, ...listenRows }).flatMap(([name, { kind, words }]) =>
        kind.schema === null
          ? []
          : [[name, { ...kind.schema, title: words.ko, description: describe(words.en, kind.schema) }]],
      ),
    ),
  },
});

const describe = (words: string, { description }: Readonly<Record<string, unknown>>) =>
  description === undefined ? words : `${words}; ${description}`;
