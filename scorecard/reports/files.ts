// All reports of one run, in a folder: what a CI publishes, keeps and shows.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Card } from '../card.js';
import { type ReportKind, renderReport, reportKinds } from './index.js';

export const reportFiles: Readonly<Record<ReportKind, string>> = {
  junit: 'junit.xml',
  json: 'card.json',
  markdown: 'summary.md',
  html: 'report.html',
};

/** Writes every kind of report; makes the folder where there is none. */
export function writeReports(folder: string, card: Card): void {
  mkdirSync(folder, { recursive: true });
  for (const kind of reportKinds) writeFileSync(join(folder, reportFiles[kind]), renderReport(kind, card));
}
