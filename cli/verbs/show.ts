// What people see of an answer: a table or a few lines, in their language. Instants are shown in Korean time, as the
// service's own dates are.

import { services, type Text } from '../../contracts/protocol/index.js';
import { clipped } from '../../scorecard/reports/plain.js';
import type { AnswerOf } from '../../simulator/control/route.js';
import type { ControlRoutes } from '../../simulator/control/routes.js';
import type { ReceiptView } from '../../simulator/control/shapes.js';
import { type Phase, phaseWords } from '../../simulator/core/receipt.js';
import { columns, pairs } from '../columns.js';
import type { Language } from '../language.js';
import type { Verbs } from './table.js';

type Row<V extends keyof Verbs> = Verbs[V];
type Changed<V extends keyof Verbs> =
  Row<V> extends { readonly change: infer Name extends keyof ControlRoutes }
    ? AnswerOf<ControlRoutes[Name]>
    : never;
/** What a verb gets: the answer of its route, or of the one that changes. */
export type AnswerOfVerb<V extends keyof Verbs> = AnswerOf<ControlRoutes[Row<V>['route']]> | Changed<V>;

interface Shown {
  readonly language: Language;
  /** Whose it is. */
  readonly clientCode: string;
}

const KST_OFFSET = 9 * 3_600_000;
/** The most calls that a person is shown. */
const MOST_CALLS = 50;
const TITLE_LENGTH = 24;

const kst = (instant: string | null): string =>
  instant === null
    ? '-'
    : new Date(Date.parse(instant) + KST_OFFSET).toISOString().slice(0, 19).replace('T', ' ');

const head: Readonly<Record<string, Text>> = {
  receipt: { en: 'RECEIPT', ko: '접수아이디' },
  state: { en: 'STATE', ko: '상태' },
  service: { en: 'SERVICE', ko: '서비스' },
  person: { en: 'PERSON', ko: '수신자' },
  title: { en: 'TITLE', ko: '제목' },
  requested: { en: 'REQUESTED (KST)', ko: '요청 시각' },
  next: { en: 'NEXT', ko: '다음 동작' },
  time: { en: 'TIME (KST)', ko: '시각' },
  status: { en: 'STATUS', ko: 'HTTP' },
  operation: { en: 'OPERATION', ko: '호출' },
  outcome: { en: 'OUTCOME', ko: '결과' },
  why: { en: 'WHY', ko: '이유' },
  finding: { en: 'FINDING', ko: '항목' },
  field: { en: 'FIELD', ko: '필드' },
  call: { en: 'CALL', ko: '번호' },
  tenant: { en: 'CLIENT CODE', ko: '이용기관코드' },
  name: { en: 'NAME', ko: '이름' },
  linkId: { en: 'LINK ID', ko: '링크아이디' },
  secretKey: { en: 'SECRET KEY', ko: '비밀키' },
  sign: { en: 'WHO SIGNS', ko: '서명 방식' },
};

const heads = (language: Language, ...names: readonly string[]) =>
  names.map((name) => head[name]?.[language] ?? name);

/** Where a receipt stands, as its own `state` and `next` tell it. */
function phaseOf({ state, verifiedAt, next }: ReceiptView): Phase {
  if (verifiedAt !== null) return 'verified';
  if (state !== 1) return state === 0 ? 'waiting' : 'expired';
  return next.includes('verify') ? 'signed' : 'lapsed';
}

const fieldOf = ({ request }: ReceiptView, name: string) => String(request[name] ?? '');

const none = (language: Language, words: Text) => `${words[language]}\n`;

/** One line of what became of a receipt. */
function becameLine(receipt: ReceiptView, { language }: Shown): string {
  const phase = phaseOf(receipt);
  const until: Readonly<Partial<Record<Phase, Text>>> = {
    waiting: { en: `expires ${kst(receipt.expiresAt)} KST`, ko: `만료 ${kst(receipt.expiresAt)}` },
    signed: {
      en: `verify until ${kst(receipt.verifyUntil)} KST`,
      ko: `검증 기한 ${kst(receipt.verifyUntil)}`,
    },
  };
  const viewed: Text = receipt.viewedAt === null ? { en: '', ko: '' } : { en: ', viewed', ko: ', 열람' };
  const app: Text =
    receipt.appResult === null
      ? { en: '', ko: '' }
      : { en: `, the app said ${receipt.appResult.code}`, ko: `, 앱 결과 코드 ${receipt.appResult.code}` };
  const end = until[phase]?.[language];
  const extra = phase === 'waiting' ? viewed[language] + app[language] : '';
  return `${receipt.receiptId}  ${phaseWords[phase][language]}${extra}${end === undefined ? '' : `, ${end}`}\n`;
}

