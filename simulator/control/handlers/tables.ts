// The tables that the page offers to choose from. They are made for each asker: a page asks once.

import {
  actions,
  magicPeople,
  type OperationName,
  operations,
  type Text,
} from '../../../contracts/protocol/index.js';
import { faultKinds, faults } from '../../core/faults.js';
import type { Behaviour, People } from '../../core/people.js';
import { forms, formWords, tamperingNames, tamperings } from '../../core/tampering.js';
import type { ControlHandlers } from './handler.js';

const tenantOperations = (Object.keys(operations) as OperationName[]).filter((name) => name !== 'time');

/** The user's own person has no words: what is set says it. */
const inWords = (behaviour: Behaviour): Text => {
  const text = Object.entries(behaviour)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
  return { en: text, ko: text };
};

const own = (people: People) =>
  Object.entries(people).map(([key, behaviour]) => ({
    phone: /^\d+$/.test(key) ? key : null,
    name: /^\d+$/.test(key) ? null : key,
    words: inWords(behaviour),
  }));

export const tableHandlers = {
  tables: ({ catalogue }, { pages: { people, allowRedirects } }) => ({
    json: {
      operations: tenantOperations.map((name) => ({ name, gives: actions[operations[name].action].gives })),
      errors: [...catalogue].map(([id, { code, message, status }]) => ({ id, code, message, status })),
      tamperings: tamperingNames.map((name) => ({ name, words: tamperings[name].words })),
      forms: forms.map((name) => ({ name, words: formWords[name] })),
      faults: faultKinds.map((name) => ({
        name,
        words: faults[name].words,
        example: faults[name].example as Readonly<Record<string, unknown>>,
      })),
      people: [...own(people), ...magicPeople.map(({ phone, name, words }) => ({ phone, name, words }))],
      allowRedirects,
    },
  }),
} satisfies Partial<ControlHandlers>;
