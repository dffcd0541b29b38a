import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
// @ts-expect-error plain JavaScript, as the action runs it
import { readInputs, simulatorCommand, wordsOf } from '../../action/inputs.mjs';
import { built } from '../support/built.js';
import { plainEnvironment, run } from '../support/tools.js';
import { hasYaml, readYaml } from '../support/yaml.js';

// The GitHub Action as GitHub would run it: inputs in the environment, outputs in the files that it names.

const root = fileURLToPath(new URL('../..', import.meta.url));
const action = readFileSync(join(root, 'action.yml'), 'utf8');
const installed = [process.execPath, built('cli.js')];

let folder: string;
const started: number[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kakaocert-action-'));
});
afterEach(async () => {
  for (const pid of started.splice(0)) {
    process.kill(-pid, 'SIGKILL');
  }
  rmSync(folder, { recursive: true, force: true });
});

/** One step, with nothing of this process's GitHub in its environment. */
async function step(
  inputs: Readonly<Record<string, string>>,
  cli: readonly string[] | undefined = installed,
) {
  const file = (name: string) => join(folder, name);
  const files = {
    GITHUB_ENV: file('env'),
    GITHUB_OUTPUT: file('output'),
    GITHUB_STEP_SUMMARY: file('summary'),
  };
  const given = Object.entries({ reports: file('reports'), ...inputs }).map(([name, value]) => [
    `KAKAOCERT_ACTION_${name.replaceAll('-', '_').toUpperCase()}`,
    value,
  ]);
  const env = {
    ...plainEnvironment,
    ...Object.fromEntries(given),
    ...files,
    RUNNER_TEMP: folder,
    KAKAOCERT_ACTION_CLI: JSON.stringify(cli),
  };
  const finished = await run(process.execPath, [join(root, 'action', 'main.mjs')], { env });
  const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  const outputs = variables(read(files.GITHUB_OUTPUT));
  if (outputs.pid !== undefined) started.push(Number(outputs.pid));
  return {
    ...finished,
    outputs,
    env: variables(read(files.GITHUB_ENV)),
    summary: read(files.GITHUB_STEP_SUMMARY),
  };
}

/** GitHub's form: `name<<delimiter`, the value, the delimiter. */
const variables = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2\n/gm)].map(([, name, , value]) => [name, value]),
  );

/** A command of its own that says what it was called with. */
function stub(body: string): readonly string[] {
  const path = join(folder, 'stub.mjs');
  writeFileSync(path, body);
  return [process.execPath, path];
}

test('start serves for the steps that follow, and tells them where', async () => {
  const { code, outputs, env, stdout } = await step({ command: 'start', args: '--sign immediate' });
  expect({ code, stdout }).toEqual({ code: 0, stdout: `kakaocert-simulator is ready at ${outputs.url}\n` });
  expect(env).toEqual({
    KAKAOCERT_SIM_URL: outputs.url,
    KAKAOCERT_LINK_ID: 'TESTER',
    KAKAOCERT_SECRET_KEY: outputs['secret-key'],
    KAKAOCERT_CLIENT_CODE: '020040000001',
  });
  const health = await fetch(`${outputs.url}/_sim/v1/health`);
  expect(health.status).toBe(200);
  expect(existsSync(outputs.log ?? '')).toBe(true);
});

