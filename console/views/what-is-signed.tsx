// What the person reads before they sign: the consent of a debit, or the Token.

import { bankName, services } from '../../contracts/protocol/index.js';
import type { ReceiptView } from '../../simulator/control/shapes.js';
import { field } from '../facts.js';
import { say, t } from '../language.js';
import { Facts } from '../parts.js';

const labels = {
  ReceiverName: { en: 'Name', ko: '성명' },
  BankCode: { en: 'Bank', ko: '참가기관' },
  BankAccountNum: { en: 'Account', ko: '계좌번호' },
  BankAccountName: { en: 'Account holder', ko: '예금주명' },
  ClientUserID: { en: 'Payer number', ko: '납부자 식별번호' },
  Token: { en: 'Text to sign', ko: '서명 대상 원문' },
} as const;

const shownFor = {
  consent: ['ReceiverName', 'BankCode', 'BankAccountNum', 'BankAccountName', 'ClientUserID'],
  token: ['ReceiverName', 'Token'],
} as const;

export function WhatIsSigned({ receipt }: { readonly receipt: ReceiptView }) {
  const { signs } = services[receipt.service];
  const shown = (name: keyof typeof labels) => {
    const value = field(receipt, name);
    return name === 'BankCode' ? (bankName(value) ?? value) : value;
  };
  return (
    <div class="opened">
      <p>{t(signs === 'consent' ? 'signsConsent' : 'signsToken')}</p>
      <Facts
        rows={shownFor[signs]
          .filter((name) => field(receipt, name) !== '')
          .map((name) => [say(labels[name]), shown(name)])}
      />
    </div>
  );
}
