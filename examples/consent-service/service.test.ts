// The service's tests, as its authors would write them: the real SDK, the real wire, a tenant for each test, no sleeps.

import { createRequire } from 'node:module';
import type { FastifyInstance } from 'fastify';
import { createSimulator, type Simulator, type TenantHandle } from 'kakaocert-simulator';
import { requestCMS, testCa } from 'kakaocert-simulator/fixtures';
import { verifySignedData } from 'kakaocert-simulator/signed-data';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createConsentService, type KakaocertSdk } from './service.js';

// One LinkID for the whole process, because the SDK keeps its configuration for good; an institution for each test.
const link = { linkId: 'EXAMPLE', secretKey: Buffer.alloc(32, 7).toString('base64') };
let simulator: Simulator;
let sdk: KakaocertSdk;

beforeAll(async () => {
  simulator = await createSimulator();
  const { url } = await simulator.listen();
  const kakaocert = createRequire(import.meta.url)('kakaocert');
  kakaocert.config({ LinkID: link.linkId, SecretKey: link.secretKey, AuthURL: url, ServiceURL: url });
  sdk = kakaocert.KakaocertService();
});
afterAll(() => simulator.close());

interface World {
  readonly tenant: TenantHandle;
  readonly service: FastifyInstance;
  readonly receiptId: string;
  check(): Promise<{ status: string; evidence: string | null }>;
  /** Checks, and loses patience once verify was called. */
  checkInVain(): Promise<{ status: string; evidence: string | null }>;
}

/** A service that has just asked somebody for consent. */
async function asked(): Promise<World> {
  const tenant = await simulator.tenant(link);
  let waiting = new AbortController();
  const service = createConsentService({
    sdk,
    clientCode: tenant.clientCode,
    patience: () => waiting.signal,
  });
  const answer = await service.inject({
    method: 'POST',
    url: '/consents/P-1',
    payload: requestCMS({ Expires_in: 300 }),
  });
  const check = async () => (await service.inject({ method: 'POST', url: '/consents/P-1/check' })).json();
  return {
    tenant,
    service,
    receiptId: answer.json().receiptId,
    check,
    async checkInVain() {
      const pending = check();
      const isCalled = async () => (await tenant.calls()).some(({ operation }) => operation === 'verifyCMS');
      while (!(await isCalled())) await new Promise(setImmediate);
      const given = waiting;
      waiting = new AbortController();
      given.abort();
      return pending;
    },
  };
}

describe.concurrent('consent service', () => {
  for (let round = 1; round <= 13; round += 1) {
    test(`${round}: the person signs, and the evidence is what was asked`, async () => {
      const { tenant, receiptId, check } = await asked();
      expect((await check()).status).toBe('asked');
      await tenant.receipts.sign(receiptId);
      const { status, evidence } = await check();
      expect(status).toBe('signed');
      expect(
        verifySignedData(evidence ?? '', { trust: testCa.certificate, expect: { payerNumber: 'P-1' } }).ok,
      ).toBe(true);
      expect((await check()).evidence).toBe(evidence);
      await tenant.expect.calledTimes('verifyCMS', 1);
    });

    test(`${round}: nobody signs in time`, async () => {
      const { tenant, check } = await asked();
      await tenant.clock.advance('PT5M');
      expect(await check()).toEqual({ status: 'expired', evidence: null });
      await tenant.expect.neverCalled('verifyCMS');
    });

    test(`${round}: the answer of verify is lost, and the service knows that its evidence is`, async () => {
      const { tenant, receiptId, checkInVain } = await asked();
      await tenant.receipts.sign(receiptId);
      await tenant.faults.add('verifyCMS', { fault: 'commitThenDrop' });
      expect(await checkInVain()).toEqual({ status: 'evidenceLost', evidence: null });
      await tenant.expect.calledTimes('verifyCMS', 1);
    });

    test(`${round}: verify never arrives, and the next check recovers`, async () => {
      const { tenant, receiptId, check, checkInVain } = await asked();
      await tenant.receipts.sign(receiptId);
      await tenant.faults.add('verifyCMS', { fault: 'drop' });
      expect((await checkInVain()).status).toBe('asked');
      expect((await check()).status).toBe('signed');
    });
  }
});
