// What Verify returns: the form of signedData, and whether the right person signed what the request asked for.

import type { Signs } from '../../protocol/index.js';
import * as schema from '../../protocol/messages.js';
import {
  type Expectation,
  parseConsent,
  parseSignedData,
  toDer,
  verifySignedData,
} from '../../signed-data/index.js';
import type { ContractCase, ServiceOperations } from '../case.js';
import { answered, BrokenPromise, equal, hold } from '../expectations.js';
import { about, asking, forEachService, services, signedReceipt, verifying } from './services.js';

const formOf = (row: ServiceOperations): readonly ContractCase[] => [
  {
    id: `${row.service}.verify.signedData.form`,
    promise: 'signedData is base64url without padding, 4,096 characters at most.',
    ...(row.bareToken
      ? about('bareToken', `operation:${row.verify}`)
      : {
          source: 'manual A.4 #2; domain.md §3.3',
          fidelity: 'observed',
          holds: [`operation:${row.verify}`],
        }),
    needs: ['person'],
    async run(setting) {
      const changes = row.bareToken ? { Token: 'VGVzdA' } : {};
      const { receiptId } = await signedReceipt(setting, row, changes);
      const { signedData } = answered(await verifying(setting.wire, row, receiptId), schema.VerifyResult);
      hold(
        /^[A-Za-z0-9_-]{1,4094}={0,2}$/.test(signedData) && signedData.length <= 4096,
        `base64url is expected, not "${signedData.slice(0, 80)}…".`,
      );
      // Two recordings have none (protocol.md §2.9); the manual says base64url, and no more.
      if (setting.holdsAssumed) hold(!signedData.includes('='), 'signedData is padded.');
      else if (signedData.includes('=')) setting.note('signedData is padded.');
    },
  },
];

/** What was signed, as text, however the signedData is written: its form is another case's. */
function contentOf(signedData: string): string {
  try {
    return parseSignedData(toDer(new Uint8Array(Buffer.from(signedData, 'base64')))).text;
  } catch (error) {
    throw new BrokenPromise(`signedData can't be read: ${(error as Error).message}`);
  }
}

/** What is signed: where a receiver finds what was asked, and the longest that can be asked. */
interface Content {
  /** The field that no other request has the same. */
  readonly field: string;
  readonly expect: (text: (name: string) => string) => Expectation;
  readonly longest: Readonly<Record<string, string>>;
}

const contents: Readonly<Record<Signs, Content>> = {
  consent: {
    field: 'ClientUserID',
    expect: (text) => ({
      name: text('ReceiverName'),
      account: text('BankAccountNum'),
      bank: text('BankCode'),
      payerNumber: text('ClientUserID'),
      birthDate: text('ReceiverBirthDay'),
    }),
    longest: {
      ReceiverName: '홍'.repeat(20),
      BankAccountName: '홍'.repeat(20),
      BankAccountNum: '0'.repeat(31),
      ClientUserID: '🦁'.repeat(40),
    },
  },
  token: {
    field: 'Token',
    expect: (text) => ({ name: text('ReceiverName'), token: text('Token') }),
    longest: { ReceiverName: '홍'.repeat(20), Token: '시'.repeat(500) },
  },
};

const contentCases = (row: ServiceOperations): readonly ContractCase[] => [
  {
    id: `${row.service}.verify.signedData.content`,
    promise: 'What is signed is what was asked, by the person who was asked.',
    source: 'one recorded signedData of 2021, domain.md §3.3; for ESign its Token',
    fidelity: 'observed',
    holds: [`operation:${row.verify}`],
    needs: ['person'],
    async run(setting) {
      const { receiptId, asked } = await signedReceipt(setting, row);
      const { signedData } = answered(await verifying(setting.wire, row, receiptId), schema.VerifyResult);
      if (setting.trust === undefined) {
        const text = contentOf(signedData);
        const expected = String(asked[contents[row.signs].field]);
        hold(text.includes(expected), `"${expected}" is not in what was signed.`);
        return;
      }
      const expect = contents[row.signs].expect((name) => String(asked[name]));
      const verified = verifySignedData(signedData, { trust: setting.trust, expect, ber: true });
      hold(verified.ok, verified.ok ? '' : `signedData is refused: ${verified.reason}, ${verified.detail}`);
    },
  },
  {
    id: `${row.service}.verify.signedData.longest`,
    promise: 'The longest fields are signed too, within 4,096 characters.',
    source: 'manual A.2, A.4 #2',
    fidelity: 'manual',
    holds: [`operation:${row.verify}`],
    needs: ['control'],
    async run(setting) {
      const { field, longest } = contents[row.signs];
      const { receiptId, asked } = await signedReceipt(setting, row, longest);
      const { signedData } = answered(await verifying(setting.wire, row, receiptId), schema.VerifyResult);
      const text = contentOf(signedData);
      hold(text.includes(String(asked[field])), 'The longest field is not in what was signed.');
    },
  },
];

const withoutHolder = (row: ServiceOperations): readonly ContractCase[] => [
  {
    id: `${row.service}.verify.signedData.noAccountHolder`,
    promise: 'Without an account holder the row of the consent is there, and empty.',
    ...about('noAccountHolder', `operation:${row.verify}`),
    needs: ['person'],
    async run(setting) {
      const { receiptId } = await signedReceipt(setting, row, { BankAccountName: undefined });
      const { signedData } = answered(await verifying(setting.wire, row, receiptId), schema.VerifyResult);
      const text = contentOf(signedData);
      hold(parseConsent(text)?.accountHolder === '', 'The consent has no empty row of the account holder.');
    },
  },
];

const tokenItself = (row: ServiceOperations): readonly ContractCase[] => [
  {
    id: `${row.service}.verify.signedData.content`,
    promise: 'The signedData is the Token that was asked for.',
    ...about('bareToken', `operation:${row.verify}`),
    needs: ['person'],
    async run(setting) {
      const { receiptId, asked } = await signedReceipt(setting, row, { Token: '본인인증 원문 🦁' });
      const { signedData } = answered(await verifying(setting.wire, row, receiptId));
      equal(signedData, asked.Token, 'signedData');
    },
  },
];

export const signedDataCases: readonly ContractCase[] = asking([
  ...forEachService(formOf),
  ...services.flatMap((row) => (row.bareToken ? tokenItself(row) : contentCases(row))),
  ...services.flatMap((row) => (row.signs === 'consent' ? withoutHolder(row) : [])),
]);
