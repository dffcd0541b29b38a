// The log of a simulator on stderr: one line for each call, or the events as NDJSON. It listens as everybody does, and
// nobody waits for it: what came in one turn is written together, and what nobody reads is dropped and counted.

import { styleText } from 'node:util';
import { printableJson, printableLines, type Text } from '../../contracts/protocol/index.js';
import { eventView } from '../control/events.js';
import { maskedWhy, maskSecrets } from '../core/journal.js';
import type { KeptEvent, Listening } from '../world/events.js';
import type { Found } from '../world/journal.js';
import type { World } from '../world/world.js';
import { systemLanguage } from './language.js';
import { callLines, type Manner, type Paint, timeOf } from './line.js';
import type { LogMode } from './log-mode.js';
import { createOutlet } from './outlet.js';

export interface Log {
  /** Where the simulator listens: the commands that it prints call there. */
  listensAt(url: string): void;
}

/** Where the log goes. */
export interface LogTo {
  readonly stream: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
  /** The system's unless given. */
  readonly language?: keyof Text | undefined;
  /** What stands for this program at the beginning of a command that is printed. */
  readonly self: string;
}

/** The address that the verbs of the command line call by themselves. */
const DEFAULT_URL = 'http://127.0.0.1:9080';
const TAKEN = 256;
/** So many findings are remembered as told. */
const TOLD = 1000;

type Lines = (kept: KeptEvent) => readonly string[];

/** In colour on a terminal alone, if it has any (NO_COLOR, TERM). */
const painting = (stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Paint =>
  stream.isTTY === true && stream.hasColors(env)
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_style, text) => text;

/** Lines for people: of calls and findings. */
function callsLog({ journal }: World, manner: Manner): Lines {
  const told = new Set<string>();
  const findingLines = (found: Found, clientCode: string) => {
    const { rule, field, at } = found;
    const key = [clientCode, rule.id, field].join(' ');
    if (told.has(key) || told.size >= TOLD) return [];
    told.add(key);
    const { paint, language } = manner;
    const about = field === null ? '' : ` ${field}`;
    return [
      `${paint('dim', timeOf(at))}  ${paint('yellow', `finding ${rule.id}${about}`)}  ${rule.words[language]}`,
    ];
  };
  return ({ happened }) => {
    if (happened.kind === 'finding') return findingLines(happened.found, happened.clientCode);
    if (happened.kind !== 'call') return [];
    const { record, receipt } = happened;
    return callLines(record, receipt, maskedWhy(record, journal.secrets), manner);
  };
}

const jsonLog =
  (world: World): Lines =>
  (kept) => [printableJson(JSON.stringify(eventView(world, kept)))];

/** Starts the log of a world; `none` is no mode of it. */
export function startLog(
  world: World,
  mode: Exclude<LogMode, 'none'>,
  { stream, env, self, language = systemLanguage(env) }: LogTo,
): Log {
  const outlet = createOutlet(stream);
  let url = DEFAULT_URL;
  const linesOf =
    mode === 'json'
      ? jsonLog(world)
      : callsLog(world, {
          language,
          paint: painting(stream, env),
          sign: (receiptId) => `${self} sign ${receiptId}${url === DEFAULT_URL ? '' : ` --url ${url}`}`,
          secrets: world.journal.secrets,
        });
  const write = (lines: readonly string[]) => {
    if (lines.length > 0) outlet.write(`${lines.join('\n')}\n`, lines.length);
  };
  const notice = (text: Text) =>
    write(
      mode === 'json'
        ? []
        : [`kakaocert-simulator: ${printableLines(maskSecrets(text[language], world.journal.secrets))}`],
    );
  const listen = (): Listening =>
    world.events.listen(undefined, {
      leavesForGood: true,
      wake() {
        for (;;) {
          const taken = place.take(TAKEN);
          write(taken.flatMap(linesOf));
          if (taken.length < TAKEN) return;
        }
      },
      drop() {
        write([
          'kakaocert-simulator: calls came faster than they could be written; some are not in this log.',
        ]);
        place = listen();
      },
      end() {
        // Another door may be opened after this one is closed.
        place = listen();
      },
      notice,
    });
  let place = listen();
  return {
    listensAt(at) {
      url = at;
    },
  };
}
