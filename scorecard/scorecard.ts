// The scorecard as plain data: what a client was asked to do, what it did, what was expected. Reports are made from it
// and add nothing; nothing here knows how a scenario is played.

import type { ServiceName, Text } from '../contracts/protocol/index.js';
import type { Severity } from './causes.js';

/** What a reader needs to know of a scenario, whatever its result. */
export interface ScenarioInfo {
  /** Stable and dotted, e.g. `verify.answerLost`; `--expect-fail` names it. */
  readonly id: string;
  /** The heading it stands under, e.g. `network`. */
  readonly group: string;
  /** What a right client does, in one sentence. */
  readonly promise: Text;
  /** What a client does that is caught by it, and why that is. */
  readonly fault: { readonly cause: string; readonly words: Text };
  /** Why it matters and how to fix it; shown when it failed. */
  readonly practice: Text;
  /** Where the promise comes from. */
  readonly source: string;
}

/** A call that the client made, in order. */
export interface ScorecardCall {
  readonly operation: string;
  /** ms since the scenario began. */
  readonly at: number;
  /** The HTTP status answered; null where no answer went out. */
  readonly status: number | null;
  /** `ok`, or the id of the error or fault that it got. */
  readonly outcome: string;
}

/** A habit that the journal noticed: a warning, not a failure. */
export interface ScorecardFinding {
  readonly id: string;
  readonly why: Text;
  readonly times: number;
}

/**
 * - `right` · `wrong` · `skipped`: it could not be played, and `actual` says why.
 * - `expected`: wrong, as `--expect-fail` said. · `fixed`: right although `--expect-fail` said otherwise; this fails
 *   the run, so that the list can't rot.
 */
export type Result = 'right' | 'wrong' | 'skipped' | 'expected' | 'fixed';

export interface Verdict {
  readonly scenario: ScenarioInfo;
  readonly service: ServiceName;
  readonly result: Result;
  /** Why it is wrong, a cause of the table; null unless it is wrong, expected or not. */
  readonly cause: string | null;
  /** What the client did, in plain words; empty when right. */
  readonly actual: string;
  /** What it should have done; empty when right. */
  readonly expected: string;
  /** Both in Korean. */
  readonly korean: { readonly actual: string; readonly expected: string };
  readonly calls: readonly ScorecardCall[];
  readonly findings: readonly ScorecardFinding[];
  /** The last lines that the client wrote to stderr; empty when right. */
  readonly stderr: string;
  /** How long it took, ms. */
  readonly duration: number;
}

/** One thing to fix: a cause, and the scenarios that it fails. */
export interface ScorecardFault {
  readonly cause: string;
  readonly severity: Severity;
  readonly words: Text;
  /** What to do about it. */
  readonly practice: Text;
  readonly services: readonly ServiceName[];
  /** Their ids, those that fail on most services first. */
  readonly scenarios: readonly string[];
  /** How many verdicts are wrong for it. */
  readonly failures: number;
}

/** A scenario on one service. */
export interface Judged {
  readonly scenario: string;
  readonly service: ServiceName;
}

/** How it stands against a scorecard of before (`--baseline`). */
export interface Baseline {
  /** When that one was made, ISO 8601. */
  readonly startedAt: string;
  /** Wrong then, right now. */
  readonly better: readonly Judged[];
  /** Right then, wrong now. */
  readonly worse: readonly Judged[];
  /** Not played then. */
  readonly new: readonly (Judged & { readonly isRight: boolean })[];
}

export interface Score {
  readonly service: ServiceName;
  readonly right: number;
  readonly wrong: number;
  readonly expected: number;
  readonly fixed: number;
  readonly skipped: number;
  /**
   * Right ones (and fixed ones) of all that were played, 0 to 100, rounded down; null where none was played, and of a
   * program without an adapter, whose calls show habits but not how it bears what goes wrong.
   */
  readonly percent: number | null;
}

export interface Scorecard {
  /** The command that was judged, as typed. */
  readonly client: string;
  /** `adapter`: it speaks the adapter protocol. · `journal`: any program, judged by its findings alone. */
  readonly mode: 'adapter' | 'journal';
  /** What the adapter says of itself; empty where it says nothing. */
  readonly about: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly simulatorVersion: string;
  readonly scores: readonly Score[];
  /** By service, then in the order of the table of scenarios. */
  readonly verdicts: readonly Verdict[];
  /** What there is to fix, the gravest first; what was expected to be wrong is not among it. */
  readonly faults: readonly ScorecardFault[];
  /** Null unless it was held against another one. */
  readonly baseline: Baseline | null;
  /** 0: nothing wrong but what was expected. · 1: something wrong, or fixed. · 2: it could not be judged. */
  readonly exitCode: 0 | 1 | 2;
}
