import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { requestCMS } from '../../fixtures/index.js';
import { createSimulator } from '../../simulator/index.js';
import { createTlsChain } from '../../simulator/pki/tls-chain.js';
import { CLIENT_CODE, clientOf, inBrowser, inState, later, openPage } from './support.js';

/** An address of this machine that is not loopback. */
const address = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;

async function offLoopback(allowHosts: readonly string[]) {
  const sim = await createSimulator({ allowHosts, controlToken: 'token-of-this-test' });
  later(() => sim.close());
  const { port } = await sim.listen({ host: '0.0.0.0' });
  const { receiptId } = await clientOf(sim).requestCMS(CLIENT_CODE, requestCMS());
  return { port, receiptId };
}

/** Something in front of the simulator that ends TLS, as a team's ingress does. */
async function tlsProxy(port: number): Promise<string> {
  const { certificatePem, keyPem } = await createTlsChain({ now: Date.now, bytes: randomBytes });
  const server: Server = createServer({ cert: certificatePem, key: keyPem }, (asked, answer) => {
    const { method, url, headers } = asked;
    const onward = request({ port, host: '127.0.0.1', method, path: url, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      answer.flushHeaders();
      got.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    asked.on('close', () => asked.readableAborted && onward.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  later(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  );
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

async function logsIn(origin: string, receiptId: string, ignoreHTTPSErrors: boolean) {
  const { page, requests } = await openPage(`${origin}/_sim/`, { ignoreHTTPSErrors });
  await page.getByLabel('Token').fill('another');
  await page.getByRole('button', { name: 'Enter' }).click();
  await page.getByText('That is not the token').waitFor();
  await page.getByLabel('Token').fill('token-of-this-test');
  await page.getByRole('button', { name: 'Enter' }).click();
  await inState(page, receiptId, 'waiting');
  await page.locator('.live.open').waitFor();
  // Asked once for the tab: not after a reload, nor on another page of it.
  await page.reload();
  await inState(page, receiptId, 'waiting');
  await page.goto(`${origin}/_sim/phone`);
  await page.locator(`[data-receipt="${receiptId}"] [data-action="sign"]`).click();
  await inState(page, receiptId, 'signed');
  expect(requests.filter((one) => one.includes('token-of-this-test'))).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
}

inBrowser('off loopback', () => {
  test.skipIf(address === undefined)(
    address === undefined ? 'login (this machine has loopback alone)' : 'the token is asked for once',
    async () => {
      const { port, receiptId } = await offLoopback([address ?? '']);
      await logsIn(`http://${address}:${port}`, receiptId, false);
    },
  );

  test('behind something that ends TLS it is the same', async () => {
    const { port, receiptId } = await offLoopback([]);
    await logsIn(await tlsProxy(port), receiptId, true);
  });
});
