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
    ? {
        status: 404,
        title: 'Not found',
        detail: {
          en: `There is no file "${name}" of the console beside the code that runs: run \`npm run build\` in the repository, and leave kakaocert-simulator out of your bundle.`,
          ko: `콘솔 파일을 찾을 수 없습니다: "${name}". 저장소에서 \`npm run build\`를 실행하고, kakaocert-simulator를 번들에 포함하지 마십시오.`,
        },
      }
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
    return type === undefined
      ? notFound({ en: 'file of the console', ko: '콘솔 파일' }, file)
      : asset(pages, file, type);
  },
} satisfies Partial<ControlHandlers>;
