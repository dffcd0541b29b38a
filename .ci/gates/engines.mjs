// Every package of the lockfile admits Node 20.19, the oldest that this project promises: `node .ci/gates/engines.mjs`.

import { readFileSync } from 'node:fs';
import semver from 'semver';

const OLDEST = '20.19.0';

const { packages } = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));
const telling = Object.entries(packages).filter(([, { engines }]) => engines?.node !== undefined);
const refusing = telling.filter(([, { engines }]) => !semver.satisfies(OLDEST, engines.node));
for (const [path, { version, engines }] of refusing) {
  console.error(`${path || 'this package'} ${version} wants Node ${engines.node}`);
}
console.log(
  `${telling.length} of ${Object.keys(packages).length} packages name engines; ${refusing.length} refuse Node ${OLDEST}.`,
);
process.exitCode = refusing.length > 0 ? 1 : 0;
