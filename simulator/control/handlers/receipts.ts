// The person with the phone, and what is known of receipts.

import { decide, type NextEvent, nextEvents, phaseOf, type Receipt, settle } from '../../core/receipt.js';
import { tenantNow } from '../../core/tenant.js';
import type { World } from '../../world/world.js';
import { receiptView } from '../messages.js';
import { conflict, isProblem, notFound } from '../problem.js';
import type { ControlRoutes } from '../routes.js';
import type { AllReceiptsQuery, ReceiptsQuery, ReceiptView } from '../shapes.js';
import { type ControlHandler, type ControlHandlers, findTenant } from './handler.js';
import { readPage } from './pages.js';

/** The person with the phone: one event on one receipt. */
const personDoes =
  (
    event: Exclude<NextEvent, 'verify'>,
  ): ControlHandler<ControlRoutes['viewReceipt' | 'signReceipt' | 'expireReceipt']> =>
  async (world, { parameters: { receiptId }, base }) => {
    for (;;) {
      const receipt = await world.receipts.get(receiptId);
      const tenant = receipt && (await world.tenants.get(receipt.clientCode));
      if (receipt === undefined || tenant === undefined) return notFound(`receipt "${receiptId}"`);
      world.journal.interrupt(tenant.clientCode);
      const now = tenantNow(tenant.clock, base);
      const decision = decide(receipt, { type: event }, now);
      if ('refused' in decision) {
        const phase = phaseOf(settle(receipt, now), now);
        return conflict(`The receipt is ${phase}: it can't take "${event}".`, nextEvents(phase));
      }
      if (!decision.changed || (await world.receipts.put(decision.receipt, receipt.version))) {
        return { json: receiptView(decision.receipt, now) };
      }
    }
  };

/** Shows a receipt at its tenant's now, if it passes the filters; a receipt whose tenant is gone is gone. */
function showing(world: World, { state, service, ReceiverHP }: ReceiptsQuery) {
  const base = world.now();
  const nows = new Map<string, number>();
  const nowOf = async (clientCode: string) => {
    const tenant = await world.tenants.get(clientCode);
    if (tenant !== undefined) nows.set(clientCode, tenantNow(tenant.clock, base));
    return nows.get(clientCode);
  };
  // A request's number has none, or it is refused.
  const phone = ReceiverHP?.replaceAll('-', '');
  const isMeant = (receipt: Receipt) =>
    (service === undefined || receipt.service === service) &&
    (phone === undefined || receipt.request.ReceiverHP === phone);
  return async (receipt: Receipt): Promise<ReceiptView | undefined> => {
    if (!isMeant(receipt)) return undefined;
    const now = nows.get(receipt.clientCode) ?? (await nowOf(receipt.clientCode));
    if (now === undefined) return undefined;
    const isSo = state === undefined || phaseOf(settle(receipt, now), now) === state;
    return isSo ? receiptView(receipt, now) : undefined;
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
    return receiptPage(world, tenant.clientCode, 'oldestFirst', call.query);
  },

  listAllReceipts: (world, { query }) => receiptPage(world, query.clientCode ?? null, 'newestFirst', query),

  async getReceipt(world, { parameters: { receiptId }, base }) {
    const receipt = await world.receipts.get(receiptId);
    const tenant = receipt && (await world.tenants.get(receipt.clientCode));
    if (receipt === undefined || tenant === undefined) return notFound(`receipt "${receiptId}"`);
    return { json: receiptView(receipt, tenantNow(tenant.clock, base)) };
  },

  viewReceipt: personDoes('view'),

  signReceipt: personDoes('sign'),

  expireReceipt: personDoes('expire'),
} satisfies Partial<ControlHandlers>;
