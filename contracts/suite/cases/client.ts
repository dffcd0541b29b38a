// The typed client through each service: what it sends, what it hands over, and what it does with a refusal. What only the
// client would refuse of a target's answers is found here.

import type { ContractCase, ServiceOperations, Setting } from '../case.js';
import { answerOf, failed, handed } from '../client.js';
import { answered, equal, hold } from '../expectations.js';
import { type Exchange, replyOf } from '../wire.js';
import { forEachService, outputOf } from './services.js';

const MANUAL = { source: 'manual 1–3, by the client of this package', fidelity: 'manual' } as const;
const APP = {
  source: 'SDKs since 2020-08 and 2021-05, protocol.md §6; that a cancelled one waits on is assumed, §10.1',
  fidelity: 'sdk',
} as const;
const NOBODYS = '020010101000099999';

/** `getCMSState` → `waitForCMS`. */
export const waitOf = ({ state }: ServiceOperations): string => state.replace(/^get(.+)State$/, 'waitFor$1');

/** The last exchange of an operation that a client made. */
export function lastOf({ client }: Setting, operation: Exchange['operation']): Exchange {
  const last = client.sent(operation).at(-1);
  hold(last !== undefined, `The client should have called ${operation}; it did not.`);
  return last;
}

/** Throws unless a client's refusal is the provider's own: code, message and status as they came. */
export function sameRefusal(
  failure: { readonly code?: unknown; readonly message: string; readonly status?: unknown },
  exchange: Exchange,
): void {
  const { code, message } = answerOf(exchange);
  equal(
    [failure.code, failure.message, failure.status],
    [code, message, exchange.answered.status],
    'Code, message and status of the refusal',
  );
}

/** No client polls more often than this in a case: what should have ended it has happened long before. */
const MOST_POLLS = 8;

/** What happens while a client waits between two polls: one thing after another, then nothing. It ends what never ends. */
export function inTurn(...things: readonly (() => Promise<unknown>)[]) {
  const slept: number[] = [];
  const sleep = async (ms: number): Promise<void> => {
    slept.push(ms);
    if (slept.length > MOST_POLLS) throw new Error(`it waits on after ${MOST_POLLS} polls`);
    await things[slept.length - 1]?.();
  };
  return { slept, sleep };
}

