// Findings about what a request says: values that are taken, because nobody knows that the service refuses them, and that
// the manual or the official examples forbid all the same.

import { formatDT } from '../../contracts/protocol/index.js';
import type { FindingRule } from './finding-rule.js';

const inRequest = { on: ['request'], unproven: false } as const;

/** Numbers of mobile phones in Korea: 010 and 8 digits; the older 011, 016 to 019 and 7 or 8. */
const MOBILE = /^01(?:0\d{8}|[16-9]\d{7,8})$/;

const isText = (value: unknown): value is string => typeof value === 'string';
/** A name as it is compared: written in one way, without the blanks around it. */
const named = (name: string) => name.normalize('NFC').trim();

/** Most days of birth are years ago: only for the others the day in Korea is written out. `now` is the tenant's, ms. */
const mayBeToCome = (born: string, now: number): boolean =>
  Number(born.slice(0, 4)) >= new Date(now).getUTCFullYear();

export const valueFindings: readonly FindingRule[] = [
  {
    id: 'accountHolder.other',
    words: {
      en: 'BankAccountName is not ReceiverName: the person who signs must hold the account, and checking that is up to the institution.',
      ko: '예금주명(BankAccountName)이 수신자 성명(ReceiverName)과 다릅니다. 전자서명하는 사람과 예금주가 같아야 하며, 확인할 의무는 이용기관에 있습니다.',
    },
    source: 'manual, notes before 1; protocol.md §7: NE:35-36',
    ...inRequest,
    field: 'BankAccountName',
    found: ({ fields: { BankAccountName: holder, ReceiverName: signer } = {} }) =>
      isText(holder) && isText(signer) && holder !== signer && named(holder) !== named(signer),
  },
  {
    id: 'phone.notMobile',
    words: {
      en: 'ReceiverHP is no number of a mobile phone: 010 and 8 digits, or 011, 016 to 019 and 7 or 8. Nobody would get the message.',
      ko: '휴대폰번호 형식이 아닙니다. 010과 숫자 8자리(011, 016~019는 7~8자리)여야 합니다. 이 번호로는 메시지를 받을 사람이 없습니다.',
    },
    source: "manual A.2 #4: the receiver's mobile phone; Korea's numbering plan for 01X",
    ...inRequest,
    field: 'ReceiverHP',
    found: ({ fields }) => isText(fields?.ReceiverHP) && !MOBILE.test(fields.ReceiverHP),
  },
  {
    id: 'birthDay.future',
    words: {
      en: 'ReceiverBirthDay has not come yet: nobody was born on that day.',
      ko: '수신자 생년월일이 미래 날짜입니다.',
    },
    source: 'manual A.2 #3: the day of birth, YYYYMMDD',
    ...inRequest,
    field: 'ReceiverBirthDay',
    found: ({ fields: { ReceiverBirthDay: born } = {}, now }) =>
      isText(born) && mayBeToCome(born, now) && born > formatDT(now).slice(0, 8),
  },
  {
    id: 'field.blank',
    words: {
      en: 'A field holds nothing but blanks: the person sees an empty line, and what is required is not told. Leave an optional field out.',
      ko: '공백만 있는 필드입니다. 수신자에게 빈 줄로 표시되며, 필수 항목은 입력하지 않은 것과 같습니다. 선택 항목은 보내지 마십시오.',
    },
    source: 'manual A.2: required fields have a value, which the person is shown',
    ...inRequest,
    found: ({ fields = {} }) =>
      Object.keys(fields).filter((name) => isText(fields[name]) && fields[name].trim() === ''),
  },
  {
    id: 'account.maskedWhole',
    words: {
      en: 'BankAccountNum shows no digit: only a part may be masked, so that the person can tell which account it is.',
      ko: '계좌번호 전체가 마스킹되었습니다. 이용자가 식별할 수 있도록 일부만 마스킹하십시오.',
    },
    source: 'manual A.2 #7: a part may be masked, as far as the person can tell the account',
    ...inRequest,
    field: 'BankAccountNum',
    found: ({ fields }) => isText(fields?.BankAccountNum) && !/[0-9]/.test(fields.BankAccountNum),
  },
  {
    id: 'signedToken.reused',
    words: {
      en: 'This Token has been signed before, or asked for: what proves an identity must be made for one use, or an old signature proves it again.',
      ko: '이미 사용한 Token으로 본인인증을 요청했습니다. 이전 서명이 다시 쓰이지 않도록 Token은 요청마다 1회용으로 새로 만드십시오.',
    },
    source: 'official VerifyAuth page and examples: made for one use, protocol.md §7, §10 #2',
    ...inRequest,
    field: 'Token',
    atLeast: 2,
    // An ESign Token may be one document for several people: nothing says that it is for one use.
    found: ({ operation, signs }, { signedTokens }) =>
      operation === 'requestVerifyAuth' && signs !== undefined && signedTokens.has(signs),
  },
];
