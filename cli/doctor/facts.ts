// What the doctor looks at, gathered as plain values; what it means is decided in checks.ts.

import { createServer } from 'node:net';
import type { Text } from '../../contracts/protocol/index.js';
import type { Fetch } from '../../simulator/doors/fetch.js';
import type { Language } from '../language.js';
import { VerbProblem } from '../verbs/problem.js';
import { createReach } from '../verbs/reach.js';

/** An address that a program is configured with. */
export interface Address {
  /** The flag that it was given by. */
  readonly name: string;
  readonly value: string;
}

export interface Facts {
  /** The version of Node, e.g. `20.19.0`, and whether it is inside an executable. */
  readonly runtime: { readonly node: string; readonly isExecutable: boolean };
  readonly url: string;
  /** Whether somebody named the address, or it is the default one. */
  readonly isNamed: boolean;
  /** Who answers there. */
  readonly simulator: { readonly version: string } | { readonly problem: Text; readonly isSilent: boolean };
  /** The port that `start` would take, and what the system says about it: null if it is free, else a code like EADDRINUSE. */
  readonly port: { readonly number: number; readonly refusal: string | null };
  /** Both clocks, ms; null where nobody tells the time. */
  readonly clock: { readonly theirs: number; readonly ours: number } | null;
  /** The variables that name a proxy, and the one that names exceptions. */
  readonly proxies: readonly string[];
  readonly noProxy: string | undefined;
  readonly addresses: readonly Address[];
}

/** What is asked of the doctor. */
export interface Question {
  /** Whether the clock is looked at, which is a call of the provider's, and the port, which is taken for a moment. */
  readonly looksAt: { readonly clock: boolean; readonly port: boolean };
  readonly url: string;
  readonly isNamed: boolean;
  readonly port: number;
  readonly addresses: readonly Address[];
}

/** Where the facts come from besides the question. */
export interface Sources {
  readonly env: NodeJS.ProcessEnv;
  readonly fetch: Fetch;
  /** The base clock, ms. */
  readonly now: () => number;
  /** In which language a simulator says why not. */
  readonly language: Language;
}

const PROXIES = ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'];

/** Looks at everything. Nothing is changed, and nobody is called but the simulator's address. */
export async function gather(
  { looksAt, url, isNamed, port, addresses }: Question,
  { env, fetch, now, language }: Sources,
): Promise<Facts> {
  const [simulator, clock, refusal] = await Promise.all([
    whoAnswers(url, fetch, language),
    looksAt.clock ? clocks(url, fetch, now) : null,
    looksAt.port ? portRefusal(port) : null,
  ]);
  return {
    runtime: { node: process.versions.node, isExecutable: isExecutable() },
    url,
    isNamed,
    simulator,
    port: { number: port, refusal },
    clock,
    proxies: PROXIES.filter((name) => (env[name] ?? '') !== ''),
    noProxy: env.no_proxy ?? env.NO_PROXY,
    addresses,
  };
}

/** Not every runtime that runs us has this module. */
const isExecutable = () => process.getBuiltinModule?.('node:sea')?.isSea() === true;

async function whoAnswers(url: string, fetch: Fetch, language: Language): Promise<Facts['simulator']> {
  let hasAnswered = false;
  const reach = createReach({
    url,
    token: undefined,
    language,
    async fetch(input, init) {
      const answer = await fetch(input, init);
      hasAnswered = true;
      return answer;
    },
  });
  try {
    const { version } = (await reach('health', {})) as { readonly version: string };
    return { version };
  } catch (error) {
    if (error instanceof VerbProblem) return { problem: error.words, isSilent: !hasAnswered };
    throw error;
  }
}

async function clocks(url: string, fetch: Fetch, now: () => number): Promise<Facts['clock']> {
  const answer = await fetch(`${url}/Time`).catch(() => undefined);
  const theirs = answer?.ok === true ? Date.parse((await answer.text()).slice(0, 40)) : Number.NaN;
  return Number.isNaN(theirs) ? null : { theirs, ours: now() };
}

/** Tries to listen there, and stops at once. */
function portRefusal(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => resolve(code));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(null)));
  });
}
