// YAML read by Python's library, where it is: a reader of YAML is no dependency of ours.

import { spawnSync } from 'node:child_process';
import { run } from './tools.js';

const READ = 'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin.buffer.read()), sys.stdout)';

export const hasYaml = spawnSync('python3', ['-c', 'import yaml']).status === 0;

/** The document as plain data; throws with Python's words if it is none. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the document holds
export async function readYaml(text: string): Promise<any> {
  const { code, stdout, stderr } = await run('python3', ['-c', READ], { input: text });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
