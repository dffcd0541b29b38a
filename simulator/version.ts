// The package's version, from package.json alone.

import manifest from '../package.json' with { type: 'json' };

export const version: string = manifest.version;
