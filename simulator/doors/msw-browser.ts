// What a page's bundle gets for `kakaocert-simulator/msw` (the condition `browser`): one clear line instead of a module that
// can't be resolved. Signing and reading are Node's crypto and Buffer, and they are synchronous where WebCrypto is not.

/** Throws: the simulator runs in Node. */
export function kakaocertHandlers(): never {
  throw new Error(
    'kakaocert-simulator/msw runs in Node, not in a page: use it with msw/node, or start `npx --no-install kakaocert-simulator` and let the server behind your page call that.',
  );
}
