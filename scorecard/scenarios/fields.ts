// What the client does with the data: when it sends them, and when it reads the answer.

import { exampleOf, type FieldRule, fieldsOf } from '../../contracts/protocol/field.js';
import {
  banks,
  isNullable,
  type Operation,
  type OperationName,
  operations,
  type Service,
  type Signs,
  services,
  servicesWhere,
} from '../../contracts/protocol/index.js';
import { shortened } from '../adapter/protocol.js';
import {
  checkMembers,
  refusesGzip,
  requested,
  resultOf,
  sentOf,
  signed,
  textOf,
  Wrong,
} from '../expectations.js';
import type { Scenario, Stage } from '../scenario.js';
import { stateOf, withSignedData } from '../sentences.js';

const group = 'fields';
type Fields = Readonly<Record<string, unknown>>;

/** The JSON of the last request as it was on the wire. */
async function lastBody(stage: Stage): Promise<Fields> {
  const body = (await stage.calls(stage.names.request)).at(-1)?.request.body;
  if (body === undefined)
    throw new Wrong({ en: 'no request', ko: '요청 없음' }, { en: 'a request', ko: '요청' });
  try {
    return JSON.parse(body) as Fields;
  } catch {
    throw new Wrong(
      { en: `a body that is not JSON: ${shortened(body)}`, ko: `JSON이 아닌 본문: ${shortened(body)}` },
      { en: 'JSON', ko: 'JSON' },
    );
  }
}

function checkWire(body: Fields, expected: Fields): void {
  for (const [name, value] of Object.entries(expected)) {
    if (body[name] !== value) {
      const sent = sentOf(body[name]);
      const given = shortened(JSON.stringify(value));
      throw new Wrong(
        { en: `on the wire "${name}" was ${sent.en}`, ko: `실제로 보낸 "${name}": ${sent.ko}` },
        { en: `"${name}": ${given}, as it was given`, ko: `"${name}": ${given}(지정한 그대로)` },
      );
    }
  }
}

/** `length` code points that end in an emoji beyond the first plane. */
const long = (text: string, length: number) => `${[...text.repeat(length)].slice(0, length - 1).join('')}🙂`;

const longestName = `${'가나다라마바사아자차'.repeat(2).slice(0, 19)}힣`;
const longest: Fields = {
  CallCenterNum: '1600-0000-0000-00000',
  CallCenterName: long('시험고객센터', 40),
  Expires_in: 1000,
  ReceiverName: longestName,
  TMSTitle: long('출금동의시험', 40),
  TMSMessage: long('가나다라 마바사\n', 500),
  PayLoad: long('메모😀', 200),
};
/** By what is signed. A Token that comes back as it is may be longer than one that a CMS is made around. */
const longestOf: Readonly<Record<Signs, (service: Service) => Fields>> = {
  consent: () => ({
    // The person who signs must hold the account.
    BankAccountName: longestName,
    BankAccountNum: '000-00-0***00-00000000000000000',
    ClientUserID: '시험'.repeat(20),
  }),
  token: ({ words, bareToken }) => ({ Token: long(`${words.ko} 토큰 `, bareToken ? 1000 : 500) }),
};

/** A code that was made longer would name nothing. */
const CODES: readonly string[] = ['BankCode', 'SubClientID'];

const isFreeText = ([name, rule]: readonly [string, FieldRule, boolean]) =>
  [rule.type].flat().includes('string') && rule['x-charset'] === undefined && !CODES.includes(name);

/** Every text of a Request at its longest: by what is written above, else by its example. */
function longestFields({ names, service }: Stage): Fields {
  const { input }: Operation = operations[names.request];
  if (input === undefined) return {};
  const examples = exampleOf(input) as Fields;
  const texts = fieldsOf(input)
    .filter(isFreeText)
    .flatMap(([name, { maxLength }]) =>
      maxLength === undefined ? [] : [[name, long(String(examples[name]), maxLength)]],
    );
  const row = services[service];
  return { ...Object.fromEntries(texts), ...longest, ...longestOf[row.signs](row) };
}

