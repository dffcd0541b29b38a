// The OpenAPI document as one page to read: no script, nothing loaded, light and dark, for a phone too.

import type { Piece } from '../../../contracts/protocol/index.js';
import { pathParameters } from '../routes.js';
import type { OpenApiDocument } from './openapi.js';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: unknown): string =>
  String(text ?? '').replace(/[&<>"']/g, (one) => entities[one] ?? one);

/** A piece of the document whose members are read by name. */
type Loose = { readonly [name: string]: Loose } & { readonly [Symbol.iterator]?: never };
const loose = (piece: unknown): Loose => (piece ?? {}) as Loose;
const list = (piece: unknown): readonly Loose[] => (Array.isArray(piece) ? piece : []) as readonly Loose[];

const STYLE = `:root{color-scheme:light dark;--line:#8884;--soft:#8881;--accent:#0a66c2}
@media (prefers-color-scheme:dark){:root{--accent:#6cb2ff}}
*{box-sizing:border-box}
html{background:Canvas;color:CanvasText}
body{font:16px/1.6 system-ui,"Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",sans-serif;margin:0 auto;max-width:60rem;padding:1.5rem 1rem 4rem}
h1{font-size:1.6rem;margin:0}h2{margin:2.5rem 0 .5rem;font-size:1.25rem}
a{color:var(--accent)}p{margin:.4rem 0}
nav{display:flex;flex-wrap:wrap;gap:0 1rem}
details{border:1px solid var(--line);border-radius:.5rem;margin:.5rem 0;padding:.5rem .8rem}
summary{cursor:pointer;overflow-wrap:anywhere}
code,pre{font:.875rem/1.5 ui-monospace,SFMono-Regular,Consolas,monospace}
pre{background:var(--soft);border-radius:.4rem;overflow-x:auto;padding:.6rem .8rem}
.method{display:inline-block;min-width:4.2rem;font-weight:700}
.known{border:1px solid var(--line);border-radius:1rem;font-size:.75rem;padding:.05rem .5rem;white-space:nowrap}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.9rem;min-width:100%}
caption{text-align:left;font-weight:600;padding:.6rem 0 .2rem}
th,td{border-top:1px solid var(--line);padding:.3rem .6rem .3rem 0;text-align:left;vertical-align:top}
.quiet{opacity:.75;font-size:.9rem}
@media (max-width:40rem){
.scroll table,.scroll tbody,.scroll caption,.scroll tr{display:block}
.scroll th{display:none}
.scroll tr{border-top:1px solid var(--line);padding:.3rem 0}
.scroll td{display:inline;border:0;padding:0;overflow-wrap:anywhere}
.scroll td:not(:empty)::after{content:" "}
.scroll td:last-child{display:block}
}`;

/** The page. Whatever stands in the document is shown as text; the lines to paste carry the control token if it is needed. */
export function docsPage(document: OpenApiDocument, needsToken: boolean): string {
  const { info, paths, components } = document;
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation: loose(operation) })),
  );
  const tags = list(document.tags);
  const origin = escaped(list(document.servers)[0]?.url);
  return `<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(info.title)} API</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(info.title)} ${escaped(info.version)}</h1>
${info.description
  .split('\n')
  .map((line) => `<p class="quiet">${escaped(line)}</p>`)
  .join('\n')}
<nav aria-label="목차 / contents">${tags.map(({ name }) => `<a href="#${escaped(name)}">${escaped(name)}</a>`).join('')}<a href="/_sim/v1/openapi.json">openapi.json</a><a href="/_sim/v1/fidelity">fidelity</a></nav>
</header>
<main>
${tags
  .map(
    ({ name, description }) => `<section id="${escaped(name)}">
<h2>${escaped(name)}</h2>
<p>${escaped(description)}</p>
${calls
  .filter(({ operation }) => list(operation.tags).some((tag) => String(tag) === String(name)))
  .map((call) => callSection(call, components, { origin, needsToken }))
  .join('\n')}
</section>`,
  )
  .join('\n')}
</main>
</body>
</html>
`;
}

interface DescribedCall {
  readonly path: string;
  readonly method: string;
  readonly operation: Loose;
}

function callSection(
  { path, method, operation }: DescribedCall,
  { schemas, securitySchemes }: OpenApiDocument['components'],
  { origin, needsToken }: { readonly origin: string; readonly needsToken: boolean },
): string {
  const known = operation['x-fidelity'];
  const body = loose(loose(loose(operation.requestBody).content)['application/json']).schema;
  const isControl = path.startsWith('/_sim');
  return `<details id="${escaped(operation.operationId)}">
<summary><span class="method">${escaped(method.toUpperCase())}</span> <code>${escaped(path)}</code> ${escaped(operation.summary)}${known === undefined ? '' : ` ${badge(known)}`}</summary>
${operation['x-source'] === undefined ? '' : `<p class="quiet">근거 / source: ${escaped(operation['x-source'])}</p>`}
${isControl ? `<pre>${escaped(curl(method, path, body === undefined ? undefined : resolve(body, schemas), needsToken && tokenOf(operation)))}</pre>`.replaceAll('{origin}', origin) : ''}
${fieldTable('헤더 / headers', headersOf(operation, securitySchemes), schemas)}
${fieldTable('쿼리 / query', queryOf(operation), schemas)}
${fieldTable('요청 / request', body, schemas)}
${Object.entries(operation.responses ?? {})
  .map(([status, response]) => responseSection(status, loose(response), schemas))
  .join('\n')}
</details>`;
}

