// The pages and what they load. They hold no data, so anybody who reaches the door may have them; what they show they ask
// for themselves.

import type { PageNeeds } from '../page-needs.js';
import { notFound, type Problem } from '../problem.js';
import type { Asset } from '../route.js';
import type { ControlHandlers } from './handler.js';

/** The page runs its own script and asks its own server; nothing else is loaded, framed or sent anywhere. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const HEADERS = { 'referrer-policy': 'no-referrer', 'cache-control': 'no-cache' } as const;

/** What the page loads, by name. */
const files: Readonly<Record<string, string>> = {
  'console.js': 'text/javascript; charset=utf-8',
  'console.css': 'text/css; charset=utf-8',
};

async function asset(
  { file }: PageNeeds,
  name: string,
  type: string,
  headers: Asset['headers'] = {},
): Promise<Asset | Problem> {
  const bytes = await file(name);
  return bytes === undefined
    ? notFound(
        `file "${name}" of the console beside the code that runs: run \`npm run build\` in the repository, and leave kakaocert-simulator out of your bundle`,
      )
    : { bytes, type, headers: { ...HEADERS, ...headers } };
}

/** One page for all: its script reads the address. */
const page = (_world: unknown, { pages }: { readonly pages: PageNeeds }) =>
  asset(pages, 'index.html', 'text/html; charset=utf-8', { 'content-security-policy': POLICY });

export const pageHandlers = {
  console: page,
  inbox: page,
  phone: page,
  app: page,

  consoleFile(_world, { pages, parameters: { file } }) {
    const type = Object.hasOwn(files, file) ? files[file] : undefined;
    return type === undefined ? notFound(`file "${file}" of the console`) : asset(pages, file, type);
  },
} satisfies Partial<ControlHandlers>;
