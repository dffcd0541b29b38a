// The reports of a scorecard: each a pure function of the card, one file a kind. Equal cards give equal bytes.

import type { Card } from '../card.js';
import { renderHtml } from './html.js';
import { renderJson } from './json.js';
import { renderJunit } from './junit.js';
import { renderMarkdown } from './markdown.js';

export { renderTerminal, type TerminalOptions } from './terminal.js';

/** How the card is put down for others. */
export type ReportKind = 'junit' | 'json' | 'markdown' | 'html';

const renderers: Readonly<Record<ReportKind, (card: Card) => string>> = {
  junit: renderJunit,
  json: renderJson,
  markdown: renderMarkdown,
  html: renderHtml,
};

export const reportKinds: readonly ReportKind[] = ['junit', 'json', 'markdown', 'html'];

/** The card as a text of that kind. */
export const renderReport = (kind: ReportKind, card: Card): string => renderers[kind](card);
