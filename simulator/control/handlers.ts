// What the control plane does: one handler for each row of its table. What describes it is loaded when asked for. Handlers return; `control.ts` sends.

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

  fidelity: async () => {
    const { ledgerAnswer } = await import('./openapi.js');
    return { json: ledgerAnswer() };
  },
  openapi: async (_world, { origin }) => {
    const { openApiDocument } = await import('./openapi.js');
    return { json: openApiDocument(origin) };
  },
  docs: async (_world, { origin }) => {
    const [{ openApiDocument }, { docsPage }] = await Promise.all([
      import('./openapi.js'),
      import('./docs-page.js'),
    ]);
    return { html: docsPage(openApiDocument(origin)) };
  },

  caPem: async (world) => ({ pem: await world.signer.caPem() }),
  tlsCaPem: (_world, { tlsCa }) =>
    tlsCa === null ? notFound('TLS door; start with --tls-port') : { pem: tlsCa },
  ...tenantHandlers,
  ...receiptHandlers,
  ...scriptHandlers,
  ...journalHandlers,
};
