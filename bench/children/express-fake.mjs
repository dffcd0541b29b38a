// A fake as a team writes one for its tests: the five calls and a way to sign, in memory, nothing checked.
// Usage: node express-fake.mjs <folder of express> <answers.json> <port>

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [, , home, file, port] = process.argv;
const express = createRequire(import.meta.url)(home);
const answers = JSON.parse(readFileSync(file, 'utf8'));
const signed = new Set();
let serial = 0;

const app = express().disable('x-powered-by').use(express.json());
app.post('/tenants', (_request, response) => response.json({ clientCode: String(++serial) }));
app.post('/KAKAOCERT/Token', (_request, response) => response.json(answers.token));
app.post('/SignDirectDebit/Request', (_request, response) => response.json({ receiptId: String(++serial) }));
app.post('/_sim/v1/receipts/:id/sign', ({ params }, response) => {
  signed.add(params.id);
  response.json(answers.sign);
});
app.get('/SignDirectDebit/Status/:id', ({ params }, response) =>
  response.json(signed.has(params.id) ? answers.status : answers.waiting),
);
app.get('/SignDirectDebit/Verify/:id', ({ params }, response) => {
  if (signed.delete(params.id)) response.json(answers.verify);
  else response.status(400).json({ code: -1, message: 'not signed' });
});
app.listen(Number(port), '127.0.0.1');
