// The life of a receipt as a diagram and as a table. Both are played: every event is put to the core in every phase, so that
// they show the transition table of simulator/core/receipt.ts as it is.

import { APP_CANCELLED, type Text, timing } from '../../contracts/protocol/index.js';
import {
  decide,
  type EventType,
  type Phase,
  phaseOf,
  type Receipt,
  type ReceiptEvent,
} from '../../simulator/core/receipt.js';

const NOW = Date.UTC(2026, 0, 2);
const HOUR = 3_600_000;

const waiting: Receipt = {
  receiptId: '0'.repeat(18),
  service: 'cms',
  clientCode: '',
  holder: '',
  request: {},
  madeAt: 0,
  requestedAt: NOW,
  expiresAt: NOW + HOUR,
  viewedAt: null,
  signedAt: null,
  verifiedAt: null,
  signAt: null,
  pollsLeft: null,
  txId: 'app-to-app',
  signature: 'signature',
  appResult: null,
  version: 1,
};

/** One receipt in each phase, at NOW. */
const receipts: Readonly<Record<Phase, Receipt>> = {
  waiting,
  signed: { ...waiting, signedAt: NOW },
  verified: { ...waiting, signedAt: NOW, verifiedAt: NOW },
  lapsed: { ...waiting, signedAt: NOW - timing.verifyWindow.ms },
  expired: { ...waiting, expiresAt: NOW },
};
const phases = Object.keys(receipts) as readonly Phase[];

const events: Readonly<Record<EventType, Text>> = {
  view: { en: 'view', ko: '열람' },
  sign: { en: 'sign', ko: '서명' },
  expire: { en: 'expire', ko: '만료' },
  cancel: { en: 'cancel (the app)', ko: '취소(앱)' },
  poll: { en: 'Status', ko: '상태 확인' },
  verify: { en: 'Verify', ko: '검증' },
};
const eventTypes = Object.keys(events) as readonly EventType[];

type Language = keyof Text;
type Result = { readonly to: Phase } | { readonly refused: string };

const eventOf = (type: EventType): ReceiptEvent => {
  if (type === 'verify') return { type, signature: 'signature' };
  return type === 'cancel' ? { type, code: APP_CANCELLED } : { type };
};

/** What the core does with an event in a phase. A missing cell of its table is a refusal: 409 on the control plane. */
function resultOf(type: EventType, receipt: Receipt): Result {
  const decided = decide(receipt, eventOf(type), NOW);
  return 'refused' in decided ? decided : { to: phaseOf(decided.receipt, NOW) };
}

/** What happens to a receipt by itself, with the time that passes. */
const byItself: readonly (readonly [Phase, Text])[] = [
  ['waiting', { en: 'Expires_in has passed', ko: 'Expires_in 경과' }],
  [
    'signed',
    {
      en: `${timing.verifyWindow.ms / 60_000} minutes have passed`,
      ko: `${timing.verifyWindow.ms / 60_000}분 경과`,
    },
  ],
];

/** The diagram, in Mermaid. What is refused in a phase stands in a note beside it. */
export function receiptDiagram(language: Language): string {
  const arrow = (from: string, to: string, label: string) => `  ${from} --> ${to}: ${label}`;
  const results = phases.flatMap((phase) =>
    eventTypes.map((type) => ({
      phase,
      label: events[type][language],
      result: resultOf(type, receipts[phase]),
    })),
  );
  const arrows = results.flatMap(({ phase, label, result }) =>
    'to' in result ? [arrow(phase, result.to, label)] : [],
  );
  const passing = byItself.map(([from, words]) =>
    arrow(from, phaseOf(receipts[from], NOW + HOUR), words[language]),
  );
  const lastPoll = resultOf('poll', { ...waiting, pollsLeft: 0 });
  const polled =
    language === 'en' ? 'Status, the last that the plan waits for' : '서명 계획이 정한 마지막 상태 확인';
  const notes = phases.flatMap((phase) => {
    const refused = results.flatMap(({ phase: at, label, result }) =>
      at === phase && 'refused' in result ? [`    ${label}: ${result.refused}`] : [],
    );
    const head = language === 'en' ? 'refused' : '거부';
    return refused.length === 0 ? [] : [`  note right of ${phase}`, `    ${head}:`, ...refused, '  end note'];
  });
  return [
    '```mermaid',
    'stateDiagram-v2',
    arrow('[*]', phaseOf(waiting, NOW), language === 'en' ? 'Request' : '요청'),
    ...arrows,
    ...('to' in lastPoll ? [arrow('waiting', lastPoll.to, polled)] : []),
    ...passing,
    ...notes,
    '```',
  ].join('\n');
}

/** The same as a table: a row for each phase, and what each event comes to. */
export function receiptTable(language: Language): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const head = [language === 'en' ? 'phase' : '상태', ...eventTypes.map((type) => events[type][language])];
  const cell = (result: Result) => ('to' in result ? `→ ${result.to}` : `\`${result.refused}\``);
  return [
    head,
    head.map(() => '---'),
    ...phases.map((phase) => [phase, ...eventTypes.map((type) => cell(resultOf(type, receipts[phase])))]),
  ]
    .map(row)
    .join('\n');
}
