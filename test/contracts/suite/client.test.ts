import { expect, test } from 'vitest';
import * as client from '../../../client/index.js';
import { contractCases, runContract } from '../../../contracts/index.js';
import { createSimulator } from '../../../simulator/index.js';

const cases = contractCases.filter(({ needs }) => needs?.includes('client'));

test('without a client its cases are skipped by name, and the rest of a run is judged all the same', async () => {
  const results = await runContract(await createSimulator());
  const skipped = results.filter(({ verdict }) => verdict !== 'kept');
  expect(skipped.map(({ case: { id } }) => id)).toEqual(cases.map(({ id }) => id));
  for (const { verdict, why } of skipped)
    expect([verdict, why]).toEqual(['skipped', expect.stringContaining('needs the typed client')]);
});

test('an answer that only the client refuses is found by its cases', async () => {
  const simulator = await createSimulator();
  const fetch: typeof simulator.fetch = async (url, init) => {
    const answer = await simulator.fetch(url, init);
    if (!String(url).includes('/Verify/') || answer.status !== 200) return answer;
    // Half of the base64 is missing its last bits: the suite's Verify cases look at the form only where they are asked to.
    const { receiptId, signedData } = (await answer.json()) as Record<string, string>;
    return Response.json({ receiptId, signedData: `${signedData}!` });
  };
  const controlPlane = { url: 'http://kakaocert-simulator.test', fetch: simulator.fetch };
  const chosen = contractCases.filter(({ id }) => /^(cms\.verify\.answered|client\.cms\.flow)$/.test(id));
  const results = await runContract({ fetch, controlPlane, client }, { cases: chosen });
  expect(results.map(({ case: { id }, verdict }) => [id, verdict])).toEqual([
    ['cms.verify.answered', 'kept'],
    ['client.cms.flow', 'broken'],
  ]);
  expect(results[1]?.why).toMatch(
    /^The client should have handed over a result; it rejected: ContractViolation/,
  );
});

test('a client of somebody else is judged by the same cases', async () => {
  const careless = {
    ...client,
    createClient: (settings: Parameters<typeof client.createClient>[0]) => {
      const whole = client.createClient(settings);
      const requestCMS: typeof whole.requestCMS = (code, request, options) =>
        whole.requestCMS(code, { ...request, PayLoad: 'changed' }, options);
      return { ...whole, requestCMS };
    },
  };
  const target = { ...(await createSimulator()), client: careless };
  const results = await runContract(target, { cases });
  const broken = results.filter(({ verdict }) => verdict === 'broken').map(({ case: { id } }) => id);
  expect(broken).toEqual(['client.cms.request', 'client.cms.appToApp', 'client.misuse']);
});

test('a module without the method says so', async () => {
  const target = { ...(await createSimulator()), client: { ...client, createClient: () => ({}) } };
  const [result] = await runContract(target, { cases: cases.filter(({ id }) => id === 'client.cms.state') });
  expect(result?.why).toContain('The client has no method getCMSState.');
});
