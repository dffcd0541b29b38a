// The GitHub Action: reads its inputs from KAKAOCERT_ACTION_*, runs one of its commands, ends with its exit code.

import { conformance } from './conformance.mjs';
import { Misuse, readInputs } from './inputs.mjs';
import { start } from './start.mjs';

const commands = { start, conformance };

try {
  const inputs = readInputs(process.env);
  const command = Object.hasOwn(commands, inputs.command) ? commands[inputs.command] : undefined;
  if (command === undefined) {
    throw new Misuse(`command: "${inputs.command}" is none of ${Object.keys(commands).join(', ')}`);
  }
  process.exitCode = await command(inputs, process.env);
} catch (error) {
  // A workflow command is one line; %, CR and LF are escaped in it.
  const text = error instanceof Misuse ? error.message : String(error.stack);
  const escaped = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  console.log(`::error title=kakaocert-simulator::${escaped}`);
  process.exitCode = 2;
}
