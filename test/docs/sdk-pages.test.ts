import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSimulator, type Simulator } from '../../simulator/index.js';
import { embed } from '../../tools/docs/http.js';
import { TESTER } from '../support/caller.js';
import { has, plainEnvironment, run, type Tool } from '../support/tools.js';

// The pages of docs/sdk: their programs stand in examples/sdk. The one for Node runs with the official SDK; those for PHP,
// Ruby and Java with stand-ins of the SDK's classes, which look at what they are given. `npm run test:sdk` runs them, and
// Python's, with the SDKs themselves where these are to be had. .NET's is run nowhere in this repository: its page says so.

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const programs = {
  node: 'app.cjs',
  python: 'app.py',
  java: 'App.java',
  php: 'app.php',
  ruby: 'app.rb',
  dotnet: 'Program.cs',
};

test.each(Object.entries(programs))(
  'docs/sdk/%s.md shows its program, what exec blocks, and a simulator that stays',
  (name, file) => {
    const page = read(`docs/sdk/${name}.md`);
    expect(embed(page, read)).toBe(page);
    expect(page).toContain(read(`examples/sdk/${file}`).trimEnd());
    const [, first = ''] = page.split('\n\n');
    expect(first).toContain('--proxy-passthrough');
    expect(page).toMatch(/^## A simulator that stays/m);
  },
);

const APP_LINES = /^receiptId \d{18}\nstate 1 signedData \d+\n$/;
/** A compiler takes its time on a busy machine, ms. */
const TIMEOUT = 120_000;

const phpStandIn = `<?php
namespace Linkhub\\Kakaocert;
class RequestCMS {}
class KakaocertService {
  private $calls = 0;
  function __construct($LinkID, $SecretKey) { if ([$LinkID, $SecretKey] !== ['TESTER', '${TESTER.secretKey}']) throw new \\Exception('credentials'); }
  private function call($ClientCode) { if ($this->calls++ > 0) new DateTime('now', new DateTimeZone('UTC')); if ($ClientCode !== '${TESTER.clientCode}' || LINKHUB_COMM_MODE !== 'CURL') throw new \\Exception('call'); }
  function requestCMS($ClientCode, $request, $appUseYN = false) { $this->call($ClientCode); if (!$request->isVerifyNameYN) throw new \\Exception('request'); return (object) ['receiptId' => '026112310000000001']; }
  function getCMSState($ClientCode, $id) { $this->call($ClientCode); return (object) ['state' => 1]; }
  function verifyCMS($ClientCode, $id) { $this->call($ClientCode); return (object) ['signedData' => 'MII']; }
}
`;
const rubyStandIn = `
class KakaocertException < StandardError; attr_reader :code; end
class KakaocertService
  def self.instance(*credentials) = credentials == ['TESTER', '${TESTER.secretKey}'] ? new : raise('credentials')
  def requestCMS(code, request) = code == '${TESTER.clientCode}' && request['isVerifyNameYN'] ? '026112310000000001' : raise('request')
  def getCMSState(_code, _id) = { 'state' => 1 }
  def verifyCMS(_code, _id) = { 'signedData' => 'MII' }
end
`;
const setters = [
  ...[
    'CallCenterNum',
    'ReceiverBirthDay',
    'ReceiverHP',
    'ReceiverName',
    'BankAccountName',
    'BankAccountNum',
    'BankCode',
    'ClientUserID',
    'TMSTitle',
  ].map((name) => `public void set${name}(String value) {}`),
  'public void setExpires_in(int value) {}',
  'public void setAllowSimpleRegistYN(boolean value) {}',
  'public void setVerifyNameYN(boolean value) {}',
].join(' ');
const javaStandIns = {
  'com/kakaocert/api/cms/RequestCMS.java': `package com.kakaocert.api.cms; public class RequestCMS { ${setters} }`,
  'com/kakaocert/api/cms/ResultCMS.java':
    'package com.kakaocert.api.cms; public class ResultCMS { public int getState() { return 1; } }',
  'com/kakaocert/api/ResponseCMS.java':
    'package com.kakaocert.api; public class ResponseCMS { public String getReceiptId() { return "026112310000000001"; } }',
  'com/kakaocert/api/VerifyResult.java':
    'package com.kakaocert.api; public class VerifyResult { public String getSignedData() { return "MII"; } }',
  'com/kakaocert/api/KakaocertException.java':
    'package com.kakaocert.api; public class KakaocertException extends Exception { public long getCode() { return 0; } }',
  'com/kakaocert/api/KakaocertServiceImp.java': `package com.kakaocert.api;
import com.kakaocert.api.cms.*;
public class KakaocertServiceImp {
  private String linkId;
  public void setLinkID(String value) { linkId = value; }
  public void setSecretKey(String value) {}
  public void setAuthURL(String value) {}
  public void setServiceURL(String value) {}
  public ResponseCMS requestCMS(String code, RequestCMS request, boolean app) throws KakaocertException { if (!"TESTER".equals(linkId)) throw new KakaocertException(); return new ResponseCMS(); }
  public ResultCMS getCMSState(String code, String id) throws KakaocertException { return new ResultCMS(); }
  public VerifyResult verifyCMS(String code, String id) throws KakaocertException { return new VerifyResult(); }
}`,
};

interface Case {
  readonly tool: Tool;
  readonly files: Readonly<Record<string, string>>;
  readonly commands: readonly (readonly [string, ...string[]])[];
}
const cases: readonly Case[] = [
  { tool: 'php', files: { 'vendor/autoload.php': phpStandIn }, commands: [['php', 'app.php']] },
  { tool: 'ruby', files: { 'kakaocert.rb': rubyStandIn }, commands: [['ruby', '-I', '.', 'app.rb']] },
  {
    tool: 'javac',
    files: javaStandIns,
    commands: [
      ['javac', '-encoding', 'UTF-8', '-d', 'out', 'App.java', ...Object.keys(javaStandIns)],
      ['java', '-cp', 'out', 'App'],
    ],
  },
];

for (const { tool, files, commands } of cases) {
  test.skipIf(!has(tool))(
    `the program for ${tool} runs with a stand-in of the SDK`,
    { timeout: TIMEOUT },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'sdk-page-'));
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      for (const file of readdirSync(join(root, 'examples', 'sdk')))
        copyFileSync(join(root, 'examples', 'sdk', file), join(folder, file));
      let printed = '';
      for (const [command, ...args] of commands) {
        const { code, stdout, stderr } = await run(command, args, { env: plainEnvironment, cwd: folder });
        expect(code, stderr).toBe(0);
        printed = stdout;
      }
      expect(printed).toMatch(APP_LINES);
      rmSync(folder, { recursive: true });
    },
  );
}

