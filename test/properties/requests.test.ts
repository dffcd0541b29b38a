import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldsOf } from '../../contracts/protocol/field.js';
import { createCatalogue, schema } from '../../contracts/protocol/index.js';
import { verifySignedData } from '../../contracts/signed-data/index.js';
import { requestCMS, testCa } from '../../fixtures/index.js';
import { createSimulator } from '../../simulator/index.js';
import { createCaller, NOON } from '../support/caller.js';

// fast-check prints seed and path of a failure; `seed` and `path` given to fc.assert repeat it.
const codes = new Set([...createCatalogue().values()].map(({ code }) => code));
const names = fieldsOf(schema.RequestCMS).map(([name]) => name);

/** Every answer is a receipt or a refusal of the catalogue: never a 5xx, never another shape. */
async function isProviders(answer: {
  status: number;
  json: { receiptId?: unknown; code?: unknown; message?: unknown };
}) {
  if (answer.status === 200) expect(answer.json.receiptId).toMatch(/^0\d{17}$/);
  else {
    expect(answer.status).toBeLessThan(500);
    expect(Object.keys(answer.json)).toEqual(['code', 'message']);
    expect(codes.has(answer.json.code as number)).toBe(true);
  }
}

const simulated = async () => createCaller((await createSimulator({ now: () => NOON })).fetch);

test('no JSON body gives a 5xx, signed or not', async () => {
  const caller = await simulated();
  await fc.assert(
    fc.asyncProperty(fc.json(), async (body) =>
      isProviders(await caller.post('/SignDirectDebit/Request', body)),
    ),
    { numRuns: 300 },
  );
});

test('no change of any field gives a 5xx', async () => {
  const caller = await simulated();
  const change = fc.dictionary(fc.constantFrom(...names), fc.anything({ withNullPrototype: false }), {
    maxKeys: 3,
  });
  await fc.assert(
    fc.asyncProperty(change, async (fields) => {
      const body = JSON.stringify({ ...requestCMS(), ...fields }, (_, value) =>
        typeof value === 'bigint' ? String(value) : value,
      );
      await isProviders(await caller.post('/SignDirectDebit/Request', body));
    }),
    { numRuns: 500 },
  );
});

test('no bytes, path, method or header give a 5xx or another shape', async () => {
  const caller = await simulated();
  const { fetch } = await createSimulator({ now: () => NOON });
  const word = fc.string({ unit: fc.constantFrom(...'aZ09/%?#.:;=&+ _-*[]\'"~'), maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH'),
      fc.constantFrom(
        '/',
        '/KAKAOCERT/',
        '/SignDirectDebit/',
        '/SignDirectDebit/Status/',
        '/SignDirectDebit/Verify/0/',
      ),
      word,
      fc.uint8Array({ maxLength: 64 }),
      fc.string({ unit: fc.constantFrom(...'abcLINKHUBer =.+/'), maxLength: 40 }),
      async (method, prefix, rest, body, authorization) => {
        const response = await fetch(`http://sim.test${prefix}${rest}`, {
          method,
          headers: { authorization, 'x-lh-date': authorization },
          ...(method === 'GET' ? {} : { body }),
        });
        expect(response.status).toBeLessThan(500);
        if (!new URL(response.url || 'http://x').pathname.startsWith('/Time')) {
          expect(Object.keys((await response.json()) as object)).toEqual(['code', 'message']);
        }
      },
    ),
    { numRuns: 500 },
  );
  expect((await caller.token()).status).toBe(200);
});

test('what is valid by the tables is accepted, whatever its characters', async () => {
  const caller = await simulated();
  const text = (max: number) => fc.string({ unit: 'binary', minLength: 1, maxLength: max });
  const valid = fc.record({
    ReceiverName: text(20),
    BankAccountName: text(20),
    BankAccountNum: text(31),
    BankCode: text(10),
    ClientUserID: text(40),
    TMSTitle: text(40),
    TMSMessage: text(500),
    PayLoad: text(200),
    Expires_in: fc.integer({ min: 1, max: 1000 }),
    ReceiverHP: fc.stringMatching(/^[0-9]{1,11}$/),
    isVerifyNameYN: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(valid, async (fields) => {
      const { status, json } = await caller.post('/SignDirectDebit/Request', requestCMS(fields));
      expect(status).toBe(200);
      const state = await caller.get(`/SignDirectDebit/Status/${json.receiptId}`);
      expect(state.json).toMatchObject({
        payload: fields.PayLoad,
        tmstitle: fields.TMSTitle,
        tmsmessage: fields.TMSMessage,
      });
      await caller.control('POST', `/receipts/${json.receiptId}/sign`);
      const verified = await caller.get(`/SignDirectDebit/Verify/${json.receiptId}`);
      expect(verified.json.signedData.length).toBeLessThanOrEqual(4096);
      expect(verifySignedData(verified.json.signedData, { trust: testCa.certificate })).toMatchObject({
        ok: true,
        consent: {
          payerNumber: fields.ClientUserID,
          accountHolder: fields.BankAccountName,
          account: fields.BankAccountNum,
          signer: fields.ReceiverName,
        },
      });
    }),
    { numRuns: 60 },
  );
});
