// A client with one fault, named by --fault; `none` is right in all that these faults are about. It is what public code
// does wrong (domain.md §6), each in a few lines, over our own client or bare fetch where ours can't be made to.

import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { createClient } from 'kakaocert-simulator/client';
import { verifySignedData } from 'kakaocert-simulator/signed-data';

const fault = process.argv[process.argv.indexOf('--fault') + 1];

/** Expectations of a CMS consent. */
const expectation = ({ request, requestedAt }) => ({
  name: request.ReceiverName,
  account: request.BankAccountNum,
  payerNumber: request.ClientUserID,
  requestedAt,
});

/** What a standard decoder makes of base64url: the letters that it doesn't know are dropped. */
const standardDecoded = (text) => Buffer.from(text.replace(/[^A-Za-z0-9+/]/g, ''), 'base64');

const checkSignature = ({ signedData }, trust, expect) => {
  const verified = verifySignedData(
    fault === 'standard-base64' ? standardDecoded(signedData) : Buffer.from(signedData, 'base64url'),
    { trust, ber: true, expect },
  );
  if (!verified.ok) throw Object.assign(new Error(verified.reason), { class: 'signature' });
};

const isLost = (error) => error.name === 'NetworkFailure';

const honest = {
  request: (client, { config, request }) => client.requestCMS(config.clientCode, request),
  status: (client, { config, receiptId }) => client.getCMSState(config.clientCode, receiptId),
  wait: (client, { config, receiptId }) => client.waitForCMS(config.clientCode, receiptId),
  async verify(client, { config, receiptId, expect }) {
    const result = await client.verifyCMS(config.clientCode, receiptId);
    checkSignature(result, config.trust, expectation(expect));
    return result;
  },
};

/** One fault each: the deeds that it changes. */
const faults = {
  none: {},
  'never-verifies': {
    verify: (client, { config, receiptId }) => client.verifyCMS(config.clientCode, receiptId),
  },
  'polls-fast': {
    wait: (client, { config, receiptId }) =>
      client.waitForCMS(config.clientCode, receiptId, { interval: 50 }),
  },
  'verifies-twice': {
    async verify(client, call) {
      const result = await honest.verify(client, call);
      await honest.verify(client, call).catch(() => {});
      return result;
    },
  },
  'retries-verify': {
    verify: (client, call) =>
      honest.verify(client, call).catch((error) => {
        if (isLost(error)) return honest.verify(client, call);
        throw error;
      }),
  },
  'timeout-is-signature': {
    status: (client, call) =>
      honest.status(client, call).catch((error) => {
        if (isLost(error)) return { receiptID: call.receiptId, state: 1 };
        throw error;
      }),
  },
  'standard-base64': {},
  'ignores-expiry': {
    async wait(client, call) {
      for (;;) {
        const state = await honest.status(client, call);
        if (state.state === 1) return state;
        await setTimeout(1000);
      }
    },
  },
  'resends-request': {
    request: (client, call) =>
      honest.request(client, call).catch((error) => {
        if (isLost(error)) return honest.request(client, call);
        throw error;
      }),
  },
  'secret-in-url': {},
  'accepts-other-receipt': {
    async verify(client, { config, receiptId, expect }) {
      const result = await client.verifyCMS(config.clientCode, receiptId);
      checkSignature(result, config.trust, { name: expect.request.ReceiverName });
      return result;
    },
  },
};

let client;
const clientOf = ({ authUrl, serviceUrl, linkId, secretKey }) => {
  const leak = (url) => (fault === 'secret-in-url' ? `${url}?key=${encodeURIComponent(secretKey)}` : url);
  client ??= createClient({
    authUrl,
    serviceUrl,
    linkId,
    secretKey,
    timeout: 3000,
    fetch: (url, init) => fetch(leak(url), init),
  });
  return client;
};

const kinds = { NetworkFailure: 'network', ContractViolation: 'contract', SignatureError: 'signature' };

async function answer(call) {
  if (call.service !== 'cms') return { unsupported: 'CMS only' };
  const deed = { ...honest, ...faults[fault] }[call.do];
  try {
    return { result: await deed(clientOf(call.config), call) };
  } catch (error) {
    const { name, code, message } = error;
    if (name === 'ProviderRefusal') return { refusal: { code, message } };
    return { failure: { class: error.class ?? kinds[name] ?? 'misuse', message } };
  }
}

async function respond(line) {
  const call = JSON.parse(line);
  process.stdout.write(`${JSON.stringify({ id: call.id, ...(await answer(call)) })}\n`);
}

createInterface({ input: process.stdin }).on('line', (line) => {
  respond(line).catch((error) => {
    console.error(error);
    process.exit(1);
  });
});
