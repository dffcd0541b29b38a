import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { commands } from '../../cli/commands.js';
import { UsageError } from '../../cli/flags.js';
import { simulatorRows } from '../../simulator/options/table.js';
import { built } from '../support/built.js';
import { englishIn } from '../support/english.js';
import { startProgram } from '../support/program.js';

const folder = mkdtempSync(join(tmpdir(), 'kakaocert-korean-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

const put = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** What a person is told who typed this where the system is Korean: the message that was thrown, or what was printed. */
async function told(name: string, argv: readonly string[]): Promise<string> {
  vi.stubEnv('LC_ALL', 'ko_KR.UTF-8');
  let printed = '';
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  try {
    await commands[name]?.run(argv);
    return printed;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.words.ko;
  } finally {
    write.mockRestore();
  }
}

const wrong: readonly (readonly [command: string, argv: readonly string[]])[] = [
  ['start', ['--prot', '1']],
  ['start', ['--port']],
  ['start', ['--json=1']],
  ['start', ['now']],
  ['start', ['--profile', 'der']],
  ['start', ['--language', 'fr']],
  ['start', ['--host', '0.0.0.0', '--proxy-port', '0']],
  ['start', ['--proxy-passthrough']],
  ['start', ['--host', '999.1.1.1.1', '--port', '0']],
  ['start', ['--config', join(folder, 'none.json')]],
  ['start', ['--config', put('no.json', '{')]],
  ['start', ['--config', put('list.json', '[]')]],
  ['start', ['--config', put('strange.json', '{"prot": 1}')]],
  ['start', ['--config', put('errors.json', '{"errors": {"verify.never": {}}}')]],
  ['start', ['--config', put('row.json', '{"errors": {"verify.already": {"text": 1}}}')]],
  ['start', ['--config', put('verified.json', '{"verified": {"row": "2026-01-01"}}')]],
  ['start', ['--config', put('day.json', '{"verified": {"error:verify.already": "soon"}}')]],
  ['start', ['--config', put('people.json', '{"people": {"01000000000": {"refuses": "x"}}}')]],
  ['start', ['--config', put('person.json', '{"people": {"01000000000": {"sign": 1}}}')]],
  ['exec', []],
  ['exec', ['--', '']],
  ['conformance', []],
  ['conformance', ['--service', 'sms', '--', 'true']],
  ['conformance', ['--only', 'verify.twice', '--', 'true']],
  ['conformance', ['--jobs', '0', '--', 'true']],
  ['conformance', ['--sign', 'x', '--', 'true']],
  ['conformance', ['--no-adapter', '--only', 'x', '--', 'true']],
  ['conformance', ['--no-adapter', '--sign', 'x', '--', 'true']],
  ['conformance', ['--out', 'x', '--', 'true']],
  ['conformance', ['--baseline', join(folder, 'none.json'), '--', 'true']],
  ['conformance', ['--baseline', put('card.json', '{}'), '--', 'true']],
  ['conformance', ['--', join(folder, 'no-such-client')]],
  ['conformance', ['--no-adapter', '--', join(folder, 'no-such-client')]],
  ['contract', ['--target', 'moon']],
  ['contract', ['--target', 'http://127.0.0.1:1', '--only', 'time']],
  ['contract', ['--only', 'no such case']],
  ['contract', ['--parallel', '0']],
  ['contract', ['--report', 'pdf']],
  ['contract', ['--out', 'x']],
  ['contract', ['--record', put('old.json', '')]],
  ['contract', ['--record', join(folder, 'none', 'x')]],
  ['contract', ['--learned', put('learned.json', '')]],
  ['contract', ['--learned', join(folder, 'none', 'x')]],
  ['contract', ['--replay', join(folder, 'none')]],
  ['contract', ['--target', 'live']],
  ['signed-data', []],
  ['signed-data', ['check']],
  ['signed-data', ['verify', join(folder, 'none')]],
  ['signed-data', ['verify', 'a', 'b']],
  ['signed-data', ['verify', '--at', 'soon', put('some', 'MAA')]],
  ['signed-data', ['evidence', '--block-count', 'some', put('some', 'MAA')]],
  ['signed-data', ['evidence', '--out', folder, put('some', 'MAA')]],
  ['doctor', ['--only', 'colour']],
  ['doctor', ['--url', 'ftp://x']],
  ['doctor', ['--port', '70000']],
  ['completion', []],
  ['sign', ['--lst']],
  ['sign', ['--url']],
  ['sign', ['1', '2']],
  ['sign', []],
  ['sign', ['--last', '--url', 'ftp://x']],
  ['outcome', ['--url', 'http://127.0.0.1:1', 'verifyCMS', 'error']],
];

test.each(wrong)('%s %j is refused in Korean where the system is Korean', async (command, argv) => {
  const text = await told(command, argv);
  expect(text).toMatch(/\p{Script=Hangul}/u);
  // What Node itself says of a file or of JSON stays as it says it.
  expect(englishIn(text.replaceAll(/\(.*\)|JSON이 아닙니다: .*|응답이 없습니다: .*/g, ''))).toEqual([]);
});

test.each(
  Object.entries(simulatorRows).flatMap(([name, row]) =>
    row.kind.schema === null ? [] : [[name, row] as const],
  ),
)('a wrong value of the option %s is refused in Korean', (_name, { kind }) => {
  for (const given of [{ a: 1 }, ['', {}], 'no such value', 1.5]) {
    try {
      kind.read(given as never);
    } catch (error) {
      expect(englishIn((error as UsageError).words.ko)).toEqual([]);
    }
  }
});

test('a taken port, and a word that is no command, are told in the language of the system', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as { port: number };
  try {
    for (const [args, said] of [
      [['start', '--port', String(port)], `포트 ${port} 번은 이미 사용 중입니다`],
      [['strat'], '"strat" 명령은 없습니다'],
      [['start', '--port', 'x'], '--port: "x" 값은 쓸 수 없습니다'],
    ] as const) {
      for (const [flags, LC_ALL] of [
        [[], 'ko_KR.UTF-8'],
        [['--language', 'ko'], 'C'],
      ] as const) {
        const program = startProgram(process.execPath, [built('cli.js'), ...args, ...flags], {
          env: { ...process.env, LC_ALL },
        });
        expect(await program.ended()).toBe(2);
        expect(program.stderr()).toContain(said);
        expect(program.stderr()).toMatch(/사용법은 --help로 볼 수 있습니다\.\n$/);
      }
    }
  } finally {
    other.close();
  }
});

test('the finder of English finds it, and passes what is the same in both languages', () => {
  expect(englishIn('--port: "x" is no port')).toHaveLength(1);
  expect(englishIn('거절: there is no tenant')).toHaveLength(1);
  expect(
    englishIn('--port: "x" 값은 쓸 수 없습니다. manual, never, polls:<n> 중 하나 (verify.already)'),
  ).toEqual([]);
});
