// Good signatures of something else than what was asked for.

import type { Reason } from '../../../../contracts/signed-data/index.js';
import { certify, consent, NOON } from '../signing.js';
import { name } from '../writer.js';
import { by, type Cases, ca, good, token } from './stage.js';

const twoNames = certify({ subject: name(['2.5.4.3', '홍시험'], ['2.5.4.3', '김다른']) }, ca);
const bare = good({ content: token });

export const expectation: Cases<Extract<Reason, `expect.${string}`>> = {
  'expect.name': [
    { what: 'another', input: good(), options: { expect: { name: '김다른' } } },
    { what: 'the consent names another', input: good({ content: consent({ signer: '김다른' }) }) },
    { what: 'two common names', input: by(twoNames), options: { expect: { name: '홍시험' } } },
  ],
  'expect.accountHolder': [
    { what: 'another', input: good(), options: { expect: { accountHolder: '김다른' } } },
  ],
  'expect.account': [
    { what: 'another', input: good(), options: { expect: { account: '1' } } },
    {
      what: 'none in a Token',
      input: bare,
      options: { at: NOON, expect: { token: '시험 토큰', account: '1' } },
    },
  ],
  'expect.bank': [
    { what: 'another code', input: good(), options: { expect: { bank: '081' } } },
    { what: 'another name', input: good(), options: { expect: { bank: '하나은행' } } },
  ],
  'expect.payerNumber': [
    { what: 'another', input: good(), options: { expect: { payerNumber: 'TEST-0002' } } },
  ],
  'expect.birthDate': [{ what: 'another', input: good(), options: { expect: { birthDate: '19700102' } } }],
  'expect.company': [{ what: 'another', input: good(), options: { expect: { company: '다른기관' } } }],
  'expect.token': [
    { what: 'another', input: bare, options: { at: NOON, expect: { token: '다른 토큰' } } },
    { what: 'a consent', input: good(), options: { expect: { token: '시험 토큰' } } },
  ],
};
