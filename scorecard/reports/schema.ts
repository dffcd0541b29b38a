// The form of the JSON report, as JSON Schema. docs/conformance/scorecard.schema.json is this, written down by a test
// (`npx vitest run test/scorecard/reports -u`), and the same test holds it to the type `Scorecard`.

import { Type } from '@sinclair/typebox';
import { serviceNames } from '../../contracts/protocol/index.js';
import { type Severity, severities } from '../causes.js';

const words = <const T extends readonly string[]>(list: T) =>
  Type.Union(list.map((word) => Type.Literal(word as T[number])));
const count = (description?: string) =>
  Type.Integer({ minimum: 0, ...(description === undefined ? {} : { description }) });
const sentence = (description: string) =>
  Type.Object({ en: Type.String(), ko: Type.String() }, { description });

const service = words(serviceNames);

const score = Type.Object({
  service,
  right: count(),
  wrong: count(),
  expected: count('Wrong, as --expect-fail said.'),
  fixed: count('Right, although --expect-fail said otherwise; fails the run.'),
  skipped: count('Not played.'),
  percent: Type.Union([Type.Integer({ minimum: 0, maximum: 100 }), Type.Null()], {
    description:
      'Right and fixed ones of all that were played, rounded down; null where none was played, and in the mode journal.',
  }),
});

const scenario = Type.Object({
  id: Type.String({ description: 'Stable; --expect-fail names it.' }),
  group: Type.String(),
  promise: sentence('What a right client does.'),
  fault: Type.Object({
    cause: Type.String({ description: 'Why a client is wrong that is caught by it.' }),
    words: sentence('What such a client does.'),
  }),
  practice: sentence('Why it matters and how to fix it.'),
  source: Type.String({ description: 'Where the promise comes from.' }),
});

const call = Type.Object({
  operation: Type.String(),
  at: Type.Number({ description: 'ms since the scenario began.' }),
  status: Type.Union([Type.Integer(), Type.Null()], {
    description: 'The HTTP status; null where no answer went out.',
  }),
  outcome: Type.String({ description: 'ok, or the id of the error or fault that it got.' }),
});

const finding = Type.Object({ id: Type.String(), why: sentence('Why it is no good habit.'), times: count() });

const verdict = Type.Object({
  scenario,
  service,
  cause: Type.Union([Type.String(), Type.Null()], {
    description: 'Why it is wrong, expected or not; verdicts of one cause are one thing to fix. Else null.',
  }),
  result: words(['right', 'wrong', 'skipped', 'expected', 'fixed']),
  actual: Type.String({ description: 'What the client did; empty when right.' }),
  expected: Type.String({ description: 'What it should have done; empty when right.' }),
  korean: Type.Object(
    { actual: Type.String(), expected: Type.String() },
    { description: 'The two sentences above in Korean.' },
  ),
  calls: Type.Array(call),
  findings: Type.Array(finding, { description: 'Warnings; they cost nothing in the score.' }),
  stderr: Type.String({ description: 'Its last lines on standard error; not made safe for a terminal.' }),
  duration: Type.Number({ minimum: 0, description: 'ms' }),
});

const fault = Type.Object({
  cause: Type.String(),
  severity: words(Object.keys(severities) as readonly Severity[]),
  words: sentence('What the client does wrong.'),
  practice: sentence('What to do about it.'),
  services: Type.Array(service),
  scenarios: Type.Array(Type.String(), { description: 'Those that it fails.' }),
  failures: count('How many verdicts are wrong for it.'),
});

const judged = { scenario: Type.String(), service };
const baseline = Type.Object({
  startedAt: Type.String({ description: 'When that one was made, ISO 8601.' }),
  better: Type.Array(Type.Object(judged), { description: 'Wrong then, right now.' }),
  worse: Type.Array(Type.Object(judged), { description: 'Right then, wrong now.' }),
  new: Type.Array(Type.Object({ ...judged, isRight: Type.Boolean() }), {
    description: 'Not played then.',
  }),
});

/** Additions keep the number of the format; readers pass over what they don't know. */
export const scorecardSchema = Type.Object(
  {
    format: Type.Literal(2),
    client: Type.String({ description: 'The command that was judged, as typed.' }),
    mode: words(['adapter', 'journal']),
    about: Type.String({ description: 'What the adapter says of itself.' }),
    startedAt: Type.String({ description: 'ISO 8601' }),
    simulatorVersion: Type.String(),
    scores: Type.Array(score),
    verdicts: Type.Array(verdict, { description: 'By service, then in the order of the scenarios.' }),
    faults: Type.Array(fault, {
      description: 'What there is to fix, one thing for each cause, the gravest first.',
    }),
    baseline: Type.Union([baseline, Type.Null()], {
      description: 'How it stands against a scorecard of before; null unless --baseline named one.',
    }),
    exitCode: Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2)], {
      description: '0: nothing wrong but what was expected. 1: something wrong, or fixed. 2: not judged.',
    }),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'The client scorecard of kakaocert-simulator, format 2',
  },
);
