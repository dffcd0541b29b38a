// A session token: what it is good for, and when it is good no more.

import * as schema from '../../protocol/messages.js';
import type { ContractCase } from '../case.js';
import { answered } from '../expectations.js';
import { tokenBody } from '../wire.js';

const SDK = { source: 'Linkhub auth SDKs; protocol.md §1.2', fidelity: 'sdk' } as const;
const LIST = { source: 'Linkhub error list, domain.md §1.2', fidelity: 'observed' } as const;
const ASSUMED = { source: 'nothing public tells; protocol.md §9', fidelity: 'assumed' } as const;

export const sessionCases: readonly ContractCase[] = [
  {
    id: 'token.reusable',
    promise: 'A token is good for many calls.',
    ...SDK,
    holds: ['operation:token', 'operation:point'],
    async run({ wire }) {
      for (const _ of [1, 2, 3]) answered(await wire.call('point'), schema.Point);
    },
  },
  {
    id: 'token.address.bound',
    promise: 'A token is good from the address it was asked for, and from anywhere if that was *.',
    source: 'SDKs: isIPRestrictOnOff sends *; protocol.md §1.2',
    fidelity: 'sdk',
    holds: ['error:token.ip', 'operation:token'],
    async run({ wire, refused }) {
      const use = async (forwarded: string) => {
        const token = answered(await wire.call('token', { forwarded }), schema.Token);
        return wire.call('point', { headers: { authorization: `Bearer ${token.session_token}` } });
      };
      refused(await use('203.0.113.9'), 'token.ip');
      answered(await use('*'), schema.Point);
    },
  },
  {
    id: 'token.scope.service',
    promise: 'A token without a scope of the service opens the points, not the service.',
    ...ASSUMED,
    holds: ['error:auth.scope', 'operation:point'],
    async run({ wire, refused }) {
      const body = tokenBody(wire, { scope: ['member'] });
      const { session_token } = answered(await wire.call('token', { body }), schema.Token);
      const headers = { authorization: `Bearer ${session_token}` };
      answered(await wire.call('point', { headers }), schema.Point);
      refused(await wire.call('getCMSState', { receiptId: '020000000000000000', headers }), 'auth.scope');
    },
  },
  {
    id: 'token.missing',
    promise: 'A call without a token is refused.',
    ...LIST,
    holds: ['error:token.missing'],
    async run({ wire, refused }) {
      for (const operation of ['point', 'getCMSState', 'verifyESign'] as const)
        refused(
          await wire.call(operation, { receiptId: '020000000000000000', headers: { authorization: null } }),
          'token.missing',
        );
    },
  },
  {
    id: 'token.malformed',
    promise: 'A call with something that is no token of ours is refused.',
    ...LIST,
    holds: ['error:token.malformed'],
    async run({ wire, refused }) {
      const { session_token } = answered(await wire.call('token'), schema.Token);
      const forged = [
        'abc',
        'e30.e30',
        `${session_token}x`,
        `x${session_token}`,
        session_token.slice(0, -4),
        session_token.replace(/^[^.]*/, (text: string) => text.slice(0, -2)),
      ];
      for (const token of forged)
        refused(
          await wire.call('point', { headers: { authorization: `Bearer ${token}` } }),
          'token.malformed',
        );
      refused(await wire.call('point', { headers: { authorization: 'Basic abc' } }), 'token.malformed');
    },
  },
  {
    id: 'token.expired',
    promise: 'A token that has ended is refused, and a new one is good.',
    ...LIST,
    holds: ['error:token.expired'],
    needs: ['control'],
    async run({ wire, control, refused }) {
      answered(await wire.call('point'), schema.Point);
      await control.tenant('POST', '/tokens/expire');
      refused(await wire.call('point'), 'token.expired');
      wire.forgetToken();
      answered(await wire.call('point'), schema.Point);
    },
  },
];
