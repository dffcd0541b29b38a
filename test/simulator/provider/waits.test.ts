import { expect, test } from 'vitest';
import { requestCMS } from '../../../fixtures/index.js';
import { createSimulator, type TenantHandle } from '../../../simulator/index.js';
import { createCaller, NOON, requested } from '../../support/caller.js';
import { expectRefusal } from '../../support/refusal.js';

// Check, wait, act: what is decided after a wait is decided on what is so after it.

async function start() {
  const simulator = await createSimulator({ now: () => NOON });
  const tenant = await simulator.tenant();
  const callerOf = (one: TenantHandle) => createCaller(simulator.fetch as typeof fetch, { credentials: one });
  return { simulator, tenant, callerOf, caller: callerOf(tenant) };
}
const verify = (id: string) => `/SignDirectDebit/Verify/${id}`;

/** A call held at a barrier of its own while `meanwhile` happens. */
async function held<T>(
  tenant: TenantHandle,
  operation: 'verifyCMS' | 'requestCMS' | 'getCMSState' | 'token',
  call: () => Promise<T>,
  meanwhile: () => Promise<unknown>,
): Promise<T> {
  const barrier = await tenant.barrier(operation, 1);
  const answer = call();
  await barrier.full();
  await meanwhile();
  // It went with its tenant, or it waits still.
  await barrier.release().catch(() => {});
  return answer;
}

test.each([
  ['verify after the window is too late', 'PT31M', 'verify.tooLate'],
  ['verify in the window is in time', 'PT29M', undefined],
])('the clock moves while a call is held: %s', async (_, advance, refused) => {
  const { tenant, caller } = await start();
  const id = await requested(caller, requestCMS());
  await tenant.receipts.sign(id);
  const answer = await held(
    tenant,
    'verifyCMS',
    () => caller.get(verify(id)),
    () => tenant.clock.advance(advance),
  );
  if (refused === undefined) expect(answer.status).toBe(200);
  else expectRefusal(answer, refused);
  expect((await tenant.calls()).at(-1)?.tenantAt).toBe((await tenant.clock.now()).now);
});

test('a request that was held is asked at the time it goes on', async () => {
  const { tenant, caller } = await start();
  const answer = await held(
    tenant,
    'requestCMS',
    () => caller.post('/SignDirectDebit/Request', requestCMS()),
    () => tenant.clock.advance('PT10M'),
  );
  const receipt = await tenant.receipts.get(answer.json.receiptId);
  expect(receipt.requestedAt).toBe('2026-11-23T01:10:00.000Z');
});

test('settings are changed while a call is held: it goes by the new ones', async () => {
  const { tenant, caller } = await start();
  const answer = await held(
    tenant,
    'requestCMS',
    () => caller.post('/SignDirectDebit/Request', requestCMS()),
    () => tenant.change({ sign: 'immediate' }),
  );
  expect((await tenant.receipts.get(answer.json.receiptId)).signedAt).not.toBeNull();
});

test('a call whose tenant is deleted while it is held is answered as one to nobody, and leaves nothing', async () => {
  const { simulator, tenant, caller } = await start();
  const answer = await held(
    tenant,
    'requestCMS',
    () => caller.post('/SignDirectDebit/Request', requestCMS()),
    () => tenant.delete(),
  );
  expectRefusal(answer, 'token.expired');
  expect((await tenant.calls()).map(({ outcome }) => outcome)).toEqual(['late']);
  await expect(simulator.control.tenant(tenant.clientCode)).rejects.toThrow('There is no');
});

test('a call whose tenant is deleted and made again while it is held is none of its successor', async () => {
  const { simulator, tenant, caller } = await start();
  const { clientCode, linkId, secretKey } = tenant;
  let successor = tenant;
  const answer = await held(
    tenant,
    'requestCMS',
    () => caller.post('/SignDirectDebit/Request', requestCMS()),
    async () => {
      await tenant.delete();
      successor = await simulator.tenant({ clientCode, linkId, secretKey });
    },
  );
  expectRefusal(answer, 'token.expired');
  expect(await successor.receipts.list()).toEqual([]);
});

