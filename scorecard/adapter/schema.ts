// The adapter protocol as JSON Schema. docs/conformance/adapter-protocol.schema.json is this, written down by a test
// (`npx vitest run test/scorecard/adapter/protocol.test.ts -u`), which also holds the reader of lines to it.

import { Type } from '@sinclair/typebox';
import { serviceNames } from '../../contracts/protocol/index.js';
import { failureClasses } from './protocol.js';

const words = <const T extends readonly string[]>(list: T) =>
  Type.Union(list.map((word) => Type.Literal(word as T[number])));
const text = (description?: string) => Type.String(description === undefined ? {} : { description });
const fields = (description: string) => Type.Record(Type.String(), Type.Unknown(), { description });
const id = Type.Integer({ minimum: 1, description: 'The number of the call; its answer carries the same.' });

export const adapterInput = Type.Object(
  {
    id,
    do: words(['request', 'status', 'wait', 'verify']),
    service: words(serviceNames),
    config: Type.Object({
      authUrl: text('http://host:port of the auth server.'),
      serviceUrl: text('http://host:port of the service.'),
      linkId: text(),
      secretKey: text('Base64.'),
      clientCode: text(),
      trust: text('The root of every signedData, PEM.'),
    }),
    request: Type.Optional(fields('Of request: the fields by their wire names.')),
    appUseYN: Type.Optional(Type.Boolean({ description: 'Of request: true asks App-to-App.' })),
    receiptId: Type.Optional(text('Of status, wait and verify.')),
    signature: Type.Optional(text('Of verify: what the app got, App-to-App only.')),
    expect: Type.Optional(
      Type.Object(
        {
          request: fields('The request that was sent.'),
          requestedAt: text('When, ISO 8601.'),
          company: text("The institution's name as the person saw it."),
        },
        { description: 'Of verify: what the signedData should prove.' },
      ),
    ),
  },
  { title: 'A line to the client' },
);

const about = Type.Optional(text('What speaks here, e.g. npm kakaocert 2.51.0.'));

const answers = {
  result: fields("The answer's JSON object, wire names kept."),
  refusal: Type.Object({ code: Type.Integer(), message: text() }, { description: 'The provider refused.' }),
  failure: Type.Object(
    { class: words(failureClasses), message: Type.Optional(text()) },
    { description: 'No answer that can be used; the class is the side at fault.' },
  ),
  unsupported: text('The client does not offer this, and why.'),
};

/** A line with one kind of answer, and none of the others. */
const outputWith = (kind: keyof typeof answers) =>
  Type.Object({
    id,
    about,
    ...Object.fromEntries(
      Object.keys(answers).map((other) => [
        other,
        other === kind ? answers[kind] : Type.Optional(Type.Never()),
      ]),
    ),
  });

export const adapterOutput = Type.Union(
  [outputWith('result'), outputWith('refusal'), outputWith('failure'), outputWith('unsupported')],
  { title: 'A line of the client' },
);

/** Both kinds of lines, as the documents carry them. */
export const adapterSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'kakaocert-simulator adapter protocol, version 1',
  $defs: { input: adapterInput, output: adapterOutput },
  anyOf: [{ $ref: '#/$defs/input' }, { $ref: '#/$defs/output' }],
} as const;
