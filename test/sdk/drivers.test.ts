import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Program, startProgram } from '../support/program.js';
import { has, type Tool } from '../support/tools.js';

// The drivers of SDKs that no registry gives to this project, with stand-ins of the same public surface: whether lines
// become calls, and what comes back becomes lines. Whether the SDKs themselves work, only `npm run test:sdk` with
// KAKAOCERT_SDK_DIR tells.

/** `use` of a namespace or none. Like the real one for PHP 7, its second call names a DateTime of its own namespace. */
const php = (namespace: string) => `<?php
${namespace}
class KakaocertException extends \\Exception {}
class RequestCMS { public $ReceiverName; public $isVerifyNameYN; }
class ResponseCMS { public $receiptId; public $tx_id; }
class KakaocertService {
  private $called = false;
  function __construct(private $LinkID, private $SecretKey) {}
  function requestCMS($ClientCode, $request, $appUseYN = false) {
    if ($this->called) new DateTime('now', new DateTimeZone('UTC'));
    $this->called = true;
    $response = new ResponseCMS();
    $response->receiptId = $ClientCode;
    $response->tx_id = [$this->LinkID, $this->SecretKey, $request instanceof RequestCMS, $request->ReceiverName, $request->isVerifyNameYN, $appUseYN, LINKHUB_COMM_MODE];
    return $response;
  }
  function verifyAuth($ClientCode, $receiptID) { return "the bare text of $receiptID"; }
  function verifyCMS($ClientCode, $receiptID, $signature = null) { throw new KakaocertException("거절 $signature", -31010023); }
}
`;

const ruby = `
require 'linkhub'
class KakaocertException < StandardError
  attr_reader :code
  def initialize(code, message)
    super(message)
    @code = code
  end
end
class KakaocertService
  def self.instance(*credentials)
    new(*credentials)
  end
  def initialize(*credentials)
    @credentials = credentials
  end
  def requestCMS(clientCode, request)
    { 'receiptId' => clientCode, 'tx_id' => [*@credentials, request.is_a?(Hash), *request.values_at('ReceiverName', 'isVerifyNameYN', 'isAppUseYN'), 'CURL'] }
  end
  def verifyAuth(clientCode, receiptID)
    "the bare text of #{receiptID}"
  end
  def verifyCMS(clientCode, receiptID, signature = nil)
    raise KakaocertException.new(-31010023, "거절 #{signature}")
  end
end
`;

interface StandIn {
  readonly row: string;
  readonly tool: Tool;
  /** Below KAKAOCERT_SDK_DIR. */
  readonly files: Readonly<Record<string, string>>;
}

const standIns: readonly StandIn[] = [
  { row: 'PHP 5 SDK', tool: 'php', files: { 'php5/Kakaocert/kakaocert.php': php('') } },
  {
    row: 'PHP 7 SDK',
    tool: 'php',
    files: { 'php7/src/KakaocertService.php': php('namespace Linkhub\\Kakaocert;') },
  },
  {
    row: 'gem kakaocert',
    tool: 'ruby',
    files: {
      'ruby/kakaocert-9.8.7/lib/kakaocert.rb': ruby,
      'ruby/linkhub-1.0.0/lib/linkhub.rb': 'class LinkhubException < StandardError; end',
    },
  },
];

interface Row {
  readonly name: string;
  prepare(cache: string): [string, ...string[]];
  version(): string;
}

let rows: readonly Row[];
let folder: string;
const running: Program[] = [];

beforeAll(async () => {
  ({ sdks: rows } = await import(new URL('sdks.mjs', import.meta.url).href));
  folder = mkdtempSync(join(tmpdir(), 'sdk-drivers-'));
  for (const [path, text] of standIns.flatMap(({ files }) => Object.entries(files))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const program of running.splice(0)) await program.stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

const rowOf = (name: string): Row => {
  const row = rows.find((one) => one.name === name);
  if (row === undefined) throw new Error(`no row ${name}`);
  return row;
};

const credentials = { KAKAOCERT_SIM_URL: 'http://sim', KAKAOCERT_LINK_ID: 'ID', KAKAOCERT_SECRET_KEY: 'KEY' };

async function driverOf(name: string) {
  vi.stubEnv('KAKAOCERT_SDK_DIR', folder);
  const [command, ...args] = rowOf(name).prepare('');
  const program = startProgram(command, args, { env: { ...process.env, ...credentials } });
  running.push(program);
  expect(JSON.parse(await program.line())).toEqual({ ready: 'http://sim' });
  return async (method: string, ...values: unknown[]) => {
    program.say(JSON.stringify({ method, args: values }));
    return JSON.parse(await program.line());
  };
}

for (const { row, tool } of standIns) {
  test.skipIf(!has(tool))(`${row}: lines become calls, and answers lines`, async () => {
    const call = await driverOf(row);
    const request = { ReceiverName: '홍시험', isVerifyNameYN: false };
    // The members that make it a request of the SDK, and App-to-App where the SDK has it.
    const told = ['ID', 'KEY', true, '홍시험', false];
    expect(await call('requestCMS', '0200', request, true)).toEqual({
      success: { receiptId: '0200', tx_id: [...told, true, 'CURL'] },
    });
    expect((await call('requestCMS', '0200', request)).success.tx_id.slice(0, 5)).toEqual(told);
    expect(await call('verifyAuth', '0200', '1')).toEqual({ success: { value: 'the bare text of 1' } });
    expect(await call('verifyCMS', '0200', '1', 'sig')).toEqual({
      error: { code: -31010023, message: '거절 sig' },
    });
  });
}

test('the version is what a file or folder says', () => {
  vi.stubEnv('KAKAOCERT_SDK_DIR', folder);
  expect(rowOf('gem kakaocert').version()).toBe('9.8.7');
  expect(rowOf('PHP 7 SDK').version()).toBe('?');
});

test.each([
  'PHP 5 SDK',
  'PHP 7 SDK',
  'gem kakaocert',
  'Maven kr.co.linkhub:kakaocert-sdk',
  'NuGet Kakaocert',
])('%s: what is missing is told', (name) => {
  vi.stubEnv('KAKAOCERT_SDK_DIR', '');
  expect(() => rowOf(name).prepare('')).toThrow('KAKAOCERT_SDK_DIR is not set');
  vi.stubEnv('KAKAOCERT_SDK_DIR', join(folder, 'ruby'));
  expect(() => rowOf(name).prepare('')).toThrow(/^KAKAOCERT_SDK_DIR has no folder \w+$/);
});
