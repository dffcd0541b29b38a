// The auth host: who gets a session token, and what it says.

import { timing } from '../../protocol/index.js';
import * as schema from '../../protocol/messages.js';
import type { ContractCase } from '../case.js';
import { answered, equal, hold } from '../expectations.js';
import { tokenBody } from '../wire.js';
import { about } from './services.js';

const SDK = { source: 'Linkhub auth SDKs; protocol.md §1.2', fidelity: 'sdk' } as const;
const LIST = { source: 'Linkhub error list, domain.md §1.2', fidelity: 'observed' } as const;
const ASSUMED = { source: 'nothing public tells; protocol.md §9', fidelity: 'assumed' } as const;

/** Dates are tried this far from the edge of the window, ms: clocks may differ and calls take time. */
const MARGIN = 15_000;
const around = (now: number, offset: number) => new Date(now + offset).toISOString();
const NO_MAC = 't+BvtH0Z7Fs6/B93qUHJJizLspbZj64PTWbomi55kRg=';

export const tokenCases: readonly ContractCase[] = [
  {
    id: 'token.issued',
    promise: 'A signed Token request is answered with a session token, the caller and what was asked for.',
    ...SDK,
    holds: ['operation:token', 'field:TokenRequest.access_id', 'field:TokenRequest.scope'],
    async run({ wire }) {
      const token = answered(await wire.call('token'), schema.Token);
      hold(token.session_token !== '', 'A session token is expected; it is empty.');
      equal([token.linkID, token.serviceID], [wire.linkId, 'KAKAOCERT'], 'linkID and serviceID');
    },
  },
  {
    id: 'token.usercode',
    promise: 'The usercode of a token is the institution that asked.',
    ...about('tokenUser', 'operation:token'),
    async run({ wire }) {
      const { usercode } = answered(await wire.call('token'), schema.Token);
      equal(usercode, wire.clientCode, 'usercode');
    },
  },
  {
    id: 'token.scope.echoed',
    promise: 'A token says the scopes that it was asked with.',
    ...about('scopeEchoed', 'field:TokenRequest.scope'),
    async run({ wire }) {
      const scope = ['member', '310'];
      const token = answered(await wire.call('token', { body: tokenBody(wire, { scope }) }), schema.Token);
      equal([...token.scope].sort(), [...scope].sort(), 'The scope of the token');
    },
  },
  {
    id: 'token.life',
    promise: 'A token says when it ends: half an hour after it was issued.',
    source: timing.tokenLife.source,
    fidelity: timing.tokenLife.fidelity,
    holds: ['operation:token', 'timing:tokenLife'],
    async run({ wire, now }) {
      const { expiration } = answered(await wire.call('token'), schema.Token);
      const life = Date.parse(expiration) - now();
      hold(
        Math.abs(life - timing.tokenLife.ms) <= MARGIN,
        `The token lives ${life} ms; ${timing.tokenLife.ms} ms are expected.`,
      );
    },
  },
  {
    id: 'token.life.form',
    promise: 'The end of a token is written with milliseconds and Z: Java and Python read no other form.',
    ...SDK,
    holds: ['operation:token'],
    async run({ wire, now }) {
      const { expiration } = answered(await wire.call('token'), schema.Token);
      hold(Date.parse(expiration) > now(), `The token has already ended: ${expiration}.`);
    },
  },
  {
    id: 'token.rawBody',
    promise: 'The signature is over the body as it travels: spaces in the JSON are as good as none.',
    ...SDK,
    holds: ['operation:token'],
    async run({ wire }) {
      const body = JSON.stringify(tokenBody(wire)).replaceAll(',', ', ').replaceAll(':', ': ');
      answered(await wire.call('token', { body }), schema.Token);
    },
  },
  {
    id: 'token.date.withoutMilliseconds',
    promise: 'x-lh-date is read with and without milliseconds.',
    source: 'SDKs send both; protocol.md §2.4',
    fidelity: 'sdk',
    holds: ['operation:token'],
    async run({ wire, now }) {
      const withMs = around(now(), 0);
      for (const date of [withMs, `${withMs.slice(0, 19)}Z`])
        answered(await wire.call('token', { date }), schema.Token);
    },
  },
  {
    id: 'token.date.window',
    promise: 'x-lh-date may be ten minutes off, either way, and no more.',
    source: timing.authWindow.source,
    fidelity: timing.authWindow.fidelity,
    holds: ['error:auth.dateWindow', 'timing:authWindow'],
    async run({ wire, now, refused }) {
      const edge = timing.authWindow.ms;
      for (const offset of [MARGIN - edge, edge - MARGIN])
        answered(await wire.call('token', { date: around(now(), offset) }), schema.Token);
      for (const offset of [-edge - MARGIN, edge + MARGIN])
        refused(await wire.call('token', { date: around(now(), offset) }), 'auth.dateWindow');
    },
  },
  {
    id: 'token.date.old',
    promise: 'A Token request dated a day ago is refused.',
    ...LIST,
    holds: ['error:auth.dateWindow'],
    async run({ wire, now, refused }) {
      refused(await wire.call('token', { date: around(now(), -86_400_000) }), 'auth.dateWindow');
    },
  },
  {
    id: 'token.date.unreadable',
    promise: 'A Token request without a readable date is refused.',
    ...LIST,
    holds: ['error:auth.date'],
    async run({ wire, refused }) {
      refused(await wire.call('token', { date: 'yesterday' }), 'auth.date');
      refused(await wire.call('token', { date: '2026-02-30T00:00:00Z' }), 'auth.date');
      for (const nothing of [null, ''])
        refused(await wire.call('token', { headers: { 'x-lh-date': nothing } }), 'auth.date');
    },
  },
  {
    id: 'token.header.required',
    promise: 'A Token request without the Linkhub signature in its Authorization header is refused.',
    ...LIST,
    holds: ['error:auth.header'],
    async run({ wire, refused }) {
      for (const authorization of [null, '', 'LINKHUB', `LINKHUB ${wire.linkId}`, `Bearer ${NO_MAC}`])
        refused(await wire.call('token', { headers: { authorization } }), 'auth.header');
    },
  },
  {
    id: 'token.linkId.unknown',
    promise: 'A LinkID that nobody has is refused.',
    ...LIST,
    holds: ['error:auth.linkId'],
    async run({ wire, refused }) {
      refused(await wire.call('token', { as: { linkId: 'NOBODY-AT-ALL' } }), 'auth.linkId');
    },
  },
  {
    id: 'token.signature.wrong',
    promise: 'A Token request signed with another key, or changed after it was signed, is refused.',
    ...LIST,
    holds: ['error:auth.signature'],
    async run({ wire, refused }) {
      refused(await wire.call('token', { as: { secretKey: NO_MAC } }), 'auth.signature');
      const bodyAfterSigning = tokenBody(wire, { scope: ['member', '310', '320'] });
      refused(await wire.call('token', { bodyAfterSigning }), 'auth.signature');
      for (const mac of [NO_MAC, 'short']) {
        const authorization = `LINKHUB ${wire.linkId} ${mac}`;
        refused(await wire.call('token', { headers: { authorization } }), 'auth.signature');
      }
    },
  },
  {
    id: 'token.forwarded.signed',
    promise: 'x-lh-forwarded is part of what is signed.',
    ...SDK,
    holds: ['error:auth.signature'],
    async run({ wire, refused }) {
      const changed = { forwarded: '*', headers: { 'x-lh-forwarded': '203.0.113.9' } };
      refused(await wire.call('token', changed), 'auth.signature');
      refused(await wire.call('token', { headers: { 'x-lh-forwarded': '*' } }), 'auth.signature');
    },
  },
  {
    id: 'token.address.refused',
    promise: 'A caller from an address that is not registered for the LinkID gets no token.',
    ...LIST,
    holds: ['error:auth.ip'],
    needs: ['control'],
    async run({ wire, control, refused }) {
      await control.tenant('POST', '/outcomes', { operation: 'token', error: 'auth.ip' });
      refused(await wire.call('token'), 'auth.ip');
      answered(await wire.call('token'), schema.Token);
    },
  },
  {
    id: 'token.clientCode.unknown',
    promise: 'An institution that the LinkID does not have gets no token.',
    ...ASSUMED,
    holds: ['error:auth.clientCode'],
    async run({ wire, refused }) {
      const body = tokenBody({ clientCode: '099999999999' });
      refused(await wire.call('token', { body }), 'auth.clientCode');
    },
  },
  {
    id: 'token.scope.unknown',
    promise: 'A scope that is none of the service is refused, and so is no scope at all.',
    ...ASSUMED,
    holds: ['error:auth.scope'],
    async run({ wire, refused }) {
      for (const scope of [[], ['member', 'partner'], ['member', '401']])
        refused(await wire.call('token', { body: tokenBody(wire, { scope }) }), 'auth.scope');
    },
  },
  {
    id: 'token.body.malformed',
    promise: 'A signed Token request whose body is no JSON object is malformed.',
    ...LIST,
    holds: ['error:body.malformed'],
    async run({ wire, refused }) {
      for (const body of ['{', '[]', 'null', '""', ''])
        refused(await wire.call('token', { body }), 'body.malformed');
    },
  },
  {
    id: 'token.body.tooLarge',
    promise: 'A Token request far beyond every field is refused as too large.',
    ...ASSUMED,
    holds: ['error:body.tooLarge'],
    async run({ wire, refused }) {
      const body = tokenBody(wire, { NotAField: 'x'.repeat(70_000) });
      refused(await wire.call('token', { body }), 'body.tooLarge');
    },
  },
  {
    id: 'token.access_id.required',
    promise: 'A Token request names an institution.',
    ...ASSUMED,
    holds: ['error:field.access_id.required', 'error:field.access_id.format', 'field:TokenRequest.access_id'],
    async run({ wire, refused }) {
      for (const access_id of [undefined, null, ''])
        refused(
          await wire.call('token', { body: tokenBody(wire, { access_id }) }),
          'field.access_id.required',
        );
      const body = tokenBody(wire, { access_id: 20_040_000_001 });
      refused(await wire.call('token', { body }), 'field.access_id.format');
    },
  },
  {
    id: 'token.scope.required',
    promise: 'A Token request names its scopes as a list of texts.',
    ...ASSUMED,
    holds: ['error:field.scope.required', 'error:field.scope.format', 'field:TokenRequest.scope'],
    async run({ wire, refused }) {
      for (const scope of [undefined, null])
        refused(await wire.call('token', { body: tokenBody(wire, { scope }) }), 'field.scope.required');
      for (const scope of ['member', [310], {}])
        refused(await wire.call('token', { body: tokenBody(wire, { scope }) }), 'field.scope.format');
    },
  },
];
