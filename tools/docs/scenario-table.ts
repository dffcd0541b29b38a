// The scenarios of the scorecard as tables, one for each group.

import { serviceNames } from '../../contracts/protocol/index.js';
import { journalScenarios } from '../../scorecard/journal-mode.js';
import { scenarios } from '../../scorecard/scenarios/index.js';
import knownFaults from '../../test/scorecard/known-faults.json' with { type: 'json' };

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map(row).join('\n');

/** Every scenario with what it promises, for whom, and where that is known from. */
export const scenarioTables = (): string =>
  [...new Set(scenarios.map(({ group }) => group))]
    .map((group) =>
      [
        `### ${group}`,
        table(
          ['scenario', 'a right client', '올바른 클라이언트', 'services', 'source / 근거'],
          scenarios
            .filter((scenario) => scenario.group === group)
            .map(({ id, promise, services = serviceNames, source }) => [
              `\`${id}\``,
              promise.en,
              promise.ko,
              services.join(' '),
              source,
            ]),
        ),
      ].join('\n\n'),
    )
    .join('\n\n');

/** What a program without an adapter is judged by. */
export const journalTable = (): string =>
  table(
    ['scenario', 'why it matters', '이유', 'source / 근거'],
    journalScenarios.map(({ id, practice, source }) => [`\`${id}\``, practice.en, practice.ko, source]),
  );

/** What the official SDKs are known to get wrong, by its cause. */
export const knownFaultTable = (): string =>
  table(
    ['client', 'cause / 원인', 'scenarios / 시나리오'],
    Object.entries(knownFaults).flatMap(([client, causes]) =>
      Object.entries<readonly string[]>(causes).map(([cause, ids]) => [
        `[${client}](${client}.md)`,
        cause,
        ids.map((id) => `\`${id}\``).join(' '),
      ]),
    ),
  );
