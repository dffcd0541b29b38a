// The dates of Status: Korean time, cut to the second, and how far apart they are.

import { formatDT } from '../../protocol/index.js';
import type { ContractCase, ServiceOperations } from '../case.js';
import { equal, hold } from '../expectations.js';
import { about, asking, forEachService, requested, stateOf } from './services.js';

const ofService = (row: ServiceOperations): readonly ContractCase[] => {
  const id = (name: string) => `${row.service}.status.${name}`;
  const operation = `operation:${row.state}` as const;
  return [
    {
      id: id('dates'),
      promise:
        'Dates are Korean time to the second, and a request ends Expires_in seconds after it was made.',
      ...about('dtZone', operation),
      async run({ wire, request, now }) {
        const asked = request(row.service, { Expires_in: 90 });
        const { regDT, requestDT, expireDT } = await stateOf(wire, row, await requested(wire, row, asked));
        const registered = instantOf(regDT);
        hold(
          Math.abs(registered - now()) <= 120_000,
          `regDT is ${regDT}; it is ${formatDT(now())} in Korea.`,
        );
        equal(instantOf(expireDT) - instantOf(requestDT), 90_000, 'The time from requestDT to expireDT, ms');
      },
    },
    {
      id: id('dates.exact'),
      promise: 'Dates are cut to the second, not rounded.',
      ...about('dtFloor', operation),
      needs: ['control'],
      async run({ wire, request, control }) {
        const frozen = await control.freeze();
        const toTheEdge = 1999 - (frozen % 1000);
        await control.tenant('PUT', '/clock', { advance: `PT${toTheEdge / 1000}S` });
        const receiptId = await requested(wire, row, request(row.service, { Expires_in: 60 }));
        const { regDT, expireDT } = await stateOf(wire, row, receiptId);
        const at = frozen + toTheEdge;
        equal([regDT, expireDT], [formatDT(at), formatDT(at + 60_000)], 'regDT and expireDT');
      },
    },
  ];
};

/** A `…DT` as an instant, ms. */
export function instantOf(dt: string): number {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(dt) ?? [];
  return Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}+09:00`);
}

export const dateCases: readonly ContractCase[] = asking(forEachService(ofService));
