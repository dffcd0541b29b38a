// What the control plane does: one handler for each row of its table. Handlers return; `control.ts` sends.

import { version } from '../../version.js';
import { ledgerAnswer, openApiDocument } from '../documents/openapi.js';
import { docsPage } from '../documents/page.js';
import { type Problem, storeDown } from '../problem.js';
import { scriptHandlers } from './arrangements.js';
import type { ControlHandlers } from './handler.js';
import { journalHandlers } from './journals.js';
import { pageHandlers } from './page-files.js';
import { receiptHandlers } from './receipts.js';
import { signedDataHandlers } from './signed-data.js';
import { tableHandlers } from './tables.js';
import { tenantHandlers } from './tenants.js';

const noTlsDoor: Problem = {
  status: 404,
  title: 'Not found',
  detail: {
    en: 'There is no TLS door; start with --tls-port.',
    ko: 'TLS 포트가 열려 있지 않습니다. --tls-port를 지정해 시작하십시오.',
  },
};

export const controlHandlers: ControlHandlers = {
  health: async (world) => {
    const reason = await world.storeHealth.reason();
    return reason === undefined ? { json: { status: 'ok', version } } : storeDown(reason);
  },
  live: () => ({ json: { status: 'ok', version } }),

  fidelity: (world) => ({ json: ledgerAnswer(world) }),
  openapi: (_world, { origin }) => ({ json: openApiDocument(origin) }),
  docs: (_world, { origin, needsToken }) => ({ text: docsPage(openApiDocument(origin), needsToken) }),

  caPem: async (world) => ({ text: await world.signer.caPem() }),
  tlsCaPem: (_world, { tlsCa }) => (tlsCa === null ? noTlsDoor : { text: tlsCa }),
  ...pageHandlers,
  ...tableHandlers,
  ...tenantHandlers,
  ...receiptHandlers,
  ...signedDataHandlers,
  ...scriptHandlers,
  ...journalHandlers,
};
