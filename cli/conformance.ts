// `kakaocert-simulator conformance -- <command>`: the scorecard of a client. stdout is the report's alone; progress, and
// what a program without an adapter prints, goes to stderr. Exit code 0: nothing wrong but what was expected, 1:
// something wrong, 2: it could not be judged.

import { setMaxListeners } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { inBoth, serviceNames, type Text, TextError } from '../contracts/protocol/index.js';
import type { Scenario } from '../scorecard/scenario.js';
import type { Scorecard, Verdict } from '../scorecard/scorecard.js';
import type { Surroundings } from '../scorecard/stage.js';
import { type Choices, readChoices } from './conformance-flags.js';
import { withExecSurroundings } from './exec-surroundings.js';
import { UsageError } from './flags.js';
import { checkWritable, written } from './written.js';

/** Judges the client and resolves with the exit code. */
export async function conformance(argv: readonly string[]): Promise<number> {
  const [{ scenarios }, { journalScenarios }, { NotStarted }] = await Promise.all([
    import('../scorecard/scenarios/index.js'),
    import('../scorecard/journal-mode.js'),
    import('../scorecard/adapter/process-group.js'),
  ]);
  const choices = readChoices(argv, (noAdapter) => (noAdapter ? journalScenarios : scenarios));
  if (choices.list) {
    process.stdout.write(listOf(choices.noAdapter ? journalScenarios : scenarios, choices.language));
    return 0;
  }
  // Before the run, which takes minutes, and not after it.
  const { out, reports } = choices;
  if (out !== undefined) checkWritable('out', out);
  if (reports !== undefined) {
    written('reports', reports, () => mkdirSync(reports, { recursive: true }));
    checkWritable('reports', reports);
  }
  const compared = choices.baseline === undefined ? undefined : await comparison(choices.baseline);
  const interrupted = listenForInterrupt();
  // Every client has its own clean-up at the end of the process.
  setMaxListeners(choices.jobs * 2 + 10, process, interrupted.signal);
  try {
    const judged = await withExecSurroundings(({ of }) =>
      choices.noAdapter
        ? journalScorecard(choices, of, interrupted.signal)
        : adapterScorecard(choices, scenarios, of, interrupted.signal),
    );
    const scorecard = compared === undefined ? judged : compared(judged);
    await report(scorecard, choices);
    return scorecard.exitCode;
  } catch (error) {
    const by = interrupted.by();
    if (by !== undefined) return 128 + constants.signals[by];
    throw error instanceof NotStarted
      ? new UsageError(inBoth(error.words, (text) => `conformance: ${text}`))
      : error;
  } finally {
    interrupted.stop();
  }
}

/** Reads the scorecard of before, and holds one of now against it. */
async function comparison(path: string): Promise<(scorecard: Scorecard) => Scorecard> {
  const { against, readBaseline } = await import('../scorecard/baseline.js');
  try {
    const before = readBaseline(readFileSync(path, 'utf8'));
    return (scorecard) => against(scorecard, before);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const why = error instanceof TextError ? error.words : { en: code, ko: code };
    throw new UsageError({
      en: `--baseline: "${path}" can't be read: ${why.en}; give the file of --report json`,
      ko: `--baseline: 파일을 읽을 수 없습니다: "${path}"(${why.ko}). --report json으로 만든 파일을 지정하십시오`,
    });
  }
}

async function adapterScorecard(
  choices: Choices,
  scenarios: readonly Scenario[],
  surroundings: Surroundings,
  interrupt: AbortSignal,
): Promise<Scorecard> {
  const [{ runConformance }, { progressLine }] = await Promise.all([
    import('../scorecard/run.js'),
    import('../scorecard/reports/progress.js'),
  ]);
  const chosen = scenarios.filter(({ id }) => choices.only.length === 0 || choices.only.includes(id));
  const fits = ({ services = serviceNames }: Scenario) =>
    services.some((one) => choices.services.includes(one));
  if (!chosen.some(fits)) {
    throw new UsageError({
      en: 'conformance: none of these scenarios is of this service; --list tells which are',
      ko: 'conformance: 이 서비스에 해당하는 시나리오가 없습니다. --list로 확인하십시오',
    });
  }
  const progress = (verdict: Verdict): void => {
    process.stderr.write(progressLine(verdict, choices.language));
  };
  return runConformance({ ...choices, scenarios: chosen, surroundings, interrupt, progress });
}

/** A program that was run to its end and never came to the simulator. */
const nothingCalled: Text = {
  en: 'the program called none of the services that are judged, so there is nothing to judge. Its address may be fixed in its code: read it from KAKAOCERT_AUTH_URL and KAKAOCERT_SERVICE_URL, which are set for it. It may also have failed before its first call: run it by itself. `kakaocert-simulator doctor` says what else can stand between the two',
  ko: '프로그램이 진단할 서비스를 호출하지 않아 진단할 것이 없습니다. 주소가 코드에 고정되어 있을 수 있습니다. 환경변수 KAKAOCERT_AUTH_URL과 KAKAOCERT_SERVICE_URL에서 주소를 읽도록 하십시오. 첫 호출 전에 실패했을 수도 있으니 단독으로 실행해 보십시오. 그 밖의 원인은 `kakaocert-simulator doctor`로 확인할 수 있습니다',
};

async function journalScorecard(
  choices: Choices,
  surroundings: Surroundings,
  interrupt: AbortSignal,
): Promise<Scorecard> {
  const { runJournal } = await import('../scorecard/journal-mode.js');
  const output = (bytes: Uint8Array): void => {
    process.stderr.write(bytes);
  };
  const scorecard = await runJournal({ ...choices, surroundings, interrupt, output });
  if (scorecard.verdicts.length > 0) return scorecard;
  throw new UsageError(inBoth(nothingCalled, (text) => `conformance: ${text}`));
}

const listOf = (
  scenarios: readonly Pick<Scenario, 'id' | 'services' | 'promise'>[],
  language: keyof Text,
): string =>
  scenarios
    .map(
      ({ id, services = serviceNames, promise }) =>
        `${id.padEnd(30)}${services.join(',').padEnd(22)}${promise[language]}\n`,
    )
    .join('');

async function report(
  scorecard: Scorecard,
  { report: kind, out, reports, language }: Choices,
): Promise<void> {
  const [{ renderReport, renderTerminal }, { writeReports }] = await Promise.all([
    import('../scorecard/reports/index.js'),
    import('../scorecard/reports/files.js'),
  ]);
  if (kind !== undefined && out !== undefined) {
    written('out', out, () => writeFileSync(out, renderReport(kind, scorecard)));
  }
  if (reports !== undefined) written('reports', reports, () => writeReports(reports, scorecard));
  process.stdout.write(
    kind === undefined || out !== undefined
      ? renderTerminal(scorecard, { stream: process.stdout, language })
      : renderReport(kind, scorecard),
  );
}

type Ending = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

interface Interrupt {
  readonly signal: AbortSignal;
  readonly by: () => Ending | undefined;
  readonly stop: () => void;
}

/** The first signal ends every client; a second one ends this process at once, and its clients with it. */
function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  let by: Ending | undefined;
  const hear = (signal: NodeJS.Signals) => {
    if (by !== undefined) process.exit(1);
    by = signal as Ending;
    controller.abort();
  };
  const signals: readonly Ending[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, hear);
  return {
    signal: controller.signal,
    by: () => by,
    stop: () => {
      for (const signal of signals) process.off(signal, hear);
    },
  };
}
