// The reference: a bare Fastify with one route for each call and ready answers, bundled and logging as ours does.
// No authentication, no checks, no state: what is left is what HTTP and JSON cost. `together`: the answers to all calls
// that were read in one turn of the event loop are written together, as ours are.

import { readFileSync } from 'node:fs';
import fastify from 'fastify';

const [, , file, mode] = process.argv;
const answers = JSON.parse(readFileSync(file, 'utf8'));
const app = fastify({ logger: { level: 'warn', stream: process.stderr }, disableRequestLogging: true });

let turn;
/** One promise for all who ask in the same turn. */
const endOfTurn = () => {
  turn ??= new Promise((resolve) => {
    setImmediate(() => {
      turn = undefined;
      resolve();
    });
  });
  return turn;
};
const answer = (name) =>
  mode === 'together'
    ? async () => {
        await endOfTurn();
        return answers[name];
      }
    : async () => answers[name];

app.post('/KAKAOCERT/Token', answer('token'));
app.post('/SignDirectDebit/Request', answer('request'));
app.post('/_sim/v1/receipts/:receiptId/sign', answer('sign'));
app.get('/SignDirectDebit/Status/:receiptId', answer('status'));
app.get('/SignDirectDebit/Verify/:receiptId', answer('verify'));

const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ event: 'ready', url })}\n`);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    app.close().catch((error) => {
      throw error;
    });
  });
}
