// Request: what is accepted and what it answers.

import { fieldsOf } from '../../protocol/field.js';
import { banks, identifiers, type Operation, operations } from '../../protocol/index.js';
import type { ContractCase, ServiceOperations } from '../case.js';
import { answered, equal, hold } from '../expectations.js';
import { about, asking, forEachService, outputOf, requested, services, stateOf } from './services.js';

const SERVICE = { source: 'the service codes are not public, domain.md §0', fidelity: 'assumed' } as const;

/** The names of the texts that a Request need not have. */
function optionalTexts({ request }: ServiceOperations): readonly string[] {
  const { input }: Operation = operations[request];
  return (input === undefined ? [] : fieldsOf(input)).flatMap(([name, rule, isRequired]) =>
    !isRequired && [rule.type].flat().includes('string') ? [name] : [],
  );
}

const ofService = (row: ServiceOperations): readonly ContractCase[] => {
  const id = (name: string) => `${row.service}.request.${name}`;
  const operation = `operation:${row.request}` as const;
  return [
    {
      id: id('accepted'),
      promise: 'A complete Request is answered with a receipt id.',
      source: 'manual 1.1; protocol.md §2.6',
      fidelity: 'sdk',
      holds: [operation],
      async run({ wire, request }) {
        const answer = await wire.call(row.request, { body: request(row.service) });
        const { receiptId } = answered(answer, outputOf(row.request));
        hold(
          /^\S{1,20}$/.test(receiptId),
          `1 to 20 characters are expected as a receipt id, not "${receiptId}".`,
        );
        hold(!('receiptID' in answer.json), 'A Request answers receiptId, not receiptID.');
      },
    },
    {
      id: id('receiptId.form'),
      promise: 'A receipt id is 0, the second of the Request in Korean time, and five digits.',
      source: 'recordings of the real service; protocol.md §7',
      fidelity: 'observed',
      holds: [operation],
      async run({ wire, request }) {
        const receiptId = await requested(wire, row, request(row.service));
        hold(
          new RegExp(identifiers.receiptId.pattern).test(receiptId),
          `18 digits, the first 0, are expected, not "${receiptId}".`,
        );
        const { regDT } = await stateOf(wire, row, receiptId);
        equal(receiptId.slice(1, 13), regDT.slice(2), 'The second in the receipt id');
      },
    },
    {
      id: id('twice'),
      promise: 'Every Request makes a receipt of its own, the same one sent twice too.',
      ...about('requestRepeated', operation),
      async run({ wire, request }) {
        const body = request(row.service);
        const [first, second] = [await requested(wire, row, body), await requested(wire, row, body)];
        hold(first !== second, `Two Requests got the same receipt id ${first}.`);
      },
    },
    {
      id: id('rawBody'),
      promise: 'The signature is over the body as it travels: Python sends spaces.',
      source: 'Python SDK; protocol.md §2.3',
      fidelity: 'sdk',
      holds: [operation],
      async run({ wire, request }) {
        answered(await wire.call(row.request, { body: JSON.stringify(request(row.service), null, 1) }));
      },
    },
    {
      id: id('optional.absent'),
      promise: 'What is optional may be left out, null or empty, all meaning not given.',
      source: 'SDKs send all three; protocol.md §2.5',
      fidelity: 'sdk',
      holds: [operation],
      async run({ wire, request }) {
        for (const nothing of [undefined, null, '']) {
          const changes = Object.fromEntries(optionalTexts(row).map((name) => [name, nothing]));
          const receiptId = await requested(wire, row, request(row.service, changes));
          const { tmsmessage, payload, subClientCode } = await stateOf(wire, row, receiptId);
          for (const value of [tmsmessage, payload, subClientCode])
            equal(value ?? null, null, 'What was not given');
        }
      },
    },
    {
      id: id('flag.absent'),
      promise: 'A flag that is left out, or null, is false: the Node SDK never sends false.',
      source: 'npm kakaocert; protocol.md §8 #6',
      fidelity: 'sdk',
      holds: [operation, `field:${row.message}.isVerifyNameYN`, `field:${row.message}.isAllowSimpleRegistYN`],
      async run({ wire, request }) {
        for (const nothing of [undefined, null]) {
          const changes = { isVerifyNameYN: nothing, isAllowSimpleRegistYN: nothing };
          const receiptId = await requested(wire, row, request(row.service, changes));
          const { verifyNameYN, allowSimpleRegistYN } = await stateOf(wire, row, receiptId);
          equal([verifyNameYN, allowSimpleRegistYN], [false, false], 'The flags that were not given');
        }
      },
    },
    {
      id: id('expires.numericText'),
      promise: 'Expires_in as a text of digits is taken for the number.',
      ...about('numericExpiry', `field:${row.message}.Expires_in`),
      async run({ wire, request }) {
        const receiptId = await requested(wire, row, request(row.service, { Expires_in: '60' }));
        equal((await stateOf(wire, row, receiptId)).expires_in, 60, 'expires_in');
      },
    },
    {
      id: id('unknownField'),
      promise: 'A field that nobody knows does no harm.',
      ...about('unknownField', operation),
      async run({ wire, request }) {
        await requested(wire, row, request(row.service, { NotAField: { a: [1] } }));
      },
    },
    {
      id: id('subClient.unknown'),
      promise: 'A sub-client that is not registered is accepted, and has no name.',
      ...about('unknownSubClient', `field:${row.message}.SubClientID`),
      async run({ wire, request }) {
        const receiptId = await requested(wire, row, request(row.service, { SubClientID: '099999999999' }));
        const { subClientCode, subClientName } = await stateOf(wire, row, receiptId);
        equal([subClientCode, subClientName ?? null], ['099999999999', null], 'The sub-client');
      },
    },
    {
      id: id('refused.makesNothing'),
      promise: 'A refused Request makes no receipt.',
      ...SERVICE,
      holds: ['error:field.ReceiverHP.format', 'error:body.malformed'],
      needs: ['control'],
      async run({ wire, request, control, refused }) {
        const body = request(row.service, { ReceiverHP: 'not digits' });
        refused(await wire.call(row.request, { body }), 'field.ReceiverHP.format');
        refused(await wire.call(row.request, { body: '{' }), 'body.malformed');
        equal((await control.tenant('GET', '/receipts')).receipts, [], 'The receipts of the institution');
      },
    },
    {
      id: id('notMember'),
      promise: 'Somebody who is not in KakaoTalk can not be asked.',
      ...SERVICE,
      holds: ['error:person.notMember'],
      needs: ['control'],
      async run({ wire, request, refused }) {
        const body = request(row.service, { ReceiverHP: '01000000006' });
        refused(await wire.call(row.request, { body }), 'person.notMember');
      },
    },
    {
      id: id('nameMismatch'),
      promise: 'Somebody whose real name is another is refused, if the Request asks for the comparison.',
      ...about('nameMismatch', 'error:person.nameMismatch', `field:${row.message}.isVerifyNameYN`),
      needs: ['otherName'],
      async run({ wire, request, otherName, refused }) {
        const body = (isVerifyNameYN: boolean) => request(row.service, { ...otherName, isVerifyNameYN });
        refused(await wire.call(row.request, { body: body(true) }), 'person.nameMismatch');
        await requested(wire, row, body(false));
      },
    },
    {
      id: id('talk'),
      promise: 'A Request through the Talk message answers no transaction id.',
      ...about('talkWithoutTxId', operation),
      async run({ wire, request, holdsAssumed }) {
        for (const isAppUseYN of row.hasAppToApp ? [false, undefined] : [true, undefined]) {
          const reply = await wire.call(row.request, { body: request(row.service, { isAppUseYN }) });
          const answer = answered(reply, outputOf(row.request));
          equal(answer.tx_id || null, null, 'tx_id of a Request through Talk');
          if (holdsAssumed) equal(Object.keys(answer), ['receiptId'], 'What a Request through Talk answers');
        }
      },
    },
  ];
};

