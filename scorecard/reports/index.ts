// The reports of a scorecard: each a pure function of the scorecard, one file a kind. Equal scorecards give equal bytes.

import type { Scorecard } from '../scorecard.js';
import { renderHtml } from './html.js';
import { renderJson } from './json.js';
import { renderJunit } from './junit.js';
import { renderMarkdown } from './markdown.js';

export { renderTerminal, type TerminalOptions } from './terminal.js';

/** How the scorecard is put down for others. */
export type ReportKind = 'junit' | 'json' | 'markdown' | 'html';

const renderers: Readonly<Record<ReportKind, (scorecard: Scorecard) => string>> = {
  junit: renderJunit,
  json: renderJson,
  markdown: renderMarkdown,
  html: renderHtml,
};

export const reportKinds: readonly ReportKind[] = ['junit', 'json', 'markdown', 'html'];

/** The scorecard as a text of that kind. */
export const renderReport = (kind: ReportKind, scorecard: Scorecard): string => renderers[kind](scorecard);
