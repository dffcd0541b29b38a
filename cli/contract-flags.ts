// The flags of `contract`.

import type { Flags } from './flags.js';

const liveNames = 'KAKAOCERT_LINK_ID, KAKAOCERT_SECRET_KEY, KAKAOCERT_CLIENT_CODE';

export const contractFlags: Flags = {
  target: {
    type: 'string',
    value: 'sim|live|<url>',
    help: `who is judged: a simulator made for this run (sim), the service that ${liveNames} open (live), or an address`,
  },
  only: { type: 'string', value: '<text>', multiple: true, help: 'only cases whose id holds this text' },
  list: { type: 'boolean', help: 'print the cases and end' },
  json: { type: 'boolean', help: 'print the results as one JSON document' },
  parallel: { type: 'string', value: '<number>', help: 'how many cases run at a time (1)' },
  record: {
    type: 'string',
    value: '<file|folder>',
    help: 'write what travelled to a new file, with every secret and personal value replaced',
  },
  replay: {
    type: 'string',
    value: '<file>',
    help: 'play the cases of a recording and print what is not as it was recorded',
  },
  learned: {
    type: 'string',
    value: '<file>',
    help: 'write what a service taught, codes and what is verified, as settings that --config takes (printed without it)',
  },
  config: {
    type: 'string',
    value: '<file>',
    help: 'settings in a JSON file: of the simulator that is judged, or what is known of the service',
  },
  'only-unknown': {
    type: 'boolean',
    help: 'only cases about what is assumed today, by our tables and by --config; the cheapest first',
  },
  'call-real-hosts': {
    type: 'boolean',
    help: 'really call the live service: it costs points and sends messages. Without it, live only lists what it would do',
  },
  person: { type: 'boolean', help: 'live: somebody is at the phone and signs when asked' },
  calls: { type: 'string', value: '<number>', help: 'live: at most so many calls (300)' },
  messages: {
    type: 'string',
    value: '<number>',
    help: 'live: at most so many messages to the receiver (10)',
  },
};
