// What the typed client takes care of besides the calls themselves: its token, its clock, what it repeats and what it never
// does, and answers that are not what they should be. One service stands for all: the client has one code for them.

import { createCatalogue, operationOf } from '../../protocol/index.js';
import type { ContractCase, ServiceOperations, Setting } from '../case.js';
import { failed, handed } from '../client.js';
import { equal, hold, SkippedCase } from '../expectations.js';
import { inTurn, lastOf, sameRefusal, waitOf } from './client.js';
import { requested, services, signedReceipt } from './services.js';

const OWN = {
  source: 'the promises of the client of this package, docs of createClient',
  fidelity: 'sdk',
} as const;
const ONCE = { source: 'manual 3.1: Verify works once', fidelity: 'manual' } as const;
const HOUR = 3_600_000;

const row = services.find(({ service }) => service === 'cms') as ServiceOperations;
const { request: REQUEST, state: STATE, verify: VERIFY } = row;

/** A receipt that waits, or that is signed. */
const waiting = ({ wire, request }: Setting, changes: object = {}): Promise<string> =>
  requested(wire, row, request(row.service, changes));
const signed = async (setting: Setting): Promise<string> => (await signedReceipt(setting, row)).receiptId;

/** Arranges what goes wrong with the next calls of an operation. */
const fault = ({ control }: Setting, operation: string, given: object): Promise<unknown> =>
  control.tenant('POST', '/faults', { operation, ...given });

/** How often an operation came to the simulator, whatever became of its answer. */
async function arrived({ control }: Setting, operation: string): Promise<number> {
  const { calls } = await control.tenant('GET', '/calls');
  return calls.filter((call: { readonly operation: unknown }) => call.operation === operation).length;
}

const tokenCases: readonly ContractCase[] = [
  {
    id: 'client.token.kept',
    promise:
      'The client asks for one token, also where several calls need the first one at once, and keeps it.',
    source: 'Linkhub: a token is good for 30 minutes, domain.md §4',
    fidelity: 'sdk',
    holds: ['operation:token', `operation:${STATE}`],
    needs: ['client'],
    async run(setting) {
      const { client, wire, receipt } = setting;
      const receiptId = await receipt(row);
      const call = client.create();
      await Promise.all([1, 2, 3].map(() => handed(call(STATE, wire.clientCode, receiptId))));
      equal(client.sent('token').length, 1, 'The number of tokens for three calls at once');
      await handed(call(STATE, wire.clientCode, receiptId));
      equal(client.sent('token').length, 1, 'The number of tokens after one call more');
    },
  },
  {
    id: 'client.token.renewed',
    promise: 'The client asks for a new token when the old one is refused, and repeats the call once.',
    ...OWN,
    holds: [`operation:${STATE}`, 'error:token.expired'],
    needs: ['client', 'control'],
    async run(setting) {
      const { client, wire, control } = setting;
      const receiptId = await waiting(setting);
      const call = client.create();
      await handed(call(STATE, wire.clientCode, receiptId));
      await control.tenant('POST', '/tokens/expire');
      await handed(call(STATE, wire.clientCode, receiptId));
      equal([client.sent('token').length, client.sent(STATE).length], [2, 3], 'Tokens and calls of Status');
    },
  },
  {
    id: 'client.token.verify',
    promise: 'A Verify whose token is refused is not repeated by the client; the next one has a new token.',
    ...ONCE,
    holds: [`operation:${VERIFY}`, 'error:token.expired'],
    needs: ['client', 'control'],
    async run(setting) {
      const { client, wire, control } = setting;
      const receiptId = await signed(setting);
      const call = client.create();
      await handed(call(STATE, wire.clientCode, receiptId));
      await control.tenant('POST', '/tokens/expire');
      const refusal = await failed(call(VERIFY, wire.clientCode, receiptId), 'ProviderRefusal');
      sameRefusal(refusal, lastOf(setting, VERIFY));
      equal(client.sent(VERIFY).length, 1, 'The number of Verify calls');
      await handed(call(VERIFY, wire.clientCode, receiptId));
    },
  },
];

