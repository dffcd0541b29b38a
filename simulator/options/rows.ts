// Options whose values are tables of their own: rows of the error catalogue to replace, and people made for a project.

import {
  createCatalogue,
  type ErrorChanges,
  type ErrorTable,
  inBoth,
  type NamedErrorId,
  type Text,
} from '../../contracts/protocol/index.js';
import type { Behaviour, People } from '../core/people.js';
import { tamperingNames } from '../core/tampering.js';
import {
  type Kind,
  OptionProblem,
  oneOf,
  onOff,
  readMembers,
  signPlan,
  wholeNumber,
  within,
} from './kinds.js';

const anObject: Text = { en: 'it must be an object', ko: '객체여야 합니다' };
const noErrorId: Text = {
  en: 'it is not an error id of the catalogue (docs/errors.md)',
  ko: '오류 목록(docs/errors.md)에 없는 오류 id입니다',
};

/** Reads an object whose names are the user's own, row by row. */
function readRows<T>(
  given: unknown,
  what: string,
  read: (name: string, value: unknown) => T,
): Record<string, T> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new OptionProblem(inBoth(anObject, (text) => `${text}: ${what}`));
  }
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, within(name, () => read(name, value))]),
  );
}

const anyText: Pick<Kind<string>, 'read'> = {
  read(given) {
    if (typeof given === 'string' && given !== '') return given;
    throw new OptionProblem({ en: 'it must be a text', ko: '비어 있지 않은 문자열이어야 합니다' });
  },
};

/** Codes of the provider are negative (manual A.1); a refusal is never a success. */
const errorMembers = { code: wholeNumber(-99_999_999, -1), message: anyText, status: wholeNumber(400, 599) };

export const errorRows: Kind<ErrorTable> = {
  placeholder: '',
  schema: {
    type: 'object',
    description: 'error id → what of it is to be replaced',
    additionalProperties: {
      type: 'object',
      additionalProperties: false,
      properties: {
        code: { type: 'integer', minimum: -99_999_999, maximum: -1 },
        message: { type: 'string', minLength: 1 },
        status: { type: 'integer', minimum: 400, maximum: 599 },
      },
    },
  },
  read(given) {
    const catalogue = createCatalogue();
    return readRows(given, '<error id> → {code, message, status}', (id, row) => {
      if (!catalogue.has(id)) throw new OptionProblem(noErrorId);
      return readMembers<ErrorChanges>(row, errorMembers, { en: 'an error', ko: '오류' });
    });
  },
};

const VERIFIED_ROW = /^(?:operation|error|field|timing|behaviour|case):[\w.]+$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const day: Pick<Kind<string>, 'read'> = {
  read(given) {
    const isDay = typeof given === 'string' && DAY.test(given);
    if (isDay && !Number.isNaN(Date.parse(given))) return given;
    throw new OptionProblem({
      en: 'it must be a day like 2026-12-01',
      ko: '2026-12-01 같은 날짜여야 합니다',
    });
  },
};

/** The rows of the ledger that a live run verified, and the cases that it played. */
export const verifiedRows: Kind<Readonly<Record<string, string>>> = {
  placeholder: '',
  schema: {
    type: 'object',
    description: 'row of the ledger (docs/fidelity.md), or case:<id of a contract case> → the day',
    propertyNames: { pattern: VERIFIED_ROW.source },
    additionalProperties: { type: 'string', pattern: DAY.source },
  },
  read: (given) =>
    readRows(given, '<row> → <yyyy-MM-dd>', (row, value) => {
      if (!VERIFIED_ROW.test(row)) {
        throw new OptionProblem({
          en: 'it is no row of the ledger (docs/fidelity.md)',
          ko: '근거 목록(docs/fidelity.md)에 없는 행입니다',
        });
      }
      return day.read(value);
    }),
};

const errorId: Pick<Kind<NamedErrorId>, 'read'> = {
  read(given) {
    if (typeof given === 'string' && createCatalogue().has(given)) return given as NamedErrorId;
    throw new OptionProblem(noErrorId);
  },
};

const verifyFault: Pick<Kind<{ fault: 'commitThenDrop' }>, 'read'> = {
  read: (given) =>
    readMembers(given, { fault: oneOf(['commitThenDrop']) }, { en: 'a fault', ko: '장애' }) as {
      fault: 'commitThenDrop';
    },
};

const behaviourMembers = {
  sign: signPlan,
  views: onOff as Kind<true>,
  refuses: errorId,
  tamper: oneOf(tamperingNames),
  verifyFault,
};

export const people: Kind<People> = {
  placeholder: '',
  schema: {
    type: 'object',
    description: 'phone number (digits) or name → behaviour',
    additionalProperties: {
      type: 'object',
      additionalProperties: false,
      properties: {
        sign: signPlan.schema,
        views: onOff.schema,
        refuses: { type: 'string', description: 'an error id' },
        tamper: { enum: tamperingNames },
        verifyFault: { type: 'object', properties: { fault: { enum: ['commitThenDrop'] } } },
      },
    },
  },
  read: (given) =>
    readRows(given, '<ReceiverHP | ReceiverName> → {sign, …}', (_name, row) =>
      readMembers<Behaviour>(row, behaviourMembers as never, { en: 'a behaviour', ko: '동작' }),
    ),
};
