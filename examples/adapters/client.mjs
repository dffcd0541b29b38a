// Our own client behind the adapter protocol (docs/conformance/adapter-protocol.md): one JSON line in, one out.
// Run by plain `node`; in your own project `kakaocert-simulator` resolves from node_modules.

import { createInterface } from 'node:readline';
import { createClient, isKakaocertError } from 'kakaocert-simulator/client';
import { verifySignedData } from 'kakaocert-simulator/signed-data';

/** The methods of each service. */
const methods = {
  cms: { request: 'requestCMS', status: 'getCMSState', wait: 'waitForCMS', verify: 'verifyCMS' },
  verifyAuth: {
    request: 'requestVerifyAuth',
    status: 'getVerifyAuthState',
    wait: 'waitForVerifyAuth',
    verify: 'verifyAuth',
  },
  esign: { request: 'requestESign', status: 'getESignState', wait: 'waitForESign', verify: 'verifyESign' },
};

/** What each signedData must prove, from the request it answers. */
const expectations = {
  cms: ({ request, requestedAt, company }) => ({
    name: request.ReceiverName,
    accountHolder: request.BankAccountName,
    account: request.BankAccountNum,
    bank: request.BankCode,
    payerNumber: request.ClientUserID,
    birthDate: request.ReceiverBirthDay,
    company,
    requestedAt,
  }),
  verifyAuth: ({ request }) => ({ token: request.Token }),
  esign: ({ request }) => ({ name: request.ReceiverName, token: request.Token }),
};

/** The class of fault by the name of our error. */
const failures = {
  NetworkFailure: 'network',
  ContractViolation: 'contract',
  SignatureError: 'signature',
  MisuseError: 'misuse',
};

/** One client for the whole process, so that its token is shared. */
let client;
const clientOf = ({ authUrl, serviceUrl, linkId, secretKey }) => {
  client ??= createClient({ authUrl, serviceUrl, linkId, secretKey, timeout: 10_000 });
  return client;
};

const deeds = {
  request: (call, method) => method(call.config.clientCode, call.request, { appUseYN: call.appUseYN }),
  status: (call, method) => method(call.config.clientCode, call.receiptId),
  wait: (call, method) => method(call.config.clientCode, call.receiptId),
  async verify({ service, config, receiptId, signature, expect }, method) {
    // VerifyAuth's signedData is the Token itself, so there is nothing to trust but its equality.
    const trust = service === 'verifyAuth' ? {} : { trust: config.trust, ber: true };
    const result = await method(config.clientCode, receiptId, {
      signature,
      expect: expectations[service](expect),
      ...trust,
    });
    if (service === 'esign') checkTime(result.signedData, config.trust, expect);
    return result;
  },
};

/** A Token carries a time only in signed attributes; where it does, it must not be older than the request. */
function checkTime(signedData, trust, { request, requestedAt }) {
  const { signedAt } = verifySignedData(signedData, { trust, ber: true, expect: { token: request.Token } });
  const second = (instant) => Math.floor(Date.parse(instant) / 1000);
  if (signedAt !== null && second(signedAt) < second(requestedAt)) {
    throw Object.assign(new Error('signed before it was requested'), { class: 'signature' });
  }
}

async function answer(call) {
  const name = methods[call.service]?.[call.do];
  if (name === undefined) return { unsupported: `${call.do} of ${call.service}` };
  try {
    return { result: await deeds[call.do](call, clientOf(call.config)[name]) };
  } catch (error) {
    const { message, code } = error;
    if (isKakaocertError(error) && error.name === 'ProviderRefusal') return { refusal: { code, message } };
    return { failure: { class: error.class ?? failures[error.name] ?? 'misuse', message } };
  }
}

async function respond(line) {
  const call = JSON.parse(line);
  const answered = { id: call.id, ...(await answer(call)), about: 'kakaocert-simulator/client' };
  process.stdout.write(`${JSON.stringify(answered)}\n`);
}

createInterface({ input: process.stdin }).on('line', (line) => {
  respond(line).catch((error) => {
    console.error(error);
    process.exit(1);
  });
});
