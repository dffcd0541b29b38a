// What is checked of a Request before its fields: its signature, its date, its size, and whether it is JSON.

import { timing } from '../../protocol/index.js';
import type { ContractCase, ServiceOperations } from '../case.js';
import { asking, forEachService } from './services.js';

const SERVICE = { source: 'the service codes are not public, domain.md §0', fidelity: 'assumed' } as const;
const NO_MAC = 'EyigQu63n4+YiH+ZhnAeWhohX1jgSkaS1U0oxUGKpdM=';
/** How far outside the window dates are tried, ms. */
const MARGIN = 15_000;

/** Bodies that are no JSON object. */
const MALFORMED: readonly (string | Uint8Array)[] = [
  '{',
  '',
  '[]',
  'null',
  '"x"',
  '{}{}',
  Buffer.from('7b2261223a22ff227d', 'hex'),
];

const ofService = (row: ServiceOperations): readonly ContractCase[] => {
  const id = (name: string) => `${row.service}.request.${name}`;
  return [
    {
      id: id('tooLarge'),
      promise: 'A body far beyond every field is refused as too large.',
      ...SERVICE,
      holds: ['error:body.tooLarge'],
      async run({ wire, request, refused }) {
        const body = request(row.service, { NotAField: 'x'.repeat(70_000) });
        refused(await wire.call(row.request, { body }), 'body.tooLarge');
      },
    },
    {
      id: id('signature'),
      promise: 'A Request whose x-kc-auth is missing, of another key, or over another body is refused.',
      ...SERVICE,
      holds: ['error:call.signature'],
      async run({ wire, request, refused }) {
        const body = request(row.service);
        for (const auth of [null, wire.linkId, `${wire.linkId} x`, `${wire.linkId} ${NO_MAC}`])
          refused(await wire.call(row.request, { body, headers: { 'x-kc-auth': auth } }), 'call.signature');
        refused(await wire.call(row.request, { body, as: { secretKey: NO_MAC } }), 'call.signature');
        refused(await wire.call(row.request, { body, as: { linkId: 'SOMEBODY' } }), 'call.signature');
        const bodyAfterSigning = request(row.service, { TMSTitle: '바뀐 시험 요청' });
        refused(await wire.call(row.request, { body, bodyAfterSigning }), 'call.signature');
      },
    },
    {
      id: id('date'),
      promise: 'A Request whose date is missing, unreadable or outside the window is refused.',
      ...SERVICE,
      holds: ['error:call.date', 'timing:authWindow'],
      async run({ wire, request, now, refused }) {
        const body = request(row.service);
        refused(await wire.call(row.request, { body, headers: { 'x-lh-date': null } }), 'call.date');
        refused(await wire.call(row.request, { body, date: 'soon' }), 'call.date');
        for (const offset of [-timing.authWindow.ms - MARGIN, timing.authWindow.ms + MARGIN]) {
          const date = new Date(now() + offset).toISOString();
          refused(await wire.call(row.request, { body, date }), 'call.date');
        }
      },
    },
  ];
};

/** What can't be read is refused before anybody could be asked. */
const unreadable = (row: ServiceOperations): readonly ContractCase[] => [
  {
    id: `${row.service}.request.malformed`,
    promise: 'A signed body that is no JSON object is malformed.',
    source: 'Linkhub error list, domain.md §1.2',
    fidelity: 'observed',
    holds: ['error:body.malformed'],
    async run({ wire, refused }) {
      for (const body of MALFORMED) refused(await wire.call(row.request, { body }), 'body.malformed');
    },
  },
];

export const envelopeCases: readonly ContractCase[] = [
  ...forEachService(unreadable),
  ...asking(forEachService(ofService)),
];
