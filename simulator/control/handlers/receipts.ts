// The person with the phone, and what is known of receipts.

import { decide, type EventType, nextEvents, phaseOf, settle } from '../../core/receipt.js';
import { tenantNow } from '../../core/tenant.js';
import { receiptView } from '../messages.js';
import { conflict, isProblem, notFound } from '../problem.js';
import { type ControlHandler, findTenant } from './handler.js';

/** The person with the phone: one event on one receipt. */
const personDoes =
  (event: Exclude<EventType, 'verify' | 'poll'>): ControlHandler =>
  async (world, { parameters, base }) => {
    const receiptId = parameters.receiptId ?? '';
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
    const receipts = await world.receipts.list(tenant.clientCode);
    return { json: { receipts: receipts.map((receipt) => receiptView(receipt, now)) } };
  },

  async getReceipt(world, { parameters, base }) {
    const receipt = await world.receipts.get(parameters.receiptId ?? '');
    const tenant = receipt && (await world.tenants.get(receipt.clientCode));
    if (receipt === undefined || tenant === undefined) return notFound(`receipt "${parameters.receiptId}"`);
    return { json: receiptView(receipt, tenantNow(tenant.clock, base)) };
  },

  viewReceipt: personDoes('view'),

  signReceipt: personDoes('sign'),

  expireReceipt: personDoes('expire'),
} satisfies Record<string, ControlHandler>;
