// The manual's callback form of the client: exactly one of the two callbacks is called, once, and never before the method
// has returned.

import { serviceTitle } from '../../protocol/index.js';
import type { ContractCase, ServiceOperations } from '../case.js';
import { answerOf, type ClientKit, skipBehind } from '../client.js';
import { equal, hold } from '../expectations.js';
import { inTurn, lastOf, sameRefusal, waitOf } from './client.js';
import { forEachService, services } from './services.js';

const FORM = { source: 'manual 1–3, A.1; npm kakaocert 2.51.0', fidelity: 'manual' } as const;

type Service = ReturnType<ClientKit['service']>;

/** What a call handed to its callbacks: which of the two, and what. */
interface Heard {
  readonly by: 'success' | 'error';
  // biome-ignore lint/suspicious/noExplicitAny: whatever was handed over; cases look at it field by field
  readonly value: any;
}

/** Calls a method with two callbacks behind its other arguments. Throws unless one of them is called, once, and later. */
async function heard(service: Service, method: string, ...given: unknown[]): Promise<Heard> {
  const calls: Heard[] = [];
  let settle: () => void = () => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const note = (by: Heard['by']) => (value: unknown) => {
    calls.push({ by, value });
    settle();
  };
  const returned = service(method, ...given, note('success'), note('error'));
  equal([returned, calls.length], [undefined, 0], `What ${method} gave back and had called when it returned`);
  await settled;
  // Whatever would call a second time does so before the next turn.
  await new Promise((resolve) => setImmediate(resolve));
  const [first] = calls;
  hold(first !== undefined && calls.length === 1, `One callback is expected once; ${calls.length} came.`);
  const skip = skipBehind(first.value);
  if (skip !== undefined) throw skip;
  return first;
}

/** What the success callback got. */
async function heardSuccess(service: Service, method: string, ...given: unknown[]): Promise<Heard['value']> {
  const { by, value } = await heard(service, method, ...given);
  hold(by === 'success', `${method} should have called its success callback; error got: ${value?.message}`);
  return value;
}

/** What the error callback got. */
async function heardError(service: Service, method: string, ...given: unknown[]): Promise<Heard['value']> {
  const { by, value } = await heard(service, method, ...given);
  hold(
    by === 'error',
    `${method} should have called its error callback; success got ${JSON.stringify(value)}`,
  );
  return value;
}

const ofService = (row: ServiceOperations): readonly ContractCase[] => [
  {
    id: `client.${row.service}.callbacks`,
    promise: `The callback form goes through ${serviceTitle(row.service)}: one callback for each call, once, after it has returned.`,
    ...FORM,
    holds: [`operation:${row.request}`, `operation:${row.state}`, `operation:${row.verify}`],
    needs: ['client', 'receiver', 'person'],
    async run(setting) {
      const { client, wire, request, sign } = setting;
      const code = wire.clientCode;
      let receiptId = '';
      const { sleep } = inTurn(() => sign(row, receiptId));
      const service = client.service({ requestReturns: 'receiptId', sleep });
      receiptId = await heardSuccess(service, row.request, code, request(row.service));
      equal(
        receiptId,
        answerOf(lastOf(setting, row.request)).receiptId,
        'The receipt id that was handed over',
      );
      const state = await heardSuccess(service, waitOf(row), code, receiptId);
      equal([state.receiptID, state.state], [receiptId, 1], 'receiptID and state');
      const result = await heardSuccess(service, row.verify, code, receiptId);
      const { signedData } = answerOf(lastOf(setting, row.verify));
      equal([result.receiptId, result.signedData], [receiptId, signedData], 'What Verify handed over');
      sameRefusal(await heardError(service, row.verify, code, receiptId), lastOf(setting, row.verify));
    },
  },
];

const appToApp = (row: ServiceOperations): ContractCase => ({
  id: `client.${row.service}.callbacks.appToApp`,
  promise: 'In the callback form appUseYN and the signature of the app stand before the two callbacks.',
  source: 'npm kakaocert 2.51.0, protocol.md §3',
  fidelity: 'sdk',
  holds: [`operation:${row.request}`, `operation:${row.verify}`],
  needs: ['client', 'receiver', 'control'],
  async run(setting) {
    const { client, wire, request, control, sign } = setting;
    const code = wire.clientCode;
    const service = client.service();
    const talk = await heardSuccess(service, row.request, code, request(row.service), false);
    equal((await control.receipt(talk.receiptId)).txId, null, 'The tx_id of a request with appUseYN false');
    const asked = await heardSuccess(service, row.request, code, request(row.service), true);
    equal(asked, answerOf(lastOf(setting, row.request)), 'What was handed over');
    hold(typeof asked.tx_id === 'string', 'A tx_id is expected with appUseYN true.');
    await sign(row, asked.receiptId);
    const { signature } = await control.receipt(asked.receiptId);
    const result = await heardSuccess(service, row.verify, code, asked.receiptId, signature);
    equal(result, answerOf(lastOf(setting, row.verify)), 'What Verify handed over');
  },
});

const unknown: ContractCase = {
  id: 'client.callbacks.failure',
  promise:
    'A refusal goes to the error callback as code and message; without an error callback nothing is sent and the call throws.',
  ...FORM,
  holds: [],
  needs: ['client'],
  async run(setting) {
    const { client, wire } = setting;
    const [row] = services;
    hold(row !== undefined, 'There is no service.');
    const service = client.service();
    const refusal = await heardError(service, row.state, wire.clientCode, '020010101000099999');
    sameRefusal(refusal, lastOf(setting, row.state));
    const before = client.sent().length;
    let thrown: unknown;
    try {
      service(row.state, wire.clientCode, '020010101000099999', () => undefined);
    } catch (error) {
      thrown = error;
    }
    hold(thrown instanceof Error, 'A call without an error callback should throw at once.');
    equal(client.sent().length, before, 'The number of calls that were sent');
  },
};

export const clientCallbackCases: readonly ContractCase[] = [
  ...forEachService(ofService),
  ...services.filter(({ hasAppToApp }) => hasAppToApp).map(appToApp),
  unknown,
];
