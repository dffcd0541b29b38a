// Which operation somebody meant whose path or method there is not.

import leven from 'leven';
import { hosts, type Operation, type OperationName, operations } from '../../../contracts/protocol/index.js';

const rows = Object.entries(operations) as readonly (readonly [OperationName, Operation])[];

/** The path of an operation with what stood in the call where it varies, as far as that can be told. */
function filled(path: string, given: string): string {
  const segments = given.split('/');
  return path
    .split('/')
    .map((part, at) => (part.startsWith('{') ? (segments[at] ?? part) : part))
    .join('/');
}

export interface Meant {
  readonly operation: OperationName;
  /** The method and the path as they should be. */
  readonly call: string;
  readonly host: string;
}

/** The operation whose path is nearest to a path; of equal ones, one with this method. */
export function nearestOperation(method: string, path: string): Meant {
  const measured = rows.map(([name, operation]) => {
    const meant = filled(operation.path, path);
    const far = leven(path.toLowerCase(), meant.toLowerCase()) + (operation.method === method ? 0 : 0.5);
    return { name, operation, far };
  });
  const [nearest] = measured.sort((one, other) => one.far - other.far);
  if (nearest === undefined) throw new Error('There are no operations.');
  const { name, operation } = nearest;
  return {
    operation: name,
    call: `${operation.method} ${operation.path}`,
    host: hosts[operation.host].default,
  };
}

/** A slash at the end makes another path of it. */
export const endsWithSlash = (path: string): boolean => path.length > 1 && path.endsWith('/');
