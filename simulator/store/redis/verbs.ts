// A verb is sent, and sent again under the same mark where its answer was lost, for as long as somebody waits for it. The
// server is told from which moment on nobody does.

import { createHash } from 'node:crypto';
import { moment, until } from '../moment.js';
import { StoreUnavailable } from '../store.js';
import { ANSWER, type Connection, type Link, Lost, Refused } from './connection.js';
import { LATE, type ScriptName, scripts } from './scripts.js';

/** How long a verb is tried, ms: two seconds are not over then, whatever comes last. */
const TRIED = 1400;

/** What a server says that others may be better for, who are at its address by now: it has become a replica. */
const TURNED_AWAY = /^(READONLY|MASTERDOWN)/;

export interface Verbs {
  /** Runs a script. One that writes takes a mark, or nothing where it is no harm to do it twice. */
  run(verb: ScriptName, mark: string, args: readonly string[]): Promise<unknown>;
  /** Sends a command that only reads. */
  read(words: readonly string[]): Promise<unknown>;
}

/** By verb: the name of its text at the server. */
const namesOfTexts = () =>
  new Map(
    Object.entries(scripts).map(([verb, { text }]) => [verb, createHash('sha1').update(text).digest('hex')]),
  );

/** `base` begins every key; `place` is the server's, for messages. */
export function createVerbs(connection: Connection, base: string, place: string): Verbs {
  const shas = namesOfTexts();
  const unavailable = (why: string, cause?: unknown) =>
    new StoreUnavailable(`The store at ${place}: ${why}.`, { cause });

  /** What is left to try after a refusal; throws if nothing is. */
  const afterRefusal = (error: Refused, link: Link): 'again' | 'withText' => {
    const [, clock] = new RegExp(`^${LATE} (\\d+)`).exec(error.message) ?? [];
    if (clock !== undefined) {
      link.setTime(Number(clock));
      return 'again';
    }
    if (error.message.startsWith('NOSCRIPT')) return 'withText';
    if (TURNED_AWAY.test(error.message)) connection.leave(link);
    throw unavailable(`it refuses: ${error.message}`, error);
  };

  const exchange = async (wordsOf: (link: Link, sentAt: number, withText: boolean) => readonly string[]) => {
    const deadline = moment() + TRIED;
    /** Until when the server may still do what was sent and not answered. */
    let mayRunUntil = 0;
    let withText = false;
    for (;;) {
      try {
        const link = await connection.link(deadline);
        const sentAt = moment();
        if (sentAt >= deadline) throw unavailable('it does not answer');
        try {
          return await link.send(wordsOf(link, sentAt, withText));
        } catch (error) {
          if (error instanceof Lost) mayRunUntil = sentAt + ANSWER;
          else if (error instanceof Refused) withText = afterRefusal(error, link) === 'withText';
          else throw error;
        }
      } catch (error) {
        // Whoever is told that it failed is told so when it can't be done any more.
        await until(mayRunUntil);
        throw error;
      }
    }
  };

  return {
    run(verb, mark, args) {
      const { text, writes } = scripts[verb];
      return exchange((link, sentAt, withText) => [
        withText ? 'EVAL' : 'EVALSHA',
        withText ? text : (shas.get(verb) ?? ''),
        '1',
        base,
        ...(writes ? [String(link.serverTime(sentAt + ANSWER)), mark] : []),
        ...args,
      ]);
    },
    read: (words) => exchange(() => words),
  };
}
