// Time: when a request ends, and how long a signature waits for its Verify.

import { timing } from '../../protocol/index.js';
import * as schema from '../../protocol/messages.js';
import type { ContractCase, ServiceOperations } from '../case.js';
import { answered, equal } from '../expectations.js';
import {
  asking,
  forEachService,
  requested,
  services,
  signedReceipt,
  stateOf,
  verifying,
} from './services.js';

const ENDS = { source: 'manual A.2 #2: unsigned in time, a request expires', fidelity: 'manual' } as const;
const ASSUMED = { source: 'the service codes are not public, domain.md §0', fidelity: 'assumed' } as const;
const WINDOW = { source: timing.verifyWindow.source, fidelity: timing.verifyWindow.fidelity } as const;

const ofService = (row: ServiceOperations): readonly ContractCase[] => {
  const id = (name: string) => `${row.service}.expiry.${name}`;
  const field = `field:${row.message}.Expires_in` as const;
  return [
    {
      id: id('ends'),
      promise: 'A request that nobody signs is in state 2 once its seconds are over.',
      ...ENDS,
      holds: [`operation:${row.state}`, field],
      needs: ['time'],
      async run({ wire, request, pass }) {
        const receiptId = await requested(wire, row, request(row.service, { Expires_in: 60 }));
        equal((await stateOf(wire, row, receiptId)).state, 0, 'The state at first');
        await pass(62_000);
        equal((await stateOf(wire, row, receiptId)).state, 2, 'The state after 62 seconds');
      },
    },
    {
      id: id('toTheSecond'),
      promise: 'A request waits to its last millisecond, and has ended at the next.',
      ...ENDS,
      holds: [`operation:${row.state}`, field],
      needs: ['control'],
      async run({ wire, request, control, pass }) {
        for (const seconds of [1, 60, 1000]) {
          await control.freeze();
          const receiptId = await requested(wire, row, request(row.service, { Expires_in: seconds }));
          await pass(seconds * 1000 - 1);
          equal(
            (await stateOf(wire, row, receiptId)).state,
            0,
            `The state a millisecond before ${seconds} s`,
          );
          await pass(1);
          equal((await stateOf(wire, row, receiptId)).state, 2, `The state at ${seconds} s`);
        }
      },
    },
    {
      id: id('verify'),
      promise: 'An expired request can not be verified.',
      ...ASSUMED,
      holds: ['error:verify.expired'],
      needs: ['time'],
      async run({ wire, request, pass, refused }) {
        const receiptId = await requested(wire, row, request(row.service, { Expires_in: 60 }));
        await pass(62_000);
        refused(await verifying(wire, row, receiptId), 'verify.expired');
      },
    },
    {
      id: id('signing'),
      promise: 'An expired request can not be signed any more.',
      ...ENDS,
      holds: [`operation:${row.state}`],
      needs: ['control'],
      async run({ wire, request, control, pass }) {
        const receiptId = await requested(wire, row, request(row.service, { Expires_in: 5 }));
        await pass(5_000);
        const { status } = await control.send('POST', `/receipts/${receiptId}/sign`);
        equal(status, 409, 'The HTTP status of signing an expired receipt');
        equal((await stateOf(wire, row, receiptId)).state, 2, 'The state');
      },
    },
    {
      id: id('signedStays'),
      promise: 'A receipt that was signed in time stays signed when its seconds are over.',
      ...ENDS,
      holds: [`operation:${row.state}`, `operation:${row.verify}`],
      needs: ['person', 'time'],
      async run({ wire, request, sign, pass }) {
        const receiptId = await requested(wire, row, request(row.service, { Expires_in: 60 }));
        await sign(row, receiptId);
        await pass(61_000);
        equal((await stateOf(wire, row, receiptId)).state, 1, 'The state');
        answered(await verifying(wire, row, receiptId), schema.VerifyResult);
      },
    },
    {
      id: id('verifyWindow'),
      promise: 'Verify must come within 30 minutes of signing.',
      ...WINDOW,
      holds: ['error:verify.tooLate', 'timing:verifyWindow', `operation:${row.verify}`],
      needs: ['control'],
      async run({ wire, request, control, sign, pass, refused }) {
        await control.freeze();
        const [soon, late] = [
          await requested(wire, row, request(row.service)),
          await requested(wire, row, request(row.service)),
        ];
        await sign(row, soon);
        await sign(row, late);
        await pass(timing.verifyWindow.ms - 1);
        answered(await verifying(wire, row, soon), schema.VerifyResult);
        await pass(1);
        refused(await verifying(wire, row, late), 'verify.tooLate');
        equal((await stateOf(wire, row, late)).state, 1, 'The state after the window');
      },
    },
  ];
};

/** The end of the verify window as a person can find it out: half an hour and a minute of waiting, so of CMS alone. */
const lateByAMinute: readonly ContractCase[] = services
  .filter(({ signs }) => signs === 'consent')
  .map((row) => ({
    id: `${row.service}.expiry.verifyWindow.late`,
    promise: 'Verify is refused 31 minutes after signing, and the receipt stays signed.',
    ...WINDOW,
    holds: ['error:verify.tooLate', 'timing:verifyWindow'],
    needs: ['person', 'time'],
    async run(setting) {
      const { receiptId } = await signedReceipt(setting, row);
      await setting.pass(timing.verifyWindow.ms + 60_000);
      setting.refused(await verifying(setting.wire, row, receiptId), 'verify.tooLate');
      equal((await stateOf(setting.wire, row, receiptId)).state, 1, 'The state after the window');
    },
  }));

export const expiryCases: readonly ContractCase[] = asking([...forEachService(ofService), ...lateByAMinute]);
