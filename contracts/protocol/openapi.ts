// The provider plane as OpenAPI 3.1, made from the tables. Plain data: whoever serves it adds servers and other planes.

import type { TSchema } from '@sinclair/typebox';
import { ProviderError } from './answers.js';
import { createCatalogue } from './errors.js';
import { fieldsOf } from './field.js';
import { hosts } from './hosts.js';
import { fidelityLedger } from './ledger.js';
import { type Authentication, type Operation, operations } from './operations.js';

/** A piece of an OpenAPI document. */
export type Piece = { readonly [name: string]: unknown };

export interface OpenApiPart {
  readonly paths: Readonly<Record<string, Record<string, Piece>>>;
  readonly schemas: Readonly<Record<string, Piece>>;
  readonly securitySchemes: Readonly<Record<string, Piece>>;
}

const security: Readonly<Record<Authentication, readonly Piece[]>> = {
  none: [],
  link: [{ linkhub: [] }],
  bearer: [{ session: [] }],
  signed: [{ session: [], callSignature: [] }],
};

const summaries: Readonly<Record<Operation['action'], string>> = {
  token: 'session token / 세션 토큰 발급',
  time: 'server time / 서버 시각',
  point: 'points left / 잔여포인트',
  partnerPoint: "partner's points left / 파트너 잔여포인트",
  totalPoint: 'points in total / 총포인트',
  url: 'charge or login page / 충전·로그인 페이지',
  request: 'ask / 요청',
  state: 'state / 상태 확인',
  verify: 'verify, once / 검증(1회)',
};

/** What can be refused, by who must show what, and by what is done. */
const refusals: Readonly<Record<Authentication, RegExp>> = {
  none: /^$/,
  link: /^(auth\.(?!scope$)|auth\.scope$|body\.)/,
  bearer: /^(token\.|auth\.scope$)/,
  signed: /^(token\.|auth\.scope$|call\.|body\.|person\.)/,
};
const ofReceipts: Readonly<Partial<Record<Operation['action'], RegExp>>> = {
  state: /^receipt\./,
  verify: /^(receipt|verify)\./,
  url: /^field\.TG\./,
};

function errorIdsOf({ authentication, action, input }: Operation): readonly string[] {
  const fields = input === undefined ? [] : fieldsOf(input).map(([name]) => `field.${name}.`);
  return [...createCatalogue().keys()].filter(
    (id) =>
      refusals[authentication].test(id) ||
      ofReceipts[action]?.test(id) === true ||
      fields.some((prefix) => id.startsWith(prefix)),
  );
}

const ref = ({ $id }: TSchema) => ({ $ref: `#/components/schemas/${$id}` });
const json = (schema: Piece, more: Piece = {}) => ({ 'application/json': { schema, ...more } });

/** The refusals of an operation by HTTP status, each error an example. */
function refusalsOf(operation: Operation): Readonly<Record<string, Piece>> {
  const catalogue = createCatalogue();
  const byStatus = new Map<number, Record<string, Piece>>();
  for (const id of errorIdsOf(operation)) {
    const entry = catalogue.get(id);
    if (entry === undefined) continue;
    const { status, code, message, fidelity, source } = entry;
    const examples = byStatus.get(status) ?? {};
    examples[id] = { value: { code, message }, 'x-fidelity': fidelity, 'x-source': source };
    byStatus.set(status, examples);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, examples]) => [
      String(status),
      {
        description: 'Refused. The HTTP status is assumed; the shape is not (manual A.1).',
        content: json(ref(ProviderError), { examples }),
      },
    ]),
  );
}

const headerParameter = (
  name: string,
  description: string,
  required = true,
  schema: Piece = { type: 'string' },
) => ({
  name,
  in: 'header',
  required,
  description,
  schema,
});
const date = headerParameter('x-lh-date', 'UTC, with or without milliseconds; part of what is signed', true, {
  type: 'string',
  examples: ['2026-11-23T01:00:00Z'],
});
const version = headerParameter('x-lh-version', 'The version of the signature', true, {
  type: 'string',
  const: '2.0',
});