const ofService = (row: ServiceOperations): readonly ContractCase[] => {
  const id = (name: string) => `client.${row.service}.${name}`;
  return [
    {
      id: id('request'),
      promise: `The client sends a request as it is given and hands over the receiptId, which Status knows.`,
      ...MANUAL,
      holds: [`operation:${row.request}`, `operation:${row.state}`],
      needs: ['client', 'receiver'],
      async run(setting) {
        const { client, wire, request } = setting;
        const asked = request(row.service);
        const given = structuredClone(asked);
        const call = client.create();
        const result = await handed(call(row.request, wire.clientCode, given));
        const exchange = lastOf(setting, row.request);
        equal(JSON.parse(exchange.sent.body), asked, 'What the client sent');
        equal(given, asked, "The caller's own object after the call");
        equal(result.receiptId, answerOf(exchange).receiptId, 'receiptId');
        const state = await handed(call(row.state, wire.clientCode, result.receiptId));
        equal(state.receiptID, result.receiptId, 'receiptID of Status');
      },
    },
    {
      id: id('state'),
      promise: 'The client hands over Status as it was answered; what says nothing is null, or absent.',
      ...MANUAL,
      holds: [`operation:${row.state}`],
      needs: ['client'],
      async run(setting) {
        const receiptId = await setting.receipt(row);
        const call = setting.client.create();
        const state = await handed(call(row.state, setting.wire.clientCode, receiptId));
        const reply = replyOf(lastOf(setting, row.state));
        equal(state, answered(reply, outputOf(row.state)), 'What the client handed over');
      },
    },
    {
      id: id('flow'),
      promise:
        'The client waits at the interval given until the person has signed, verifies once, and hands over the refusal of a second Verify.',
      ...MANUAL,
      holds: [`operation:${row.request}`, `operation:${row.state}`, `operation:${row.verify}`],
      needs: ['client', 'receiver', 'person'],
      async run(setting) {
        const { client, wire, request, sign } = setting;
        let receiptId = '';
        const { slept, sleep } = inTurn(() => sign(row, receiptId));
        const call = client.create({ sleep });
        ({ receiptId } = await handed(call(row.request, wire.clientCode, request(row.service))));
        const state = await handed(call(waitOf(row), wire.clientCode, receiptId, { interval: 4321 }));
        equal(state.state, 1, 'The state that the client waited for');
        equal([...new Set(slept)], slept.length === 0 ? [] : [4321], 'The intervals between polls');
        const result = await handed(call(row.verify, wire.clientCode, receiptId));
        const { signedData } = answerOf(lastOf(setting, row.verify));
        equal([result.receiptId, result.signedData], [receiptId, signedData], 'What Verify handed over');
        equal(client.sent(row.verify).length, 1, 'The number of Verify calls');
        const again = await failed(call(row.verify, wire.clientCode, receiptId), 'ProviderRefusal');
        sameRefusal(again, lastOf(setting, row.verify));
      },
    },
    {
      id: id('refusal'),
      promise: "The client hands over the provider's refusal with its own code, message and status.",
      source: 'manual A.1; that a receipt which nobody got is refused is assumed, domain.md §0',
      fidelity: 'assumed',
      holds: ['error:receipt.unknown'],
      needs: ['client'],
      async run(setting) {
        const call = setting.client.create();
        for (const name of [row.state, row.verify]) {
          const refusal = await failed(call(name, setting.wire.clientCode, NOBODYS), 'ProviderRefusal');
          sameRefusal(refusal, lastOf(setting, name));
        }
      },
    },
  ];
};

const appToApp = (row: ServiceOperations): readonly ContractCase[] =>
  row.hasAppToApp ? [appToAppCase(row)] : [];

const appToAppCase = (row: ServiceOperations): ContractCase => ({
  id: `client.${row.service}.appToApp`,
  promise:
    'The client asks App-to-App, hands over tx_id, waits on after the person cancelled, and verifies with the signature of the app.',
  ...APP,
  holds: [`operation:${row.request}`, `operation:${row.verify}`, 'error:verify.signature'],
  needs: ['client', 'receiver', 'control'],
  async run(setting) {
    const { client, wire, request, control, sign } = setting;
    let receiptId = '';
    const { slept, sleep } = inTurn(
      () => control.send('POST', `/receipts/${receiptId}/cancel`, {}),
      () => sign(row, receiptId),
    );
    const call = client.create({ sleep });
    const asked = request(row.service);
    const given = structuredClone(asked);
    const result = await handed(call(row.request, wire.clientCode, given, { appUseYN: true }));
    const exchange = lastOf(setting, row.request);
    equal(JSON.parse(exchange.sent.body), { ...asked, isAppUseYN: true }, 'What the client sent');
    equal(given, asked, "The caller's own object after the call");
    equal(result, answerOf(exchange), 'What the client handed over');
    receiptId = result.receiptId;
    const state = await handed(call(waitOf(row), wire.clientCode, receiptId));
    equal(
      [state.state, slept.length],
      [1, 2],
      'The state, and the waits: once for a cancel, once for a signature',
    );
    const without = await failed(call(row.verify, wire.clientCode, receiptId), 'ProviderRefusal');
    sameRefusal(without, lastOf(setting, row.verify));
    const { signature } = await control.receipt(receiptId);
    const verified = await handed(call(row.verify, wire.clientCode, receiptId, { signature }));
    equal(verified, answerOf(lastOf(setting, row.verify)), 'What Verify handed over');
    hold(
      lastOf(setting, row.verify).target.endsWith(`/${receiptId}/${signature}`),
      'The signature should stand in the path as the app gave it.',
    );
  },
});

export const clientCases: readonly ContractCase[] = [
  ...forEachService(ofService),
  ...forEachService(appToApp),
];
