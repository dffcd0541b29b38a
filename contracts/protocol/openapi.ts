// The provider plane as OpenAPI 3.1, made from the tables. Plain data: whoever serves it adds servers and other planes.

import type { TSchema } from '@sinclair/typebox';
import { actions } from './actions.js';
import { ProviderError } from './answers.js';
import { authentications, type SignedHeader } from './authentication.js';
import { type Catalogue, createCatalogue, type ErrorFamily, type NamedErrorId } from './errors.js';
import { fieldsOf } from './field.js';
import { hosts } from './hosts.js';
import { type Identifier, identifiers } from './identifiers.js';
import { fidelityLedger } from './ledger.js';
import { liveVerifiedOn } from './live-verified.js';
import { type Operation, type OperationName, operations } from './operations.js';
import { queryFields } from './requests.js';
import { type ParametersOf, pathParts } from './router.js';
import { services } from './services.js';
import { API_VERSION } from './signature.js';

/** A piece of an OpenAPI document. */
export type Piece = { readonly [name: string]: unknown };

export interface OpenApiPart {
  readonly paths: Readonly<Record<string, Record<string, Piece>>>;
  readonly schemas: Readonly<Record<string, Piece>>;
  readonly securitySchemes: Readonly<Record<string, Piece>>;
}

type AuthenticationRefusal = (typeof authentications)[keyof typeof authentications]['refusals'][number];
type ActionRefusal = (typeof actions)[keyof typeof actions]['refusals'][number];

/** What is refused of an operation by who must show what, and by what is done: ids, or families of them. */
function familiesOf({ authentication, action }: Operation): readonly string[] {
  const families: readonly (AuthenticationRefusal | ActionRefusal)[] = [
    ...authentications[authentication].refusals,
    ...actions[action].refusals,
  ];
  // A family that the catalogue does not have is an error of the compiler here.
  return families satisfies readonly (NamedErrorId | ErrorFamily)[];
}

/** The ids of everything that an operation may refuse. */
function refusalIdsOf(operation: Operation, catalogue: Catalogue = createCatalogue()): readonly string[] {
  const { action, input, service } = operation;
  const fields = [
    ...(input === undefined ? [] : fieldsOf(input).map(([name]) => name)),
    ...actions[action].query,
  ];
  const families = [...familiesOf(operation), ...fields.map((name) => `field.${name}`)];
  const hasAppToApp = service !== undefined && services[service].appToApp;
  const impossible: readonly string[] = hasAppToApp ? [] : actions[action].appToAppRefusals;
  return [...catalogue.keys()].filter(
    (id) =>
      !impossible.includes(id) && families.some((family) => id === family || id.startsWith(`${family}.`)),
  );
}

const ref = ({ $id }: TSchema) => ({ $ref: `#/components/schemas/${$id}` });
const json = (schema: Piece, more: Piece = {}) => ({ 'application/json': { schema, ...more } });