function receiptLines(receipt: ReceiptView, { language }: Shown): string {
  const label = (en: string, ko: string) => (language === 'ko' ? ko : en);
  const optional = (en: string, ko: string, instant: string | null): [string, string][] =>
    instant === null ? [] : [[label(en, ko), kst(instant)]];
  const facts: [string, string][] = [
    [label('receipt', '접수아이디'), receipt.receiptId],
    [label('state', '상태'), `${receipt.state} ${phaseWords[phaseOf(receipt)][language]}`],
    [label('service', '서비스'), `${receipt.service}, ${services[receipt.service].words[language]}`],
    [label('client code', '이용기관코드'), receipt.clientCode],
    [label('requested (KST)', '요청'), kst(receipt.requestedAt)],
    [label('expires', '만료'), kst(receipt.expiresAt)],
    ...optional('signs by itself', '자동 서명 예정', receipt.signedAt === null ? receipt.signAt : null),
    ...optional('viewed', '열람', receipt.viewedAt),
    ...optional('signed', '서명', receipt.signedAt),
    ...optional('verify until', '검증 기한', receipt.verifyUntil),
    ...optional('verified', '검증', receipt.verifiedAt),
    ...(receipt.txId === null ? [] : ([['tx_id', receipt.txId]] as [string, string][])),
    ...(receipt.appResult === null
      ? []
      : ([[label('app said', '앱 결과 코드'), String(receipt.appResult.code)]] as [string, string][])),
    [label('next', '다음 동작'), receipt.next.join(', ') || '-'],
  ];
  const asked = Object.entries(receipt.request).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return `${pairs(facts)}\n${pairs(asked)}`;
}

type Shows = { readonly [V in keyof Verbs]: (answer: AnswerOfVerb<V>, shown: Shown) => string };

/** What people see of each verb's answer. */
export const shows: Shows = {
  receipts({ receipts, next }, { language }) {
    if (receipts.length === 0) return none(language, { en: 'No receipts.', ko: '접수가 없습니다.' });
    const more: Text = {
      en: `There are older ones: --after ${next}, or --limit.`,
      ko: `이전 접수가 더 있습니다: --after ${next} 또는 --limit`,
    };
    const table = columns(
      heads(language, 'receipt', 'state', 'service', 'person', 'title', 'requested', 'next'),
      receipts.map((receipt) => [
        receipt.receiptId,
        phaseWords[phaseOf(receipt)][language],
        receipt.service,
        `${fieldOf(receipt, 'ReceiverName')} ${fieldOf(receipt, 'ReceiverHP')}`.trim(),
        clipped(fieldOf(receipt, 'TMSTitle'), TITLE_LENGTH),
        kst(receipt.requestedAt),
        receipt.next.join(', ') || '-',
      ]),
    );
    return next === null ? table : `${table}${more[language]}\n`;
  },
  receipt: receiptLines,
  view: becameLine,
  sign: becameLine,
  expire: becameLine,
  cancel: becameLine,
  calls({ calls }, { language, clientCode }) {
    if (calls.length === 0) {
      return none(language, {
        en: `No calls of ${clientCode}. Calls that named no tenant: calls --unnamed.`,
        ko: `${clientCode}: 호출이 없습니다. 이용기관을 알 수 없는 호출은 calls --unnamed로 볼 수 있습니다.`,
      });
    }
    const shown = calls.slice(-MOST_CALLS);
    const before = calls.length - shown.length;
    const more: Text = {
      en: `${before} calls before these: --json shows all.`,
      ko: `이전 호출 ${before}건은 --json으로 볼 수 있습니다.`,
    };
    const table = columns(
      heads(language, 'time', 'status', 'operation', 'outcome', 'why'),
      shown.map(({ at, status, operation, outcome, why, request }) => [
        kst(at),
        String(status),
        operation ?? `${request.method} ${request.target}`,
        outcome,
        why?.[language] ?? '',
      ]),
    );
    return before === 0 ? table : `${more[language]}\n${table}`;
  },
  findings({ findings }, { language, clientCode }) {
    if (findings.length === 0) {
      return none(language, {
        en: `No findings of ${clientCode}.`,
        ko: `${clientCode}: 감지된 오용이 없습니다.`,
      });
    }
    return columns(
      heads(language, 'finding', 'operation', 'field', 'call', 'why'),
      findings.map(({ id, operation, field, call, why }) => [
        id,
        operation,
        field ?? '-',
        String(call),
        why[language],
      ]),
    );
  },
  tenants({ tenants, next }, { language }) {
    const more: Text = {
      en: `There are older ones: --after ${next}, or --limit.`,
      ko: `이용기관이 더 있습니다: --after ${next} 또는 --limit`,
    };
    const table = columns(
      heads(language, 'tenant', 'name', 'linkId', 'secretKey', 'sign'),
      tenants.map(({ clientCode, clientName, linkId, secretKey, sign }) => [
        clientCode,
        clientName,
        linkId,
        secretKey,
        sign,
      ]),
    );
    return next === null ? table : `${table}${more[language]}\n`;
  },
  clock: ({ now, frozen }, { language, clientCode }) => {
    const stands: Text = frozen ? { en: ', frozen', ko: ', 정지' } : { en: '', ko: '' };
    return `${clientCode}  ${now}  (${kst(now)} KST)${stands[language]}\n`;
  },
  outcome: (answer, shown) => arrangedLine(answer, shown),
  fault: (answer, shown) => arrangedLine(answer, shown),
  reset: (_, { language, clientCode }) =>
    none(language, {
      en: `${clientCode}: receipts, arrangements and journal are dropped.`,
      ko: `${clientCode}: 접수, 결과·장애 지정, 호출 기록을 초기화했습니다.`,
    }),
  open: () => '',
};

function arrangedLine(answer: AnswerOfVerb<'outcome'>, { language }: Shown): string {
  const { operation, times, ...rest } = answer;
  const what = JSON.stringify(rest);
  return none(language, {
    en: `The next ${times === 1 ? `call of ${operation} gets` : `${times} calls of ${operation} get`} ${what}`,
    ko: `다음 ${operation} ${times}회: ${what}`,
  });
}
