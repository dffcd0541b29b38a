// Every package of the lockfile that names engines admits Node 20.19, the oldest this project promises.

import { readFileSync } from 'node:fs';
import semver from 'semver';

const OLDEST = '20.19.0';
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const refusing = Object.entries(packages)
  .filter(([, { engines }]) => engines?.node !== undefined && !semver.satisfies(OLDEST, engines.node))
  .map(([path, { version, engines }]) => `${path} ${version}: ${engines.node}`);

if (refusing.length > 0) {
  console.error(`These packages refuse Node ${OLDEST}:\n  ${refusing.join('\n  ')}`);
  process.exit(1);
}
console.log(`${Object.keys(packages).length} packages admit Node ${OLDEST}.`);
