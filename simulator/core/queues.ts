// Where arrangements wait for their calls: one queue for each operation. A call for which nothing is arranged costs nothing
// more, and a call that takes its arrangement does not touch the queues of other operations.

import type { OperationName } from '../../contracts/protocol/index.js';
import { type ArrangedFault, type ArrangedOutcome, arrangementLimits } from './arrangements.js';
import { draw } from './draw.js';

/** What waits for the next calls of one operation, oldest first; plain data. */
interface Queues {
  readonly outcomes: readonly ArrangedOutcome[];
  readonly faults: readonly ArrangedFault[];
}

/** What is arranged for a tenant. An operation for which nothing is has no row. */
export type Arranged = Readonly<Partial<Record<OperationName, Queues>>>;

const EMPTY: Queues = { outcomes: [], faults: [] };

/** How many wait in all queues. */
const waiting = (arranged: Arranged, kind: keyof Queues): number =>
  Object.values(arranged).reduce((sum, queues) => sum + queues[kind].length, 0);

/** With one more at the end of its operation's queue; undefined if the limit is reached. */
export function arrange(arranged: Arranged, more: ArrangedOutcome | ArrangedFault): Arranged | undefined {
  const kind = 'fault' in more ? 'faults' : 'outcomes';
  if (waiting(arranged, kind) >= arrangementLimits[kind]) return undefined;
  const queues = arranged[more.operation] ?? EMPTY;
  return { ...arranged, [more.operation]: { ...queues, [kind]: [...queues[kind], more] } };
}

/** What a call takes, and what is left for the next ones. */
interface Taken {
  /** Undefined too if chance spared the call. */
  readonly fault: ArrangedFault | undefined;
  readonly outcome: ArrangedOutcome | undefined;
  readonly left: Arranged;
}

/** Takes one use of the first outcome and of the first fault of an operation; undefined if nothing waits for it. */
export function take(arranged: Arranged, operation: OperationName): Taken | undefined {
  const queues = arranged[operation];
  if (queues === undefined) return undefined;
  const [outcome] = queues.outcomes;
  const [first] = queues.faults;
  const drawn = first === undefined ? undefined : drawFault(first);
  const outcomes =
    outcome === undefined ? [] : behind(queues.outcomes, { ...outcome, times: outcome.times - 1 });
  const faults = drawn === undefined ? [] : behind(queues.faults, drawn.left);
  const { [operation]: _, ...others } = arranged;
  const left =
    outcomes.length + faults.length === 0 ? others : { ...others, [operation]: { outcomes, faults } };
  return { fault: drawn?.hits === true ? first : undefined, outcome, left };
}

/** A fault that chance spares the call is not used up; its seed moves on. */
function drawFault(fault: ArrangedFault): { readonly hits: boolean; readonly left: ArrangedFault } {
  const { chance, seed } = draw(fault.seed);
  const hits = chance < (fault.probability ?? 1);
  return { hits, left: { ...fault, seed, times: fault.times - (hits ? 1 : 0) } };
}

/** The queue with what is left of its first one, which goes once no use of it is left. */
const behind = <One extends { readonly times: number }>(queue: readonly One[], first: One): readonly One[] =>
  first.times > 0 ? [first, ...queue.slice(1)] : queue.slice(1);
