// What the control plane does: one handler for each row of its table. Handlers return; `control.ts` sends.

import { version } from '../version.js';
import type { ControlHandler } from './handler.js';
import { journalHandlers } from './journal-handlers.js';
import { notFound } from './problem.js';
import { receiptHandlers } from './receipt-handlers.js';
import type { ControlName } from './routes.js';
import { scriptHandlers } from './script-handlers.js';
import { tenantHandlers } from './tenant-handlers.js';

export const controlHandlers: Readonly<Record<ControlName, ControlHandler>> = {
  health: () => ({ json: { status: 'ok', version } }),

  caPem: async (world) => ({ pem: await world.signer.caPem() }),
  tlsCaPem: (_world, { tlsCa }) =>
    tlsCa === null ? notFound('TLS door; start with --tls-port') : { pem: tlsCa },
  ...tenantHandlers,
  ...receiptHandlers,
  ...scriptHandlers,
  ...journalHandlers,
};
