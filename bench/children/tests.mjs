// Worker: tests as an author writes them, one after the other: a tenant of its own (or stubs of its own), Token, Request,
// the person signs, Status, Verify, and all is put away. Gives ms a test. The first message says against what.

import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { requestCall, statusCall, tokenCall, verifyCall } from '../lib/calls.mjs';
import { load } from '../lib/in-process.mjs';
import { wireMockMappings } from '../lib/peer-definitions.mjs';
import { serve } from '../lib/worker.mjs';

let test;

serve(async ({ tests, ...subject }) => {
  test ??= await subjectOf(subject);
  const started = performance.now();
  for (let n = 0; n < tests; n += 1) await test(n);
  return (performance.now() - started) / tests;
});

async function subjectOf({ index, name, port, answers }) {
  const origin = `http://127.0.0.1:${port}`;
  if (name === 'ours') return ours(await (await load(index)).createSimulator());
  if (name === 'ours over HTTP') return oursOver(await load(index), origin);
  if (name === 'MSW') return msw(answers);
  return name.startsWith('WireMock') ? wireMock(origin, answers) : express(origin);
}

/** The client's half, the same for all; `sign` is what makes the person sign. */
async function play(fetch, origin, who, n, sign) {
  const call = async ({ method, path, headers, body }) => {
    const response = await fetch(origin + path, { method, headers, ...(body === '' ? {} : { body }) });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  };
  const { session_token: token } = await call(tokenCall(who));
  const { receiptId } = await call(requestCall(token, n % 10, who));
  await sign(receiptId);
  const { state } = await call(statusCall(token, receiptId));
  if (state !== 1) throw new Error(`Status answered state ${state} after the person signed`);
  const { signedData } = await call(verifyCall(token, receiptId));
  if (!signedData.startsWith('MII')) throw new Error('Verify answered no signedData');
}

const ours = (sim) => async (n) => {
  const tenant = await sim.tenant();
  await play(sim.fetch, 'http://sim.test', tenant, n, (id) => tenant.receipts.sign(id));
};

function oursOver({ createControl }, origin) {
  const control = createControl({ url: origin });
  return async (n) => {
    const tenant = await control.createTenant();
    await play(fetch, origin, tenant, n, (id) => tenant.receipts.sign(id));
  };
}

function msw(answers) {
  const server = setupServer();
  server.listen({ onUnhandledRequest: 'error' });
  const at = 'http://kakaocert.test';
  const json = (answer) => () => HttpResponse.json(answer);
  return async (n) => {
    server.use(
      http.post(`${at}/KAKAOCERT/Token`, json(answers.token)),
      http.post(`${at}/SignDirectDebit/Request`, json(answers.request)),
      http.get(`${at}/SignDirectDebit/Status/:id`, json(answers.waiting)),
    );
    await play(fetch, at, undefined, n, async () => {
      server.use(
        http.get(`${at}/SignDirectDebit/Status/:id`, json(answers.status)),
        http.get(`${at}/SignDirectDebit/Verify/:id`, json(answers.verify)),
      );
    });
    server.resetHandlers();
  };
}

const admin = async (url, method, body) => {
  const init = { method, headers: { 'content-type': 'application/json' } };
  const response = await fetch(url, body === undefined ? init : { ...init, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
};

function wireMock(origin, answers) {
  const stubs = `${origin}/__admin/mappings`;
  const [token, request, , status, verify] = wireMockMappings(answers).mappings;
  const waiting = { ...status, response: { ...status.response, jsonBody: answers.waiting } };
  return async (n) => {
    await admin(`${stubs}/import`, 'POST', { mappings: [token, request, waiting] });
    await play(fetch, origin, undefined, n, () =>
      admin(`${stubs}/import`, 'POST', { mappings: [status, verify] }),
    );
    await admin(stubs, 'DELETE');
  };
}

const express = (origin) => async (n) => {
  await admin(`${origin}/tenants`, 'POST', {});
  await play(fetch, origin, undefined, n, (id) => admin(`${origin}/_sim/v1/receipts/${id}/sign`, 'POST'));
};
