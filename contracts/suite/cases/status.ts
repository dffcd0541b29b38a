// Status: what it answers about a receipt, before and after it is signed.

import { fieldsOf } from '../../protocol/field.js';
import { formatDT } from '../../protocol/index.js';
import type { ContractCase, ServiceOperations } from '../case.js';
import { answered, equal, hold } from '../expectations.js';
import { instantOf } from './dates.js';
import { about, asking, forEachService, outputOf, requested, services, stateOf } from './services.js';

const MANUAL = { source: 'manual 2.1, A.3', fidelity: 'manual' } as const;
const ASSUMED = { source: 'the service codes are not public, domain.md §0', fidelity: 'assumed' } as const;
/** A receipt id of the right form that nobody got. */
const NOBODYS = '020010101000099999';

const ofService = (row: ServiceOperations): readonly ContractCase[] => {
  const id = (name: string) => `${row.service}.status.${name}`;
  const operation = `operation:${row.state}` as const;
  return [
    {
      id: id('waiting'),
      promise: 'A receipt that waits is in state 0, and nobody has seen, signed or verified it.',
      ...MANUAL,
      holds: [operation],
      async run({ wire, request }) {
        const state = await stateOf(wire, row, await requested(wire, row, request(row.service)));
        equal(state.state, 0, 'The state');
        const { viewDT = null, completeDT = null, verifyDT = null } = state;
        equal([viewDT, completeDT, verifyDT], [null, null, null], 'viewDT, completeDT, verifyDT');
      },
    },
    {
      id: id('receiptID'),
      promise: 'Status names the receipt receiptID, with a capital D.',
      source: 'manual A.3 #1; protocol.md §8 #10',
      fidelity: 'sdk',
      holds: [operation],
      async run({ wire, request }) {
        const receiptId = await requested(wire, row, request(row.service));
        const state = await stateOf(wire, row, receiptId);
        equal(state.receiptID, receiptId, 'receiptID');
        hold(!('receiptId' in state), 'Status answers receiptID, not receiptId.');
      },
    },
    {
      id: id('fields'),
      promise: "Status has every field of the SDK's class, in its order, and no other.",
      ...about('statusFields', operation),
      async run({ wire, request }) {
        const state = await stateOf(wire, row, await requested(wire, row, request(row.service)));
        const schema = outputOf(row.state);
        equal(
          Object.keys(state),
          schema === undefined ? [] : fieldsOf(schema).map(([name]) => name),
          'The fields',
        );
      },
    },
    {
      id: id('echo'),
      promise: 'Status repeats what was asked: title, message, memo, call centre, flags, life.',
      ...MANUAL,
      holds: [operation, `field:${row.message}.TMSTitle`, `field:${row.message}.PayLoad`],
      async run({ wire, request }) {
        const asked = request(row.service, {
          Expires_in: 77,
          isAllowSimpleRegistYN: true,
          isVerifyNameYN: false,
        });
        const state = await stateOf(wire, row, await requested(wire, row, asked));
        equal(
          {
            callCenterNum: state.callCenterNum,
            callCenterName: state.callCenterName,
            expires_in: state.expires_in,
            allowSimpleRegistYN: state.allowSimpleRegistYN,
            verifyNameYN: state.verifyNameYN,
            payload: state.payload,
            tmstitle: state.tmstitle,
            tmsmessage: state.tmsmessage,
          },
          {
            callCenterNum: asked.CallCenterNum,
            callCenterName: asked.CallCenterName,
            expires_in: 77,
            allowSimpleRegistYN: true,
            verifyNameYN: false,
            payload: asked.PayLoad,
            tmstitle: asked.TMSTitle,
            tmsmessage: asked.TMSMessage,
          },
          'What Status repeats',
        );
      },
    },
    {
      id: id('client'),
      promise: 'Status names the institution that asked.',
      ...MANUAL,
      holds: [operation],
      async run({ wire, request }) {
        const state = await stateOf(wire, row, await requested(wire, row, request(row.service)));
        equal(state.clientCode, wire.clientCode, 'clientCode');
        hold(state.clientName !== '', 'A clientName is expected; it is empty.');
      },
    },
    {
      id: id('repeated'),
      promise: 'Asking again changes nothing.',
      ...MANUAL,
      holds: [operation],
      async run({ wire, request }) {
        const receiptId = await requested(wire, row, request(row.service));
        // Somebody at the phone may open the message between two polls.
        const { viewDT: _first, ...first } = await stateOf(wire, row, receiptId);
        for (const _ of [2, 3]) {
          const { viewDT: _again, ...again } = await stateOf(wire, row, receiptId);
          equal(again, first, 'The repeated Status');
        }
      },
    },
    {
      id: id('viewed'),
      promise: 'Once the person has opened the message, viewDT says when; the receipt still waits.',
      source: 'manual A.3 #16',
      fidelity: 'manual',
      holds: [operation],
      needs: ['control'],
      async run({ wire, request, control }) {
        const receiptId = await requested(wire, row, request(row.service));
        const at = await control.freeze();
        await control.send('POST', `/receipts/${receiptId}/view`);
        const { state, viewDT, completeDT } = await stateOf(wire, row, receiptId);
        equal([state, viewDT, completeDT ?? null], [0, formatDT(at), null], 'state, viewDT, completeDT');
      },
    },
    {
      id: id('signed'),
      promise:
        'Once the person has signed, the state is 1 and completeDT says when; nothing is verified yet.',
      source: 'manual A.3 #6, #17, #18',
      fidelity: 'manual',
      holds: [operation],
      needs: ['person'],
      async run({ wire, request, sign }) {
        const receiptId = await requested(wire, row, request(row.service));
        await sign(row, receiptId);
        const state = await stateOf(wire, row, receiptId);
        equal(state.state, 1, 'The state');
        hold(instantOf(state.completeDT) >= instantOf(state.requestDT), 'completeDT is before requestDT.');
        equal(state.verifyDT ?? null, null, 'verifyDT');
      },
    },
    {
      id: id('viewed.bySigning'),
      promise: 'Who signs has seen the message: viewDT is there, and not after completeDT.',
      ...about('viewedBySigning', operation),
      needs: ['person'],
      async run({ wire, request, sign }) {
        const receiptId = await requested(wire, row, request(row.service));
        await sign(row, receiptId);
        const { viewDT, completeDT } = await stateOf(wire, row, receiptId);
        hold(/^\d{14}$/.test(String(viewDT)), `A viewDT is expected after signing, not ${viewDT}.`);
        hold(
          instantOf(viewDT) <= instantOf(completeDT),
          `viewDT ${viewDT} is after completeDT ${completeDT}.`,
        );
      },
    },
    {
      id: id('polls'),
      promise: 'A person who takes two polls to sign has signed at the third.',
      source: "the simulator's own: who signs is arranged by the test",
      fidelity: 'assumed',
      holds: [operation],
      needs: ['control'],
      async run({ wire, request, control }) {
        await control.tenant('PATCH', '', { sign: 'polls:2' });
        const receiptId = await requested(wire, row, request(row.service));
        const states = [];
        for (const _ of [1, 2, 3, 4]) states.push((await stateOf(wire, row, receiptId)).state);
        equal(states, [0, 0, 1, 1], 'The states of four polls');
      },
    },
    {
      id: id('otherService'),
      promise: 'A receipt belongs to its service: the others do not know it.',
      ...ASSUMED,
      holds: ['error:receipt.unknown', operation],
      async run({ wire, request, refused }) {
        const receiptId = await requested(wire, row, request(row.service));
        for (const other of services.filter((one) => one !== row))
          refused(await wire.call(other.state, { receiptId }), 'receipt.unknown');
        equal((await stateOf(wire, row, receiptId)).state, 0, 'The state at its own service');
      },
    },
    {
      id: id('subClient'),
      promise: 'A registered sub-client is shown with its code and name.',
      source: 'manual A.3 #4, #5',
      fidelity: 'manual',
      holds: [operation, `field:${row.message}.SubClientID`],
      needs: ['control'],
      async run({ wire, request, control }) {
        const sub = { code: '020040000009', name: '시험 별칭 아홉' };
        await control.tenant('PATCH', '', { subClients: [sub] });
        const asked = request(row.service, { SubClientID: sub.code });
        const { subClientCode, subClientName } = await stateOf(wire, row, await requested(wire, row, asked));
        equal([subClientCode, subClientName], [sub.code, sub.name], 'The sub-client');
      },
    },
  ];
};

