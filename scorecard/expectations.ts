// Checks of what the client did. Each throws Wrong with two sentences: what was expected, and what came.

import { negotiate } from '@fastify/accept-negotiator';
import {
  type Action,
  createCatalogue,
  type ErrorId,
  inBoth,
  type OperationName,
  operations,
  type Text,
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
import { withReceiptId } from './sentences.js';

type Result = Readonly<Record<string, unknown>>;

/** The client did something other than what was expected. */
export class Wrong extends Error {
  override readonly name = 'Wrong';
  readonly actual: Text;
  readonly expected: Text;
  /** Where it is not the one that the scenario is about. */
  readonly because: CauseId | undefined;

  constructor(actual: Text, expected: Text, because?: CauseId) {
    super(`${actual.en}; expected: ${expected.en}`);
    this.actual = actual;
    this.expected = expected;
    this.because = because;
  }
}

/** The client says that it doesn't do what the scenario needs. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
  readonly words: Text;

  constructor(words: Text) {
    super(words.en);
    this.words = words;
  }
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
  if (answer.kind === 'unsupported') throw new Skipped({ en: answer.why, ko: answer.why });
  return answer;
}

/** The result; `expected` says what it should have been. */
export function resultOf(answer: Answer, expected: Text): Result {
  if (played(answer).kind !== 'result') {
    const because = becauseOf(answer, { failure: 'goodRefused', refusal: 'goodRefused' });
    throw new Wrong(describeAnswer(answer), expected, because);
  }
  return (answer as Extract<Answer, { kind: 'result' }>).result;
}

/** A value as it is told; one that is not there is missing. */
export const sentOf = (value: unknown): Text => {
  const text = JSON.stringify(value);
  return text === undefined ? { en: 'missing', ko: '없음' } : inBoth({ en: text, ko: text }, shortened);
};

/** A string member of a result. */
export function textOf(result: Result, member: string): string {
  const value = result[member];
  if (typeof value !== 'string' || value === '') {
    const given = sentOf(value);
    const whole = shortened(JSON.stringify(result));
    throw new Wrong(
      {
        en: `a result whose "${member}" is ${given.en}: ${whole}`,
        ko: `결과의 "${member}": ${given.ko} / 결과 전체: ${whole}`,
      },
      { en: `the answer's own "${member}"`, ko: `응답에 있는 "${member}"` },
    );
  }
  return value;
}

/** Checks members of a result against what the provider sent. */
export function checkMembers(result: Result, expected: Result): void {
  for (const [member, value] of Object.entries(expected)) {
    if (result[member] !== value) {
      const given = sentOf(result[member]);
      const sent = shortened(JSON.stringify(value));
      throw new Wrong(
        { en: `a result whose "${member}" is ${given.en}`, ko: `결과의 "${member}": ${given.ko}` },
        { en: `"${member}": ${sent}, as the provider sent it`, ko: `"${member}": ${sent}(응답 그대로)` },
      );
    }
  }
}

/** The provider's refusal, with its own code and message. */
export function checkRefusal(answer: Answer, refusal: ErrorId | { code: number; message: string }): void {
  const { code, message } = typeof refusal === 'string' ? catalogued(refusal) : refusal;
  const expected = {
    en: `a refusal with the provider's own code ${code} and message`,
    ko: `응답의 코드 ${code}와 메시지가 그대로 있는 거절`,
  };
  if (played(answer).kind !== 'refusal') {
    const because = becauseOf(answer, { failure: 'kindHidden', result: 'resultInvented' });
    throw new Wrong(describeAnswer(answer), expected, because);
  }
  const given = answer as Extract<Answer, { kind: 'refusal' }>;
  if (given.code !== code || !given.message.includes(message))
    throw new Wrong(
      describeAnswer(answer),
      inBoth(expected, (text) => `${text} "${message}"`),
      'kindHidden',
    );
}

function catalogued(id: ErrorId): { code: number; message: string } {
  const entry = createCatalogue().get(id);
  if (entry === undefined) throw new Error(`"${id}" is missing in the error catalogue.`);
  return entry;
}

/** A failure of one of these classes. */
export function checkFailure(answer: Answer, classes: readonly FailureClass[], what: Text): void {
  const isDue =
    played(answer).kind === 'failure' && classes.includes((answer as { class: FailureClass }).class);
  if (!isDue)
    throw new Wrong(
      describeAnswer(answer),
      {
        en: `a failure of class ${classes.map((one) => `"${one}"`).join(' or ')}: ${what.en}`,
        ko: `${classes.map((one) => `${failureWords[one]}("${one}")`).join(' 또는 ')}로 처리해야 함: ${what.ko}`,
      },
      becauseOf(answer, { failure: 'kindHidden', refusal: 'kindHidden', result: 'resultInvented' }),
    );
}

/** The classes of failures in Korean; their names are the adapter protocol's. */
const failureWords: Readonly<Record<FailureClass, string>> = {
  contract: '규격 오류',
  network: '통신 오류',
  signature: '서명 오류',
  misuse: '사용 오류',
};

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
  expected: Text,
  least = most,
): Promise<void> {
  const count = (await stage.calls(operation)).length;
  if (count > most || count < least) {
    const because = count > most ? tooOften[operations[operation].action] : undefined;
    throw new Wrong(
      { en: `${operation} was called ${times(count)}`, ko: `${operation} 호출 ${count}회` },
      expected,
      because,
    );
  }
}

