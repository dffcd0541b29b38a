// One example of every message, by the names of its fields: obviously made up, in the unassigned 010-0000 range.

import type { TSchema } from '@sinclair/typebox';
import { fieldsOf } from './schema.js';

const examples: Readonly<Record<string, unknown>> = {
  CallCenterNum: '1600-0000',
  CallCenterName: '시험 고객센터',
  Expires_in: 300,
  ReceiverBirthDay: '19700101',
  ReceiverHP: '01000000000',
  ReceiverName: '홍시험',
  TMSTitle: '시험 요청',
  TMSMessage: '시험용 메시지입니다.',
  SubClientID: null,
  isAllowSimpleRegistYN: false,
  isVerifyNameYN: true,
  PayLoad: '시험 메모',
  BankAccountName: '홍시험',
  BankAccountNum: '000-00-0***00',
  BankCode: '004',
  ClientUserID: 'TEST-USER-0001',
  isAppUseYN: false,
  Token: '시험 토큰 0001',
  receiptId: '026112310000000001',
  receiptID: '026112310000000001',
  signedData: 'MIIE',
  regDT: '20261123100000',
  state: 0,
  expires_in: 300,
  callCenterNum: '1600-0000',
  callCenterName: '시험 고객센터',
  allowSimpleRegistYN: false,
  verifyNameYN: true,
  payload: '시험 메모',
  requestDT: '20261123100000',
  expireDT: '20261123100500',
  clientCode: '020040000001',
  clientName: '시험이용기관',
  tmstitle: '시험 요청',
  tmsmessage: '시험용 메시지입니다.',
  subClientName: null,
  subClientCode: null,
  viewDT: null,
  completeDT: null,
  verifyDT: null,
  appUseYN: false,
  tx_id: null,
  access_id: '020040000001',
  scope: ['member', '310', '320', '330'],
  session_token: 'made-up.token',
  serviceID: 'KAKAOCERT',
  linkID: 'TESTER',
  usercode: '020040000001',
  ipaddress: '127.0.0.1',
  expiration: '2026-11-23T01:30:00.000Z',
  remainPoint: 1000,
  totalPoint: 1000,
  chargePoint: 1000,
  bonusPoint: 0,
  url: 'https://partner.kakaocert-simulator.test/?TG=CHRG',
  code: -31010023,
  message: '이미 검증된 접수건입니다. 검증은 1회만 가능합니다.',
};

/** An example of a message. A field that may be missing and has no value of its own is left out. */
export function exampleOf(schema: TSchema): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    fieldsOf(schema).flatMap(([name, rule, required]) => {
      if (!Object.hasOwn(examples, name)) throw new Error(`Field "${name}" has no example.`);
      const value = examples[name];
      const fits = value !== null || [rule.type].flat().includes('null');
      return fits || required ? [[name, value]] : [];
    }),
  );
}
