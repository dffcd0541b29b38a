import { expect, test } from 'vitest';
import { requestCMS } from '../../fixtures/index.js';
import {
  CLIENT_CODE,
  clientOf,
  inBrowser,
  inState,
  listening,
  officialSdk,
  ofReceipt,
  openPage,
  personOf,
} from './support.js';

inBrowser('the phone', () => {
  test('a request of the official SDK is signed by hand, and verified', async () => {
    const { sim, url } = await listening();
    const call = officialSdk(url);
    const { page, complaints } = await openPage(`${url}/_sim/phone/01000000099`);
    const asked = requestCMS({
      ReceiverHP: '01000000099',
      TMSTitle: '정기결제',
      TMSMessage: '시험 메시지입니다.',
      SubClientID: CLIENT_CODE,
    });
    const { success } = await call('requestCMS', CLIENT_CODE, asked);
    const { receiptId } = success;
    const message = ofReceipt(page, receiptId);
    await inState(page, receiptId, 'waiting');
    // What the manual says that the message shows.
    const text = await message.innerText();
    for (const shown of ['정기결제', '시험 메시지입니다.', '시험별칭', String(asked.CallCenterNum)]) {
      expect(text).toContain(shown);
    }

    await message.locator('[data-action="view"]').click();
    await message.getByText(String(asked.BankAccountNum)).waitFor();
    expect((await call('getCMSState', CLIENT_CODE, receiptId)).success).toMatchObject({
      state: 0,
      viewDT: expect.stringMatching(/^\d{14}$/),
    });
    await message.locator('[data-action="sign"]').click();
    await inState(page, receiptId, 'signed');
    expect((await call('getCMSState', CLIENT_CODE, receiptId)).success.state).toBe(1);
    expect((await call('verifyCMS', CLIENT_CODE, receiptId)).success.receiptId).toBe(receiptId);
    await inState(page, receiptId, 'verified');
    expect(await message.locator('[data-action="sign"]').count()).toBe(0);
    expect(complaints).toEqual([]);
    expect((await (await personOf(sim)).get(receiptId)).verifiedAt).not.toBeNull();
  });

  test('a message expires by a tap, or by the clock of its tenant with nobody telling the page', async () => {
    const { sim, url } = await listening();
    const client = clientOf(sim);
    const tapped = await client.requestCMS(CLIENT_CODE, requestCMS({ Expires_in: 300 }));
    const left = await client.requestCMS(CLIENT_CODE, requestCMS({ Expires_in: 300 }));
    const { page } = await openPage(`${url}/_sim/phone`);
    await ofReceipt(page, tapped.receiptId).locator('[data-action="expire"]').click();
    await inState(page, tapped.receiptId, 'expired');
    await inState(page, left.receiptId, 'waiting');
    await fetch(`${url}/_sim/v1/tenants/${CLIENT_CODE}/clock`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ advance: 'PT5M' }),
    });
    await inState(page, left.receiptId, 'expired');
  });

  test('a phone shows the messages of its number alone, with hyphens or without', async () => {
    const { sim, url } = await listening();
    const client = clientOf(sim);
    const mine = await client.requestCMS(CLIENT_CODE, requestCMS({ ReceiverHP: '01000000051' }));
    const other = await client.requestCMS(CLIENT_CODE, requestCMS({ ReceiverHP: '01000000052' }));
    for (const written of [
      '01000000051/',
      '%2B82%2010-0000-0051',
      '+82-10-0000-0051',
      '+82(0)10 0000 0051',
    ]) {
      const { page, complaints } = await openPage(`${url}/_sim/phone/${written}`);
      await inState(page, mine.receiptId, 'waiting');
      await page.getByRole('heading', { name: '010-0000-0051' }).waitFor();
      expect(await ofReceipt(page, other.receiptId).count()).toBe(0);
      expect(complaints).toEqual([]);
      await page.close();
    }
    const { page } = await openPage(`${url}/_sim/phone/010-0000-0051`);
    await inState(page, mine.receiptId, 'waiting');
    const later = await client.requestCMS(CLIENT_CODE, requestCMS({ ReceiverHP: '01000000051' }));
    await inState(page, later.receiptId, 'waiting');
    expect(await ofReceipt(page, other.receiptId).count()).toBe(0);
    await page.goto(`${url}/_sim/phone/`);
    await inState(page, other.receiptId, 'waiting');
  });

  test.each(['nobody', '%', '%EA%B0%80'])(
    '%s is nobody: the page says so, and shows nobody else',
    async (name) => {
      const { sim, url } = await listening();
      const { receiptId } = await clientOf(sim).requestCMS(CLIENT_CODE, requestCMS());
      const { page, complaints } = await openPage(`${url}/_sim/phone/${name}`);
      await page.getByText('No message yet.').waitFor();
      expect(await ofReceipt(page, receiptId).count()).toBe(0);
      expect(complaints).toEqual([]);
    },
  );
});
