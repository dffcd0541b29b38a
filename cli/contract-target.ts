// Who is judged by `contract`: a simulator of its own, the live service, or whoever answers at an address.

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Text } from '../contracts/protocol/index.js';
import type { Target } from '../contracts/suite/target.js';
import { createSimulator, type SimulatorOptions } from '../simulator/simulator.js';
import { type FlagValues, UsageError } from './flags.js';
import { noNumber } from './usage-texts.js';

/** Who is judged, and what of that no recording may hold. */
export interface Wanted {
  readonly target: Target;
  readonly name: string;
  readonly parallel: number;
  readonly secrets: readonly string[];
  readonly people: readonly string[];
}

/** What a target is opened with, besides its flags. */
export interface Surroundings {
  /** Ends all waiting. */
  readonly stop: AbortSignal;
  /** Settings of `--config`. */
  readonly simulator: SimulatorOptions;
  readonly say: (line: Text) => void;
}

/** The live service. Throws a UsageError that names what is missing. */
export async function openLive(flags: FlagValues, { stop, simulator, say }: Surroundings): Promise<Wanted> {
  const { liveWanted } = await import('./contract-live.js');
  const { target, secrets, people } = liveWanted(process.env, {
    ...budgetOf(flags),
    hasPerson: flags.person === true,
    say,
    sleep: (ms) => sleep(ms, undefined, { signal: stop }),
    readFile: (path) => readFileSync(path, 'utf8'),
  });
  // Under `exec` the real names lead to a simulator: what is recorded there verifies nothing.
  const name = process.env.KAKAOCERT_SIM_URL === undefined ? 'live' : 'stand-in';
  // One phone, one person: nothing runs at the same time.
  return { target: { ...target, errors: simulator.errors }, name, parallel: 1, secrets, people };
}

/** A simulator made for this run, or whoever answers at an address. */
export async function openTarget(
  name: string,
  flags: FlagValues,
  { stop, simulator }: Surroundings,
): Promise<Wanted> {
  const common = { name, parallel: readCount(flags.parallel, '--parallel', 1), people: [] };
  if (name === 'sim') return { ...common, target: await createSimulator(simulator), secrets: [] };
  if (!/^https?:\/\//.test(name)) {
    throw new UsageError({
      en: `--target: "${name}" is none of sim, live, or an address like http://127.0.0.1:9080`,
      ko: `--target: "${name}" 값은 쓸 수 없습니다. sim, live 또는 http://127.0.0.1:9080 같은 주소를 지정하십시오`,
    });
  }
  const url = name.replace(/\/+$/, '');
  // An empty variable is as none.
  const token = process.env.KAKAOCERT_SIM_TOKEN || undefined;
  const target: Target = {
    url,
    allowRealHosts: flags['call-real-hosts'] === true,
    sleep: (ms) => sleep(ms, undefined, { signal: stop }),
    ...(simulator.errors === undefined ? {} : { errors: simulator.errors }),
    ...(token === undefined ? {} : { controlPlane: { url, token } }),
  };
  return { ...common, target, secrets: token === undefined ? [] : [token] };
}

/** What a live run may cost. Throws a UsageError if that is no number. */
export const budgetOf = ({ calls, messages }: FlagValues) => ({
  calls: readCount(calls, '--calls', 300),
  messages: readCount(messages, '--messages', 10),
});

function readCount(given: unknown, flag: string, otherwise: number): number {
  if (given === undefined) return otherwise;
  const text = String(given);
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(noNumber(flag, text, 999_999));
  return Number(text);
}
