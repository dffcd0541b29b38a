// Checks of what the client did. Each throws Wrong with two sentences: what was expected, and what came.

import { negotiate } from '@fastify/accept-negotiator';
import {
  type Action,
  createCatalogue,
  type ErrorId,
  type OperationName,
  operations,
} from '../contracts/protocol/index.js';
import {
  type Answer,
  describeAnswer,
  type FailureClass,
  type Silence,
  shortened,
} from './adapter/protocol.js';
import type { CauseId } from './causes.js';
import type { Stage } from './scenario.js';

type Result = Readonly<Record<string, unknown>>;

/** The client did something other than what was expected. */
export class Wrong extends Error {
  override readonly name = 'Wrong';
  readonly actual: string;
  readonly expected: string;
  /** Where it is not the one that the scenario is about. */
  readonly because: CauseId | undefined;

  constructor(actual: string, expected: string, because?: CauseId) {
    super(`${actual}; expected: ${expected}`);
    this.actual = actual;
    this.expected = expected;
    this.because = because;
  }
}

/** The client says that it doesn't do what the scenario needs. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

/** The user ended the run (Ctrl-C). */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Why a client is wrong that answered nothing, whatever was asked of it. */
const silences: Readonly<Record<Silence, CauseId>> = {
  hang: 'neverEnds',
  died: 'dies',
  notFound: 'dies',
  unreadable: 'dies',
  flood: 'dies',
};

/** Why it is wrong by what it answered; undefined: by what the scenario is about. */
const becauseOf = (
  answer: Answer,
  otherwise: Partial<Record<Answer['kind'], CauseId>>,
): CauseId | undefined => (answer.kind === 'none' ? silences[answer.why] : otherwise[answer.kind]);

/** A client that does not support a call is skipped, not judged. */
function played(answer: Answer): Answer {
  if (answer.kind === 'unsupported') throw new Skipped(answer.why);
  return answer;
}

/** The result; `expected` says what it should have been. */
export function resultOf(answer: Answer, expected: string): Result {
  if (played(answer).kind !== 'result') {
    const because = becauseOf(answer, { failure: 'goodRefused', refusal: 'goodRefused' });
    throw new Wrong(describeAnswer(answer), expected, because);
  }
  return (answer as Extract<Answer, { kind: 'result' }>).result;
}

/** A string member of a result. */
export function textOf(result: Result, member: string): string {
  const value = result[member];
  if (typeof value !== 'string' || value === '') {
    throw new Wrong(
      `a result whose "${member}" is ${shortened(JSON.stringify(value) ?? 'missing')}: ${shortened(JSON.stringify(result))}`,
      `the answer's own "${member}"`,
    );
  }
  return value;
}

/** Checks members of a result against what the provider sent. */
export function checkMembers(result: Result, expected: Result): void {
  for (const [member, value] of Object.entries(expected)) {
    if (result[member] !== value) {
      throw new Wrong(
        `a result whose "${member}" is ${shortened(JSON.stringify(result[member]) ?? 'missing')}`,
        `"${member}": ${shortened(JSON.stringify(value))}, as the provider sent it`,
      );
    }
  }
}

/** The provider's refusal, with its own code and message. */
export function checkRefusal(answer: Answer, refusal: ErrorId | { code: number; message: string }): void {
  const { code, message } = typeof refusal === 'string' ? catalogued(refusal) : refusal;
  const expected = `a refusal with the provider's own code ${code} and message`;
  if (played(answer).kind !== 'refusal') {
    const because = becauseOf(answer, { failure: 'kindHidden', result: 'resultInvented' });
    throw new Wrong(describeAnswer(answer), expected, because);
  }
  const given = answer as Extract<Answer, { kind: 'refusal' }>;
  if (given.code !== code || !given.message.includes(message))
    throw new Wrong(describeAnswer(answer), `${expected} "${message}"`, 'kindHidden');
}

function catalogued(id: ErrorId): { code: number; message: string } {
  const entry = createCatalogue().get(id);
  if (entry === undefined) throw new Error(`"${id}" is missing in the error catalogue.`);
  return entry;
}

/** A failure of one of these classes. */
export function checkFailure(answer: Answer, classes: readonly FailureClass[], what: string): void {
  const isDue =
    played(answer).kind === 'failure' && classes.includes((answer as { class: FailureClass }).class);
  if (!isDue)
    throw new Wrong(
      describeAnswer(answer),
      `a failure of class ${classes.map((one) => `"${one}"`).join(' or ')}: ${what}`,
      becauseOf(answer, { failure: 'kindHidden', refusal: 'kindHidden', result: 'resultInvented' }),
    );
}

/** What it is to call an operation more often than is right, by what it does. */
const tooOften: Readonly<Partial<Record<Action, CauseId>>> = {
  token: 'tokensWasted',
  request: 'personAskedTwice',
  state: 'pollsTooMuch',
  verify: 'verifyRepeated',
};

/** How often an operation may have been called. */
export async function checkCalls(
  stage: Stage,
  operation: OperationName,
  most: number,
  expected: string,
  least = most,
): Promise<void> {
  const count = (await stage.calls(operation)).length;
  if (count > most || count < least) {
    const because = count > most ? tooOften[operations[operation].action] : undefined;
    throw new Wrong(`${operation} was called ${times(count)}`, expected, because);
  }
}

/** What tells how often Verify was called, and by whom. */
interface Verified extends Pick<Stage, 'names'> {
  calls(operation: OperationName): Promise<readonly unknown[]>;
  readonly tenant: { findings(): Promise<readonly { readonly id: string }[]> };
}

/** Verify may be called once; a second call says whose it is, as far as can be seen. */
export async function checkVerifiedOnce({ names, calls, tenant }: Verified, expected: string): Promise<void> {
  const count = (await calls(names.verify)).length;
  if (count === 1) return;
  const isRepeated = (await tenant.findings()).some(({ id }) => id === 'verify.repeated');
  const whose = isRepeated
    ? ': at once after its answer was lost, on a new connection. Most likely its HTTP library repeats a GET by itself, as those of Ruby (max_retries) and Java (HttpURLConnection) do'
    : '';
  throw new Wrong(`${names.verify} was called ${times(count)}${whose}`, expected, 'verifyRepeated');
}

/** Why compression can't be asked of a client: its last Status call refuses it. An absent header refuses nothing. */
export async function refusesGzip({ calls, names }: Stage): Promise<string | undefined> {
  const offered = (await calls(names.status)).at(-1)?.request.headers['accept-encoding'];
  if (offered === undefined || negotiate(offered, ['gzip']) === 'gzip') return undefined;
  return `not played: the client asks for answers that are not compressed (Accept-Encoding: ${shortened(offered)})`;
}

const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

/** A request that must work: the id of its receipt. */
export async function requested(
  { client, tenant }: Stage,
  changes?: Result,
  options?: { appUseYN?: boolean },
): Promise<string> {
  const expected = 'a result with the receiptId';
  const receiptId = textOf(resultOf(await client.request(changes, options), expected), 'receiptId');
  const known = (await tenant.receipts.list()).some((receipt) => receipt.receiptId === receiptId);
  if (!known)
    throw new Wrong(`the receiptId "${shortened(receiptId)}", which the provider never gave`, expected);
  return receiptId;
}

/** A request that the person has signed: the id of its receipt. */
export async function signed(
  stage: Stage,
  changes?: Result,
  options?: { appUseYN?: boolean },
): Promise<string> {
  const receiptId = await requested(stage, changes, options);
  await stage.tenant.receipts.sign(receiptId);
  return receiptId;
}
