// Verify: once only, in state 1 only, by the right signature where the app was used.

import * as schema from '../../protocol/messages.js';
import type { ContractCase, ServiceOperations } from '../case.js';
import { answered, equal, hold } from '../expectations.js';
import {
  about,
  asking,
  forEachService,
  requested,
  services,
  signedReceipt,
  stateOf,
  verifying,
} from './services.js';

const ONCE = { source: 'manual 3.1: verify works once; the code is not public', fidelity: 'manual' } as const;
const ASSUMED = { source: 'the service codes are not public, domain.md §0', fidelity: 'assumed' } as const;
const NOBODYS = '020010101000099999';

/** What may stand where App-to-App has its signature. */
const ignored = [
  { what: 'A signature', ending: '', signature: 'whatever' },
  { what: 'A slash without a signature', ending: '.empty', signature: '' },
  { what: 'A signature of several segments', ending: '.segments', signature: 'any/thing/at/all' },
] as const;

const ofService = (row: ServiceOperations): readonly ContractCase[] => {
  const id = (name: string) => `${row.service}.verify.${name}`;
  const operation = `operation:${row.verify}` as const;
  return [
    {
      id: id('answered'),
      promise: 'Verify of a signed receipt answers its receiptId and the signedData.',
      source: 'manual 3.1, A.4',
      fidelity: 'manual',
      holds: [operation],
      needs: ['person'],
      async run(setting) {
        const { receiptId } = await signedReceipt(setting, row);
        const answer = answered(await verifying(setting.wire, row, receiptId), schema.VerifyResult);
        // What more a service may answer, nobody has promised or ruled out.
        if (setting.holdsAssumed)
          equal(Object.keys(answer).sort(), ['receiptId', 'signedData'], 'What Verify answers');
        equal(answer.receiptId, receiptId, 'receiptId');
      },
    },
    {
      id: id('marked'),
      promise: 'After Verify verifyDT says when.',
      source: 'manual A.3 #18',
      fidelity: 'manual',
      holds: [operation],
      needs: ['person'],
      async run(setting) {
        const { receiptId } = await signedReceipt(setting, row);
        answered(await verifying(setting.wire, row, receiptId));
        const { verifyDT } = await stateOf(setting.wire, row, receiptId);
        hold(/^\d{14}$/.test(String(verifyDT)), `A verifyDT is expected, not ${verifyDT}.`);
      },
    },
    {
      id: id('stateAfter'),
      promise: 'After Verify the state stays 1, and nothing else of Status changes but verifyDT.',
      ...about('stateAfterVerify', operation),
      needs: ['person'],
      async run(setting) {
        const { receiptId } = await signedReceipt(setting, row);
        const before = await stateOf(setting.wire, row, receiptId);
        answered(await verifying(setting.wire, row, receiptId));
        const { verifyDT: _verifyDT, ...after } = await stateOf(setting.wire, row, receiptId);
        equal({ ...after, verifyDT: before.verifyDT }, before, 'The rest of Status');
      },
    },
    {
      id: id('once'),
      promise: 'Verify works once; again it is refused.',
      ...ONCE,
      holds: ['error:verify.already', operation],
      needs: ['person'],
      async run(setting) {
        const { receiptId } = await signedReceipt(setting, row);
        answered(await verifying(setting.wire, row, receiptId));
        for (const _ of [2, 3])
          setting.refused(await verifying(setting.wire, row, receiptId), 'verify.already');
      },
    },
    {
      id: id('onceInParallel'),
      promise: 'Of several verifies at a time exactly one is answered.',
      ...ONCE,
      holds: ['error:verify.already', operation],
      needs: ['person'],
      async run(setting) {
        const { receiptId } = await signedReceipt(setting, row);
        await setting.wire.sessionToken();
        const replies = await Promise.all([1, 2, 3, 4, 5].map(() => verifying(setting.wire, row, receiptId)));
        equal(replies.filter(({ status }) => status === 200).length, 1, 'The number of answered verifies');
        for (const reply of replies) if (reply.status !== 200) setting.refused(reply, 'verify.already');
      },
    },
    {
      id: id('notSigned'),
      promise: 'Verify before the person has signed is refused, and can be had after.',
      ...ASSUMED,
      holds: ['error:verify.notSigned', operation],
      needs: ['person'],
      async run({ wire, request, sign, refused }) {
        const receiptId = await requested(wire, row, request(row.service));
        for (const _ of [1, 2]) refused(await verifying(wire, row, receiptId), 'verify.notSigned');
        equal((await stateOf(wire, row, receiptId)).state, 0, 'The state');
        await sign(row, receiptId);
        answered(await verifying(wire, row, receiptId), schema.VerifyResult);
      },
    },
    {
      id: id('otherService'),
      promise: 'A receipt of another service can not be verified, and trying does not use it up.',
      ...ASSUMED,
      holds: ['error:receipt.unknown', operation],
      needs: ['person'],
      async run(setting) {
        const { receiptId } = await signedReceipt(setting, row);
        for (const other of services.filter((one) => one !== row))
          setting.refused(await verifying(setting.wire, other, receiptId), 'receipt.unknown');
        answered(await verifying(setting.wire, row, receiptId), schema.VerifyResult);
      },
    },
    ...ignored.map(
      ({ what, ending, signature }): ContractCase => ({
        id: id(`talk.signature${ending}`),
        promise: `${what} in the path of a receipt through Talk is not looked at.`,
        ...about('talkSignature', operation),
        needs: ['person'],
        async run(setting) {
          const { receiptId } = await signedReceipt(setting, row);
          answered(await verifying(setting.wire, row, receiptId, { signature }), schema.VerifyResult);
        },
      }),
    ),
  ];
};

/** Nobody is asked about what nobody was asked. */
const unknown = (row: ServiceOperations): readonly ContractCase[] => [
  {
    id: `${row.service}.verify.unknown`,
    promise: 'A receipt that nobody got can not be verified.',
    ...ASSUMED,
    holds: ['error:receipt.unknown'],
    async run({ wire, refused }) {
      for (const receiptId of [NOBODYS, '1', '%zz'])
        refused(await verifying(wire, row, receiptId), 'receipt.unknown');
    },
  },
];

/** The App-to-App signature is known to the app and the simulator alone. */
const appToApp = services
  .filter(({ hasAppToApp }) => hasAppToApp)
  .map(
    (row): ContractCase => ({
      id: `${row.service}.verify.appToApp`,
      promise: 'An App-to-App receipt is verified with the signature that the app was given, and no other.',
      source: 'SDKs since 2020-08 and 2021-05, protocol.md §6; that a wrong one is refused is assumed',
      fidelity: 'sdk',
      holds: ['error:verify.signature', `operation:${row.verify}`],
      needs: ['control'],
      async run(setting) {
        const { receiptId } = await signedReceipt(setting, row, { isAppUseYN: true });
        const { signature } = await setting.control.receipt(receiptId);
        const near = [`${signature}x`, `${signature}/`, signature.slice(0, -1)];
        for (const wrong of [undefined, '', 'null', 'undefined', 'wrong', 'a/b/c', '%2F', ...near])
          setting.refused(
            await verifying(setting.wire, row, receiptId, wrong === undefined ? {} : { signature: wrong }),
            'verify.signature',
          );
        answered(await verifying(setting.wire, row, receiptId, { signature }), schema.VerifyResult);
        setting.refused(await verifying(setting.wire, row, receiptId, { signature }), 'verify.already');
      },
    }),
  );

export const verifyCases: readonly ContractCase[] = [
  ...forEachService(unknown),
  ...asking([...forEachService(ofService), ...appToApp]),
];
