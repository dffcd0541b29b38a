// A session token: what it allows, and when it ends.

import { type Operation, type OperationName, operations, serviceScopes } from '../../protocol/index.js';
import * as schema from '../../protocol/messages.js';
import type { ContractCase } from '../case.js';
import { answered } from '../expectations.js';
import { type Reply, tokenBody, type Wire } from '../wire.js';
import { about, services } from './services.js';

const SDK = { source: 'Linkhub auth SDKs; protocol.md §1.2', fidelity: 'sdk' } as const;
const LIST = { source: 'Linkhub error list, domain.md §1.2', fidelity: 'observed' } as const;
const ASSUMED = { source: 'nothing public tells; protocol.md §9', fidelity: 'assumed' } as const;

/** A receipt id of the right form that nobody got. */
const NOBODYS = '020000000000000000';

/** Every operation that a token opens. */
const opened = operationsWhere(({ authentication }) => ['bearer', 'signed'].includes(authentication));
const openedAtTheService = operationsWhere(({ host }) => host === 'service');

function operationsWhere(condition: (operation: Operation) => boolean): readonly OperationName[] {
  const all = Object.entries(operations as Readonly<Record<OperationName, Operation>>);
  return all.filter(([, operation]) => condition(operation)).map(([name]) => name as OperationName);
}

/** A call of each operation with this Authorization header. */
async function callEach(
  wire: Wire,
  names: readonly OperationName[],
  authorization: string | null,
): Promise<readonly Reply[]> {
  const replies: Reply[] = [];
  for (const name of names)
    replies.push(await wire.call(name, { receiptId: NOBODYS, headers: { authorization } }));
  return replies;
}

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
    promise: 'A token that was asked for another address is refused from here.',
    ...about('tokenAddress', 'error:token.ip', 'operation:token'),
    async run({ wire, refused }) {
      const tokenFor = async (forwarded: string) =>
        `Bearer ${answered(await wire.call('token', { forwarded }), schema.Token).session_token}`;
      for (const reply of await callEach(wire, opened, await tokenFor('203.0.113.9')))
        refused(reply, 'token.ip');
    },
  },
  {
    id: 'token.address.anywhere',
    promise: 'A token that was asked for with * is good from anywhere.',
    source: 'SDKs: isIPRestrictOnOff sends *; protocol.md §1.2',
    fidelity: 'sdk',
    holds: ['operation:token', 'operation:point'],
    async run({ wire }) {
      const { session_token } = answered(await wire.call('token', { forwarded: '*' }), schema.Token);
      const headers = { authorization: `Bearer ${session_token}` };
      answered(await wire.call('point', { headers }), schema.Point);
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
      for (const reply of await callEach(wire, openedAtTheService, headers.authorization))
        refused(reply, 'auth.scope');
    },
  },
  {
    id: 'token.scope.any',
    promise: 'A token with one scope of the service opens all three services.',
    ...about('anyScope', 'operation:token', 'error:receipt.unknown'),
    async run({ wire, refused }) {
      for (const scope of serviceScopes) {
        const body = tokenBody(wire, { scope: ['member', scope] });
        const { session_token } = answered(await wire.call('token', { body }), schema.Token);
        const headers = { authorization: `Bearer ${session_token}` };
        for (const { state } of services)
          refused(await wire.call(state, { receiptId: NOBODYS, headers }), 'receipt.unknown');
      }
    },
  },
  {
    id: 'token.missing',
    promise: 'A call without a token is refused.',
    ...LIST,
    holds: ['error:token.missing'],
    async run({ wire, refused }) {
      for (const nothing of [null, ''])
        for (const reply of await callEach(wire, opened, nothing)) refused(reply, 'token.missing');
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
        `${'a'.repeat(3000)}.b`,
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
      for (const authorization of ['Bearer', 'Basic abc'])
        refused(await wire.call('point', { headers: { authorization } }), 'token.malformed');
      for (const reply of await callEach(wire, opened, 'Bearer abc')) refused(reply, 'token.malformed');
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
      const authorization = `Bearer ${await wire.sessionToken()}`;
      await control.tenant('POST', '/tokens/expire');
      for (const reply of await callEach(wire, opened, authorization)) refused(reply, 'token.expired');
      wire.forgetToken();
      answered(await wire.call('point'), schema.Point);
    },
  },
];