/** Nobody is asked again about what somebody was asked before. */
const known = (row: ServiceOperations): readonly ContractCase[] => [
  {
    id: `${row.service}.status.known`,
    promise:
      'A receipt that was made before can be read, with every field in its form and no date out of order.',
    ...MANUAL,
    holds: [`operation:${row.state}`],
    async run({ wire, receipt }) {
      const receiptId = await receipt(row);
      const state = await stateOf(wire, row, receiptId);
      equal(state.receiptID, receiptId, 'receiptID');
      equal(state.clientCode, wire.clientCode, 'clientCode');
      const dates = [state.requestDT, state.completeDT, state.verifyDT].filter(Boolean).map(instantOf);
      equal(dates, [...dates].sort(), 'requestDT, completeDT, verifyDT');
      if (state.state === 1) hold(Boolean(state.completeDT), 'A signed receipt has a completeDT.');
    },
  },
];

/** Nobody is asked about what nobody was asked. */
const unknown = (row: ServiceOperations): readonly ContractCase[] => [
  {
    id: `${row.service}.status.unknown`,
    promise: 'A receipt that nobody got is unknown.',
    ...ASSUMED,
    holds: ['error:receipt.unknown'],
    async run({ wire, refused }) {
      for (const receiptId of [NOBODYS, '1', '%zz', '%ED%95%9C'])
        refused(await wire.call(row.state, { receiptId }), 'receipt.unknown');
    },
  },
];

/** Asked once: how answers travel is no matter of the service. */
const unasked: readonly ContractCase[] = services.slice(0, 1).map((row) => ({
  id: `${row.service}.status.gzip.unasked`,
  promise: 'A long answer is not compressed unless the call says that it reads gzip.',
  ...about('unaskedGzip', `operation:${row.state}`),
  async run({ wire, request }) {
    const long = { TMSMessage: '시험 메시지 '.repeat(70), PayLoad: '시험 메모 '.repeat(33) };
    const asked = request(row.service, long);
    const receiptId = await requested(wire, row, asked);
    const reply = await wire.call(row.state, { receiptId, headers: { 'accept-encoding': 'identity' } });
    equal(reply.headers.get('content-encoding') ?? 'identity', 'identity', 'The Content-Encoding');
    answered(reply, outputOf(row.state));
  },
}));

export const statusCases: readonly ContractCase[] = [
  ...forEachService(known),
  ...forEachService(unknown),
  ...asking([...forEachService(ofService), ...unasked]),
];
