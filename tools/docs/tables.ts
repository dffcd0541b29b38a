// The tables of the documents, made from the tables of the code. Text in, text out: generate.mjs reads and writes files.

import type { TObject, TSchema } from '@sinclair/typebox';
import { verbNames, verbOf } from '../../cli/verbs/table.js';
import {
  banks,
  createCatalogue,
  type Fidelity,
  liveVerified,
  magicPeople,
  type Operation,
  operations,
  readRecording,
  schema,
  timing,
} from '../../contracts/index.js';
import {
  actions,
  appResults,
  authentications,
  behaviours,
  fidelityLedger,
  type LedgerKind,
  type Provenance,
  services,
  type Text,
} from '../../contracts/protocol/index.js';
import { contractCases } from '../../contracts/suite/cases/index.js';
import type { ControlRoute } from '../../simulator/control/route.js';
import { controlRoutes, fullPath } from '../../simulator/control/routes.js';
import { membersOf } from '../../simulator/control/shapes.js';
import { variantsOf } from '../../simulator/core/arrangements.js';
import { faultKinds, faults } from '../../simulator/core/faults.js';
import { findingRules } from '../../simulator/core/findings.js';
import { tamperings } from '../../simulator/core/tampering.js';
import { listenRows, type OptionRow, simulatorRows, variableOf } from '../../simulator/options/table.js';
import { additionTable } from './additions.js';
import { controlBodies } from './control-bodies.js';
import { headerRows, vectorList } from './http.js';
import { receiptDiagram, receiptTable } from './receipt-states.js';
import { journalTable, knownFaultTable, scenarioTables } from './scenario-table.js';

type Cell = string | number | undefined;

const row = (cells: readonly Cell[]) =>
  `| ${cells.map((cell) => String(cell ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly Cell[])[]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const code = (text: string) => `\`${text}\``;

/** The members of an object, those in brackets that may be left out. */
const formOf = ({ properties, required = [] }: TObject) =>
  Object.keys(properties)
    .map((name) => code(required.includes(name) ? name : `[${name}]`))
    .join(' ');

const all = Object.entries(operations as Readonly<Record<string, Operation>>);

const operationTable = (language: keyof Text, head: readonly string[]) =>
  table(
    head,
    all.map(([name, { action, service, method, path, authentication, source, fidelity }]) => [
      code(name),
      [...(service === undefined ? [] : [services[service]]), actions[action]]
        .map(({ words }) => words[language])
        .join(language === 'en' ? ': ' : ' '),
      code(`${method} ${path}`),
      authentications[authentication].words[language],
      source,
      fidelity,
    ]),
  );

const duration = (ms: number): Text =>
  ms % 60_000 === 0
    ? { en: `${ms / 60_000} min`, ko: `${ms / 60_000}분` }
    : { en: `${ms / 1000} s`, ko: `${ms / 1000}초` };

const timingTable = (language: keyof Text, head: readonly string[]) =>
  table(
    head,
    (Object.keys(timing) as (keyof typeof timing)[]).map((name) => [
      timing[name].words[language],
      duration(timing[name].ms)[language],
      timing[name].source,
      timing[name].fidelity,
    ]),
  );

interface MessageSchema {
  readonly $id?: string;
  readonly title?: string;
  readonly required?: readonly string[];
  readonly properties: Readonly<Record<string, FieldSchema>>;
}

interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly title?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly 'x-charset'?: string;
  readonly 'x-source'?: string;
  readonly 'x-fidelity'?: Fidelity;
}

/** Every message in the order in which the operations carry it, then the one that all refusals carry. */
const messages: readonly MessageSchema[] = [
  ...new Set([...all.flatMap(([, { input, output }]) => [input, output]), schema.ProviderError]),
].filter((message): message is MessageSchema & TSchema => message !== undefined);

/** Which calls carry a message. */
function usesOf(message: object): string {
  const inputs = all.filter(([, { input }]) => input === message).map(([name]) => code(name));
  const outputs = all.filter(([, { output }]) => output === message).map(([name]) => code(name));
  if (inputs.length > 0) return `Body of ${inputs.join(', ')} / 요청 본문`;
  if (outputs.length > 0) return `Answer to ${outputs.join(', ')} / 응답`;
  return 'Every refusal, on both hosts / 모든 오류 응답';
}

const limitOf = ({ maxLength, minimum, maximum }: FieldSchema): Cell =>
  maxLength ?? (maximum === undefined ? '' : `${minimum}–${maximum}`);

