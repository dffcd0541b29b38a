// The runtimes that may or may not be on this machine. What is missing is skipped by name, never passed.

import { spawn, spawnSync } from 'node:child_process';

/** How each of them shows that it is there. */
const probes = {
  openssl: ['version'],
  xmllint: ['--version'],
  bash: ['--version'],
  curl: ['--version'],
  go: ['version'],
  javac: ['-version'],
  kotlinc: ['-version'],
  keytool: ['-help'],
  node: ['--version'],
  python3: ['--version'],
  python2: ['--version'],
  java: ['-version'],
  ruby: ['--version'],
  php: ['-r', 'exit(extension_loaded("curl") ? 0 : 1);'],
} as const;

export type Tool = keyof typeof probes;

/** Whether a tool can be run here. */
export const has = (tool: Tool): boolean => spawnSync(tool, [...probes[tool]]).status === 0;

export interface Finished {
  readonly code: number | NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, with nothing on its standard input unless given. */
export function run(
  command: string,
  args: readonly string[],
  { env = process.env, input = '', cwd }: { env?: NodeJS.ProcessEnv; input?: string; cwd?: string } = {},
): Promise<Finished> {
  const child = spawn(command, [...args], { env, cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? signal, ...texts }));
  });
}

/** The environment of this process without what would lead a client elsewhere. */
export const plainEnvironment: NodeJS.ProcessEnv = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^((https?|all|no)_proxy|ssl_cert_(file|dir)|node_extra_ca_certs|curl_ca_bundle|requests_ca_bundle)$/i.test(
        name,
      ),
  ),
);
