// Refusals in general: their one shape, the order in which they are checked, and requests that are no call of the API.

import { type Operation, type OperationName, operations, writePath } from '../../protocol/index.js';
import type { ContractCase } from '../case.js';
import { equal, hold } from '../expectations.js';
import { about, services } from './services.js';

const ASSUMED = { source: 'nothing public tells; protocol.md §9', fidelity: 'assumed' } as const;
const everyOperation = Object.entries(operations as Readonly<Record<string, Operation>>);

/** Targets that are near an operation's, but none. */
const UNKNOWN = [
  '/',
  '/SignDirectDebit',
  '/SignDirectDebit/',
  '/SignDirectDebit/Status',
  '/SignDirectDebit/Status/',
  '/SignDirectDebit/Status/1/2',
  '/SignDirectDebit/request',
  '/signdirectdebit/Request',
  '/SignDirectDebit/Request/',
  '/SignNothing/Request',
] as const;

export const errorCases: readonly ContractCase[] = [
  {
    id: 'errors.path',
    promise: 'A path that is no operation is refused in the shape of every refusal.',
    ...ASSUMED,
    holds: ['error:path.unknown'],
    async run({ wire, refused }) {
      for (const target of UNKNOWN) refused(await wire.send('service', 'GET', target), 'path.unknown');
      for (const target of ['/KAKAOCERT', '/KAKAOCERT/Nothing', '/time'])
        refused(await wire.send('auth', 'GET', target), 'path.unknown');
    },
  },
  ...everyOperation.map(
    ([name, { method, host, path }]): ContractCase => ({
      id: `errors.method.${name}`,
      promise: `${path} takes ${method}, and no other method.`,
      ...ASSUMED,
      holds: ['error:method.notAllowed'],
      async run({ wire, refused }) {
        const target = writePath(path, { receiptId: '1' });
        for (const other of ['GET', 'POST', 'PUT', 'DELETE'].filter((one) => one !== method)) {
          const reply = await wire.send(host, other, target);
          refused(reply, 'method.notAllowed');
        }
      },
    }),
  ),
  {
    id: 'errors.storeUnavailable',
    promise: 'Where a store fails, the answer is a refusal in the shape of every other, with 503.',
    source: 'ours: what the service answers while its database is down is not known',
    fidelity: 'assumed',
    needs: ['control'],
    holds: ['error:store.unavailable'],
    async run({ wire, control, refused }) {
      for (const [operation, { authentication }] of everyOperation) {
        if (authentication === 'none') continue;
        await control.tenant('POST', '/outcomes', { operation, error: 'store.unavailable' });
        refused(await wire.call(operation as OperationName, { receiptId: '1' }), 'store.unavailable');
      }
    },
  },
  {
    id: 'errors.order.token',
    promise: 'Who calls is asked first: without a token nothing else of a call is looked at.',
    ...about('checkOrder', 'error:token.missing'),
    async run({ wire, refused }) {
      for (const { request, verify } of services) {
        const headers = { authorization: null, 'x-kc-auth': null, 'x-lh-date': null };
        refused(await wire.call(request, { body: '{', headers }), 'token.missing');
        refused(await wire.call(verify, { receiptId: '1', headers }), 'token.missing');
      }
    },
  },
  {
    id: 'errors.order.link',
    promise: 'The Linkhub signature is asked before the body of a Token request is read.',
    ...about('checkOrder', 'error:auth.header', 'error:body.malformed'),
    async run({ wire, refused }) {
      refused(await wire.call('token', { body: '{', headers: { authorization: null } }), 'auth.header');
      refused(await wire.call('token', { body: '{' }), 'body.malformed');
    },
  },
  {
    id: 'errors.order.body',
    promise: 'The signature of a call is asked before its body is read.',
    ...about('checkOrder', 'error:call.signature', 'error:body.malformed'),
    async run({ wire, refused }) {
      for (const { request } of services) {
        refused(await wire.call(request, { body: '{', headers: { 'x-kc-auth': null } }), 'call.signature');
        refused(await wire.call(request, { body: '{' }), 'body.malformed');
      }
    },
  },
  {
    id: 'errors.order.fields',
    promise: 'Fields are checked in the order of the manual, and the first fault answers.',
    ...about('checkOrder', 'error:field.CallCenterNum.required'),
    async run({ wire, refused }) {
      for (const { request } of services)
        refused(await wire.call(request, { body: '{}' }), 'field.CallCenterNum.required');
    },
  },
  {
    id: 'errors.arranged',
    promise: 'A refusal that a test arranges is the one that the catalogue has, for the next call alone.',
    source: "the simulator's own",
    fidelity: 'assumed',
    holds: [],
    needs: ['receiver', 'control'],
    async run({ wire, control, request, refused }) {
      for (const { service, request: operation } of services) {
        await control.tenant('POST', '/outcomes', { operation, error: 'person.notMember' });
        refused(await wire.call(operation, { body: request(service) }), 'person.notMember');
        equal(
          (await wire.call(operation, { body: request(service) })).status,
          200,
          'The HTTP status after it',
        );
      }
    },
  },
  {
    id: 'errors.noFastifyBody',
    promise: 'Whatever is sent, a refusal has code and message, and never words of a server behind it.',
    ...about('refusalShape'),
    async run({ wire }) {
      const odd = [
        await wire.send('service', 'POST', '/SignDirectDebit/Request', {
          headers: { 'content-type': 'text/weird' },
          body: '<a/>',
        }),
        await wire.send('service', 'POST', '/SignDirectDebit/Request', {
          headers: { 'content-type': 'application/json' },
          body: '{',
        }),
        await wire.send('service', 'GET', '/SignDirectDebit/Status/%'),
        await wire.send('service', 'GET', `/SignDirectDebit/Status/${'9'.repeat(2000)}`),
      ];
      for (const { json, text } of odd) {
        hold(
          typeof json?.code === 'number' && typeof json?.message === 'string',
          `{code, message} is expected: ${text}`,
        );
        hold(!('statusCode' in json) && !('error' in json), `A server's own words are shown: ${text}`);
      }
    },
  },
];
