// All reports of one run, in a folder: what a CI publishes, keeps and shows.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scorecard } from '../scorecard.js';
import { type ReportKind, renderReport, reportKinds } from './index.js';

export const reportFiles: Readonly<Record<ReportKind, string>> = {
  junit: 'junit.xml',
  json: 'scorecard.json',
  markdown: 'summary.md',
  html: 'report.html',
};

/** Writes every kind of report; makes the folder where there is none. */
export function writeReports(folder: string, scorecard: Scorecard): void {
  mkdirSync(folder, { recursive: true });
  for (const kind of reportKinds)
    writeFileSync(join(folder, reportFiles[kind]), renderReport(kind, scorecard));
}
