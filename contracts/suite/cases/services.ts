// The services: what differs between them is a column of their table, not a case.

import {
  type BehaviourName,
  behaviours,
  type Operation,
  type OperationName,
  operationOf,
  operations,
  serviceNames,
  services as table,
} from '../../protocol/index.js';
import type { ContractCase, LedgerRow, ServiceOperations, Setting } from '../case.js';
import { answered } from '../expectations.js';
import type { Reply, Wire, WireCallOptions } from '../wire.js';

const messageOf = (name: OperationName) => String((operations[name] as Operation).input?.$id);

/** Each service with its operations, in the order of their table. */
export const services: readonly ServiceOperations[] = serviceNames.map((service) => ({
  service,
  request: operationOf(service, 'request'),
  state: operationOf(service, 'state'),
  verify: operationOf(service, 'verify'),
  message: messageOf(operationOf(service, 'request')),
  hasAppToApp: table[service].appToApp,
  signs: table[service].signs,
  bareToken: table[service].bareToken,
}));

/** The same cases for each service, none of which asks anybody. */
export const forEachService = (
  cases: (row: ServiceOperations) => readonly ContractCase[],
): readonly ContractCase[] => services.flatMap(cases);

/** Of a case about a row of the table of behaviours: how well that is known, and that the case holds it, with others. */
export const about = (
  name: BehaviourName,
  ...others: readonly LedgerRow[]
): Pick<ContractCase, 'source' | 'fidelity' | 'holds'> => {
  const { source, fidelity } = behaviours[name];
  return { source, fidelity, holds: [`behaviour:${name}`, ...others] };
};

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
