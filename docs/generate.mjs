// Writes the tables of the documents from the tables of the code, between their markers: `node docs/generate.mjs`.
// `--check` writes nothing and fails if a document is behind. Run it after the build: it reads dist/.

import { readFileSync, writeFileSync } from 'node:fs';
import { banks, createCatalogue, magicPeople, operations, schema, timing } from '../dist/contracts.js';

const row = (...cells) => `| ${cells.map((cell) => String(cell ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
const table = (head, rows) =>
  [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');

const fields = (message) =>
  table(
    ['#', 'field', '항목', 'type', 'required / 필수', 'max', 'source', 'fidelity'],
    Object.entries(message.properties).map(([name, rule], at) => [
      at + 1,
      `\`${name}\``,
      rule.title,
      rule.enum ? rule.enum.join(' / ') : [rule.type].flat().join(' / '),
      (message.required ?? []).includes(name) ? 'O' : '-',
      rule.maxLength ?? (rule.maximum === undefined ? '' : `${rule.minimum}–${rule.maximum}`),
      rule['x-source'],
      rule['x-fidelity'],
    ]),
  );

const messages = [
  'RequestCMS',
  'RequestVerifyAuth',
  'RequestESign',
  'ResultCMS',
  'VerifyResult',
  'TokenRequest',
  'Token',
  'ProviderError',
];

const blocks = {
  operations: table(
    ['operation', 'call', 'authentication', 'source', 'fidelity'],
    Object.entries(operations).map(([name, { method, path, authentication, source, fidelity }]) => [
      `\`${name}\``,
      `\`${method} ${path}\``,
      authentication,
      source,
      fidelity,
    ]),
  ),
  errors: table(
    ['id', 'code', 'status', 'message', 'source', 'fidelity'],
    [...createCatalogue()].map(([id, { code, status, message, source, fidelity }]) => [
      `\`${id}\``,
      code,
      status,
      message,
      source,
      fidelity,
    ]),
  ),
  banks: table(
    ['code', 'name / 기관명', 'merged codes / 통합 코드'],
    banks.map(({ code, name, aliases }) => [code, name, aliases.join(' ')]),
  ),
  magic: table(
    ['phone / 번호', 'name / 이름', 'the person…', '동작'],
    magicPeople.map(({ phone, name, does, ko }) => [phone, name, does, ko]),
  ),
  timing: table(
    ['rule', 'value', 'source', 'fidelity'],
    Object.entries(timing).map(([name, { ms, source, fidelity }]) => [
      `\`${name}\``,
      `${ms / 1000} s`,
      source,
      fidelity,
    ]),
  ),
  messages: messages
    .map((name) => `## ${name}\n\n${schema[name].title ?? ''}\n\n${fields(schema[name])}`)
    .join('\n\n'),
};

const documents = [
  'README.md',
  'README.ko.md',
  'docs/errors.md',
  'docs/banks.md',
  'docs/messages.md',
  'docs/magic.md',
];
const check = process.argv.includes('--check');
let behind = 0;
for (const path of documents) {
  const before = readFileSync(path, 'utf8');
  const after = before.replace(
    /(<!-- generated: (\w+) -->\n)[\s\S]*?(\n<!-- end -->)/g,
    (_, start, name, end) => {
      if (blocks[name] === undefined) throw new Error(`${path}: there is no table "${name}".`);
      return `${start}\n${blocks[name]}\n${end}`;
    },
  );
  if (after === before) continue;
  behind += 1;
  if (check) console.error(`${path} is behind its tables: run node docs/generate.mjs`);
  else writeFileSync(path, after);
}
process.exitCode = check && behind > 0 ? 1 : 0;
