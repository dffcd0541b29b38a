// The table of scenarios, in the order of every report.

import type { Scenario } from '../scenario.js';
import { appToAppScenarios } from './app-to-app.js';
import { errorScenarios } from './errors.js';
import { fieldScenarios } from './fields.js';
import { flowScenarios } from './flow.js';
import { networkScenarios } from './network.js';
import { pollScenarios } from './poll.js';
import { signedDataScenarios } from './signed-data.js';
import { tokenScenarios } from './token.js';
import { verifyScenarios } from './verify.js';

export const scenarios: readonly Scenario[] = [
  ...flowScenarios,
  ...appToAppScenarios,
  ...pollScenarios,
  ...verifyScenarios,
  ...errorScenarios,
  ...networkScenarios,
  ...tokenScenarios,
  ...fieldScenarios,
  ...signedDataScenarios,
];
