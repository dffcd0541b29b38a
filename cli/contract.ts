// `kakaocert-simulator contract`: judges the simulator, the live service or anybody's fake by the contract.

import { inBoth, printableJson, printableLines, type Text, TextError } from '../contracts/protocol/index.js';
import type { ContractCase } from '../contracts/suite/case.js';
import type { Learned, LearningFacts } from '../contracts/suite/learned.js';
import type { CaseResult } from '../contracts/suite/result.js';
import type { SimulatorOptions } from '../simulator/simulator.js';
import { version } from '../simulator/version.js';
import { contractFlags } from './contract-flags.js';
import { budgetOf, openLive, openTarget, type Surroundings, type Wanted } from './contract-target.js';
import { describeFlags, type FlagValues, readFlags, UsageError } from './flags.js';
import { type Language, languageOf, languageOfLine } from './language.js';
import { readConfig } from './settings.js';

/** What the live target reads from the environment, for --help. */
export async function contractHelp(language: Language): Promise<string> {
  const { liveVariables } = await import('../contracts/suite/live.js');
  const rows = Object.entries(liveVariables).map(([name, what]) => `  ${name.padEnd(30)}${what}`);
  const title = { en: 'The live service, from the environment:', ko: '실제 서비스에 쓰는 환경변수:' }[
    language
  ];
  return `${describeFlags(contractFlags, language)}\n\n${title}\n${rows.join('\n')}`;
}

/** What a file of settings said, and the file. */
interface Config {
  readonly simulator: SimulatorOptions;
  readonly file: object;
}

