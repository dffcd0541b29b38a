// What a wrong client does wrong: one fault in each row, and the scenarios that must catch it, with what they say of it. It
// is what public code does wrong (domain.md §6), in a few lines over our own client, or over fetch where ours can't be
// made to do it. Every scenario is proved here, or by an official SDK (known-faults.json).

import { request as sendRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { schema } from 'kakaocert-simulator/contracts';
import { verifySignedData } from 'kakaocert-simulator/signed-data';

/** The methods of each service that a wrong client knows. */
const methods = {
  cms: { request: 'requestCMS', status: 'getCMSState', wait: 'waitForCMS', verify: 'verifyCMS' },
  verifyAuth: { request: 'requestVerifyAuth', status: 'getVerifyAuthState', verify: 'verifyAuth' },
};
export const isKnown = ({ service, do: deed }) => methods[service]?.[deed] !== undefined;

const callOf = (client, { service, config, do: deed, request, receiptId, appUseYN, signature }, options) =>
  client[methods[service][deed]](config.clientCode, deed === 'request' ? request : receiptId, {
    ...(deed === 'request' ? { appUseYN } : {}),
    ...(signature === undefined ? {} : { signature }),
    ...options,
  });

/** What a CMS consent must prove. */
const expectation = ({ request, requestedAt }) => ({
  name: request.ReceiverName,
  account: request.BankAccountNum,
  payerNumber: request.ClientUserID,
  requestedAt,
});

/** Takes the result of a Verify for good, or throws; `change` makes the check another one. */
function checkSignature({ signedData }, call, change = {}) {
  if (call.service !== 'cms') return undefined;
  const { input = Buffer.from(signedData, 'base64url'), ...options } = change;
  const { trust } = call.config;
  const verified = verifySignedData(input, {
    trust,
    ber: true,
    expect: expectation(call.expect),
    ...options,
  });
  if (!verified.ok) throw Object.assign(new Error(verified.reason), { class: 'signature' });
  return verified;
}

/** A client without a fault, in all that these faults are about. */
export const honest = {
  request: (client, call) => callOf(client, call),
  status: (client, call) => callOf(client, call),
  wait: (client, call) => callOf(client, call),
  async verify(client, call) {
    const result = await callOf(client, call);
    checkSignature(result, call);
    return result;
  },
};

const statusOf = (client, call) => honest.status(client, { ...call, do: 'status' });
const isLost = (error) => error.name === 'NetworkFailure';
/** A 5xx, whoever answered so. */
const isUnavailable = ({ status, evidence }) => (status ?? evidence?.status) >= 500;

/** The deed, but for errors of one kind, which come to something else. */
const unless = (deed, isKind, otherwise) => (client, call) =>
  deed(client, call).catch((error) => {
    if (isKind(error)) return otherwise(client, call);
    throw error;
  });

/** Sends another request than the one that was given. */
const sending = (change) => ({
  request: (client, call) => honest.request(client, { ...call, request: change(call.request) }),
});

/** Makes another answer of the result of Verify. */
const handingOver = (change) => ({
  verify: async (client, call) => change(await honest.verify(client, call)),
});

/** Verifies with a check of its own. */
const checking = (change) => ({
  async verify(client, call) {
    const result = await callOf(client, call);
    change(result, call);
    return result;
  },
});

const stateIsSigned = (_, { receiptId }) => ({ receiptID: receiptId, state: 1 });
const misuse = (message) => Object.assign(new Error(message), { class: 'misuse' });
const cutAt = (text, bytes) => Buffer.from(text, 'utf8').subarray(0, bytes).toString('utf8');

/** fetch without what it does about compression: it offers none, and reads bodies as they come. */
const plainFetch = (url, { method = 'GET', headers, body } = {}) =>
  new Promise((resolve, reject) => {
    const options = { method, headers: Object.fromEntries(new Headers(headers)) };
    const sent = sendRequest(url, options, (answer) => {
      buffer(answer).then((bytes) => resolve(new Response(bytes, { status: answer.statusCode })), reject);
    });
    sent.on('error', reject).end(body);
  });

/** What a right client may do otherwise: nothing catches it. */
export const fairWays = {
  'asks-identity': {
    fetch: (url, init) =>
      fetch(url, { ...init, headers: { ...init.headers, 'accept-encoding': 'identity' } }),
  },
};

/** `caught`: what each scenario says. The rest changes a deed, or the client: `fetch`, `timeout`, `isKept`. */
export const wrongFaults = {
  'never-verifies': {
    caught: { 'signedData.signature': /handed over as a result/ },
    verify: callOf,
  },
  'polls-fast': {
    caught: { 'poll.interval': /polls \d+ and \d+ ms apart/ },
    wait: (client, call) => callOf(client, call, { interval: 50 }),
  },
  'verifies-twice': {
    caught: {
      'verify.once': /verifyCMS was called twice$/,
      'flow.plain': /verifyCMS was called twice/,
    },
    async verify(client, call) {
      const result = await honest.verify(client, call);
      await honest.verify(client, call).catch(() => {});
      return result;
    },
  },
  'retries-verify': {
    caught: { 'verify.answerLost': /verifyCMS was called twice/ },
    verify: unless(honest.verify, isLost, honest.verify),
  },
  'retries-5xx': {
    caught: {
      'verify.unavailable': /verifyCMS was called twice/,
      'verify.answerReplaced': /verifyCMS was called twice/,
    },
    verify: unless(honest.verify, isUnavailable, honest.verify),
  },
  'timeout-is-signature': {
    caught: {
      'network.silent': /a result: .*"state":1/,
      'poll.networkFailure': /a result: .*"state":1/,
    },
    timeout: 3000,
    status: unless(honest.status, isLost, stateIsSigned),
    wait: unless(statusOf, isLost, stateIsSigned),
  },
  'standard-base64': {
    caught: { 'signedData.base64url': /a failure of class "signature"/ },
    // What a standard decoder makes of base64url: the letters that it doesn't know are dropped.
    ...checking((result, call) =>
      checkSignature(result, call, {
        input: Buffer.from(result.signedData.replace(/[^A-Za-z0-9+/]/g, ''), 'base64'),
      }),
    ),
  },
  'ignores-expiry': {
    caught: { 'poll.expiry': /no answer to "wait" within 8 s/ },
    async wait(client, call) {
      for (;;) {
        const state = await statusOf(client, call);
        if (state.state === 1) return state;
        await setTimeout(1000);
      }
    },
  },
  'resends-request': {
    caught: {
      'network.requestLost': /the person was asked 2 times/,
      'network.slow30s': /requestCMS was called twice/,
    },
    timeout: 3000,
    request: unless(honest.request, isLost, honest.request),
  },
  'secret-in-url': {
    caught: { 'flow.secretInUrl': /a secret in the URL of \d+ calls/ },
    fetch: (url, init, { secretKey }) => fetch(`${url}?key=${encodeURIComponent(secretKey)}`, init),
  },
  'accepts-other-receipt': {
    caught: { 'signedData.otherReceipt': /handed over as a result/ },
    ...checking((result, call) =>
      checkSignature(result, call, { expect: { name: call.expect.request.ReceiverName } }),
    ),
  },
  'one-spelling': {
    caught: { 'flow.names': /a result whose "receiptID" is missing/ },
    async status(client, call) {
      const { receiptID: receiptId, ...state } = await honest.status(client, call);
      return { receiptId, ...state };
    },
  },
  'talk-only': {
    caught: { 'flow.appToApp': /a result whose "tx_id" is missing/ },
    request: (client, call) => honest.request(client, { ...call, appUseYN: false }),
  },
  'ends-with-the-app': {
    caught: { 'flow.appCancelled': /a result whose "state" is 2/ },
    async status(client, call) {
      const state = await honest.status(client, call);
      return state.appUseYN && state.state === 0 ? { ...state, state: 2 } : state;
    },
  },
  'waits-for-one-poll': {
    caught: { 'poll.slowSigning': /a result whose "state" is 0/ },
    wait: statusOf,
  },
  'polls-on': {
    caught: { 'poll.afterFinal': /2 polls of a receipt that was signed before the first/ },
    async wait(client, call) {
      await statusOf(client, call);
      return statusOf(client, call);
    },
  },
  'refusal-is-result': {
    caught: {
      'verify.second': /a result: /,
      'verify.notSigned': /a result: /,
      'verify.expired': /a result: /,
      'verify.tooLate': /a result: /,
      'flow.appFailed': /a result: /,
    },
    verify: unless(
      honest.verify,
      ({ name }) => name === 'ProviderRefusal',
      (_, { receiptId }) => ({ receiptId, signedData: '' }),
    ),
  },
  'own-codes': {
    caught: { 'error.json': /a refusal: -1 / },
    request: (client, call) =>
      honest.request(client, call).catch((error) => {
        throw Object.assign(error, { code: -1 });
      }),
  },
  'any-json-is-a-state': {
    caught: { 'error.foreignJson': /a result: .*"state":0/ },
    status: unless(
      honest.status,
      ({ name }) => name === 'ContractViolation',
      (_, { receiptId }) => ({ receiptID: receiptId, state: 0 }),
    ),
  },
  'makes-up-receipts': {
    caught: { 'network.refusedToken': /a result: .*"receiptId":"0+"/ },
    request: unless(honest.request, isLost, () => ({ receiptId: '0'.repeat(18) })),
  },
  impatient: {
    caught: { 'network.slow3s': /a failure of class "network"/ },
    timeout: 1000,
  },
  'wastes-tokens': {
    caught: {
      'token.reused': /token was called \d+ times/,
      'clock.outside': /4 token calls/,
    },
    isKept: false,
    async fetch(url, init) {
      if (url.endsWith('/Token')) await fetch(url, init);
      return fetch(url, init);
    },
  },
  'repeats-status': {
    caught: { 'token.expired': /getCMSState was called 3 times/ },
    async status(client, call) {
      await honest.status(client, call);
      return honest.status(client, call);
    },
  },
  'strict-clock': {
    caught: {
      'clock.behind': /a failure of class "misuse": the clocks differ/,
      'clock.ahead': /a failure of class "misuse": the clocks differ/,
    },
    async request(client, call) {
      const theirs = Date.parse(await (await fetch(`${call.config.authUrl}/Time`)).text());
      if (Math.abs(theirs - Date.now()) > 60_000) throw misuse('the clocks differ by more than a minute');
      return honest.request(client, call);
    },
  },
  'drops-falsy': {
    caught: { 'fields.falsy': /on the wire "isAllowSimpleRegistYN" was/ },
    ...sending((request) => Object.fromEntries(Object.entries(request).filter(([, value]) => value))),
  },
  'cuts-at-bytes': {
    caught: { 'fields.longest': /on the wire "TMSMessage" was/ },
    ...sending((request) => ({ ...request, TMSMessage: cutAt(String(request.TMSMessage), 1000) })),
  },
  'banks-as-numbers': {
    caught: { 'fields.banks': /on the wire "BankCode" was "2"/ },
    ...sending((request) => ({ ...request, BankCode: String(Number(request.BankCode)) })),
  },
  'digits-only': {
    caught: { 'fields.maskedAccount': /on the wire "BankAccountNum" was "\d+"/ },
    ...sending((request) => ({ ...request, BankAccountNum: request.BankAccountNum.replace(/\D/g, '') })),
  },
  'needs-every-member': {
    caught: { 'fields.missing': /a failure of class "misuse": viewDT/ },
    async status(client, call) {
      const state = await honest.status(client, call);
      if (state.state === 1 && typeof state.viewDT !== 'string') throw misuse('viewDT is missing');
      return state;
    },
  },
  'knows-every-member': {
    caught: { 'fields.unknown': /a failure of class "misuse": newMember/ },
    async status(client, call) {
      const state = await honest.status(client, call);
      const unknown = Object.keys(state).find((name) => !(name in schema.ResultCMS.properties));
      if (unknown !== undefined) throw misuse(`${unknown} is not known`);
      return state;
    },
  },
  'reads-no-gzip': {
    caught: { 'fields.gzip': /a failure of class/ },
    async fetch(url, init) {
      const response = await fetch(url, init);
      const isRead = response.headers.get('content-encoding') === null;
      return isRead ? response : new Response(Buffer.from([0x1f, 0x8b]), { status: response.status });
    },
  },
  'never-gunzips': {
    caught: { 'fields.gzip': /a failure of class "contract"/ },
    fetch: plainFetch,
  },
  'writes-it-anew': {
    caught: {
      'signedData.der': /a result whose "signedData" is/,
      'signedData.token': /a result whose "signedData" is/,
    },
    ...handingOver((result) => ({
      ...result,
      signedData: Buffer.from(result.signedData, 'base64url').toString('base64'),
    })),
  },
  'knows-der-only': {
    caught: { 'signedData.observed': /a failure of class "signature": indefiniteLength/ },
    ...checking((result, call) => checkSignature(result, call, { ber: false })),
  },
  'knows-no-attributes': {
    caught: { 'signedData.cades': /a failure of class "signature": signed attributes/ },
    ...checking((result, call) => {
      if (checkSignature(result, call)?.hasSignedAttributes) {
        throw Object.assign(new Error('signed attributes'), { class: 'signature' });
      }
    }),
  },
  'blames-the-caller': {
    caught: Object.fromEntries(
      ['trailingBytes', 'indefiniteLength', 'twoSigners', 'wrongContentType', 'plainBase64', 'padding'].map(
        (kind) => [`signedData.${kind}`, /a failure of class "misuse"/],
      ),
    ),
    async verify(client, call) {
      try {
        const result = await callOf(client, call);
        checkSignature(result, call, { input: result.signedData, ber: false });
        return result;
      } catch (error) {
        throw misuse(error.message);
      }
    },
  },
};
