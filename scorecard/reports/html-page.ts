// A report as one page that stands alone: nothing is fetched, nothing is sent, both languages are in it. What it reports is
// its caller's: the scorecard of a client, or a run of the contract.

import { createHash } from 'node:crypto';
import type { Text } from '../../contracts/protocol/index.js';
import { both, foreign } from './html-parts.js';
import { script, style } from './html-style.js';
import { escaped } from './plain.js';
import { words } from './words.js';

const KST = 9 * 3_600_000;

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is fetched, nothing is sent, and only our own script and style are taken. */
const policy = (): string =>
  [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${hash(script)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/** In Seoul's time, to the minute; as it stands where it is no instant. */
export function inSeoul(instant: string): string {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) return foreign(instant);
  const shown = new Date(at + KST).toISOString().slice(0, 16).replace('T', ' ');
  return `<time datetime="${escaped(instant)}">${shown} KST</time>`;
}

/** What is known of a report, in two columns. The values are HTML. */
export const factList = (rows: readonly (readonly [Text, string])[]): string =>
  `<dl class="facts">${rows.map(([name, value]) => `<dt>${both(name)}</dt><dd>${value}</dd>`).join('\n')}</dl>`;

/** A part with its heading; nothing where it has no body. */
export const section = (heading: Text, body: string): string =>
  body === '' ? '' : `<section><h2>${both(heading)}</h2>\n${body}</section>`;

/** Everything on the page; `facts` and `body` are HTML. */
interface Page {
  readonly title: Text;
  readonly headline: Text;
  readonly mood: 'good' | 'bad' | 'unknown';
  readonly facts: string;
  readonly body: readonly string[];
  readonly foot: Text;
}

/** The page. */
export const htmlPage = ({ title, headline, mood, facts, body, foot }: Page): string => `<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(title.ko)} · ${escaped(title.en)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header class="top"><h1>${both(title)}</h1>
<fieldset><legend>${escaped(words.language.ko)} · ${escaped(words.language.en)}</legend>
<label><input type="radio" name="language" id="in-ko" value="ko" checked>한국어</label><label><input type="radio" name="language" id="in-en" value="en">English</label></fieldset></header>
<main>
<p class="headline ${mood}">${both(headline)}</p>
${facts}
${body.filter((part) => part !== '').join('\n')}
</main>
<footer><p>${both(foot)}</p></footer>
<script>${script}</script>
</body>
</html>
`;
