// The person with the phone, and what is known of receipts.

import { decide, type NextEvent, nextEvents, phaseOf, settle } from '../../core/receipt.js';
import { tenantNow } from '../../core/tenant.js';
import { receiptView } from '../messages.js';
import { conflict, isProblem, notFound } from '../problem.js';
import type { ControlRoutes } from '../routes.js';
import { type ControlHandler, type ControlHandlers, findTenant } from './handler.js';

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

export const receiptHandlers = {
  async listReceipts(world, call) {
    const tenant = await findTenant(world, call);
    if (isProblem(tenant)) return tenant;
    const now = tenantNow(tenant.clock, call.base);
    const receipts =
      (await world.receipts.list(tenant.clientCode, { limit: Number.POSITIVE_INFINITY })) ?? [];
    return { json: { receipts: receipts.map((receipt) => receiptView(receipt, now)) } };
  },

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