const clockCases: readonly ContractCase[] = [
  {
    id: 'client.clock.asked',
    promise: "Told not to trust the local clock, the client reads the provider's before its first call.",
    source: 'npm kakaocert: UseLocalTimeYN, protocol.md §3',
    fidelity: 'sdk',
    holds: ['operation:time', 'operation:token'],
    needs: ['client'],
    async run({ client, wire, now, receipt }) {
      const receiptId = await receipt(row);
      const call = client.create({ useLocalTime: false, now: () => now() - HOUR });
      await handed(call(STATE, wire.clientCode, receiptId));
      const order = client.sent().map(({ operation }) => operation);
      equal(order, ['time', 'token', STATE], 'The calls of a client whose clock is an hour off');
    },
  },
  {
    id: 'client.clock.learned',
    promise: "Where a date is refused, the client reads the provider's clock and repeats the call once.",
    source: 'that a date of another hour is refused, and with which code, is assumed: domain.md §0',
    fidelity: 'assumed',
    holds: ['operation:time', 'error:auth.dateWindow'],
    needs: ['client'],
    async run({ client, wire, now, receipt }) {
      const receiptId = await receipt(row);
      const call = client.create({ now: () => now() + HOUR });
      const asked = call(STATE, wire.clientCode, receiptId);
      const known = createCatalogue().get('auth.dateWindow')?.code;
      const code = await asked.then(
        () => known,
        ({ code: given }) => given,
      );
      if (code !== known && client.sent('token').length === 1)
        throw new SkippedCase(`the client knows a refused date by the code ${known}; here it is ${code}`);
      await handed(asked);
      const order = client.sent().map(({ operation }) => operation);
      equal(order, ['token', 'time', 'token', STATE], 'The calls of a client whose clock is an hour off');
    },
  },
];

const lossCases: readonly ContractCase[] = [
  {
    id: 'client.lost.verify',
    promise:
      'A Verify whose answer is lost is not repeated, and the client says that it may have been carried out.',
    ...ONCE,
    holds: [],
    needs: ['client', 'control'],
    async run(setting) {
      const receiptId = await signed(setting);
      await fault(setting, VERIFY, { fault: 'commitThenDrop' });
      const call = setting.client.create();
      const failure = await failed(call(VERIFY, setting.wire.clientCode, receiptId), 'NetworkFailure');
      equal([failure.maybeDelivered, failure.code], [true, -99999999], 'maybeDelivered and code');
      equal(await arrived(setting, VERIFY), 1, 'The number of Verify calls');
      const state = await handed(call(STATE, setting.wire.clientCode, receiptId));
      hold(typeof state.verifyDT === 'string', 'A verifyDT is expected: the lost Verify counts.');
    },
  },
  {
    id: 'client.lost.request',
    promise: 'A request whose answer is lost is not repeated: the person is asked once.',
    ...OWN,
    holds: [],
    needs: ['client', 'control'],
    async run(setting) {
      await fault(setting, REQUEST, { fault: 'commitThenDrop' });
      const asked = setting.client.create()(REQUEST, setting.wire.clientCode, setting.request(row.service));
      const failure = await failed(asked, 'NetworkFailure');
      equal(failure.maybeDelivered, true, 'maybeDelivered');
      equal(await arrived(setting, REQUEST), 1, 'The number of requests');
    },
  },
  {
    id: 'client.wait.passing',
    promise:
      'While it waits the client passes over polls that fail on the way, and not over what the provider says.',
    ...OWN,
    holds: [`operation:${STATE}`],
    needs: ['client', 'control'],
    async run(setting) {
      const receiptId = await signed(setting);
      await fault(setting, STATE, { fault: 'status', status: 503, times: 2 });
      const call = setting.client.create();
      const state = await handed(call(waitOf(row), setting.wire.clientCode, receiptId));
      equal([state.state, setting.client.sent(STATE).length], [1, 3], 'The state, and the number of polls');
      const nobodys = call(waitOf(row), setting.wire.clientCode, '020010101000099999');
      sameRefusal(await failed(nobodys, 'ProviderRefusal'), lastOf(setting, STATE));
    },
  },
  {
    id: 'client.wait.expired',
    promise: 'Waiting ends with state 2 when nobody has signed in time.',
    source: 'manual A.2 #2',
    fidelity: 'manual',
    holds: [`operation:${STATE}`],
    needs: ['client', 'control'],
    async run(setting) {
      const receiptId = await waiting(setting, { Expires_in: 60 });
      const later = () => setting.pass(45_000);
      const call = setting.client.create({ sleep: inTurn(later, later).sleep });
      const state = await handed(call(waitOf(row), setting.wire.clientCode, receiptId));
      equal([state.state, setting.client.sent(STATE).length], [2, 3], 'The state, and the number of polls');
    },
  },
];

/** An id that the provider gave to somebody else. */
const FOREIGN = '020010101000000001';

