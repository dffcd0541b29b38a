import { expect, test } from 'vitest';
import { createCatalogue, operations, providerPart } from '../../../contracts/protocol/index.js';

/** The refusals that the OpenAPI document has for an operation. */
function refusalsOf(name: string): readonly string[] {
  const documented = Object.values(providerPart().paths).flatMap((methods) => Object.values(methods));
  const operation = documented.find(({ operationId }) => operationId === name);
  const responses = Object.values((operation?.responses ?? {}) as Record<string, { content?: object }>);
  return responses.flatMap(({ content = {} }) =>
    Object.values(content as Record<string, { examples?: object }>).flatMap(({ examples = {} }) =>
      Object.keys(examples),
    ),
  );
}

const familiesOf = (ids: readonly string[]) => [...new Set(ids.map((id) => id.split('.')[0]))].sort();

test.each([
  ['token', ['auth', 'body', 'field', 'store']],
  ['time', []],
  ['point', ['store', 'token']],
  ['url', ['field', 'store', 'token']],
  ['requestCMS', ['auth', 'body', 'call', 'field', 'person', 'store', 'token']],
  ['getESignState', ['auth', 'receipt', 'store', 'token']],
  ['verifyAuth', ['auth', 'receipt', 'store', 'token', 'verify']],
])('%s may be refused for %j', (name, families) => {
  expect(familiesOf(refusalsOf(name))).toEqual(families);
});

test('of the ways to refuse a Token request, a call with a token shares only the scope', () => {
  expect(refusalsOf('getCMSState').filter((id) => id.startsWith('auth.'))).toEqual(['auth.scope']);
});

test('another table has a document of its own', () => {
  const table = { onlyTime: operations.time };
  expect(Object.keys(providerPart(table, createCatalogue({})).paths)).toEqual(['/Time']);
});
