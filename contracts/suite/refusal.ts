// What a refusal must be: its shape always, its code and words where they are known.

import { createCatalogue } from '../protocol/index.js';
import type { Setting } from './case.js';
import { BrokenPromise, describeReply, equal, hold, isObject } from './expectations.js';

const catalogue = createCatalogue();

/** Every refusal has one shape (manual A.1); its code and words count where they are known. */
export function createRefused(holdsAssumed: boolean, notes: string[]): Setting['refused'] {
  return (reply, errorId) => {
    const entry = catalogue.get(errorId);
    if (entry === undefined) throw new TypeError(`"${errorId}" is no error id.`);
    const expected = `${errorId} (HTTP ${entry.status}, code ${entry.code})`;
    hold(reply.status !== 200, `A refusal is expected: ${expected}, not ${describeReply(reply)}.`);
    hold(isObject(reply.json), `A JSON object is expected: ${expected}, not ${describeReply(reply)}.`);
    const { code, message } = reply.json;
    hold(
      typeof code === 'number' && Number.isSafeInteger(code) && code < 0,
      `"code" must be a negative integer, not ${code}.`,
    );
    hold(
      typeof message === 'string' && message !== '',
      `"message" must be a text in ${describeReply(reply)}.`,
    );
    if (holdsAssumed) {
      equal(Object.keys(reply.json), ['code', 'message'], 'What a refusal holds');
      equal(
        [reply.status, code, message],
        [entry.status, entry.code, entry.message],
        `The refusal ${errorId}`,
      );
      return;
    }
    if (code === entry.code) return;
    if (entry.fidelity !== 'assumed')
      throw new BrokenPromise(`The code is ${code}; ${expected} is expected.`);
    notes.push(`${errorId} came as HTTP ${reply.status}, code ${code}: ${message} (assumed: ${entry.code})`);
  };
}