test('start ends with its process group', async () => {
  const { outputs } = await step({ command: 'start' });
  const port = Number(new URL(outputs.url ?? '').port);
  const socket = connect(port, '127.0.0.1');
  // A connection that has had its answer is idle, and the end of the simulator closes it.
  socket.write('GET /_sim/v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  await once(socket, 'data');
  const closed = once(socket, 'close');
  process.kill(-Number(started.pop()), 'SIGTERM');
  await closed;
});

test('start that fails says why, in one command to the runner', async () => {
  const { code, stdout, outputs } = await step({ command: 'start', args: '--sign sometimes' });
  expect(code).toBe(2);
  expect(stdout).toMatch(
    /^::error title=kakaocert-simulator::the simulator did not start: it ended with 2%0A.*--sign: "sometimes".*\n$/,
  );
  expect(outputs).toEqual({});
});

test('a value can set no other variable', async () => {
  const line = {
    event: 'ready',
    url: 'x\nKAKAOCERT_EVIL<<y\n1\ny',
    linkId: 'a',
    secretKey: 'b',
    clientCode: 'c',
    controlToken: 'secret',
  };
  const cli = stub(`console.log(${JSON.stringify(JSON.stringify(line))}); setInterval(() => {}, 1000);`);
  const { env, stdout } = await step({ command: 'start' }, cli);
  expect(env.KAKAOCERT_SIM_URL).toBe(line.url);
  expect(Object.keys(env)).not.toContain('KAKAOCERT_EVIL');
  expect(stdout).toContain('::add-mask::secret\n');
});

test('conformance gives the words on as they are, and runs no shell', async () => {
  const cli = stub(`console.log(JSON.stringify(process.argv.slice(2)));`);
  const { stdout } = await step(
    {
      command: 'conformance',
      client: `node "my adapter.mjs" $(touch x) '$HOME'; ls`,
      service: 'cms, esign',
      'expect-fail': 'a.b,c.d\n  e.f',
      args: '--jobs 1',
    },
    cli,
  );
  const printed = stdout.split('\n').find((line) => line.startsWith('['));
  expect(JSON.parse(printed ?? '')).toEqual([
    'conformance',
    ...['--reports', join(folder, 'reports')],
    ...['--service', 'cms', '--service', 'esign'],
    ...['--expect-fail', 'a.b', '--expect-fail', 'c.d', '--expect-fail', 'e.f'],
    ...['--jobs', '1', '--'],
    ...['node', 'my adapter.mjs', '$(touch', 'x)', '$HOME;', 'ls'],
  ]);
});

test('what a client prints is no command to the runner', async () => {
  const { stdout } = await step({ command: 'conformance', client: 'x' }, stub(`console.log('::error::no');`));
  const [, token] = /^::stop-commands::([\w-]{36})\n::error::no\n::\1::\n$/.exec(stdout) ?? [];
  expect(token).toBeDefined();
});

test('conformance leaves its reports, its summary and its score', async () => {
  const inputs = { command: 'conformance', service: 'cms', args: '--only flow.plain' };
  const client = `${process.execPath} "${join(root, 'examples', 'adapters', 'client.mjs')}"`;
  const { code, outputs, summary } = await step({ ...inputs, client });
  const [junit, html] = ['junit.xml', 'report.html'].map((name) => join(folder, 'reports', name));
  expect({ code, outputs }).toEqual({ code: 0, outputs: { score: 'cms 1/1', junit, html } });
  expect(summary).toMatch(/^## kakaoCert client scorecard: 1\/1\n/);
  expect(readFileSync(junit ?? '', 'utf8')).toContain('name="flow.plain: ');
});

test('a client that is wrong fails the step, and its reports are there', async () => {
  const inputs = { command: 'conformance', service: 'cms', args: '--only flow.plain', client: 'node -e 1' };
  const { code, outputs, summary } = await step(inputs);
  expect({ code, score: outputs.score }).toEqual({ code: 1, score: 'cms 0/1' });
  expect(summary).toContain('### What is wrong');
});

test('what a run before left does not pass for the result of one that could not judge', async () => {
  const stale = join(folder, 'reports', 'junit.xml');
  mkdirSync(join(folder, 'reports'));
  writeFileSync(stale, 'stale');
  const { code, outputs } = await step({ command: 'conformance', client: 'no-such-program-here' });
  expect({ code, outputs, left: existsSync(stale) }).toEqual({ code: 2, outputs: {}, left: false });
});

test.each([
  [{ command: 'stop' }, 'command: "stop" is none of start, conformance'],
  [{ command: 'conformance' }, 'client: name the command to judge, e.g. node adapter.mjs'],
  [{ command: 'conformance', client: `node 'x` }, "client: a quote is not closed in: node 'x"],
])('%o is refused with a word that helps', async (inputs, message) => {
  const { code, stdout } = await step(inputs);
  expect({ code, stdout }).toEqual({ code: 2, stdout: `::error title=kakaocert-simulator::${message}\n` });
});

const commandOf = (inputs: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}) =>
  simulatorCommand({ ...readInputs({}), ...inputs }, env) as readonly string[];
const repository = 'your-org/kakaocert-simulator';

test.skipIf(process.platform === 'win32')(
  'the simulator is taken from a path: a packed file, a folder, an executable',
  () => {
    const packed = join(folder, 'kakaocert-simulator-0.1.0.tgz');
    const executable = join(folder, 'kakaocert-simulator-linux-x64');
    for (const path of [packed, executable]) writeFileSync(path, '');
    const npm = (what: string) => ['npx', '--yes', `--package=${what}`, '--', 'kakaocert-simulator'];
    expect(commandOf({ package: packed, tag: 'v1' })).toEqual(npm(packed));
    expect(commandOf({ package: folder })).toEqual(npm(folder));
    expect(commandOf({ package: executable })).toEqual([executable]);
  },
);

test.skipIf(process.platform === 'win32')(
  'or from a tag of the repository of the action, its own unless given',
  () => {
    const of = (tag: string, server = 'https://github.com') => [
      'npx',
      '--yes',
      `--package=git+${server}/${repository}.git#${tag}`,
      '--',
      'kakaocert-simulator',
    ];
    expect(commandOf({ tag: 'v0.2.0', 'own-tag': 'main', repository })).toEqual(of('v0.2.0'));
    expect(commandOf({ 'own-tag': 'main', repository })).toEqual(of('main'));
    const env = { GITHUB_SERVER_URL: 'https://git.example.com' };
    expect(commandOf({ 'own-tag': 'main', repository }, env)).toEqual(of('main', env.GITHUB_SERVER_URL));
  },
);

test.skipIf(process.platform === 'win32').each([
  [{ package: './no-such-file.tgz' }, 'package: there is no file "./no-such-file.tgz"'],
  [{ package: '--evil' }, 'package: there is no file "--evil"'],
  [{ tag: '--evil', repository }, 'tag: "--evil" is no tag'],
  [{ tag: 'a b', repository }, 'tag: "a b" is no tag'],
  [{}, 'give one, or a path with package'],
])('%j names no simulator', (inputs, message) => {
  expect(() => commandOf(inputs)).toThrow(message);
});

test('words are split as a shell does, and nothing else', () => {
  expect(wordsOf(`a  "b c"d 'e "f"'\n--g="h i" ""`, 'x')).toEqual(['a', 'b cd', 'e "f"', '--g=h i', '']);
  expect(wordsOf('', 'x')).toEqual([]);
});

test('no expression stands in a command', () => {
  for (const [, command = ''] of action.matchAll(/^\s+run: (.*)$/gm)) expect(command).not.toContain('${{');
  expect(action.match(/^\s+run: /gm)).toHaveLength(1);
});

test.skipIf(!hasYaml)('action.yml gives every input to the script (needs PyYAML)', async () => {
  const { inputs, outputs, runs } = await readYaml(action);
  const [{ env }] = runs.steps;
  const expected = Object.keys(inputs).map((name) => [
    `KAKAOCERT_ACTION_${name.replaceAll('-', '_').toUpperCase()}`,
    `\${{ inputs.${name} }}`,
  ]);
  expect(env).toEqual({
    ...Object.fromEntries(expected),
    KAKAOCERT_ACTION_OWN_TAG: `\${{ github.action_ref }}`,
    KAKAOCERT_ACTION_REPOSITORY: `\${{ github.action_repository }}`,
  });
  for (const [name, { value }] of Object.entries<{ value: string }>(outputs)) {
    expect(value).toBe(`\${{ steps.run.outputs.${name} }}`);
  }
});