test('a token of a tenant is none of its successor with the same names and secret', async () => {
  const { simulator, tenant, caller } = await start();
  const { clientCode, linkId, secretKey } = tenant;
  const id = await requested(caller, requestCMS());
  await tenant.tokens.expire();
  caller.forget();
  await caller.authorization();
  await tenant.delete();
  const successor = await simulator.tenant({ clientCode, linkId, secretKey });
  await successor.tokens.expire();
  expectRefusal(await caller.get(`/SignDirectDebit/Status/${id}`), 'token.expired');
  caller.forget();
  expectRefusal(await caller.get(`/SignDirectDebit/Status/${id}`), 'receipt.unknown');
  await expect(successor.receipts.get(id)).rejects.toThrow('There is no');
});

test('a token of the default tenant is good for another simulator that has it', async () => {
  const [one, other] = [
    await createSimulator({ now: () => NOON }),
    await createSimulator({ now: () => NOON }),
  ];
  const authorization = await createCaller(one.fetch as typeof fetch).authorization();
  const there = createCaller(other.fetch as typeof fetch);
  expect((await there.get('/KAKAOCERT/Point', { authorization })).status).toBe(200);
});

test('ten tenants of one LinkID made at once have one secret, and all are alive', async () => {
  const { simulator, callerOf } = await start();
  const tenants = await Promise.all(
    Array.from({ length: 10 }, () => simulator.tenant({ linkId: 'TOGETHER' })),
  );
  expect(new Set(tenants.map(({ secretKey }) => secretKey)).size).toBe(1);
  for (const tenant of tenants) expect((await callerOf(tenant).token()).status).toBe(200);
});

test('of tenants of one LinkID made at once with different secrets those of one secret are made', async () => {
  const { simulator, callerOf } = await start();
  const made = await Promise.allSettled(
    ['a', 'b', 'a', 'b'].map((letter) =>
      simulator.tenant({ linkId: 'APART', secretKey: `${letter.repeat(43)}=` }),
    ),
  );
  expect(made.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
  for (const one of made) {
    if (one.status === 'fulfilled') expect((await callerOf(one.value).token()).status).toBe(200);
    else expect(String(one.reason)).toContain('LinkID "APART" has another secretKey');
  }
});

test('a LinkID that exists is noticed where the code alone is given', async () => {
  const { simulator, callerOf } = await start();
  const first = await simulator.tenant({ linkId: 'SIM020261100077' });
  const second = await simulator.tenant({ clientCode: '020261100077' });
  expect(second).toMatchObject({ linkId: first.linkId, secretKey: first.secretKey });
  for (const one of [first, second]) expect((await callerOf(one).token()).status).toBe(200);
});

test('a secret that changes while a sibling is made leaves no tenant with another one', async () => {
  const { simulator, tenant, callerOf } = await start();
  const { linkId } = tenant;
  const [changed, made] = await Promise.allSettled([
    tenant.change({ secretKey: `${'c'.repeat(43)}=` }),
    simulator.tenant({ linkId }),
  ]);
  expect(made.status).toBe('fulfilled');
  if (made.status !== 'fulfilled') return;
  const now = await simulator.control.tenant(tenant.clientCode);
  if (changed.status === 'fulfilled') expect(changed.value.secretKey).toBe(now.secretKey);
  expect(made.value.secretKey).toBe(now.secretKey);
  for (const one of [now, made.value]) expect((await callerOf(one).token()).status).toBe(200);
});

test('a clientCode that the user took is passed over', async () => {
  const { clientCode: last } = (await start()).tenant;
  const simulator = await createSimulator({ now: () => NOON });
  // The clock is injected, so this is the code that is made up first.
  await simulator.tenant({ clientCode: last });
  const next = await simulator.tenant();
  expect(BigInt(next.clientCode)).toBe(BigInt(last) + 1n);
  await expect(simulator.tenant({ clientCode: last })).rejects.toThrow(`clientCode "${last}" is taken.`);
});

test('a tenant deleted twice at once is deleted once', async () => {
  const { tenant } = await start();
  const ended = await Promise.allSettled([tenant.delete(), tenant.delete()]);
  expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});