/** Runs the contract; 0 if nothing is broken and nothing drifted, else 1. */
export async function contract(argv: readonly string[]): Promise<number> {
  const flags = readFlags(argv, contractFlags, process.env);
  const language = languageOf(flags.language, process.env);
  const config: Config =
    typeof flags.config === 'string' ? readConfig(flags.config) : { simulator: {}, file: {} };
  if (typeof flags['compare-form'] === 'string') {
    const { comparedForms } = await import('./contract-forms.js');
    const { text, isOurs } = await comparedForms(flags['compare-form'], flags.json === true, language);
    print(flags.json === true ? printableJson(text) : printableLines(text));
    return isOurs ? 0 : 1;
  }
  const cases = await chosenCases(flags, config);
  if (flags.list === true) return print(`${cases.map(listed).join('\n')}\n`);
  const name = String(flags.target ?? 'sim');
  if (name === 'live' && flags['call-real-hosts'] !== true) {
    const { planLive } = await import('./contract-plan.js');
    return print(
      await planLive(cases, process.env, {
        ...budgetOf(flags),
        asJson: flags.json === true,
        language,
      }),
    );
  }
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    const surroundings: Surroundings = { stop: stop.signal, simulator: config.simulator, say };
    const opened = await (name === 'live'
      ? openLive(flags, surroundings)
      : openTarget(name, flags, surroundings));
    const client = await import('../client/index.js');
    const wanted = { ...opened, target: { ...opened.target, client } };
    return typeof flags.replay === 'string'
      ? await replayAgainst(wanted, flags.replay, flags.json === true)
      : await judge(cases, wanted, { flags, config, stop: stop.signal });
  } catch (error) {
    const { CheckInRefused } = await import('../contracts/suite/check-in.js');
    if (!(error instanceof CheckInRefused)) throw error;
    const { describeRefusedCheckIn } = await import('./contract-live.js');
    say(describeRefusedCheckIn(error));
    return 2;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/** A target that isn't one is a mistake on the command line. */
const orUsage = <T>(run: Promise<T>): Promise<T> =>
  run.catch((error: unknown) => {
    if (error instanceof TextError) throw new UsageError(inBoth(error.words, (text) => `--target: ${text}`));
    throw error;
  });

interface Run {
  readonly flags: FlagValues;
  readonly config: Config;
  readonly stop: AbortSignal;
}

async function judge(
  cases: readonly ContractCase[],
  wanted: Wanted,
  { flags, config, stop }: Run,
): Promise<number> {
  const { runContract } = await import('../contracts/suite/run.js');
  const at = Date.now();
  const { record, recordingPath } = await import('./contract-record.js');
  const { target, parallel, name, secrets, people } = wanted;
  const path = typeof flags.record === 'string' ? recordingPath(flags.record, name, at) : undefined;
  const learnedTo = await placeOfLearned(flags);
  const { putReports, readReportFlags } = await import('./contract-reports.js');
  const reporting = readReportFlags(flags);
  const onResult = progress(cases.length);
  const results = await orUsage(runContract(target, { cases, parallel, onResult, signal: stop }));
  // A simulator is judged by the tables: it teaches nothing.
  const teaches = target.controlPlane === false || results.some(({ refusals }) => refusals.length > 0);
  const facts = { at, secrets, people, isLive: name === 'live', before: config.simulator };
  const learned = teaches ? await learnedOf(results, facts) : undefined;
  const report = putReports(reporting, results, { target: name, at, version });
  await tell(results, learned, { flags, learnedTo, file: config.file, report });
  if (path !== undefined) {
    const dropped = record(results, { target: name, at, secrets, people }, path);
    say({ en: `recorded, redacted, in ${path}`, ko: `비밀값과 개인정보를 바꿔 기록함: ${path}` });
    if (dropped.length > 0) {
      const ids = dropped.join(', ');
      say({
        en: `not recorded, because something personal was left: ${ids}`,
        ko: `개인정보가 남아 있어 기록하지 않음: ${ids}`,
      });
    }
  }
  if (stop.aborted) {
    say({
      en: `stopped after ${results.length} of ${cases.length} cases`,
      ko: `케이스 ${cases.length}개 중 ${results.length}개 실행 후 중단`,
    });
  }
  return stop.aborted || results.some(({ verdict }) => verdict === 'broken') ? 1 : 0;
}

async function placeOfLearned({ learned, config }: FlagValues): Promise<string | undefined> {
  if (typeof learned !== 'string') return undefined;
  const { learnedPath } = await import('./contract-learned.js');
  return learnedPath(learned, typeof config === 'string' ? config : undefined);
}

async function learnedOf(results: readonly CaseResult[], facts: LearningFacts): Promise<Learned> {
  const { learn } = await import('../contracts/suite/learned.js');
  return learn(results, facts);
}

interface Telling {
  readonly flags: FlagValues;
  readonly learnedTo: string | undefined;
  readonly file: object;
  /** Goes to stdout in the place of the text. */
  readonly report: string | undefined;
}

/** What came of the run, and what it taught: to its file, or after the rest. */
async function tell(
  results: readonly CaseResult[],
  learned: Learned | undefined,
  { flags, learnedTo, file, report }: Telling,
): Promise<void> {
  const { renderContract, contractJson } = await import('../contracts/suite/report.js');
  const { printedLearned, writeLearned } = await import('./contract-learned.js');
  const asJson = flags.json === true;
  const language = languageOf(flags.language, process.env);
  print(
    report ??
      (asJson
        ? `${JSON.stringify(contractJson(results, learned), null, 2)}\n`
        : renderContract(results, learned, language)),
  );
  if (learned === undefined) {
    if (learnedTo !== undefined)
      say({
        en: 'nothing was learned: a simulator answers by our own tables',
        ko: '알아낸 것이 없습니다. 시뮬레이터는 우리 표대로 응답합니다',
      });
    return;
  }
  if (learnedTo === undefined) {
    if (report !== undefined) say(printedLearned(learned.config));
    else if (!asJson) print(printedLearned(learned.config)[language]);
    return;
  }
  writeLearned(learnedTo, learned.config, file);
  say({
    en: `learned, to be reviewed, in ${learnedTo}`,
    ko: `알아낸 내용을 저장했습니다. 검토하십시오: ${learnedTo}`,
  });
}

async function replayAgainst({ target }: Wanted, path: string, asJson: boolean): Promise<number> {
  const { openRecording, replayed } = await import('./contract-record.js');
  const { drifts, text } = await orUsage(replayed(openRecording(path), target, languageOfLine(process)));
  // A recording is somebody else's file.
  print(asJson ? printableJson(`${JSON.stringify(drifts, null, 2)}\n`) : printableLines(text));
  return drifts.length === 0 ? 0 : 1;
}

/** Says every fiftieth case, every broken one, and the last. */
function progress(total: number): (result: CaseResult) => void {
  let done = 0;
  return ({ case: { id }, verdict }) => {
    done += 1;
    if (verdict === 'broken' || done % 50 === 0 || done === total) {
      const said = `${done}/${total}`;
      const isBroken = verdict === 'broken';
      say({ en: said + (isBroken ? `  broken: ${id}` : ''), ko: said + (isBroken ? `  위반: ${id}` : '') });
    }
  };
}

async function chosenCases(flags: FlagValues, { simulator }: Config): Promise<readonly ContractCase[]> {
  const { contractCases } = await import('../contracts/suite/cases/index.js');
  const only = (flags.only ?? []) as readonly string[];
  const named = contractCases.filter(({ id }) => only.length === 0 || only.some((text) => id.includes(text)));
  if (named.length === 0) {
    const said = only.join('", "');
    throw new UsageError({
      en: `--only: no case has "${said}" in its id; --list prints them all`,
      ko: `--only: id에 이 글자가 들어 있는 케이스가 없습니다: "${said}". 전체 목록은 --list로 볼 수 있습니다`,
    });
  }
  if (flags['only-unknown'] !== true) return named;
  const { unknownCases } = await import('../contracts/suite/unknown.js');
  const unknown = unknownCases(named, simulator);
  if (flags.target !== 'live') return unknown;
  const [{ cheapestFirst, planCases }, { liveSettings }] = await Promise.all([
    import('./contract-plan.js'),
    import('./contract-live.js'),
  ]);
  return cheapestFirst(unknown, await planCases(unknown, liveSettings(process.env)));
}

const listed = ({ id, promise, needs = [], fidelity }: ContractCase): string =>
  `${id.padEnd(46)} ${fidelity.padEnd(9)} ${promise}${needs.length === 0 ? '' : ` [${needs.join(', ')}]`}`;

const say = (line: Text): void => {
  process.stderr.write(`${printableLines(line[languageOfLine(process)])}\n`);
};

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}
