// The person with the phone, and what is known of receipts.

import type { Text } from '../../../contracts/protocol/index.js';
import { APP_CANCELLED, phoneNumberOf } from '../../../contracts/protocol/index.js';
import { decide, nextEvents, phaseOf, type Receipt, type ReceiptEvent, settle } from '../../core/receipt.js';
import { holderOf, type Tenant, tenantNow } from '../../core/tenant.js';
import type { MaybePromise } from '../../store/store.js';
import type { World } from '../../world/world.js';
import { receiptView } from '../messages.js';
import { conflict, isProblem, notFound, type Problem } from '../problem.js';
import type { BodyOf } from '../route.js';
import type { ControlRoutes } from '../routes.js';
import type { AllReceiptsQuery, ReceiptsQuery, ReceiptView } from '../shapes.js';
import { type ControlHandler, type ControlHandlers, findTenant } from './handler.js';
import { readPage } from './pages.js';

/** A receipt and whose it is, as they are now. */
export async function findReceipt(
  world: World,
  receiptId: string,
): Promise<{ readonly receipt: Receipt; readonly tenant: Tenant } | Problem> {
  const receipt = await world.receipts.get(receiptId);
  const tenant = receipt && (await world.tenants.get(receipt.clientCode));
  return receipt === undefined || tenant === undefined || receipt.holder !== holderOf(tenant)
    ? notFound({ en: 'receipt', ko: '접수' }, receiptId)
    : { receipt, tenant };
}

type PersonRoute = ControlRoutes['viewReceipt' | 'signReceipt' | 'expireReceipt' | 'cancelReceipt'];

const nothingMore: Text = { en: '', ko: '' };
const noApp: Text = {
  en: ' It went out as a Talk message: only an App-to-App request (isAppUseYN true) has an app that comes back.',
  ko: ' 톡 메시지로 보낸 요청입니다. 취소하고 돌아올 앱은 App-to-App 요청(isAppUseYN true)에만 있습니다.',
};

/** Why a settled receipt can't take an event, and what it can take. */
function refusal(receipt: Receipt, { type }: ReceiptEvent, now: number): Problem {
  const phase = phaseOf(receipt, now);
  const { en, ko } = type === 'cancel' && receipt.txId === null ? noApp : nothingMore;
  return conflict(
    {
      en: `The receipt is ${phase}: it can't take "${type}".${en}`,
      ko: `접수 상태가 "${phase}"이므로 "${type}" 동작을 할 수 없습니다.${ko}`,
    },
    nextEvents(phase, receipt),
  );
}

/** The person with the phone: one event on one receipt. On a lost race it is decided again. */
const personDoes =
  (eventOf: (body: BodyOf<ControlRoutes['cancelReceipt']>) => ReceiptEvent): ControlHandler<PersonRoute> =>
  async (world, { parameters: { receiptId }, body }) => {
    const event = eventOf(body);
    for (;;) {
      const found = await findReceipt(world, receiptId);
      if (isProblem(found)) return found;
      const { receipt, tenant } = found;
      await world.journal.interrupt(tenant);
      const now = tenantNow(tenant.clock, world.now());
      const decision = decide(receipt, event, now);
      if ('refused' in decision) {
        return refusal(settle(receipt, now), event, now);
      }
      if (!decision.changed || (await world.receipts.put(decision.receipt, receipt.version, tenant))) {
        return { json: receiptView(decision.receipt, now) };
      }
    }
  };

/** Shows a receipt at its tenant's now, if it passes the filters; a receipt whose tenant is gone is gone. */
function showing(world: World, { state, service, ReceiverHP, txId }: ReceiptsQuery) {
  const nows = new Map<string, number>();
  const nowOf = async ({ clientCode, holder }: Receipt) => {
    const tenant = await world.tenants.get(clientCode);
    if (tenant !== undefined) nows.set(holderOf(tenant), tenantNow(tenant.clock, world.now()));
    return nows.get(holder);
  };
  // A request has digits alone, or it is refused.
  const phone = ReceiverHP === undefined ? undefined : phoneNumberOf(ReceiverHP);
  const isMeant = (receipt: Receipt) =>
    (service === undefined || receipt.service === service) &&
    (txId === undefined || receipt.txId === txId) &&
    (phone === undefined || receipt.request.ReceiverHP === phone);
  const shown = (receipt: Receipt, now: number | undefined): ReceiptView | undefined => {
    if (now === undefined) return undefined;
    const isSo = state === undefined || phaseOf(settle(receipt, now), now) === state;
    return isSo ? receiptView(receipt, now) : undefined;
  };
  // A promise for the first receipt of a tenant alone: a search looks at very many.
  return (receipt: Receipt): MaybePromise<ReceiptView | undefined> => {
    if (!isMeant(receipt)) return undefined;
    const now = nows.get(receipt.holder);
    return now === undefined ? nowOf(receipt).then((read) => shown(receipt, read)) : shown(receipt, now);
  };
}

/** A page of the receipts of one tenant, or of all. */
async function receiptPage(
  world: World,
  owner: string | null,
  order: 'oldestFirst' | 'newestFirst',
  query: AllReceiptsQuery,
) {
  const page = await readPage(
    world,
    {
      store: world.receipts,
      owner,
      order,
      keyOf: ({ receiptId }) => receiptId,
      newShow: () => showing(world, query),
    },
    query,
  );
  return isProblem(page) ? page : { json: { receipts: page.items, next: page.next } };
}

export const receiptHandlers = {
  async listReceipts(world, call) {
    const tenant = await findTenant(world, call);
    if (isProblem(tenant)) return tenant;
    return receiptPage(world, holderOf(tenant), 'oldestFirst', call.query);
  },

  async listAllReceipts(world, { query }) {
    const { clientCode } = query;
    const tenant = clientCode === undefined ? undefined : await world.tenants.get(clientCode);
    // Nobody has the receipts of a tenant that is not there.
    const owner = tenant === undefined ? (clientCode ?? null) : holderOf(tenant);
    return receiptPage(world, owner, 'newestFirst', query);
  },

  async getReceipt(world, { parameters: { receiptId } }) {
    const found = await findReceipt(world, receiptId);
    if (isProblem(found)) return found;
    return { json: receiptView(found.receipt, tenantNow(found.tenant.clock, world.now())) };
  },

  viewReceipt: personDoes(() => ({ type: 'view' })),

  signReceipt: personDoes(() => ({ type: 'sign' })),

  expireReceipt: personDoes(() => ({ type: 'expire' })),

  cancelReceipt: personDoes(({ code = APP_CANCELLED }) => ({
    type: 'cancel',
    code,
  })),
} satisfies Partial<ControlHandlers>;