const fieldTable = ({ properties, required = [] }: MessageSchema) =>
  table(
    [
      '#',
      'field / 필드',
      '항목',
      'type / 타입',
      'required / 필수',
      'limit / 길이·범위',
      'source / 근거',
      'fidelity',
    ],
    Object.entries(properties).map(([name, rule], at) => [
      at + 1,
      code(name),
      rule.title,
      [
        ...(rule.enum ?? [rule.type].flat()),
        ...(rule['x-charset'] === undefined ? [] : [`(${rule['x-charset']})`]),
      ].join(' '),
      required.includes(name) ? 'O' : '-',
      limitOf(rule),
      rule['x-source'],
      rule['x-fidelity'],
    ]),
  );

const fidelities = [
  'manual',
  'sdk',
  'observed',
  'live-verified',
  'assumed',
] as const satisfies readonly Fidelity[];

function fidelityTable(): string {
  const counted: readonly (readonly [string, readonly (Fidelity | undefined)[]])[] = [
    ['operations / 기능', all.map(([, { fidelity }]) => fidelity)],
    [
      'fields / 필드',
      messages.flatMap(({ properties }) => Object.values(properties).map((rule) => rule['x-fidelity'])),
    ],
    ['errors / 오류', [...createCatalogue().values()].map(({ fidelity }) => fidelity)],
    ['rules about time / 시간 규칙', Object.values(timing).map(({ fidelity }) => fidelity)],
    ['behaviour / 동작', Object.values<Provenance>(behaviours).map(({ fidelity }) => fidelity)],
  ];
  return table(
    ['', ...fidelities.map(code)],
    counted.map(([what, found]) => [
      what,
      ...fidelities.map((fidelity) => found.filter((one) => one === fidelity).length),
    ]),
  );
}

/** The rows of the ledger of one kind, with the cases of the contract that hold each. */
const ledgerTable = (kind: LedgerKind) =>
  table(
    ['row / 항목', 'what / 내용', 'source / 근거', 'fidelity', 'live / 실서비스 확인', 'cases / 검사'],
    fidelityLedger()
      .filter((entry) => entry.kind === kind)
      .map(({ row: name, title, source, fidelity, verified }) => [
        code(name.slice(kind.length + 1)),
        title,
        source,
        fidelity,
        verified ?? '-',
        casesOf(name),
      ]),
  );

const CASES_SHOWN = 2;

function casesOf(ledgerRow: string): string {
  const ids = contractCases
    .filter(({ holds }) => holds.some((held) => held === ledgerRow))
    .map(({ id }) => id);
  if (ids.length === 0) return '-';
  const more = ids.length > CASES_SHOWN ? ` +${ids.length - CASES_SHOWN}` : '';
  return ids.slice(0, CASES_SHOWN).map(code).join(', ') + more;
}

