import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { requestCMS } from '../../fixtures/index.js';
import {
  CLIENT_CODE,
  clientOf,
  inBrowser,
  inState,
  later,
  listening,
  openPage,
  personOf,
} from './support.js';

/** A program under test on another port: a page with a link to the app, and what came back to it. */
async function program(link: (origin: string) => string, host = '127.0.0.1') {
  const server: Server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(
      `<!doctype html><title>program</title><a href="${link(origin()).replaceAll('&', '&amp;')}">go</a>`,
    );
  });
  const origin = () => `http://${host}:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  later(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  );
  return origin();
}

async function asked() {
  const { sim, url } = await listening();
  const client = clientOf(sim);
  const { receiptId, tx_id = '' } = await client.requestCMS(CLIENT_CODE, requestCMS(), { appUseYN: true });
  return { sim, url, client, receiptId, tx_id };
}

const signPage = (url: string, tx_id: string, origin: string) =>
  `${url}/_sim/app/sign?${new URLSearchParams({ tx_id, success: `${origin}/done?order=7`, fail: `${origin}/failed` })}`;

inBrowser('the app of App-to-App', () => {
  test.each([['127.0.0.1'], ['localhost']])(
    'opened by a click on a page of %s at another port, it signs and goes back with what Verify needs',
    async (host) => {
      const { url, client, receiptId, tx_id } = await asked();
      const origin = await program((own) => signPage(url, tx_id, own), host);
      const { page, complaints } = await openPage(origin);
      await page.getByText('go').click();
      await inState(page, receiptId, 'waiting');
      await page.locator('[data-action="sign"]').click();
      await page.waitForURL(`${origin}/done?**`);
      const back = new URL(page.url()).searchParams;
      expect(back.get('order')).toBe('7');
      expect(back.get('tx_id')).toBe(tx_id);
      expect(back.get('sig')).toBe(back.get('signature'));
      const verified = await client.verifyCMS(CLIENT_CODE, receiptId, { signature: back.get('sig') ?? '' });
      expect(verified.receiptId).toBe(receiptId);
      expect(complaints).toEqual([]);
    },
  );

  test('cancelled, it goes back to `fail` with the code, and the receipt goes on waiting', async () => {
    const { sim, url, receiptId, tx_id } = await asked();
    const origin = await program(() => '');
    // A slash that a tool put at the end of the path changes nothing.
    const { page } = await openPage(signPage(url, tx_id, origin).replace('/sign?', '/sign/?'));
    await inState(page, receiptId, 'waiting');
    await page.locator('[data-action="cancel"]').click();
    await page.waitForURL(`${origin}/failed?**`);
    expect(new URL(page.url()).searchParams.get('code')).toBe('5000');
    expect(await (await personOf(sim)).get(receiptId)).toMatchObject({ state: 0, appResult: { code: 5000 } });
  });

  test.each([
    ['https://elsewhere.test/x', 'origin'],
    ['javascript:alert(1)', 'scheme'],
    ['data:text/html,x', 'scheme'],
  ])('it never goes to %s; the signature stays on the page', async (success, fault) => {
    const { url, receiptId, tx_id } = await asked();
    const address = `${url}/_sim/app/sign?${new URLSearchParams({ tx_id, success, fail: 'kakaodemo://fail' })}`;
    const { page } = await openPage(address);
    await page.locator(`[data-target="success"][data-fault="${fault}"]`).waitFor();
    expect(await page.locator('[data-target="fail"][data-fault]').count()).toBe(0);
    await page.locator('[data-action="sign"]').click();
    await inState(page, receiptId, 'signed');
    expect(page.url()).toBe(address);
  });

  test('a named origin off loopback may be gone to', async () => {
    const { sim, url } = await listening({ allowRedirects: ['https://elsewhere.test'] });
    const { tx_id = '' } = await clientOf(sim).requestCMS(CLIENT_CODE, requestCMS(), { appUseYN: true });
    const success = 'https://elsewhere.test/x';
    const { page } = await openPage(`${url}/_sim/app/sign?${new URLSearchParams({ tx_id, success })}`);
    await page.locator('[data-target="success"]:not([data-fault])').waitFor();
    await page.route('https://elsewhere.test/**', (route) => route.fulfill({ body: 'there' }));
    await page.locator('[data-action="sign"]').click();
    await page.waitForURL(`${success}?**`);
  });
});