/** What tells how often Verify was called, and by whom. */
interface Verified extends Pick<Stage, 'names'> {
  calls(operation: OperationName): Promise<readonly unknown[]>;
  readonly tenant: { findings(): Promise<readonly { readonly id: string }[]> };
}

const byItsLibrary: Text = {
  en: ': at once after its answer was lost, on a new connection. Most likely its HTTP library repeats a GET by itself, as those of Ruby (max_retries) and Java (HttpURLConnection) do',
  ko: ': 응답을 잃은 직후 새 연결로 다시 호출함. Ruby(max_retries)나 Java(HttpURLConnection)처럼 HTTP 라이브러리가 스스로 GET을 다시 보냈을 가능성이 큼',
};

/** Verify may be called once; a second call says whose it is, as far as can be seen. */
export async function checkVerifiedOnce({ names, calls, tenant }: Verified, expected: Text): Promise<void> {
  const count = (await calls(names.verify)).length;
  if (count === 1) return;
  const isRepeated = (await tenant.findings()).some(({ id }) => id === 'verify.repeated');
  const whose = isRepeated ? byItsLibrary : { en: '', ko: '' };
  const actual = {
    en: `${names.verify} was called ${times(count)}${whose.en}`,
    ko: `${names.verify} 호출 ${count}회${whose.ko}`,
  };
  throw new Wrong(actual, expected, 'verifyRepeated');
}

/** Why compression can't be asked of a client: its last Status call refuses it. An absent header refuses nothing. */
export async function refusesGzip({ calls, names }: Stage): Promise<Text | undefined> {
  const offered = (await calls(names.status)).at(-1)?.request.headers['accept-encoding'];
  if (offered === undefined || negotiate(offered, ['gzip']) === 'gzip') return undefined;
  return {
    en: `not played: the client asks for answers that are not compressed (Accept-Encoding: ${shortened(offered)})`,
    ko: `실행 안 함: 클라이언트가 압축하지 않은 응답을 요청함(Accept-Encoding: ${shortened(offered)})`,
  };
}

const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

/** A request that must work: the id of its receipt. */
export async function requested(
  { client, tenant }: Stage,
  changes?: Result,
  options?: { appUseYN?: boolean },
): Promise<string> {
  const receiptId = textOf(resultOf(await client.request(changes, options), withReceiptId), 'receiptId');
  const known = (await tenant.receipts.list()).some((receipt) => receipt.receiptId === receiptId);
  if (!known)
    throw new Wrong(
      {
        en: `the receiptId "${shortened(receiptId)}", which the provider never gave`,
        ko: `발급된 적 없는 receiptId: "${shortened(receiptId)}"`,
      },
      withReceiptId,
    );
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
