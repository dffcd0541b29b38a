// Institutions can not see each other.

import type { ContractCase, ServiceOperations } from '../case.js';
import { answered, equal, hold } from '../expectations.js';
import { about, asking, forEachService, requested, stateOf, verifying } from './services.js';

const ASSUMED = {
  source:
    'what a foreign receipt answers is not public, protocol.md §9; that it is not readable goes without saying',
  fidelity: 'assumed',
} as const;
const NOBODYS = '020010101000099999';

const ofService = (row: ServiceOperations): readonly ContractCase[] => {
  const id = (name: string) => `${row.service}.isolation.${name}`;
  return [
    {
      id: id('status'),
      promise: "Another institution's receipt answers exactly as an unknown one does.",
      ...about('foreignAsUnknown', 'error:receipt.foreign'),
      needs: ['secondTenant'],
      async run({ wire, secondTenant, request, refused }) {
        const receiptId = await requested(wire, row, request(row.service));
        const foreign = await secondTenant.call(row.state, { receiptId });
        const unknown = await secondTenant.call(row.state, { receiptId: NOBODYS });
        refused(foreign, 'receipt.foreign');
        equal(
          [foreign.status, foreign.text],
          [unknown.status, unknown.text],
          'The answer to a foreign receipt',
        );
      },
    },
    {
      id: id('verify'),
      promise: "Another institution's receipt can not be verified, nor used up by trying.",
      ...about('foreignAsUnknown', 'error:receipt.foreign', `operation:${row.verify}`),
      needs: ['secondTenant', 'person'],
      async run({ wire, secondTenant, request, sign, refused }) {
        const receiptId = await requested(wire, row, request(row.service));
        await sign(row, receiptId);
        refused(await verifying(secondTenant, row, receiptId), 'receipt.foreign');
        equal((await stateOf(wire, row, receiptId)).verifyDT ?? null, null, 'verifyDT');
        answered(await verifying(wire, row, receiptId));
      },
    },
    {
      id: id('receiptIds'),
      promise: 'A receipt id is nobody else’s: two institutions never get the same.',
      ...about('receiptIdUnique', `operation:${row.request}`),
      needs: ['secondTenant'],
      async run({ wire, secondTenant, request }) {
        const ids = [];
        for (const one of [wire, secondTenant, wire, secondTenant])
          ids.push(await requested(one, row, request(row.service)));
        equal(new Set(ids).size, ids.length, 'The number of different receipt ids');
      },
    },
    {
      id: id('signature'),
      promise: "A Request signed with another institution's key is refused, whatever the token.",
      ...ASSUMED,
      holds: ['error:call.signature'],
      needs: ['secondTenant'],
      async run({ wire, secondTenant, request, refused }) {
        hold(wire.secretKey !== secondTenant.secretKey, 'The institutions share a key.');
        const body = request(row.service);
        const { linkId, secretKey } = secondTenant;
        refused(await wire.call(row.request, { body, as: { linkId, secretKey } }), 'call.signature');
      },
    },
  ];
};

export const isolationCases: readonly ContractCase[] = [
  ...asking(forEachService(ofService)),
  {
    id: 'token.isolation',
    promise: "An institution's LinkID gets no token for another's.",
    ...ASSUMED,
    holds: ['error:auth.clientCode'],
    needs: ['secondTenant'],
    async run({ wire, secondTenant, refused }) {
      const { linkId, secretKey } = secondTenant;
      hold(linkId !== wire.linkId, 'The institutions share a LinkID.');
      refused(await wire.call('token', { as: { linkId, secretKey } }), 'auth.clientCode');
    },
  },
];
