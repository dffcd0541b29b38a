// What the control plane does: one handler for each row of its table. What describes it is loaded when asked for. Handlers return; `control.ts` sends.

import { version } from '../../version.js';
import { notFound } from '../problem.js';
import { scriptHandlers } from './arrangements.js';
import type { ControlHandlers } from './handler.js';
import { journalHandlers } from './journals.js';
import { receiptHandlers } from './receipts.js';
import { tenantHandlers } from './tenants.js';

export const controlHandlers: ControlHandlers = {
  health: () => ({ json: { status: 'ok', version } }),

  fidelity: async () => {
    const { ledgerAnswer } = await import('../documents/openapi.js');
    return { json: ledgerAnswer() };
  },
  openapi: async (_world, { origin }) => {
    const { openApiDocument } = await import('../documents/openapi.js');
    return { json: openApiDocument(origin) };
  },
  docs: async (_world, { origin }) => {
    const [{ openApiDocument }, { docsPage }] = await Promise.all([
      import('../documents/openapi.js'),
      import('../documents/page.js'),
    ]);
    return { text: docsPage(openApiDocument(origin)) };
  },

  caPem: async (world) => ({ text: await world.signer.caPem() }),
  tlsCaPem: (_world, { tlsCa }) =>
    tlsCa === null ? notFound('TLS door; start with --tls-port') : { text: tlsCa },
  ...tenantHandlers,
  ...receiptHandlers,
  ...scriptHandlers,
  ...journalHandlers,
};