const parametersOf = ({ authentication, action }: Operation): readonly Piece[] => [
  ...(authentication === 'link' || authentication === 'signed' ? [date, version] : []),
  ...(authentication === 'link'
    ? [headerParameter('x-lh-forwarded', 'The address that may use the token, or *; signed if sent', false)]
    : []),
  ...(action === 'url'
    ? [{ name: 'TG', in: 'query', required: true, schema: { type: 'string', enum: ['CHRG', 'LOGIN'] } }]
    : []),
];

const pathParameter = (name: string, description: string) => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string', minLength: 1 },
});
const receiptId = pathParameter(
  'receiptId',
  '접수아이디: 18 digits as observed, 20 characters at most (manual A.3)',
);
const signature = pathParameter(
  'signature',
  'App-to-App only: the signature that the app was given; the raw rest of the path, undecoded',
);

/** The paths of an operation in OpenAPI's spelling: a part that may be missing makes two. */
function pathsOf({
  path,
}: Operation): readonly { readonly path: string; readonly parameters: readonly Piece[] }[] {
  if (!path.includes('{')) return [{ path, parameters: [] }];
  if (!path.endsWith('/{signature…}')) return [{ path, parameters: [receiptId] }];
  const bare = path.replace('/{signature…}', '');
  return [
    { path: bare, parameters: [receiptId] },
    { path: `${bare}/{signature}`, parameters: [receiptId, signature] },
  ];
}

const answerOf = ({ output }: Operation): Piece =>
  output === undefined
    ? {
        description: 'UTC to the second',
        content: { 'text/plain': { schema: { type: 'string', examples: ['2026-11-23T01:00:00Z'] } } },
      }
    : { description: String(output.title ?? output.$id), content: json(ref(output)) };

/** The schema of a message as a component: without its id, with what the ledger knows of each field. */
function componentOf(schema: TSchema, fidelityOf: ReadonlyMap<string, string>): Piece {
  const { $id, properties, ...rest } = JSON.parse(JSON.stringify(schema)) as {
    readonly $id: string;
    readonly properties: Readonly<Record<string, Piece>>;
  } & Piece;
  return {
    ...rest,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, rule]) => [
        name,
        { ...rule, 'x-fidelity': fidelityOf.get(`field:${$id}.${name}`) },
      ]),
    ),
  };
}

/** The provider plane: its paths, messages and ways of authentication. */
export function providerPart(): OpenApiPart {
  const fidelityOf = new Map(fidelityLedger().map(({ row, fidelity }) => [row, fidelity]));
  const all = Object.entries(operations as Readonly<Record<string, Operation>>);
  const paths: Record<string, Record<string, Piece>> = {};
  for (const [name, operation] of all) {
    for (const [at, { path, parameters }] of pathsOf(operation).entries()) {
      paths[path] = {
        [operation.method.toLowerCase()]: {
          operationId: at === 0 ? name : `${name}WithSignature`,
          tags: [operation.service ?? 'auth'],
          summary: summaries[operation.action],
          description: `At the real service: https://${hosts[operation.host].default}`,
          'x-source': operation.source,
          'x-fidelity': fidelityOf.get(`operation:${name}`),
          security: security[operation.authentication],
          parameters: [...parameters, ...parametersOf(operation)],
          ...(operation.input === undefined
            ? {}
            : { requestBody: { required: true, content: json(ref(operation.input)) } }),
          responses: {
            200: answerOf(operation),
            ...refusalsOf(operation),
            default: {
              description:
                'Refused: the path or the method is none of this operation, or the body is too large',
              content: json(ref(ProviderError)),
            },
          },
        },
      };
    }
  }
  const messages = [...all.flatMap(([, { input, output }]) => [input, output]), ProviderError];
  return {
    paths,
    schemas: Object.fromEntries(
      messages.flatMap((message) =>
        message === undefined ? [] : [[String(message.$id), componentOf(message, fidelityOf)]],
      ),
    ),
    securitySchemes: {
      linkhub: {
        type: 'apiKey',
        in: 'header',
        name: 'authorization',
        description: 'LINKHUB <LinkID> <base64 HMAC-SHA256 over method, body digest, date, version and path>',
      },
      session: { type: 'http', scheme: 'bearer', description: 'The session_token of a Token answer' },
      callSignature: {
        type: 'apiKey',
        in: 'header',
        name: 'x-kc-auth',
        description: '<LinkID> <base64 HMAC-SHA256 over method, body digest, date and version>',
      },
    },
  };
}
