// The rest of the auth host: its time, points and links.

import * as schema from '../../protocol/messages.js';
import type { ContractCase } from '../case.js';
import { answered, equal, hold } from '../expectations.js';
import { about } from './services.js';

export const accountCases: readonly ContractCase[] = [
  {
    id: 'time.text',
    promise: 'Time is open to everybody: UTC to the second as bare text, without quotes or a newline.',
    source: 'Linkhub auth SDKs; protocol.md §1.3',
    fidelity: 'sdk',
    holds: ['operation:time'],
    async run({ wire, now }) {
      const { status, text, headers } = await wire.call('time');
      equal(status, 200, 'The HTTP status of Time');
      hold(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text),
        `yyyy-MM-ddTHH:mm:ssZ is expected, not "${text}".`,
      );
      hold(/^text\/plain\b/.test(headers.get('content-type') ?? ''), 'Content-Type text/plain is expected.');
      const off = Math.abs(Date.parse(text) - now());
      hold(off <= 120_000, `Time is ${off} ms from ours; two minutes at most are expected.`);
    },
  },
  {
    id: 'time.dateHeader',
    promise: 'A Date header, where there is one, tells the same time as Time, within three seconds.',
    ...about('timeHeader', 'operation:time'),
    async run({ wire, note }) {
      const { text, headers } = await wire.call('time');
      const header = headers.get('date');
      if (header === null) return;
      const off = Date.parse(header) - Date.parse(text);
      note(`The Date header is ${off} ms from Time.`);
      hold(Math.abs(off) <= 3_000, `The Date header is "${header}", Time is ${text}.`);
    },
  },
  ...(['point', 'partnerPoint'] as const).map(
    (operation): ContractCase => ({
      id: `${operation}.answered`,
      promise: 'The remaining points are one number.',
      ...about('pointsOpen', `operation:${operation}`),
      async run({ wire }) {
        answered(await wire.call(operation), schema.Point);
      },
    }),
  ),
  {
    id: 'totalPoint.answered',
    promise: 'All points, the charged and the given ones, are numbers.',
    ...about('pointsOpen', 'operation:totalPoint'),
    async run({ wire }) {
      answered(await wire.call('totalPoint'), schema.TotalPoint);
    },
  },
  {
    id: 'url.answered',
    promise: 'A link to the partner page is given for what SDKs ask for: charging and login.',
    ...about('pointsOpen', 'operation:url'),
    async run({ wire }) {
      for (const target of ['CHRG', 'LOGIN']) {
        const { url } = answered(await wire.call('url', { query: `?TG=${target}` }), schema.PartnerUrl);
        hold(/^https:\/\//.test(url), `An https address is expected, not "${url}".`);
      }
    },
  },
  {
    id: 'url.TG',
    promise: 'A link is asked for by name, and a name that is none is refused.',
    source: 'nothing public tells; protocol.md §9',
    fidelity: 'assumed',
    holds: ['error:field.TG.required', 'error:field.TG.format'],
    async run({ wire, refused }) {
      for (const query of ['', '?TG=']) refused(await wire.call('url', { query }), 'field.TG.required');
      refused(await wire.call('url', { query: '?TG=ELSE' }), 'field.TG.format');
    },
  },
];
