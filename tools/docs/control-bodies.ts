// Every body of the control plane, whole: its members with what each takes, and an example to paste.

import type { TSchema } from '@sinclair/typebox';
import type { ControlRoute } from '../../simulator/control/route.js';
import { controlRoutes } from '../../simulator/control/routes.js';
import { variantsOf } from '../../simulator/core/arrangements.js';

const code = (text: string) => `\`${text}\``;
const cell = (text: string) => text.replaceAll('|', '\\|');

/** More words than these are a table of their own elsewhere: the description leads there. */
const FEW = 21;

const range = (low: unknown, high: unknown, what: string): readonly string[] =>
  high === undefined ? [] : [`${low ?? 0}–${high}${what}`];

/** What a shape takes, in one line. */
function takes(shape: TSchema): string {
  if (shape.const !== undefined) return code(JSON.stringify(shape.const));
  if (shape.enum !== undefined) {
    const words: readonly unknown[] = shape.enum;
    return words.length > FEW
      ? `one of ${words.length}`
      : words.map((word) => code(JSON.stringify(word))).join(' ');
  }
  if (shape.anyOf !== undefined) return shape.anyOf.map(takes).join(' or ');
  if (shape.type === 'array') return `list of ${takes(shape.items)}`;
  if (shape.properties !== undefined) {
    const required: readonly string[] = shape.required ?? [];
    return `{ ${Object.entries<TSchema>(shape.properties)
      .map(([name, member]) => `${code(required.includes(name) ? name : `[${name}]`)}: ${takes(member)}`)
      .join(', ')} }`;
  }
  const limits = [
    ...range(shape.minimum, shape.maximum, ''),
    ...range(shape.minLength, shape.maxLength, ' characters'),
  ].join(', ');
  return `${shape.type}${limits === '' ? '' : ` ${limits}`}`;
}

const defaultOf = (shape: TSchema) =>
  shape.default === undefined ? '' : code(JSON.stringify(shape.default));

function memberTable(variants: readonly TSchema[]): string {
  const rows = new Map<string, { readonly shapes: Set<string>; readonly shape: TSchema; required: number }>();
  for (const { properties, required = [] } of variants) {
    for (const [name, shape] of Object.entries<TSchema>(properties)) {
      const row = rows.get(name) ?? { shapes: new Set(), shape, required: 0 };
      row.shapes.add(takes(shape));
      if (required.includes(name)) row.required += 1;
      rows.set(name, row);
    }
  }
  const head =
    '| member / 항목 | takes / 값 | must / 필수 | unless given / 기본값 | what / 설명 |\n| --- | --- | --- | --- | --- |';
  const lines = [...rows].map(([name, { shapes, shape, required }]) => {
    const must = required === variants.length ? 'O' : '-';
    return `| ${code(name)} | ${cell([...shapes].join(' '))} | ${must} | ${defaultOf(shape)} | ${cell(shape.description ?? '')} |`;
  });
  return [head, ...lines].join('\n');
}

/** Examples to paste: of the body itself, and of each of its alternatives. */
function examplesOf(body: TSchema): readonly string[] {
  const variants = variantsOf(body).flatMap(({ title, description, examples = [] }) =>
    examples.map((one: unknown) =>
      [JSON.stringify(one), title === undefined ? '' : `  // ${title}: ${description}`].join(''),
    ),
  );
  const own = ((body.examples ?? []) as readonly unknown[]).map((one) => JSON.stringify(one));
  return [...new Set(variants.length > 0 && body.anyOf !== undefined ? variants : own)];
}

/** Every route that takes a body. */
export const controlBodies = (): string =>
  Object.values<ControlRoute>(controlRoutes)
    .flatMap(({ method, path, body, words }) => {
      if (body === undefined) return [];
      const examples = examplesOf(body);
      return [
        [
          `### ${method} ${path}`,
          `${words.en}. ${words.ko}.`,
          memberTable(variantsOf(body)),
          ...(examples.length === 0 ? [] : [['```jsonc', ...examples, '```'].join('\n')]),
        ].join('\n\n'),
      ];
    })
    .join('\n\n');
