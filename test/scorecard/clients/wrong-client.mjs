// A client with one fault or one way of wrong-faults.mjs, named by --fault; `none` is right in all that these are about.
// --without names a service that it does not offer.

import { createInterface } from 'node:readline';
import { createClient } from 'kakaocert-simulator/client';
import { fairWays, honest, isKnown, wrongFaults } from './wrong-faults.mjs';

/** What stands behind a flag, if it is there. */
const given = (flag) =>
  process.argv.includes(flag) ? process.argv[process.argv.indexOf(flag) + 1] : undefined;
const name = given('--fault');
const fault = name === 'none' ? {} : (wrongFaults[name] ?? fairWays[name]);

let kept;
function clientOf({ authUrl, serviceUrl, linkId, secretKey }) {
  if (fault.isKept === false) kept = undefined;
  kept ??= createClient({
    authUrl,
    serviceUrl,
    linkId,
    secretKey,
    timeout: fault.timeout ?? 15_000,
    fetch: (url, init) => (fault.fetch ?? fetch)(url, init, { secretKey }),
  });
  return kept;
}

const kinds = { NetworkFailure: 'network', ContractViolation: 'contract', SignatureError: 'signature' };

async function answer(call) {
  if (!isKnown(call) || call.service === given('--without'))
    return { unsupported: `${call.do} of ${call.service}` };
  try {
    return { result: await (fault[call.do] ?? honest[call.do])(clientOf(call.config), call) };
  } catch (error) {
    const { code, message } = error;
    if (error.name === 'ProviderRefusal') return { refusal: { code, message } };
    return { failure: { class: error.class ?? kinds[error.name] ?? 'misuse', message } };
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
