// What a step says to the steps after it, by the files that GitHub names in the environment. Away from GitHub, where
// there are none, nothing is said.

import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/** With a delimiter that no value can hold, so that none can set another variable. */
function append(file, values) {
  if (file === undefined || file === '') return;
  for (const [name, value] of Object.entries(values)) {
    const end = `end-${randomUUID()}`;
    appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`);
  }
}

/** Outputs of this step. */
export const setOutputs = (values, env) => append(env.GITHUB_OUTPUT, values);

/** Variables of the steps that follow. */
export const exportVariables = (values, env) => append(env.GITHUB_ENV, values);

/** Markdown on the page of the run. */
export const summarize = (markdown, env) => {
  if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, `${markdown}\n`);
};
