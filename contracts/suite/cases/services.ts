// The three services: what differs between them is a row here, not a case.

import type { Action, Operation, OperationName, ServiceName } from '../../protocol/index.js';
import { operations } from '../../protocol/index.js';
import type { ContractCase, ServiceOperations, Setting } from '../case.js';
import { answered } from '../expectations.js';
import type { Reply, Wire, WireCallOptions } from '../wire.js';

const operationOf = (service: ServiceName, action: Action): OperationName => {
  const found = Object.entries(operations as Readonly<Record<string, Operation>>).find(
    ([, operation]) => operation.service === service && operation.action === action,
  );
  if (found === undefined) throw new TypeError(`${service} has no operation to ${action}.`);
  return found[0] as OperationName;
};

const messageOf = (name: OperationName) => String((operations[name] as Operation).input?.$id);

const serviceRow = (service: ServiceName): ServiceOperations => {
  const request = operationOf(service, 'request');
  return {
    service,
    request,
    state: operationOf(service, 'state'),
    verify: operationOf(service, 'verify'),
    message: messageOf(request),
    // VerifyAuth has none (protocol.md §2.5).
    hasAppToApp: service !== 'verifyAuth',
  };
};

export const services: readonly ServiceOperations[] = (['cms', 'verifyAuth', 'esign'] as const).map(
  serviceRow,
);

/** The same cases for each service, none of which asks anybody. */
export const forEachService = (
  cases: (row: ServiceOperations) => readonly ContractCase[],
): readonly ContractCase[] => services.flatMap(cases);

/** Cases that make Requests, and so may send somebody a message. */
export const asking = (cases: readonly ContractCase[]): readonly ContractCase[] =>
  cases.map((one) => ({ ...one, needs: ['receiver', ...(one.needs ?? [])] }));

/** The output schema of an operation. */
export const outputOf = (name: OperationName) => (operations[name] as Operation).output;

/** Has a Request accepted, and gives its receipt id. */
export async function requested(wire: Wire, row: ServiceOperations, body: object): Promise<string> {
  return answered(await wire.call(row.request, { body }), outputOf(row.request)).receiptId;
}

/** What Status answers of a receipt. */
// biome-ignore lint/suspicious/noExplicitAny: cases read its fields by name
export async function stateOf(wire: Wire, row: ServiceOperations, receiptId: string): Promise<any> {
  return answered(await wire.call(row.state, { receiptId }), outputOf(row.state));
}

export const verifying = (
  wire: Wire,
  row: ServiceOperations,
  receiptId: string,
  options: WireCallOptions = {},
): Promise<Reply> => wire.call(row.verify, { receiptId, ...options });

/** A signed receipt. */
export async function signedReceipt(
  { wire, request, sign }: Setting,
  row: ServiceOperations,
  changes: object = {},
): Promise<{ readonly receiptId: string; readonly asked: Record<string, unknown> }> {
  const asked = request(row.service, changes);
  const receiptId = await requested(wire, row, asked);
  await sign(row, receiptId);
  return { receiptId, asked };
}
