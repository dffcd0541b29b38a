// From verdicts to what there is to fix: one thing for each cause, the gravest first.

import { type CauseId, causes, type Severity, severities } from './causes.js';
import { actualOf } from './compared.js';
import { habits } from './habits.js';
import type { ScorecardFault, Verdict } from './scorecard.js';

/** A thing to fix, with the verdicts that tell of it, in the order of the scorecard. */
export interface FaultItem extends ScorecardFault {
  readonly verdicts: readonly Verdict[];
}

interface Row {
  readonly severity: Severity;
  readonly words: ScorecardFault['words'];
  readonly practice: ScorecardFault['practice'];
  readonly within?: string;
}

const isCause = (id: string): id is CauseId => Object.hasOwn(causes, id);

/** A cause of the table, or a habit that the journal found. */
function rowOf(cause: string, { scenario: { fault, practice } }: Verdict): Row {
  if (isCause(cause)) return causes[cause];
  const severity = habits.get(cause) ?? 'annoyance';
  return { severity, words: fault.words, practice };
}

const gravity = Object.keys(severities);
const order = Object.keys(causes);

/** Everything that is wrong and was not expected, by cause: severity first, then how often it shows. */
export function itemsOf(verdicts: readonly Verdict[]): readonly FaultItem[] {
  const wrong = verdicts.filter(({ result }) => result === 'wrong');
  const found = new Set(wrong.map(({ cause }) => cause));
  /** The wider cause, where the client has that one too. */
  const causeOf = (verdict: Verdict): string => {
    const own = verdict.cause ?? verdict.scenario.fault.cause;
    const { within } = rowOf(own, verdict);
    return within !== undefined && found.has(within) ? within : own;
  };
  const items = [...new Set(wrong.map(causeOf))].flatMap((cause): readonly FaultItem[] => {
    const these = wrong.filter((verdict) => causeOf(verdict) === cause);
    const [first] = these;
    if (first === undefined) return [];
    const { severity, words, practice } = rowOf(cause, first);
    const ids = [...new Set(these.map(({ scenario }) => scenario.id))];
    const timesOf = (id: string) => these.filter(({ scenario }) => scenario.id === id).length;
    const item = {
      cause,
      severity,
      words,
      practice,
      services: [...new Set(these.map(({ service }) => service))],
      scenarios: ids.sort((one, other) => timesOf(other) - timesOf(one)),
      failures: these.length,
      verdicts: these,
    };
    return [item];
  });
  return items.sort(
    (one, other) =>
      gravity.indexOf(one.severity) - gravity.indexOf(other.severity) ||
      other.failures - one.failures ||
      order.indexOf(one.cause) - order.indexOf(other.cause),
  );
}

/** The same for programs, without the verdicts. */
export const faultsOf = (verdicts: readonly Verdict[]): readonly ScorecardFault[] =>
  itemsOf(verdicts).map(({ verdicts: _, ...fault }) => fault);

/** What a verdict's client did, in both languages where the scenario has words for it. */
export const faultWords = (verdict: Verdict): ScorecardFault['words'] =>
  verdict.cause === null || verdict.cause === verdict.scenario.fault.cause
    ? verdict.scenario.fault.words
    : actualOf(verdict);
