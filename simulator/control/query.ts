// Reads the query of a control call as the route's row says: numbers become numbers; a name that the row does not have, and
// a name that is given twice, are refused.

import type { TObject } from '@sinclair/typebox';
import { badRequest, type Problem } from './problem.js';
import { shapeFault } from './shape-check.js';

/** The query of a call as an object of the row's shape; a row without one takes none. */
export function readQuery(text: string, shape: TObject): object | Problem {
  return text.length < 2 ? {} : read(new URLSearchParams(text), shape);
}

function read(given: URLSearchParams, shape: TObject): object | Problem {
  const values = new Map<string, string | number>();
  for (const [name, value] of given) {
    if (values.has(name)) {
      return badRequest({
        en: `Query /${name}: it is given ${given.getAll(name).length} times; give it once.`,
        ko: `쿼리 /${name}: ${given.getAll(name).length}번 지정되었습니다. 한 번만 지정하십시오.`,
      });
    }
    values.set(name, isInteger(shape, name) && /^-?\d{1,15}$/.test(value) ? Number(value) : value);
  }
  const query = Object.fromEntries(values);
  const fault = shapeFault('query', shape, query);
  return fault === undefined ? query : badRequest(fault);
}

const isInteger = ({ properties }: TObject, name: string) =>
  Object.hasOwn(properties, name) && properties[name]?.type === 'integer';
