// A call as a line of shell. Secrets are masked in the journal: whoever runs the line puts their own in.

import type { CallView } from '../simulator/control/shapes.js';

/** A word of a shell: whatever it holds is one word, and nothing in it is run. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** What curl says by itself, or must say itself. */
const OWN = ['host', 'content-length', 'connection', 'transfer-encoding', 'accept-encoding', 'expect'];

/** `curl -X POST 'http://…' -H '…' --data-raw '…'`; `origin` is where the simulator is. */
export function curlOf({ request }: Pick<CallView, 'request'>, origin: string): string {
  const { method, target, headers, body } = request;
  return [
    `curl -X ${/^[A-Z]+$/.test(method) ? method : quoted(method)} ${quoted(origin + target)}`,
    ...Object.entries(headers)
      .filter(([name]) => !OWN.includes(name))
      .map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === '' ? [] : [`--data-raw ${quoted(body)}`]),
  ].join(' \\\n  ');
}
