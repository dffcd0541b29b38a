// A refusal as the catalogue has it, told from whatever else came back.

import { expect } from 'vitest';
import { createCatalogue } from '../../contracts/protocol/index.js';
import type { Answered } from './caller.js';

const catalogue = createCatalogue();

/** Asserts that an answer is the refusal with this id: status, code, words, and nothing beside them. */
export function expectRefusal(answer: Answered, id: string): void {
  const entry = catalogue.get(id);
  expect(answer.json, answer.text).toEqual({ code: entry?.code, message: entry?.message });
  expect(answer.status).toBe(entry?.status);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
}
