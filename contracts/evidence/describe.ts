// Findings about evidence, in lines for people.

import type { EvidenceFinding } from './rules.js';

/** What KFTC would say, two lines a finding. */
export function findingLines(findings: readonly EvidenceFinding[]): readonly string[] {
  if (findings.length === 0) return ['nothing is known against it'];
  return findings.flatMap(({ id, message, source, blocks, refusal }) => [
    `${blocks ? 'refused' : 'doubtful'}: ${id}: ${message}`,
    `  ${refusal === null ? '' : `KFTC ${refusal}; `}${source}`,
  ]);
}