/** What may stand behind the `?`, as the members of an object. */
const queryOf = ({ parameters }: Loose): Loose => ({
  properties: Object.fromEntries(
    list(parameters)
      .filter((one) => String(one.in) === 'query')
      .map(({ name, description, schema }) => [name, { ...loose(schema), description }]),
  ),
});

/** Whether a call of the control plane takes the token. */
const tokenOf = ({ security }: Loose): boolean =>
  list(security).some((one) => one.controlToken !== undefined);

/** What a call carries in its headers, as the members of an object. */
function headersOf(
  { security, parameters, requestBody }: Loose,
  schemes: Readonly<Record<string, Piece>>,
): Loose {
  const rows: (readonly [name: string, description: string, isNeeded: boolean])[] = [];
  const all = list(security);
  for (const name of all.flatMap((one) => Object.keys(one))) {
    const { type, name: header, description } = loose(schemes[name]);
    const isBearer = String(type) === 'http';
    const value = isBearer ? `Bearer <token>: ${description}` : String(description);
    rows.push([
      isBearer ? 'authorization' : String(header),
      value,
      all.every((one) => one[name] !== undefined),
    ]);
  }
  for (const { name, in: place, description, required } of list(parameters)) {
    if (String(place) === 'header') rows.push([String(name), String(description), Boolean(required)]);
  }
  if (requestBody !== undefined) rows.push(['content-type', 'application/json', true]);
  return loose({
    properties: Object.fromEntries(
      rows.map(([name, description]) => [name, { type: 'string', description }]),
    ),
    required: rows.flatMap(([name, , isNeeded]) => (isNeeded ? [name] : [])),
  });
}

const badge = (fidelity: unknown) => `<span class="known">${escaped(fidelity)}</span>`;

/** What stands for a part of a path in a line to paste. */
const exampleOf = (name: string) =>
  (pathParameters as Readonly<Record<string, { readonly example: string }>>)[name]?.example ?? `$${name}`;

const curl = (method: string, path: string, body: Loose | undefined, hasToken: boolean): string => {
  const target = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => exampleOf(name));
  const [example] = list(body?.examples);
  const data =
    example === undefined ? '' : ` -H 'content-type: application/json' -d '${JSON.stringify(example)}'`;
  const token = hasToken ? ' -H "Authorization: Bearer $KAKAOCERT_SIM_TOKEN"' : '';
  return `curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`}${token} "{origin}${target}"${data}`;
};

function resolve(schema: Loose, schemas: Readonly<Record<string, Piece>>): Loose {
  const name =
    String(schema.$ref ?? '')
      .split('/')
      .at(-1) ?? '';
  return schema.$ref === undefined ? schema : loose(schemas[name]);
}

function fieldTable(
  caption: string,
  schema: Loose | undefined,
  schemas: Readonly<Record<string, Piece>>,
): string {
  if (schema === undefined) return '';
  const { properties, required, anyOf } = resolve(schema, schemas);
  if (anyOf !== undefined) {
    return list(anyOf)
      .map((one) =>
        fieldTable(`${caption}: ${escaped(one.title)} (${escaped(one.description)})`, one, schemas),
      )
      .join('\n');
  }
  const rows = Object.entries(properties ?? {});
  if (rows.length === 0) return '';
  return `<div class="scroll"><table><caption>${caption}</caption>
<tr><th scope="col">필드 / field</th><th scope="col">타입 / type</th><th scope="col">필수</th><th scope="col">길이·범위</th><th scope="col">설명</th></tr>
${rows
  .map(([name, field]) => {
    const rule = loose(field);
    const known = rule['x-fidelity'];
    return `<tr><td><code>${escaped(name)}</code></td><td>${escaped(typeOf(rule))}</td><td>${list(required).some((one) => String(one) === name) ? '필수' : ''}</td><td>${escaped(limitOf(rule))}</td><td>${escaped(rule.title ?? rule.description)}${known === undefined ? '' : ` ${badge(known)}`}</td></tr>`;
  })
  .join('\n')}
</table></div>`;
}

const typeOf = ({ type, enum: values, $ref: reference, anyOf }: Loose): string => {
  if (values !== undefined) return list(values).map(String).join(', ').slice(0, 120);
  if (reference !== undefined) return String(reference).split('/').at(-1) ?? '';
  if (anyOf !== undefined) return list(anyOf).map(typeOf).join(' | ');
  return [type]
    .flat()
    .map((one) => String(one ?? ''))
    .join(' | ');
};

const limitOf = ({ maxLength, minimum, maximum }: Loose): string =>
  maxLength !== undefined ? `≤ ${maxLength}` : maximum === undefined ? '' : `${minimum}–${maximum}`;

function responseSection(status: string, response: Loose, schemas: Readonly<Record<string, Piece>>): string {
  const [[, content] = ['', undefined]] = Object.entries(response.content ?? {});
  const { schema, examples } = loose(content);
  const errors = Object.entries(examples ?? {});
  if (errors.length === 0) {
    return `<p><b>${escaped(status)}</b> ${escaped(response.description)}</p>
${status.startsWith('2') ? fieldTable('응답 / answer', schema, schemas) : ''}`;
  }
  return `<div class="scroll"><table><caption>${escaped(status)} 오류 / refusals</caption>
<tr><th scope="col">id</th><th scope="col">code</th><th scope="col">message</th><th scope="col"></th></tr>
${errors
  .map(([id, example]) => {
    const { value, 'x-fidelity': known } = loose(example);
    return `<tr><td><code>${escaped(id)}</code></td><td>${escaped(value?.code)}</td><td>${escaped(value?.message)}</td><td>${badge(known)}</td></tr>`;
  })
  .join('\n')}
</table></div>`;
}