const appToApp: readonly ContractCase[] = services
  .filter(({ hasAppToApp }) => hasAppToApp)
  .map((row) => ({
    id: `${row.service}.request.appToApp`,
    promise: 'An App-to-App Request answers the transaction id too, and Status shows both.',
    source: 'SDK response classes, protocol.md §2.6',
    fidelity: 'sdk',
    holds: [`operation:${row.request}`, `field:${row.message}.isAppUseYN`],
    async run({ wire, request }) {
      const reply = await wire.call(row.request, { body: request(row.service, { isAppUseYN: true }) });
      const { receiptId, tx_id } = answered(reply, outputOf(row.request));
      hold(typeof tx_id === 'string' && tx_id !== '', 'A tx_id is expected; there is none.');
      const state = await stateOf(wire, row, receiptId);
      equal([state.appUseYN, state.tx_id], [true, tx_id], 'appUseYN and tx_id of Status');
    },
  }));

/** Of automatic debit alone. */
const debit: readonly ContractCase[] = [
  {
    id: 'cms.request.everyBank',
    promise: 'Every institution that takes part in CMS is accepted by its code.',
    source: 'KFTC, CMS account numbers by institution, 2026-05-08; domain.md §2',
    fidelity: 'observed',
    holds: ['field:RequestCMS.BankCode'],
    needs: ['control'],
    async run({ wire, request }) {
      for (const { code } of banks)
        answered(await wire.call('requestCMS', { body: request('cms', { BankCode: code }) }));
    },
  },
  {
    id: 'cms.request.unknownBank',
    promise: 'A bank that takes no part in CMS is accepted: nobody outside knows that it is refused.',
    ...about('unknownBank', 'field:RequestCMS.BankCode'),
    needs: ['control'],
    async run({ wire, request }) {
      answered(await wire.call('requestCMS', { body: request('cms', { BankCode: '001' }) }));
    },
  },
  {
    id: 'cms.request.maskedAccount',
    promise: 'An account number may be masked, and written with hyphens.',
    // That it may be masked as in the manual's example is held by every Request; these are other ways to write it.
    ...about('codeLikeFields', 'field:RequestCMS.BankAccountNum'),
    async run({ wire, request }) {
      for (const BankAccountNum of ['0-0000-0**0-00', '000*****000', '00000000000'])
        answered(await wire.call('requestCMS', { body: request('cms', { BankAccountNum }) }));
    },
  },
];

export const requestCases: readonly ContractCase[] = asking([
  ...forEachService(ofService),
  ...appToApp,
  ...debit,
]);
