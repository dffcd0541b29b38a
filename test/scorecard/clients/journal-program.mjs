// A program without an adapter: it signs CMS consents with our client, as its first argument says.

import { createClient } from 'kakaocert-simulator/client';
import { requestCMS } from 'kakaocert-simulator/fixtures';

const { KAKAOCERT_AUTH_URL, KAKAOCERT_SERVICE_URL, KAKAOCERT_LINK_ID, KAKAOCERT_SECRET_KEY } = process.env;
const clientCode = process.env.KAKAOCERT_CLIENT_CODE;
const way = process.argv[2];

const client = createClient({
  authUrl: KAKAOCERT_AUTH_URL,
  serviceUrl: KAKAOCERT_SERVICE_URL,
  linkId: KAKAOCERT_LINK_ID,
  secretKey: KAKAOCERT_SECRET_KEY,
});

console.log('said on stdout');
if (way === 'speaks-1.0') {
  await fetch(`${KAKAOCERT_AUTH_URL}/KAKAOCERT/Token`, {
    method: 'POST',
    headers: {
      authorization: `LINKHUB ${KAKAOCERT_LINK_ID} anything`,
      'x-lh-date': new Date().toISOString(),
      'x-lh-version': '1.0',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ access_id: clientCode, scope: ['member', '310'] }),
  });
} else if (way !== 'calls-nobody') {
  const { receiptId } = await client.requestCMS(clientCode, requestCMS());
  await client.waitForCMS(clientCode, receiptId, { interval: way === 'polls-fast' ? 50 : 3000 });
  await client.verifyCMS(clientCode, receiptId);
  if (way === 'verifies-twice') await client.verifyCMS(clientCode, receiptId).catch(() => {});
}
if (way === 'fails') throw new Error('a test that is red');
if (way === 'hangs') setInterval(() => {}, 1000);
