// Assertions on the journal, for tests in any runner. A failure shows the calls as a table.

import type { OperationName } from '../../contracts/protocol/index.js';
import type { CallView } from '../control/shapes.js';

export interface CallExpectations {
  calledTimes(operation: OperationName, times: number): Promise<void>;
  neverCalled(operation: OperationName): Promise<void>;
  /** The operations called, oldest first, are exactly these. */
  sequence(...operations: readonly OperationName[]): Promise<void>;
}

export function expectCalls(read: () => Promise<readonly CallView[]>): CallExpectations {
  const calledTimes = async (operation: OperationName, times: number) => {
    const calls = await read();
    const count = calls.filter((call) => call.operation === operation).length;
    if (count !== times) {
      throw new Error(
        `Expected ${operation} to be called ${times} times, but it was called ${count} times.\n${callTable(calls)}`,
      );
    }
  };
  return {
    calledTimes,
    neverCalled: (operation) => calledTimes(operation, 0),
    async sequence(...operations) {
      const calls = await read();
      const seen = calls.map(({ operation }) => operation);
      if (seen.length !== operations.length || seen.some((one, at) => one !== operations[at])) {
        throw new Error(`Expected the calls to be ${operations.join(' → ')}.\n${callTable(calls)}`);
      }
    },
  };
}

/**
 * The calls of `tenant.calls()` as a table of plain text: a head, then one line for each call with its number, its time
 * (UTC, to the ms), operation, HTTP status and outcome. For the message of a failed test. Never throws.
 * Source: the journal of the control plane.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { callTable, createSimulator } from 'kakaocert-simulator';
 *
 * await using simulator = await createSimulator();
 * const tenant = await simulator.tenant();
 * assert.equal(callTable(await tenant.calls()), 'There were no calls.');
 * ```
 */
export function callTable(calls: readonly CallView[]): string {
  if (calls.length === 0) return 'There were no calls.';
  const rows = calls.map((call) => [
    String(call.number),
    call.at.slice(11, 23),
    call.operation ?? `${call.request.method} ${call.request.target}`,
    String(call.status),
    call.fault === null ? call.outcome : `${call.outcome}, ${call.fault}`,
  ]);
  const table = [['#', 'at', 'operation', 'status', 'outcome'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
