// The rule of every field of every Request, made from the table of messages: what is required, how long, of what.

import { type FieldRule, fieldsOf, type RequestField } from '../../protocol/field.js';
import { type Operation, operations } from '../../protocol/index.js';
import { type RequestFieldName, requestFields } from '../../protocol/requests.js';
import type { ContractCase, ServiceOperations } from '../case.js';
import { answered, equal } from '../expectations.js';
import { about, asking, forEachService, requested, stateOf } from './services.js';

/** Free text, by its row. */
const isProse = (name: string): boolean => {
  const row: RequestField | undefined = Object.hasOwn(requestFields, name)
    ? requestFields[name as RequestFieldName]
    : undefined;
  return row?.type === 'string' && row.prose === true;
};

const typesOf = ({ type }: FieldRule) => [type].flat();
const isText = (rule: FieldRule) => typesOf(rule).includes('string');

/** Values of no type that the field may have. */
const wrongTypes = (rule: FieldRule): readonly unknown[] => {
  if (typesOf(rule).includes('boolean')) return ['true', 1, [], {}];
  const fractions = typesOf(rule).includes('integer') ? [1.5, 'soon', '1e2'] : [];
  return [true, [], {}, ['x'], ...fractions];
};

/** The longest text that a field takes. */
const longest = (rule: FieldRule, character: string) => character.repeat(rule.maxLength ?? 1);

const ofField = (
  row: ServiceOperations,
  [name, rule, isRequired]: readonly [string, FieldRule, boolean],
): readonly ContractCase[] => {
  const id = (fault: string) => `${row.service}.field.${name}.${fault}`;
  const known = {
    source: rule['x-source'] ?? '',
    fidelity: rule['x-fidelity'] ?? 'assumed',
  } as const;
  const field = `field:${row.message}.${name}` as const;
  const title = `${name} (${rule.title})`;
  const refusing = (fault: string, values: readonly unknown[]): ContractCase['run'] =>
    async function run({ wire, request, refused }) {
      for (const value of values) {
        const body = request(row.service, { [name]: value });
        refused(await wire.call(row.request, { body }), `field.${name}.${fault}`);
      }
    };
  // Of free text alone the limit is a promise: a name, a number or a code may be asked for more than its length.
  const free = isProse(name) ? { ...known, holds: [field] } : about('codeLikeFields', field);
  const hasLongest =
    // A Token is bounded by the signedData around it too.
    isText(rule) && rule.maxLength !== undefined && rule['x-charset'] === undefined && name !== 'Token';
  const acceptingLongest = (character: string): ContractCase['run'] =>
    async function run({ wire, request }) {
      answered(
        await wire.call(row.request, { body: request(row.service, { [name]: longest(rule, character) }) }),
      );
    };
  const cases: (ContractCase | undefined)[] = [
    isRequired
      ? {
          id: id('required'),
          promise: `A Request without ${title} is refused, be it absent, null or empty.`,
          ...known,
          holds: [field, `error:field.${name}.required`],
          run: refusing('required', [undefined, null, '']),
        }
      : undefined,
    {
      id: id('format'),
      promise: `A ${title} of another type is refused.`,
      ...about('wrongTypes', field, `error:field.${name}.format`),
      run: refusing('format', wrongTypes(rule)),
    },
    rule['x-charset'] === 'digits'
      ? {
          id: id('digits'),
          promise: `${title} is digits only.`,
          ...known,
          holds: [field, `error:field.${name}.format`],
          run: refusing('format', ['010-0000-0', '+820100000', '０１０', '010 0000']),
        }
      : undefined,
    rule['x-charset'] === 'date'
      ? {
          id: id('date'),
          promise: `${title} is a day of the calendar, yyyyMMdd.`,
          ...known,
          holds: [field, `error:field.${name}.format`],
          run: refusing('format', ['1970010', '19700230', '19701301', '70-01-01', '00000000']),
        }
      : undefined,
    isText(rule) && rule.maxLength !== undefined
      ? {
          id: id('length'),
          promise: `A ${title} of more than ${rule.maxLength} characters is refused.`,
          ...known,
          holds: [field, `error:field.${name}.length`],
          run: refusing(
            'length',
            (rule['x-charset'] === undefined ? ['한', '🦁', 'a'] : ['1']).map(
              (one) => longest(rule, one) + one,
            ),
          ),
        }
      : undefined,
    hasLongest
      ? {
          id: id('longest'),
          promise: `A ${title} of ${rule.maxLength} characters is accepted.`,
          ...free,
          run: acceptingLongest('한'),
        }
      : undefined,
    hasLongest
      ? {
          id: id('longest.codePoints'),
          promise: `A ${title} of ${rule.maxLength} characters is accepted, also of such as are two UTF-16 units.`,
          ...about('codePoints', field),
          run: acceptingLongest('🦁'),
        }
      : undefined,
    rule.maximum !== undefined
      ? {
          id: id('range'),
          promise: `${title} is ${rule.maximum} at most.`,
          ...known,
          holds: [field, `error:field.${name}.range`],
          async run({ wire, request, refused }) {
            const { maximum = 0 } = rule;
            const beyond = request(row.service, { [name]: maximum + 1 });
            refused(await wire.call(row.request, { body: beyond }), `field.${name}.range`);
            const receiptId = await requested(wire, row, request(row.service, { [name]: maximum }));
            equal((await stateOf(wire, row, receiptId)).expires_in, maximum, 'expires_in');
          },
        }
      : undefined,
    rule.minimum !== undefined
      ? {
          id: id('least'),
          promise: `${title} is at least ${rule.minimum}.`,
          ...about('leastExpiry', field, `error:field.${name}.range`),
          async run({ wire, request, refused }) {
            const { minimum = 0, maximum = 0 } = rule;
            for (const value of [minimum - 1, -maximum, String(minimum - 1)]) {
              const body = request(row.service, { [name]: value });
              refused(await wire.call(row.request, { body }), `field.${name}.range`);
            }
            const receiptId = await requested(wire, row, request(row.service, { [name]: minimum }));
            equal((await stateOf(wire, row, receiptId)).expires_in, minimum, 'expires_in');
          },
        }
      : undefined,
  ];
  return cases.filter((one) => one !== undefined);
};

export const fieldCases: readonly ContractCase[] = asking(
  forEachService((row) => {
    const { input }: Operation = operations[row.request];
    return input === undefined ? [] : fieldsOf(input).flatMap((field) => ofField(row, field));
  }),
);