const answerCases: readonly ContractCase[] = [
  {
    id: 'client.answer.nothing',
    promise: 'Null, absent and "" are one for what need not be there: the client hands over null.',
    source: 'protocol.md §8 #20; which of the three the service sends is not known, §9',
    fidelity: 'assumed',
    holds: [],
    needs: ['client', 'control'],
    async run(setting) {
      const receiptId = await waiting(setting);
      const put = { viewDT: '', completeDT: null, payload: '' };
      await fault(setting, STATE, { fault: 'rewrite', put, omit: ['subClientCode', 'tx_id'] });
      const state = await handed(setting.client.create()(STATE, setting.wire.clientCode, receiptId));
      for (const name of ['viewDT', 'completeDT', 'payload', 'subClientCode', 'tx_id'])
        equal(state[name], null, name);
    },
  },
  {
    id: 'client.answer.otherReceipt',
    promise: 'An answer about another receipt is no result.',
    ...OWN,
    holds: [],
    needs: ['client', 'control'],
    async run(setting) {
      const receiptId = await waiting(setting);
      await fault(setting, STATE, { fault: 'rewrite', put: { receiptID: FOREIGN } });
      const asked = setting.client.create()(STATE, setting.wire.clientCode, receiptId);
      await failed(asked, 'ContractViolation');
    },
  },
  {
    id: 'client.answer.page',
    promise: 'A page of something in between is neither a result nor a refusal; the client shows what came.',
    ...OWN,
    holds: [],
    needs: ['client', 'control'],
    async run(setting) {
      const receiptId = await waiting(setting);
      await fault(setting, STATE, { fault: 'status', status: 502, body: 'html' });
      const asked = setting.client.create()(STATE, setting.wire.clientCode, receiptId);
      const { evidence } = await failed(asked, 'ContractViolation');
      const came = lastOf(setting, STATE).answered;
      equal([evidence?.status, evidence?.text], [502, came.body], 'Status and text of the evidence');
    },
  },
  {
    id: 'client.answer.base64',
    promise: 'A signedData in plain base64 is handed over as it came, with a notice: Verify works once.',
    ...ONCE,
    holds: [],
    needs: ['client', 'control'],
    async run(setting) {
      const receiptId = await signed(setting);
      const signedData = 'MIAG+/A=';
      await fault(setting, VERIFY, { fault: 'rewrite', put: { signedData } });
      const result = await handed(setting.client.create()(VERIFY, setting.wire.clientCode, receiptId));
      equal(result.signedData, signedData, 'signedData');
      hold(/base64/.test(String(result.notice)), `A notice about base64 is expected, not ${result.notice}.`);
    },
  },
  {
    id: 'client.answer.untrusted',
    promise:
      'With roots the client checks the signature: what proves nothing is no result, and is not lost either.',
    ...OWN,
    holds: [`operation:${VERIFY}`],
    needs: ['client', 'control'],
    async run(setting) {
      const { client, wire, control, trust } = setting;
      const call = client.create(trust === undefined ? {} : { trust });
      await handed(call(VERIFY, wire.clientCode, await signed(setting)));
      await control.tenant('POST', '/outcomes', { operation: VERIFY, tamper: 'content' });
      const failure = await failed(call(VERIFY, wire.clientCode, await signed(setting)), 'SignatureError');
      const { signedData } = JSON.parse(lastOf(setting, VERIFY).answered.body);
      equal(failure.result?.signedData, signedData, 'The signedData that the error carries');
    },
  },
];

const callerCases: readonly ContractCase[] = [
  {
    id: 'client.abort',
    promise: "A call that its caller gave up rejects with the caller's own reason and sends nothing.",
    ...OWN,
    holds: [],
    needs: ['client'],
    async run({ client, wire }) {
      const reason = Object.assign(new Error('enough'), { name: 'Enough' });
      const signal = AbortSignal.abort(reason);
      const call = client.create();
      const failure = await failed(call(STATE, wire.clientCode, FOREIGN, { signal }), 'Enough');
      equal([failure === reason, client.sent().length], [true, 0], 'Whether it is that reason; calls sent');
    },
  },
  {
    id: 'client.misuse',
    promise: 'What can only be a mistake of the caller is refused before anything is sent.',
    source: 'manual A.1; npm kakaocert 2.51.0, protocol.md §3',
    fidelity: 'sdk',
    holds: [],
    needs: ['client'],
    async run({ client, wire: { clientCode }, request }) {
      const call = client.create();
      const mistakes: readonly (readonly [string, ...unknown[]])[] = [
        [STATE, '', FOREIGN],
        [STATE, clientCode, ''],
        // A number has lost the leading zero of the id.
        [STATE, clientCode, Number(FOREIGN)],
        [VERIFY, clientCode, FOREIGN, { signature: '' }],
        [REQUEST, clientCode, {}],
        [REQUEST, clientCode, null],
        [operationOf('verifyAuth', 'request'), clientCode, request('verifyAuth'), { appUseYN: true }],
      ];
      for (const [method, ...given] of mistakes) {
        const { code } = await failed(call(method, ...given), 'MisuseError');
        equal(code, -99999999, `The code of ${method} with ${JSON.stringify(given)}`);
      }
      equal(client.sent().length, 0, 'The number of calls that were sent');
    },
  },
];

export const clientCareCases: readonly ContractCase[] = [
  ...tokenCases,
  ...clockCases,
  ...lossCases,
  ...answerCases,
  ...callerCases,
];
