// What is due, as checks: each takes what was seen and throws Wrong with both, in plain words.

import { createCatalogue, type ErrorId, type OperationName } from '../contracts/protocol/index.js';
import { type Answer, describeAnswer, type FailureClass, shortened } from './adapter/protocol.js';
import type { Stage } from './scenario.js';

type Result = Readonly<Record<string, unknown>>;

/** The client did something else than was due. */
export class Wrong extends Error {
  override readonly name = 'Wrong';
  readonly seen: string;
  readonly due: string;

  constructor(seen: string, due: string) {
    super(`${seen}; due: ${due}`);
    this.seen = seen;
    this.due = due;
  }
}

/** The client says that it doesn't do what the scenario needs. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

/** The person at the terminal ended the run. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** A client that doesn't do a thing is not judged by it. */
function played(answer: Answer): Answer {
  if (answer.kind === 'unsupported') throw new Skipped(answer.why);
  return answer;
}

/** The result; `due` says what it should have been. */
export function resultOf(answer: Answer, due: string): Result {
  if (played(answer).kind !== 'result') throw new Wrong(describeAnswer(answer), due);
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
export function checkMembers(result: Result, due: Result): void {
  for (const [member, value] of Object.entries(due)) {
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
  const due = `a refusal with the provider's own code ${code} and message`;
  if (played(answer).kind !== 'refusal') throw new Wrong(describeAnswer(answer), due);
  const seen = answer as Extract<Answer, { kind: 'refusal' }>;
  if (seen.code !== code || !seen.message.includes(message))
    throw new Wrong(describeAnswer(answer), `${due} "${message}"`);
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
    );
}

/** How often an operation may have been called. */
export async function checkCalls(
  stage: Stage,
  operation: OperationName,
  most: number,
  due: string,
  least = most,
): Promise<void> {
  const count = (await stage.calls(operation)).length;
  if (count > most || count < least) throw new Wrong(`${operation} was called ${times(count)}`, due);
}

const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

/** A request that must work: the id of its receipt. */
export async function requested(
  { client, tenant }: Stage,
  changes?: Result,
  options?: { appUseYN?: boolean },
): Promise<string> {
  const due = 'a result with the receiptId';
  const receiptId = textOf(resultOf(await client.request(changes, options), due), 'receiptId');
  const known = (await tenant.receipts.list()).some((receipt) => receipt.receiptId === receiptId);
  if (!known) throw new Wrong(`the receiptId "${shortened(receiptId)}", which the provider never gave`, due);
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
