// `command: start`: the simulator in the background, for all steps that follow. GitHub ends it with the job.

import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { exportVariables, setOutputs } from './github.mjs';
import { Misuse, simulatorCommand, wordsOf } from './inputs.mjs';

/** The first time npm has to fetch it, ms. */
const PATIENCE = 180_000;
const STEP = 50;

/** Starts it and waits for its ready line. */
export async function start(inputs, env) {
  const [command, ...own] = simulatorCommand(inputs, env);
  const args = [...own, 'start', '--json', '--port', inputs.port || '0', ...wordsOf(inputs.args, 'args')];
  const folder = mkdtempSync(join(env.RUNNER_TEMP || tmpdir(), 'kakaocert-simulator-'));
  const files = { out: join(folder, 'ready.json'), log: join(folder, 'simulator.log') };
  // Files, because a pipe would keep this step from ending.
  const [out, log] = [files.out, files.log].map((path) => openSync(path, 'a', 0o600));
  const child = spawn(command, args, { detached: true, stdio: ['ignore', out, log] });
  for (const file of [out, log]) closeSync(file);

  const ready = await readyLine(child, files);
  child.unref();
  const { url, linkId, secretKey, clientCode, controlToken } = ready;
  if (controlToken !== null) console.log(`::add-mask::${controlToken}`);
  exportVariables(
    {
      KAKAOCERT_SIM_URL: url,
      KAKAOCERT_LINK_ID: linkId,
      KAKAOCERT_SECRET_KEY: secretKey,
      KAKAOCERT_CLIENT_CODE: clientCode,
    },
    env,
  );
  setOutputs(
    {
      url,
      'link-id': linkId,
      'secret-key': secretKey,
      'client-code': clientCode,
      'control-token': controlToken ?? '',
      log: files.log,
      pid: child.pid,
    },
    env,
  );
  console.log(`kakaocert-simulator is ready at ${url}`);
  return 0;
}

/** What it says when it listens; if it ends or keeps silent, what it logged. */
async function readyLine(child, files) {
  let end;
  child.once('error', (error) => {
    end = error.message;
  });
  child.once('exit', (code, signal) => {
    end = `it ended with ${code ?? signal}`;
  });
  for (let waited = 0; waited < PATIENCE && end === undefined; waited += STEP) {
    const [line, rest] = readFileSync(files.out, 'utf8').split('\n');
    if (rest !== undefined) return JSON.parse(line);
    await wait(STEP);
  }
  if (end === undefined) process.kill(-child.pid);
  const why = end ?? `no ready line within ${PATIENCE / 1000} s`;
  throw new Misuse(`the simulator did not start: ${why}\n${readFileSync(files.log, 'utf8')}`.trim());
}
