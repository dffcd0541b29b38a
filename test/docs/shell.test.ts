import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { hostNames } from '../../contracts/protocol/index.js';
import { has } from '../support/tools.js';
import { codeOf } from './fenced-code.js';
import { type Program, programs, writeJar } from './shell-programs.js';
import { hasOwnNetwork, project, removed, type WalkOptions, walk } from './shell-walk.js';

// Every shell block of the documents: run here as it stands, run by another test, or not run, and then it says why. A block
// that is new has no row, and fails.

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
/** An npx, a JVM and a simulator take their time on a busy machine, ms. */
const TIMEOUT = 240_000;

interface Run extends WalkOptions {
  readonly program?: keyof typeof programs;
  readonly prints?: RegExp;
  /** The block with what can't stand in a document put right, e.g. the day in a file's name. */
  readonly edit?: (block: string) => string;
  /** What else must be here, and whether it is. */
  readonly needs?: readonly [what: string, isThere: boolean];
}
type Row = Run | { readonly by: string } | { readonly not: string };

const by = (file: string): Row => ({ by: file });
const not = (why: string): Row => ({ not: why });
const ofRepository = not('of the repository itself: its CI runs it');
const reallyCalls = not('is for the real service, which only those with a contract may call');
const noDotnet = not('no registry that this project reaches has .NET');
const noContainers = not('no container engine is where this project is tested');

const isNewNode = Number(process.versions.node.split('.')[0]) >= 24;
const inContainer = {
  hosts: hostNames,
  needs: ['Linux with unshare, ip and mount', hasOwnNetwork()],
} as const;
const allKept = /^\d+ promises: \d+ kept, 0 broken, 0 differ/m;

/** What is done with each block, in the order of the page. */
const rows: Readonly<Record<string, readonly Row[]>> = {
  'README.md': [
    ...[ofRepository, ofRepository, ofRepository, ofRepository],
    by('test/docs/examples.test.ts'),
    by('test/docs/examples.test.ts'),
    by('test/docs/examples.test.ts'),
    not('a line of docs/contract.md, and run there'),
    by('test/scorecard/command.test.ts'),
    by('test/docs/examples.test.ts'),
  ],
  'docs/command-line.md': [
    { isServed: true, isAsked: true, prints: /verified|requestCMS/ },
    { isServed: true, prints: /service-url http/ },
    by('test/cli/completion.test.ts'),
  ],
  'docs/compatibility.md': [ofRepository],
  'docs/conformance/README.md': [by('test/scorecard/command.test.ts')],
  'docs/conformance/adapter-protocol.md': [by('test/scorecard/command.test.ts')],
  'docs/containers.md': [noContainers, noContainers],
  'docs/contract-recording.md': [
    {
      edit: (block) => block.replaceAll('recording-2026-11-23-sim.json', 'recording-*-sim.json'),
      prints: /kept[\s\S]*/,
    },
    reallyCalls,
  ],
  'docs/contract.md': [{ isServed: true, prints: allKept }, reallyCalls, reallyCalls, reallyCalls],
  'docs/sdk/dotnet.md': [noDotnet, noDotnet],
  'docs/sdk/http.md': [by('test/docs/http.test.ts'), ofRepository],
  'docs/sdk/java.md': [{ program: 'java' }, { program: 'java' }],
  'docs/sdk/node.md': [
    { program: 'node' },
    { program: 'node' },
    { program: 'node', needs: ['Node 24', isNewNode] },
  ],
  'docs/sdk/php.md': [{ program: 'php' }, { program: 'php' }, { program: 'php', ...inContainer }],
  'docs/sdk/python.md': [
    { program: 'python' },
    { program: 'python', isAsked: true, prints: /signed/ },
    { program: 'python', ...inContainer },
  ],
  'docs/sdk/ruby.md': [{ program: 'ruby' }, { program: 'ruby' }],
  'docs/stores.md': [by('test/simulator/store')],
  'docs/team.md': [by('test/stores')],
  'docs/without-node.md': [ofRepository, ...Array<Row>(7).fill(by('test/docs/without-node.test.ts'))],
  'integrations/README.md': [not('names runners of other languages: exec is run by docs/sdk')],
  'integrations/junit5/README.md': [ofRepository],
  'integrations/pytest/README.md': [ofRepository],
};

const pages = execFileSync('git', ['ls-files', 'README.md', 'docs/*.md', 'integrations/*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((path) => !path.endsWith('.ko.md'));
const blocksOf = (path: string) =>
  codeOf(read(path)).filter(({ language }) => ['sh', 'bash', 'console'].includes(language));

test.each(pages)('every shell block of %s has its row', (path) => {
  expect(rows[path]?.length ?? 0).toBe(blocksOf(path).length);
});

const isRun = (row: Row): row is Run => !('by' in row || 'not' in row);
const runs = Object.entries(rows).flatMap(([path, all]) =>
  all.flatMap((row, at) => (isRun(row) ? [{ path, row, block: blocksOf(path)[at]?.text ?? '' }] : [])),
);

for (const { path, row, block } of runs) {
  const { program, needs, prints, edit } = row;
  const made: Program | undefined = program === undefined ? undefined : programs[program];
  const missing: string[] = [...(made?.tools ?? []), 'bash' as const, 'curl' as const].filter(
    (tool) => !has(tool),
  );
  if (needs?.[1] === false) missing.push(needs[0]);
  const [first = ''] = block.split('\n');
  test.skipIf(missing.length > 0)(
    `${path}: ${first}${missing.length > 0 ? ` (needs ${missing.join(', ')})` : ''}`,
    { timeout: TIMEOUT },
    async () => {
      const folder = project(made?.files);
      if (program === 'java') await writeJar(join(folder, 'app.jar'));
      const { code, stdout, stderr } = await walk(edit?.(block) ?? block, folder, row);
      expect({ code, stdout, stderr }).toEqual({
        code: 0,
        stdout: expect.stringMatching(prints ?? made?.prints ?? /./),
        stderr: expect.any(String),
      });
      removed(folder);
    },
  );
}

test('what a page tells to paste names the package as README.md does: npx --no-install', () => {
  for (const path of pages) {
    const bare = blocksOf(path)
      .flatMap(({ text }) => text.split('\n'))
      .filter((line) => /^(\w+=\S+ )*kakaocert-simulator\b/.test(line));
    // A shell completes the name as it is typed, so there it must be on the PATH, and the page says so.
    expect(
      bare.filter((line) => !line.includes('completion fish')),
      path,
    ).toEqual([]);
  }
});
