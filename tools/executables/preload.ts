// An executable takes no NODE_OPTIONS (`execArgvExtension` is "none"), so that those of its user can't break it. The preload
// of an `exec` around it is the one that must count: without it the real hosts would be called.

import { createRequire } from 'node:module';
import { preloadOf } from '../../simulator/exec/node.js';

const preload = preloadOf(process.env.NODE_OPTIONS);
if (preload !== undefined) createRequire(preload)(preload);
