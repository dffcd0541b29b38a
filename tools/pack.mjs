// What npm runs around a pack: `prepare` builds a clone and would build an install too, so it is not in what is packed.
// What is published also says where it comes from. `strip` builds where there is no build of these sources and changes the
// manifest, `restore` puts it back as it was.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, root } from './esbuild.mjs';

const manifest = join(root, 'package.json');
// Outside the folder, or it would be packed.
const backup = join(
  tmpdir(),
  `kakaocert-manifest-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`,
);

/** Also what a pack that was broken off has left. */
function restore() {
  if (!existsSync(backup)) return;
  writeFileSync(manifest, readFileSync(backup));
  rmSync(backup);
}

async function strip() {
  restore();
  const { publishedWhere } = await load('tools/published.ts');
  const where = publishedWhere(process.env);
  const { checkBuilt } = await load('tools/built-from.ts');
  try {
    checkBuilt(root);
  } catch {
    execFileSync(process.execPath, ['build.mjs'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(backup, text);
  const { scripts, ...rest } = JSON.parse(text);
  const { prepare, prepack, postpack, ...others } = scripts;
  writeFileSync(manifest, `${JSON.stringify({ ...rest, ...where, scripts: others }, null, 2)}\n`);
}

const verbs = { strip, restore };
await verbs[process.argv[2]]();