/** Members that a state 1 may do without; the SDKs read an absent one like null (protocol.md §8 #20). */
function optionalMembers(status: OperationName): readonly string[] {
  const { output }: Operation = operations[status];
  const all = output === undefined ? [] : fieldsOf(output);
  return all.flatMap(([name, rule]) => (isNullable(rule) && name !== 'completeDT' ? [name] : []));
}

const unknown = { newMember: { nested: [1, 'two', null] }, anotherYN: true };

export const fieldScenarios: readonly Scenario[] = [
  {
    id: 'fields.falsy',
    group,
    promise: { en: 'Sends false and 0 as they were given.', ko: 'false와 0을 그대로 보냅니다.' },
    fault: {
      cause: 'requestChanged',
      words: { en: 'left out a false or a 0', ko: 'false 또는 0을 보내지 않음' },
    },
    practice: {
      en: 'Serialise what was given: leave out undefined, never "everything falsy", or a false turns into a default.',
      ko: '값을 그대로 직렬화하십시오. 거짓으로 평가되는 값을 모두 빼면 false가 기본값으로 바뀝니다.',
    },
    source: 'manual A.2 #2, #13, #14; protocol.md §2.5',
    async play(stage) {
      const { client, names } = stage;
      const expected = { isAllowSimpleRegistYN: false, isVerifyNameYN: false };
      await requested(stage, { ...expected, SubClientID: '' });
      checkWire(await lastBody(stage), expected);
      const before = (await stage.calls(names.request)).length;
      const answer = await client.request({ Expires_in: 0 });
      if (answer.kind === 'result')
        throw new Wrong(
          { en: 'a result for Expires_in 0', ko: 'Expires_in 0에 대한 결과' },
          { en: 'a refusal', ko: '거절' },
        );
      // A client that refuses the 0 itself and sends nothing is right too.
      if ((await stage.calls(names.request)).length > before)
        checkWire(await lastBody(stage), { Expires_in: 0 });
    },
  },
  {
    id: 'fields.longest',
    group,
    causes: ['payerNumber.tooLong'],
    promise: {
      en: 'Carries the longest fields in Hangul and emoji there and back unchanged.',
      ko: '한글과 이모지로 채운 가장 긴 항목을 그대로 주고받습니다.',
    },
    fault: {
      cause: 'requestChanged',
      words: { en: 'changed the longest texts on their way', ko: '가장 긴 문자열을 바꿈' },
    },
    practice: {
      en: 'Lengths count characters, not bytes: send UTF-8, sign its bytes, and never cut at a byte.',
      ko: '길이는 바이트가 아닌 문자 수입니다. UTF-8로 보내고 그 바이트에 서명하며, 바이트로 자르지 마십시오.',
    },
    source: 'manual A.2',
    async play(stage) {
      const fields = longestFields(stage);
      const receiptId = await signed(stage, fields);
      checkWire((await stage.tenant.receipts.get(receiptId)).request, fields);
      checkMembers(resultOf(await stage.client.status(receiptId), stateOf(1)), {
        tmstitle: longest.TMSTitle,
        tmsmessage: longest.TMSMessage,
        payload: longest.PayLoad,
      });
      textOf(resultOf(await stage.client.verify(receiptId), withSignedData), 'signedData');
    },
  },
  {
    id: 'fields.banks',
    group,
    services: servicesWhere(({ signs }) => signs === 'consent'),
    causes: ['request.resent'],
    promise: {
      en: `Sends each of the ${banks.length} bank codes as it is.`,
      ko: `참가기관 코드 ${banks.length}개를 그대로 보냅니다.`,
    },
    fault: {
      cause: 'requestChanged',
      words: { en: 'changed a bank code', ko: '참가기관 코드를 바꿈' },
    },
    practice: {
      en: 'A bank code is text of three digits: as a number it loses its zeros.',
      ko: '참가기관 코드는 세 자리 문자열입니다. 숫자로 다루면 앞의 0이 사라집니다.',
    },
    source: 'manual A.2 #8; KFTC list, domain.md §2',
    async play(stage) {
      for (const { code } of banks) {
        await requested(stage, { BankCode: code });
        checkWire(await lastBody(stage), { BankCode: code });
      }
    },
  },
  {
    id: 'fields.maskedAccount',
    group,
    services: servicesWhere(({ signs }) => signs === 'consent'),
    promise: { en: 'Sends a masked account number as it is.', ko: '마스킹된 계좌번호를 그대로 보냅니다.' },
    fault: {
      cause: 'requestChanged',
      words: { en: 'changed a masked account number', ko: '마스킹된 계좌번호를 바꿈' },
    },
    practice: {
      en: 'The account number is shown to the person and may be masked: strip neither asterisks nor hyphens.',
      ko: '계좌번호는 수신자에게 표시되며 마스킹할 수 있습니다. *와 -를 지우지 마십시오.',
    },
    source: 'manual A.2 #7',
    async play(stage) {
      const BankAccountNum = '000-02-0***05';
      const receiptId = await signed(stage, { BankAccountNum });
      checkWire(await lastBody(stage), { BankAccountNum });
      textOf(resultOf(await stage.client.verify(receiptId), withSignedData), 'signedData');
    },
  },
  {
    id: 'fields.missing',
    group,
    promise: {
      en: 'Reads a state 1 whose optional members are absent.',
      ko: '선택 항목이 없는 상태 1 응답을 읽습니다.',
    },
    fault: {
      cause: 'goodRefused',
      words: {
        en: 'could not read a state without its optional members',
        ko: '선택 항목이 없는 상태 응답을 읽지 못함',
      },
    },
    practice: {
      en: 'Treat an absent optional member like null: only receiptID and state decide.',
      ko: '없는 선택 항목은 null과 같이 다루십시오. 판단은 receiptID와 state로만 합니다.',
    },
    source: 'manual A.3; protocol.md §8 #20',
    async play(stage) {
      const { client, tenant, names } = stage;
      const receiptId = await signed(stage);
      await tenant.faults.add(names.status, { fault: 'rewrite', omit: [...optionalMembers(names.status)] });
      checkMembers(resultOf(await client.status(receiptId), stateOf(1)), {
        receiptID: receiptId,
        state: 1,
      });
    },
  },
  {
    id: 'fields.unknown',
    group,
    promise: {
      en: 'Passes over members of an answer that it does not know.',
      ko: '응답의 모르는 항목을 무시합니다.',
    },
    fault: {
      cause: 'goodRefused',
      words: { en: 'could not read an answer with a member more', ko: '새 항목이 있는 응답을 읽지 못함' },
    },
    practice: {
      en: 'The provider adds fields over the years: ignore what you do not know, on every answer.',
      ko: '응답 항목은 늘어날 수 있습니다. 모르는 항목은 무시하십시오.',
    },
    source: 'protocol.md §6: fields were added in 2020 and 2022',
    async play(stage) {
      const { client, tenant, names } = stage;
      for (const operation of ['token', names.request, names.status, names.verify] as const) {
        await tenant.faults.add(operation, { fault: 'rewrite', put: unknown, times: 10 });
      }
      const receiptId = await signed(stage);
      checkMembers(resultOf(await client.status(receiptId), stateOf(1)), { state: 1 });
      textOf(resultOf(await client.verify(receiptId), withSignedData), 'signedData');
    },
  },
  {
    id: 'fields.gzip',
    group,
    simulator: () => ({ gzip: 'always' }),
    unplayable: refusesGzip,
    promise: {
      en: 'Reads an answer that is compressed unasked.',
      ko: '요청하지 않아도 gzip으로 압축된 응답을 읽습니다.',
    },
    fault: {
      cause: 'goodRefused',
      words: { en: 'could not read a compressed answer', ko: '압축된 응답을 읽지 못함' },
    },
    practice: {
      en: 'The real server compresses long answers even unasked: look at Content-Encoding, whatever was offered.',
      ko: '실서버는 요청하지 않아도 긴 응답을 압축할 수 있습니다. Content-Encoding을 확인하십시오.',
    },
    source: 'protocol.md §2.4',
    async play(stage) {
      // Short answers are not compressed: over 1,000 characters it takes both.
      const TMSMessage = '가나다라 마바사아 '.repeat(50);
      const PayLoad = '메모'.repeat(100);
      const receiptId = await signed(stage, { TMSMessage, PayLoad });
      checkMembers(resultOf(await stage.client.status(receiptId), stateOf(1)), {
        state: 1,
        tmsmessage: TMSMessage,
        payload: PayLoad,
      });
    },
  },
];
