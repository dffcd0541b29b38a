// The reference: a bare Fastify with one route for each call and ready answers, bundled and logging as ours does.
// No authentication, no checks, no state: what is left is what HTTP and JSON cost.

import { readFileSync } from 'node:fs';
import fastify from 'fastify';

const answers = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const app = fastify({ logger: { level: 'warn', stream: process.stderr }, disableRequestLogging: true });

app.post('/KAKAOCERT/Token', async () => answers.token);
app.post('/SignDirectDebit/Request', async () => answers.request);
app.post('/_sim/v1/receipts/:receiptId/sign', async () => answers.sign);
app.get('/SignDirectDebit/Status/:receiptId', async () => answers.status);
app.get('/SignDirectDebit/Verify/:receiptId', async () => answers.verify);

const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ event: 'ready', url })}\n`);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    app.close().catch((error) => {
      throw error;
    });
  });
}