let simulator: Simulator;
let url: string;
let proxy: string;
let folder: string;
beforeAll(async () => {
  simulator = await createSimulator();
  const listening = await simulator.listen({ tlsPort: 0, proxyPort: 0 });
  ({ url } = listening);
  proxy = listening.proxy ?? '';
  folder = mkdtempSync(join(tmpdir(), 'sdk-stays-'));
  writeFileSync(join(folder, 'tls-ca.pem'), await (await fetch(`${url}/_sim/v1/tls-ca.pem`)).text());
});
afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true });
});

test('the program for Node runs with the official SDK, and does nothing wrong', async () => {
  const env = { ...plainEnvironment, KAKAOCERT_SIM_URL: url };
  const { stdout, stderr } = await run(
    process.execPath,
    ['--no-deprecation', join(root, 'examples/sdk/app.cjs')],
    { env },
  );
  expect([stdout, stderr]).toEqual([expect.stringMatching(APP_LINES), '']);
  expect(await (await simulator.control.tenant(TESTER.clientCode)).findings()).toEqual([]);
});

/** What each runtime needs to reach a simulator that stays, with a call of the real name. */
const TIME = 'https://auth.linkhub.co.kr/Time';
const stays: readonly (readonly [
  Tool,
  () => { readonly env: NodeJS.ProcessEnv; readonly command: readonly [string, ...string[]] },
])[] = [
  [
    'ruby',
    () => ({
      env: { http_proxy: proxy, SSL_CERT_FILE: 'tls-ca.pem' },
      command: [
        'ruby',
        '-rnet/http',
        '-e',
        `http = Net::HTTP.new('auth.linkhub.co.kr', 443); http.use_ssl = true; puts http.get('/Time').body`,
      ],
    }),
  ],
  [
    'php',
    () => ({
      env: { https_proxy: proxy },
      command: [
        'php',
        '-d',
        'curl.cainfo=tls-ca.pem',
        '-r',
        `$c = curl_init('${TIME}'); curl_exec($c); echo "\\n";`,
      ],
    }),
  ],
];
for (const [tool, program] of stays) {
  test.skipIf(!has(tool))(
    `${tool} reaches a simulator that stays by the variables of its page`,
    { timeout: TIMEOUT },
    async () => {
      const {
        env,
        command: [command, ...args],
      } = program();
      const { stdout, stderr } = await run(command, args, {
        env: { ...plainEnvironment, ...env },
        cwd: folder,
      });
      expect(stdout, stderr).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n$/);
    },
  );
}

test.skipIf(!has('java') || !has('keytool'))(
  'Java does so too, with the trust store of its page',
  { timeout: TIMEOUT },
  async () => {
    const page = read('docs/sdk/java.md');
    const made = /^keytool .*$/m.exec(page)?.[0] ?? '';
    const options = (/JAVA_TOOL_OPTIONS="(.*)"/.exec(page)?.[1] ?? '').replace('9081', new URL(proxy).port);
    const text = `public class Time { public static void main(String[] a) throws Exception { System.out.println(new String(new java.net.URL("${TIME}").openStream().readAllBytes())); } }`;
    writeFileSync(join(folder, 'Time.java'), text);
    const [keytool = '', ...args] = made.split(' ');
    expect((await run(keytool, args, { cwd: folder, env: plainEnvironment })).code).toBe(0);
    const { stdout, stderr } = await run('java', ['Time.java'], {
      cwd: folder,
      env: { ...plainEnvironment, JAVA_TOOL_OPTIONS: options },
    });
    expect(stdout, stderr).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n$/);
  },
);
