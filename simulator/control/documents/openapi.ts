// Both planes as one OpenAPI 3.1 document, made from their tables, and the fidelity ledger as it is served.

import type { TSchema } from '@sinclair/typebox';
import {
  fidelityLedger,
  operations,
  type Piece,
  providerPart,
  services,
  type Text,
} from '../../../contracts/protocol/index.js';
import { liveVerifiedOn } from '../../../contracts/protocol/live-verified.js';
import { version } from '../../version.js';
import type { World } from '../../world/world.js';
import { ProblemShape } from '../problem.js';
import {
  type Answer,
  type ControlRoute,
  isAsset,
  isStream,
  isText,
  type StreamAnswer,
  type ValueOf,
} from '../route.js';
import { type ControlName, controlRoutes, fullPath, isData, pathParameters } from '../routes.js';
import type { Ledger } from './shapes.js';

export interface OpenApiDocument extends Piece {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Piece>>>>;
  readonly components: Readonly<Record<'schemas' | 'securitySchemes', Readonly<Record<string, Piece>>>>;
}

const DESCRIPTION = [
  'A local simulator of kakaoCert: its two hosts, paths as on the wire, and a control plane under /_sim. Not kakaoCert, nor endorsed by Linkhub or Kakao.',
  '"x-fidelity" says how well each thing is known (manual, sdk, observed, assumed, live-verified), "x-source" from where.',
  'kakaoCert 로컬 시뮬레이터입니다. 실제 통신과 같은 경로의 두 호스트와 /_sim 아래 제어 API가 있으며, 항목마다 근거와 확인 수준이 표시됩니다.',
].join('\n');

/** Everything that the simulator serves. `origin` is where it was asked, e.g. `http://127.0.0.1:9080`. */
export function openApiDocument(origin: string): OpenApiDocument {
  const provider = providerPart();
  return {
    openapi: '3.1.0',
    info: { title: 'kakaocert-simulator', version, description: DESCRIPTION },
    servers: [{ url: origin, description: 'this simulator' }],
    tags: [
      { name: 'auth', description: 'Linkhub auth server / 인증 서버' },
      ...Object.entries(services).map(([name, { words }]) => ({
        name,
        description: `${words.en} / ${words.ko}`,
      })),
      { name: 'control', description: 'the test author’s side; not part of kakaoCert / 제어 API' },
    ],
    paths: { ...provider.paths, ...controlPaths() },
    components: {
      schemas: {
        ...provider.schemas,
        ...controlComponents(),
      },
      securitySchemes: {
        ...provider.securitySchemes,
        controlToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'Off loopback only: the control token, printed at start',
        },
      },
    },
  };
}

function controlPaths(): Record<string, Record<string, Piece>> {
  const paths: Record<string, Record<string, Piece>> = {};
  for (const [name, route] of Object.entries(controlRoutes) as [ControlName, ControlRoute][]) {
    const path = fullPath(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: controlOperation(name, route) };
  }
  return paths;
}

const controlOperation = (
  name: ControlName,
  { path, words, query, body, answer, created }: ControlRoute,
): Piece => ({
  operationId: name,
  tags: ['control'],
  summary: words.en,
  security: securityOf(name, path),
  parameters: [...inPath(path), ...inQuery(query)],
  ...(body === undefined
    ? {}
    : {
        requestBody: {
          required: false,
          description: 'An empty body means {}',
          content: { 'application/json': { schema: pieceOf(body) } },
        },
      }),
  responses: {
    ...answerPiece(answer, created === true),
    default: {
      description: 'Refused (RFC 9457); the detail says what to do, next the legal next events of a receipt',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ControlProblem' } } },
    },
  },
});

/** Nothing is asked on loopback; off it, the token, but of what holds no data. */
const securityOf = (name: ControlName, path: string): readonly Piece[] =>
  name === 'health' || !isData(fullPath(path)) ? [{}] : [{}, { controlToken: [] }];

const inPath = (path: string): readonly Piece[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: (pathParameters as Readonly<Record<string, { readonly words: Text }>>)[name]?.words.en,
    schema: { type: 'string', minLength: 1 },
  }));

const inQuery = (query: ControlRoute['query']): readonly Piece[] =>
  Object.entries(query?.properties ?? {}).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: query?.required?.includes(name) === true,
    description,
    schema: pieceOf(schema as TSchema),
  }));

function answerPiece(answer: Answer, isCreated: boolean): Piece {
  if (answer === 'nothing') return { 204: { description: 'Done' } };
  if (isText(answer)) {
    return { 200: { description: 'Text', content: { [answer.text]: { schema: { type: 'string' } } } } };
  }
  if (isAsset(answer)) {
    return { 200: { description: 'A file', content: { [answer.asset]: { schema: { type: 'string' } } } } };
  }
  if (isStream(answer)) return { 200: streamPiece(answer) };
  return {
    [isCreated ? 201 : 200]: {
      description: answer.$id ?? 'Done',
      content: { 'application/json': { schema: pieceOf(answer) } },
    },
  };
}

/** OpenAPI 3.1 has no words for the events of a stream: their shapes stand in an extension, by their names. */
const streamPiece = ({ stream }: StreamAnswer): Piece => ({
  description: 'Server-Sent Events, until the caller leaves; "x-events" has the data of each by its name',
  content: { 'text/event-stream': { schema: { type: 'string' } } },
  'x-events': Object.fromEntries(Object.entries(stream).map(([name, shape]) => [name, pieceOf(shape)])),
});

const isNamed = (value: unknown): value is TSchema & { readonly $id: string } =>
  typeof value === 'object' && value !== null && '$id' in value;

/** A shape as plain JSON Schema; where a shape within it has a name, a reference to the component of that name. */
const pieceOf = (shape: TSchema): Piece =>
  JSON.parse(
    JSON.stringify(shape, (_, value) =>
      isNamed(value) ? { $ref: `#/components/schemas/Control${value.$id}` } : value,
    ),
  );

/** Every named shape that a route answers or takes, with the named shapes within it. */
function controlComponents(): Record<string, Piece> {
  const components: Record<string, Piece> = {};
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isNamed(value)) {
      const { $id, ...shape } = value;
      components[`Control${$id}`] = pieceOf(shape as TSchema);
    }
    for (const within of Object.values(value)) collect(within);
  };
  collect([...Object.values(controlRoutes), ProblemShape]);
  return components;
}

/** The ledger of a simulator with its counts, as `/fidelity` answers it: its own codes, and what it was told is verified. */
export function ledgerAnswer({
  catalogue,
  replaced,
  verified,
}: Pick<World, 'catalogue' | 'replaced' | 'verified'>): ValueOf<typeof Ledger> {
  const replacedBy = (row: string) => {
    const id = row.replace(/^error:/, '');
    const entry = Object.hasOwn(replaced, id) ? catalogue.get(id) : undefined;
    return entry === undefined ? null : { code: entry.code, status: entry.status, message: entry.message };
  };
  const entries = fidelityLedger({ ...liveVerifiedOn, ...verified }, operations, catalogue);
  const rows = entries.map((entry) => ({ ...entry, replaced: replacedBy(entry.row) }));
  const summary: Record<string, number> = {};
  for (const { fidelity } of rows) summary[fidelity] = (summary[fidelity] ?? 0) + 1;
  return { summary, rows };
}
