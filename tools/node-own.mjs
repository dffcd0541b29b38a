// Node's own things, put by the build where our sources and the bundled libraries name the global ones. Test runners put
// others there: jsdom's timers have no `unref`, a faked one never fires and would hang `listen` and `close`, and bytes of
// another realm are refused by WebCrypto. Taken once, when the package is loaded: whoever fakes a module comes later.

import { webcrypto } from 'node:crypto';
import * as streams from 'node:stream/web';
import * as timers from 'node:timers';
import * as url from 'node:url';
import * as util from 'node:util';

// One by one: Next.js' bundler overlooks what is assigned by a pattern (Turbopack of 16.4).
export const clearImmediate = timers.clearImmediate;
export const clearInterval = timers.clearInterval;
export const clearTimeout = timers.clearTimeout;
export const setImmediate = timers.setImmediate;
export const setInterval = timers.setInterval;
export const setTimeout = timers.setTimeout;
export const TextDecoder = util.TextDecoder;
export const TextEncoder = util.TextEncoder;
export const URL = url.URL;
export const URLSearchParams = url.URLSearchParams;
export const ReadableStream = streams.ReadableStream;
const bytes = Object.getPrototypeOf(Buffer);
const memory = new bytes(0).buffer.constructor;

// pkijs takes the global one when it is loaded, and jsdom's can only make random bytes.
export {
  bytes as Uint8Array,
  memory as ArrayBuffer,
  webcrypto as 'globalThis.crypto',
  webcrypto as 'self.crypto',
};

// Jest gives `import 'node:process'` its own copy, whose nextTick can be faked.
const nextTick = process.getBuiltinModule('node:process').nextTick;

export { nextTick as 'process.nextTick' };
/** What it throws is thrown, as by the platform's own. */
export const queueMicrotask = (callback) => {
  Promise.resolve()
    .then(callback)
    .catch((error) =>
      nextTick(() => {
        throw error;
      }),
    );
};
