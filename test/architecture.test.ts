import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/**
 * What a floor, a folder or a single file, may import besides itself: floors by their names, or files of a floor; of
 * those under `types`, types alone. A folder within a floor that has a row of its own is another floor.
 */
interface Floor {
  readonly from: readonly string[];
  readonly types?: readonly string[];
}

const protocol = 'contracts/protocol';
const reader = 'contracts/signed-data/index.ts';
const everything = '*';

/** From the ground up: arrows point only down, so a row names only what has a row above it. */
const floors: Readonly<Record<string, Floor>> = {
  'package.json': { from: [] },
  'contracts/protocol': { from: [] },
  'contracts/signed-data': { from: [protocol] },
  'contracts/evidence': { from: [protocol, 'contracts/signed-data'] },
  // The public subpath: the reader, and the evidence that is made of what was read.
  [reader]: { from: ['contracts/signed-data', 'contracts/evidence'] },
  'fixtures/keys': { from: [] },
  fixtures: { from: [protocol, 'fixtures/keys'] },
  'contracts/suite': { from: [protocol, reader, 'fixtures'] },
  contracts: { from: [protocol, 'contracts/suite'] },
  client: { from: [protocol, reader] },
  'simulator/version.ts': { from: ['package.json'] },
  'simulator/core': { from: [protocol] },
  'simulator/pki': { from: [protocol] },
  // Whoever makes CMS shares constants with its reader and no code, so that a mistake can't cancel itself out.
  'simulator/signer': {
    from: [
      protocol,
      'contracts/signed-data/consent-table.ts',
      'fixtures/keys',
      'simulator/core',
      'simulator/pki',
    ],
  },
  'simulator/store': { from: [] },
  'simulator/world': { from: [protocol, 'simulator/core', 'simulator/signer', 'simulator/store'] },
  'simulator/provider': {
    // How one goes on after the store, whose values may be there at once.
    from: [protocol, 'simulator/core', 'simulator/store/store.ts'],
    types: ['simulator/world'],
  },
  'simulator/control': {
    from: [protocol, 'simulator/version.ts', 'simulator/core', 'contracts/signed-data/consent-table.ts'],
    // The reader of signedData is for a page that asks for it, and handed in.
    types: ['simulator/store', 'simulator/world', reader],
  },
  'simulator/engine.ts': {
    from: ['simulator/provider', 'simulator/control', 'simulator/store/store.ts'],
    types: [protocol, 'simulator/core', 'simulator/world'],
  },
  'simulator/doors': {
    from: [protocol, 'simulator/core', 'simulator/control/control.ts'],
    types: ['simulator/pki/chain.ts', 'simulator/engine.ts'],
  },
  'simulator/tenant': {
    // The table of the control plane: its calls are made from it.
    from: ['contracts/protocol/brand.ts', 'simulator/control/route.ts', 'simulator/control/routes.ts'],
    types: [protocol, 'simulator/core', 'simulator/control', 'simulator/doors'],
  },
  'simulator/log': {
    from: [protocol, 'simulator/core', 'simulator/control'],
    types: ['simulator/world'],
  },
  'simulator/options': {
    from: [
      protocol,
      'simulator/core',
      'simulator/store/address.ts',
      'simulator/doors/gzip.ts',
      'simulator/log/log-mode.ts',
    ],
    types: [
      'simulator/doors',
      'simulator/pki/chain.ts',
      'simulator/tenant',
      'simulator/world',
      'simulator/store',
    ],
  },
  simulator: {
    from: [
      reader,
      'simulator/options',
      'simulator/core',
      'simulator/pki',
      'simulator/signer',
      'simulator/store',
      'simulator/world',
      'simulator/engine.ts',
      'simulator/doors',
      'simulator/tenant',
      'simulator/log',
    ],
    types: ['simulator/control'],
  },
  'simulator/testing': { from: ['simulator', 'simulator/tenant'] },
  'simulator/exec': {
    from: [protocol, 'simulator/core/tenant.ts', 'simulator/doors/onward.ts'],
    types: ['simulator'],
  },
  console: {
    from: [protocol, 'simulator/core/receipt.ts'],
    types: ['simulator/control/shapes.ts', 'simulator/control/event-shapes.ts'],
  },
  scorecard: {
    from: [
      protocol,
      'fixtures',
      'simulator/pki',
      'simulator/version.ts',
      'simulator/index.ts',
      'simulator/tenant',
      'simulator/exec',
      'simulator/log/cells.ts',
      // Tables: what can go wrong, what can be found, who is there from the start, how a signedData is tampered with.
      'simulator/core/faults.ts',
      'simulator/core/finding-rule.ts',
      'simulator/core/findings.ts',
      'simulator/core/tenant.ts',
      'simulator/core/tampering.ts',
    ],
  },
  cli: { from: [everything] },
  tools: { from: [everything, 'test/scorecard/known-faults.json'] },
};

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = ['cli', 'console', 'scorecard', 'simulator', 'contracts', 'client', 'fixtures', 'tools'];
const sources = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && folders.includes(entry.name))
  .flatMap(({ name }) => readdirSync(join(root, name), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
const textOf = (path: string) => readFileSync(join(root, path), 'utf8');

interface Import {
  readonly target: string;
  readonly isType: boolean;
}

/** `import … from '…'`, `export … from '…'`, `import '…'`, `import('…')`. */
const IMPORT =
  /^(?:import|export)(?<type> type)?\b[^;']*?\bfrom '(?<from>\.[^']+)'|\bimport\s*\(?\s*'(?<other>\.[^']+)'/gm;

/** A source by what an import calls it: `.js` stands for `.ts`, or for `.tsx`. */
const sourceOf = (target: string) => {
  const name = target.replace(/\.js$/, '');
  return target === name ? target : sources.includes(`${name}.tsx`) ? `${name}.tsx` : `${name}.ts`;
};

const importsOf = (path: string): readonly Import[] =>
  [...textOf(path).matchAll(IMPORT)].map(({ groups: { type, from, other } = {} }) => ({
    target: sourceOf(relative(root, resolve(root, dirname(path), from ?? other ?? '')).replaceAll('\\', '/')),
    isType: type !== undefined,
  }));

const imports = new Map(sources.map((path) => [path, importsOf(path)]));

const isWithin = (path: string, place: string) => path === place || path.startsWith(`${place}/`);
const floorOf = (path: string) =>
  Object.keys(floors)
    .filter((floor) => isWithin(path, floor))
    .sort((one, other) => other.length - one.length)[0] ?? '';
/** Whether a name in a row stands for a file: a floor for its own files alone. */
const covers = (name: string, path: string) =>
  name === everything || (Object.hasOwn(floors, name) ? floorOf(path) === name : isWithin(path, name));

test.each(sources)('%s imports only what lies below it', (path) => {
  const floor = floorOf(path);
  const { from = [], types = [] } = floors[floor] ?? {};
  for (const { target, isType } of imports.get(path) ?? []) {
    const allowed = [floor, ...from, ...(isType ? types : [])];
    const what = `${path} imports ${isType ? 'types of ' : ''}${target}`;
    expect(
      allowed.some((name) => covers(name, target)),
      what,
    ).toBe(true);
  }
});

test('a row names only what has a row above it', () => {
  const order = Object.keys(floors);
  const upward = Object.entries(floors).flatMap(([floor, { from, types = [] }]) =>
    [...from, ...types]
      .filter((name) => floorOf(name) !== '' && order.indexOf(floorOf(name)) >= order.indexOf(floor))
      .map((name) => `${floor}: ${name}`),
  );
  expect(upward).toEqual([]);
});

test('no files import one another in a circle, not even types', () => {
  const done = new Set<string>();
  const circleFrom = (path: string, trail: readonly string[]): readonly string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    for (const { target } of imports.get(path) ?? []) {
      const circle = circleFrom(target, [...trail, path]);
      if (circle.length > 0) return circle;
    }
    done.add(path);
    return [];
  };
  expect(sources.map((path) => circleFrom(path, [])).find((circle) => circle.length > 0)).toBeUndefined();
});

test.each(sources.filter((path) => /^(contracts\/protocol|simulator\/core)\//.test(path)))(
  '%s is pure: no clock, randomness or I/O',
  (path) => {
    const text = textOf(path).replaceAll(/^\s*(\/\/|\*).*$/gm, '');
    expect(text).not.toMatch(
      /Date\.now|new Date\(\)|Math\.random|randomBytes|randomUUID|setTimeout|setInterval|\bawait\b|node:(fs|net|http|process)/,
    );
  },
);

test.each(sources)('%s has no default export, enum, star export or mutable module state', (path) => {
  expect(textOf(path)).not.toMatch(
    /^export default|^export \* from|^(export )?(const )?enum |^(export )?let |^var /m,
  );
});

// A module that failed to load once (no file can be opened, files were replaced) is broken as long as the process lives.
test.each(sources.filter((path) => path.startsWith('simulator/') && path !== 'simulator/simulator.ts'))(
  '%s loads nothing later: what a call needs is loaded before the first one',
  (path) => {
    expect(textOf(path).replaceAll(/^\s*(\/\/|\*).*$/gm, '')).not.toMatch(/\bimport\(/);
  },
);
