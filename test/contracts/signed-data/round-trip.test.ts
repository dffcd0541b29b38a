// The simulator writes consents and the reader reads them; they share constants, not code.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseConsent } from '../../../contracts/signed-data/index.js';
import { consentText } from '../../../simulator/signer/consent.js';
import { NOON } from './signing.js';

test('a consent reads back as it was written, whatever its characters', () => {
  const text = (max: number) => fc.string({ unit: 'binary', minLength: 1, maxLength: max });
  const fields = fc.record({
    ClientUserID: text(40),
    BankAccountName: text(20),
    BankAccountNum: text(31),
    ReceiverName: text(20),
    BankCode: fc.constantFrom('004', '081', '999', '|&'),
  });
  fc.assert(
    fc.property(fields, text(80), (request, clientName) => {
      const receipt = {
        receiptId: '1',
        service: 'cms',
        request: { ...request, ReceiverBirthDay: '19991231' },
      };
      const tenant = { clientName, subClients: [] };
      const written = consentText(receipt as never, tenant as never, NOON + 999);
      expect(parseConsent(written)).toMatchObject({
        company: clientName,
        payerNumber: request.ClientUserID,
        accountHolder: request.BankAccountName,
        account: request.BankAccountNum,
        signer: request.ReceiverName,
        birthDate: '19991231',
        signedAt: NOON,
      });
      expect(parseConsent(`${written}\n`)).toBeUndefined();
      expect(parseConsent(written.slice(1))).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});
