// Stand-ins for "your program" of the pages of docs/sdk: each asks the real host for its time, by the same library as the SDK
// of its language, so that whatever prints a time was redirected by the lines of the page. Node's is the page's own program.

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { has, plainEnvironment, run, type Tool } from '../support/tools.js';
import { removed } from './shell-walk.js';

const TIME = 'https://auth.linkhub.co.kr/Time';
const example = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../examples/sdk/${name}`, import.meta.url)), 'utf8');

export interface Program {
  readonly tools: readonly Tool[];
  readonly files: Readonly<Record<string, string>>;
  readonly prints: RegExp;
}

const printsTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/m;

export const programs = {
  node: {
    tools: ['curl'],
    files: { 'app.cjs': example('app.cjs') },
    prints: /^receiptId \d{18}\nstate 1 signedData \d+$/m,
  },
  python: {
    tools: ['python3', 'curl'],
    files: {
      'app.py': `import http.client, os, time
connection = http.client.HTTPSConnection('auth.linkhub.co.kr')
connection.request('GET', '/Time')
print(connection.getresponse().read().decode(), flush=True)
if os.environ.get('STAYS'): time.sleep(60)
`,
    },
    prints: printsTime,
  },
  java: { tools: ['javac', 'keytool', 'curl'], files: {}, prints: printsTime },
  php: {
    tools: ['php', 'curl'],
    files: { 'app.php': `<?php $c = curl_init('${TIME}'); curl_exec($c); echo "\\n";` },
    prints: printsTime,
  },
  ruby: {
    tools: ['ruby', 'curl'],
    files: {
      'app.rb': `require 'net/http'
http = Net::HTTP.new('auth.linkhub.co.kr', 443)
http.use_ssl = true
puts http.get('/Time').body
`,
    },
    prints: printsTime,
  },
} as const satisfies Readonly<Record<string, Program>>;

/** A jar that does the same, made at `target`. */
export async function writeJar(target: string): Promise<void> {
  if (!has('javac')) return;
  const folder = mkdtempSync(join(tmpdir(), 'kakaocert-jar-'));
  const text = `public class App { public static void main(String[] a) throws Exception { System.out.println(new String(new java.net.URL("${TIME}").openStream().readAllBytes())); } }`;
  writeFileSync(join(folder, 'App.java'), text);
  for (const [command, ...args] of [
    ['javac', 'App.java'],
    ['jar', 'cfe', target, 'App', 'App.class'],
  ] as const) {
    const { code, stderr } = await run(command, args, { cwd: folder, env: plainEnvironment });
    if (code !== 0) throw new Error(stderr);
  }
  removed(folder);
}