/** Each table by the name in its markers. */
export const tables: Readonly<Record<string, () => string>> = {
  operations: () =>
    operationTable('en', ['operation', 'what', 'call', 'authentication', 'source', 'fidelity']),
  'operations-ko': () => operationTable('ko', ['기능', '설명', '호출', '인증', '근거', '근거 수준']),
  timing: () => timingTable('en', ['rule', 'value', 'source', 'fidelity']),
  'timing-ko': () => timingTable('ko', ['규칙', '값', '근거', '근거 수준']),
  fidelity: fidelityTable,
  'ledger-operations': () => ledgerTable('operation'),
  'ledger-fields': () => ledgerTable('field'),
  'ledger-errors': () => ledgerTable('error'),
  'ledger-timing': () => ledgerTable('timing'),
  'ledger-behaviours': () => ledgerTable('behaviour'),
  appResults: () =>
    table(
      ['code / 코드', 'the app did not sign because…', '서명하지 않은 이유'],
      Object.entries(appResults).map(([number, words]) => [number, words.en, words.ko]),
    ),
  errors: () =>
    table(
      ['id', 'code / 코드', 'HTTP', 'message / 메시지', 'source / 근거', 'fidelity'],
      [...createCatalogue()].map(([id, entry]) => [
        code(id),
        entry.code,
        entry.status,
        entry.message,
        entry.source,
        entry.fidelity,
      ]),
    ),
  banks: () =>
    table(
      ['code / 코드', 'name / 기관명', 'merged codes / 통합 코드'],
      banks.map((bank) => [bank.code, bank.name, bank.aliases.join(' ')]),
    ),
  magic: () =>
    table(
      ['phone / 번호', 'name / 이름', 'the person…', '동작'],
      magicPeople.map(({ phone, name, words }) => [phone, name, words.en, words.ko]),
    ),
  settings: () =>
    table(
      ['name / 이름', 'flag / 플래그', 'variable / 환경변수', 'what', '설명'],
      Object.entries<OptionRow>({ ...simulatorRows, ...listenRows }).map(
        ([name, { flag, kind, variable, words }]) => [
          code(name),
          flag === null ? '' : code(`--${flag}${kind.placeholder && ` ${kind.placeholder}`}`),
          flag === null ? '' : code(variable ?? variableOf(flag)),
          kind.schema === null ? `${words.en} (programs only)` : words.en,
          words.ko,
        ],
      ),
    ),
  messages: () =>
    messages
      .map((message) =>
        [
          `## ${message.$id}${message.title ? ` (${message.title})` : ''}`,
          `${usesOf(message)}.`,
          fieldTable(message),
        ].join('\n\n'),
      )
      .join('\n\n'),
  control: () =>
    table(
      ['call / 호출', 'does', '기능', 'query / 쿼리', 'body / 본문'],
      Object.values<ControlRoute>(controlRoutes).map(({ method, path, words, query, body }) => [
        code(`${method} ${fullPath(path)}`),
        words.en,
        words.ko,
        (query === undefined ? [] : membersOf(query)).map(code).join(' '),
        (body === undefined ? [] : membersOf(body)).map(code).join(' '),
      ]),
    ),
  verbs: () =>
    table(
      ['verb / 명령', 'does', '기능', 'calls / 호출', 'for example / 예'],
      verbNames.map((name) => {
        const { words, route, change, says, example } = verbOf(name);
        return [
          code([name, ...says.map((one) => `[${one}]`)].join(' ')),
          words.en,
          words.ko,
          [route, ...(change === undefined ? [] : [change])]
            .map((one) => code(`${controlRoutes[one].method} ${fullPath(controlRoutes[one].path)}`))
            .join(' '),
          code(example),
        ];
      }),
    ),
  'control-bodies': controlBodies,
  'http-headers': () => table(['what', 'call', 'host', 'headers'], headerRows('en')),
  'http-headers-ko': () => table(['설명', '호출', '호스트', '헤더'], headerRows('ko')),
  'http-vectors': () => vectorList('en'),
  'http-vectors-ko': () => vectorList('ko'),
  faults: () =>
    table(
      [
        'fault',
        'what happens',
        '동작',
        'the call counts / 처리',
        'a status comes / 응답',
        'takes / 매개변수',
      ],
      faultKinds.map((kind) => {
        const { words, when, answered, parameters } = faults[kind];
        const forms = variantsOf(parameters).map((variant) => formOf(variant));
        return [
          code(kind),
          words.en,
          words.ko,
          when === 'after' ? 'O' : '-',
          answered ? 'O' : '-',
          forms.filter((form) => form !== '').join(' / '),
        ];
      }),
    ),
  tampering: () =>
    table(
      ['tamper', 'a signedData…', '변조 내용', 'a strict verifier says / 검증 결과'],
      Object.entries(tamperings).map(([name, { reason, words }]) => [
        code(name),
        words.en,
        `${words.ko} signedData`,
        code(reason),
      ]),
    ),
  findings: () =>
    table(
      ['finding', 'calls / 호출', 'why', '설명', 'source / 근거'],
      findingRules.map(({ id, on, field, unproven, words, source }) => [
        code(id),
        [
          on.length === Object.keys(actions).length ? 'any / 모두' : on.map(code).join(' '),
          ...(unproven ? ['refused too / 거절 포함'] : []),
          ...(field === undefined ? [] : [code(field)]),
        ].join(', '),
        words.en,
        words.ko,
        source,
      ]),
    ),
  additions: additionTable,
  'receipt-diagram': () => receiptDiagram('en'),
  'receipt-diagram-ko': () => receiptDiagram('ko'),
  'receipt-table': () => receiptTable('en'),
  'receipt-table-ko': () => receiptTable('ko'),
  scenarios: scenarioTables,
  journalScenarios: journalTable,
  knownFaults: knownFaultTable,
};

/** A document with the text between its markers as the tables have it now. Throws for a table that there isn't. */
export function fill(text: string): string {
  return text.replace(
    /(<!-- generated: ([\w-]+) -->\n)[\s\S]*?(\n<!-- end -->)/g,
    (_, start: string, name: string, end: string) => {
      const make = tables[name];
      if (make === undefined) throw new Error(`There is no table "${name}".`);
      return `${start}\n${make()}\n${end}`;
    },
  );
}

/**
 * The source of contracts/protocol/live-verified.ts, from the texts of all recordings: the newest day counts for each
 * row. Recordings of anything but the live service verify nothing.
 */
export function liveVerifiedSource(before: string, recordings: readonly string[]): string {
  const dates = new Map<string, string>();
  for (const text of recordings) {
    for (const [name, day = ''] of Object.entries(liveVerified(readRecording(text)))) {
      if (day > (dates.get(name) ?? '')) dates.set(name, day);
    }
  }
  const rows = [...dates].sort().map(([name, day]) => `  '${name}': '${day}',\n`);
  const value = rows.length === 0 ? '{}' : `{\n${rows.join('')}}`;
  return before.replace(/(= )\{[^}]*\}(;\n)$/, `$1${value}$2`);
}