/** The refusals of an operation by HTTP status, each error an example. */
function refusalsOf(operation: Operation, catalogue: Catalogue): Readonly<Record<string, Piece>> {
  const byStatus = new Map<number, Record<string, Piece>>();
  for (const id of refusalIdsOf(operation, catalogue)) {
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
const headers: Readonly<Record<SignedHeader, Piece>> = {
  'x-lh-date': headerParameter(
    'x-lh-date',
    'UTC, with or without milliseconds; part of what is signed',
    true,
    { type: 'string', examples: ['2026-11-23T01:00:00Z'] },
  ),
  'x-lh-version': headerParameter('x-lh-version', 'The version of the signature', true, {
    type: 'string',
    const: API_VERSION,
  }),
  'x-lh-forwarded': headerParameter(
    'x-lh-forwarded',
    'The address that may use the token, or *; signed if sent',
    false,
  ),
};

const queryParameter = (name: keyof typeof queryFields): Piece => ({
  name,
  in: 'query',
  required: true,
  schema: { type: 'string', enum: queryFields[name].choices },
});

const securityOf = ({ authentication }: Operation): readonly Piece[] => {
  const { shows } = authentications[authentication];
  return shows.length === 0 ? [] : [Object.fromEntries(shows.map((scheme) => [scheme, []]))];
};

const parametersOf = ({ authentication, action }: Operation): readonly Piece[] => [
  ...authentications[authentication].headers.map((name) => headers[name]),
  ...actions[action].query.map(queryParameter),
];

/** The parameters of all paths, described; a name that a path has and the identifiers lack is an error here. */
const described: Readonly<Record<ParametersOf<(typeof operations)[OperationName]['path']>, Identifier>> =
  identifiers;

const pathParameter = (name: string): Piece => ({
  name,
  in: 'path',
  required: true,
  description: (described as Readonly<Partial<Record<string, Identifier>>>)[name]?.words.en ?? name,
  schema: { type: 'string', minLength: 1 },
});

/** The paths of an operation in OpenAPI's spelling: a rest that may be missing makes two. */
function pathsOf({
  path,
}: Operation): readonly { readonly path: string; readonly parameters: readonly Piece[] }[] {
  const parts = pathParts(path);
  const named = parts.flatMap((part) => ('parameter' in part ? [part] : []));
  const all = {
    path: path.replaceAll('…}', '}'),
    parameters: named.map(({ parameter }) => pathParameter(parameter)),
  };
  if (named.at(-1)?.isRest !== true) return [all];
  const bare = all.path.slice(0, all.path.lastIndexOf('/{'));
  return [{ path: bare, parameters: all.parameters.slice(0, -1) }, all];
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

// In words what signature.ts does (protocol.md §1.2, §2.3).
const MAC = 'MAC: base64 of the HMAC-SHA256, its key the SecretKey decoded from base64';
const DIGEST = "<base64 of the SHA-256 of the body's bytes>";
const lines = (...all: readonly string[]) => all.join('\\n');

/** The provider plane: its paths, messages and ways of authentication. */
export function providerPart(
  table: Readonly<Record<string, Operation>> = operations,
  catalogue: Catalogue = createCatalogue(),
): OpenApiPart {
  const fidelityOf = new Map(
    fidelityLedger(liveVerifiedOn, table, catalogue).map(({ row, fidelity }) => [row, fidelity]),
  );
  const all = Object.entries(table);
  const paths: Record<string, Record<string, Piece>> = {};
  for (const [name, operation] of all) {
    for (const [at, { path, parameters }] of pathsOf(operation).entries()) {
      paths[path] = {
        [operation.method.toLowerCase()]: {
          operationId: at === 0 ? name : `${name}WithSignature`,
          tags: [operation.service ?? operation.host],
          summary: `${actions[operation.action].words.en} / ${actions[operation.action].words.ko}`,
          description: `At the real service: https://${hosts[operation.host].default}`,
          'x-source': operation.source,
          'x-fidelity': fidelityOf.get(`operation:${name}`),
          security: securityOf(operation),
          parameters: [...parameters, ...parametersOf(operation)],
          ...(operation.input === undefined
            ? {}
            : { requestBody: { required: true, content: json(ref(operation.input)) } }),
          responses: {
            200: answerOf(operation),
            ...refusalsOf(operation, catalogue),
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
        description: `LINKHUB <LinkID> <MAC>, the MAC over ${lines('POST', DIGEST, '<x-lh-date>', '[<x-lh-forwarded>]', API_VERSION, operations.token.path)}, nothing after it; ${MAC}`,
      },
      session: { type: 'http', scheme: 'bearer', description: 'The session_token of a Token answer' },
      callSignature: {
        type: 'apiKey',
        in: 'header',
        name: 'x-kc-auth',
        description: `<LinkID> <MAC>, the MAC over ${lines('POST', DIGEST, '<x-lh-date>', API_VERSION, '')}: it ends with a line feed; ${MAC}`,
      },
    },
  };
}
