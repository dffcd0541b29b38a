// One call in one line: when, how it was answered, which operation, which receipt, whose, and what came of it. Columns line
// up in cells; of a person no more is shown than tells two apart.

import {
  type Action,
  actions,
  type OperationName,
  operations,
  printable,
  printableLines,
  type Text,
} from '../../contracts/protocol/index.js';
import { type CallRecord, maskSecrets } from '../core/journal.js';
import { phaseOf, phaseWords, type Receipt, settle } from '../core/receipt.js';
import type { Secrets } from '../core/secrets.js';
import { padded } from './cells.js';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';
export type Paint = (style: Style, text: string) => string;

/** How lines are written. */
export interface Manner {
  readonly language: keyof Text;
  readonly paint: Paint;
  /** The command that signs a receipt. */
  readonly sign: (receiptId: string) => string;
  readonly secrets: Secrets;
}

const OPERATION = Math.max(...Object.keys(operations).map((name) => name.length));
const RECEIPT = 18;
const PERSON = 20;
/** So much of a path that nobody knows is shown, characters. */
const PATH = 80;

const two = (number: number) => String(number).padStart(2, '0');

/** The time of the day at this machine, as a person looks for it. */
export function timeOf(at: number): string {
  const date = new Date(at);
  const ms = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`;
}

/** `홍길동`, `01000005678` → `홍*동 010****5678`. */
export function maskedPerson(name: unknown, phone: unknown): string {
  const letters = typeof name === 'string' ? [...name] : [];
  const shown = letters.map((one, at) => (at === 0 || (at > 1 && at === letters.length - 1) ? one : '*'));
  const digits = typeof phone === 'string' ? phone.replace(/^(\d{3})\d+(\d{4})$/, '$1****$2') : '';
  return `${shown.join('')} ${/^\d{3}\*{4}\d{4}$/.test(digits) ? digits : ''}`.trim();
}

/** Where the receipt of a call stands; of one that was just asked for, the command that signs it, if a person has to. */
function where(action: Action, receipt: Receipt, now: number, { language, sign }: Manner): string {
  const phase = phaseOf(settle(receipt, now), now);
  const isForHands = phase === 'waiting' && receipt.signAt === null && receipt.pollsLeft === null;
  const signs = actions[action].gives === 'receipt' && isForHands ? `: ${sign(receipt.receiptId)}` : '';
  return `${phaseWords[phase][language]}${signs}`;
}

/** What a call was answered with, and what went wrong on the way. */
function outcomeOf(record: CallRecord, receipt: Receipt | undefined, manner: Manner): string {
  const { operation, outcome, fault, tenantAt, at } = record;
  const { paint } = manner;
  const lost = fault === undefined ? '' : paint('yellow', ` [${fault}]`);
  if (outcome !== 'ok') return `${paint('red', outcome)}${lost}`;
  if (operation === undefined || receipt === undefined) return lost;
  return `${where(operations[operation].action, receipt, tenantAt ?? at, manner)}${lost}`;
}

const statusStyle = (status: number): Style => (status === 200 ? 'green' : status < 500 ? 'red' : 'yellow');

/** The receipt that a path names, whether there is one or not. */
const receiptIn = (target: string): string => /\/(\d{18})(?:[/?]|$)/.exec(target)?.[1] ?? '';

/** The lines of a call: one, and one more for the reason of a refusal. */
export function callLines(
  record: CallRecord,
  receipt: Receipt | undefined,
  why: Text | null,
  manner: Manner,
) {
  const { call, reply, operation, thrown } = record;
  const { paint, language, secrets } = manner;
  const mask = (text: string) => printable(maskSecrets(text, secrets));
  const person = receipt && maskedPerson(receipt.request.ReceiverName, receipt.request.ReceiverHP);
  const head = [
    paint('dim', timeOf(record.at)),
    paint(statusStyle(reply.status), reply.status === 0 ? '---' : String(reply.status)),
  ];
  const known = (name: OperationName) => [
    padded(name, OPERATION),
    padded(receipt?.receiptId ?? receiptIn(call.target), RECEIPT),
    padded(printable(person ?? ''), PERSON),
  ];
  const what =
    operation === undefined ? [mask(`${call.method} ${call.target.slice(0, PATH)}`)] : known(operation);
  const lines = [[...head, ...what, outcomeOf(record, receipt, manner)].join('  ').trimEnd()];
  if (why !== null) lines.push(...reasonLines(why[language]));
  if (thrown !== undefined) lines.push(...reasonLines(maskSecrets(thrown, secrets)));
  return lines;
}

const INDENT = ' '.repeat(14);

/** A reason under its line; several lines stay several. */
const reasonLines = (text: string): readonly string[] =>
  printableLines(text)
    .split('\n')
    .map((line) => `${INDENT}${line}`);
