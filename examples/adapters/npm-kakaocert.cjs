// The official npm SDK, unmodified, behind the adapter protocol (docs/conformance/adapter-protocol.md). It only
// translates: what the SDK does not tell, e.g. a refused connection, this adapter does not tell either.

const { createInterface } = require('node:readline');
const kakaocert = require('kakaocert');
const { version } = require('kakaocert/package.json');

/** The methods of each service; the SDK has nothing that waits. */
const methods = {
  cms: { request: 'requestCMS', status: 'getCMSState', verify: 'verifyCMS' },
  verifyAuth: { request: 'requestVerifyAuth', status: 'getVerifyAuthState', verify: 'verifyAuth' },
  esign: { request: 'requestESign', status: 'getESignState', verify: 'verifyESign' },
};

/** The SDK's service is one for the whole process. */
let service;
function serviceOf({ linkId, secretKey, authUrl, serviceUrl }) {
  if (service === undefined) {
    kakaocert.config({ LinkID: linkId, SecretKey: secretKey, AuthURL: authUrl, ServiceURL: serviceUrl });
    service = kakaocert.KakaocertService();
  }
  return service;
}

const CLIENT_SIDE = -99999999;

/** What the error callback got, as a user of the SDK could tell it. */
function told(error) {
  const { code, message } = error;
  // Of the auth server's socket the SDK makes an Error whose code is this text.
  if (code === String(CLIENT_SIDE)) return { failure: { class: 'network', message } };
  if (code === CLIENT_SIDE) return { failure: { class: 'misuse', message } };
  if (Number.isInteger(code)) return { refusal: { code, message: String(message) } };
  return { failure: { class: 'contract', message: `no code in ${JSON.stringify(error)}` } };
}

const options = {
  request: ({ request, appUseYN }) => (appUseYN === undefined ? [request] : [request, appUseYN]),
  status: ({ receiptId }) => [receiptId],
  verify: ({ receiptId, signature }) => (signature === undefined ? [receiptId] : [receiptId, signature]),
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const call = JSON.parse(line);
  const say = (answer) =>
    process.stdout.write(
      `${JSON.stringify({ id: call.id, ...answer, about: `npm kakaocert ${version}` })}\n`,
    );
  const name = methods[call.service]?.[call.do];
  if (name === undefined) {
    say({ unsupported: `the SDK has no "${call.do}"; polling is left to its user` });
    return;
  }
  const success = (result) => say({ result });
  const failed = (error) => say(told(error));
  serviceOf(call.config)[name](call.config.clientCode, ...options[call.do](call), success, failed);
});
