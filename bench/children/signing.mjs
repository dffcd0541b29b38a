// Worker: signedData per second against bare crypto.sign over the same contents, in one thread, taking turns.

import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { createSubject, load } from '../lib/in-process.mjs';
import { serve } from '../lib/worker.mjs';

const BATCH = 32;
/** As a verify with the default form asks for it. */
const ORDER = { form: 'der' };

serve(async ({ internals, verifier, people, hostile, rounds, ms }) => {
  const { world, requester, sign: signReceipt } = await createSubject(internals);
  const receipts = [];
  for (let n = 0; n < people; n += 1) {
    const id = await requester(n)();
    await signReceipt(id);
    receipts.push(await world.receipts.get(id));
  }
  const tenant = await world.tenants.get(receipts[0].clientCode);

  const certificates = [];
  const texts = [];
  for (const receipt of receipts) {
    const before = performance.now();
    texts.push(await world.signer.sign(receipt, tenant, ORDER));
    certificates.push(performance.now() - before);
  }
  const contents = texts.map(contentOf);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  const ours = (n) => {
    const text = world.signer.sign(receipts[n], tenant, ORDER);
    return typeof text === 'string' ? undefined : text;
  };
  const bare = (n) => {
    sign('sha256', contents[n], privateKey);
  };
  const result = {
    certificates,
    one: await race(ours, bare, 1, rounds, ms),
    all: await race(ours, bare, people, rounds, ms),
  };
  if (verifier === undefined) return result;

  const { createVerifier } = await load(verifier);
  if (typeof createVerifier !== 'function') return { ...result, noVerify: 'createVerifier is not exported' };
  const bytes = texts.map((text) => Buffer.from(text, 'base64url'));
  const trust = await world.signer.caPem();
  // Made once, as a service would: it reads its options and roots here.
  const judge = createVerifier({ trust });
  const check = (n) => {
    judge(bytes[n]);
  };
  const first = judge(bytes[0]);
  if (first.ok !== true)
    return { ...result, noVerify: `the verifier said ${JSON.stringify(first).slice(0, 200)}` };
  const signatures = contents.map((content) => sign('sha256', content, privateKey));
  const bareCheck = (n) => {
    verify('sha256', contents[n], publicKey, signatures[n]);
  };
  const slowest = slowestOf(tampered(bytes[0], hostile), judge);
  return { ...result, slowest, verify: await race(check, bareCheck, 1, rounds, ms) };
});

const SEED = 20_261_123;
const TRIES = 3;

/** Copies of a signedData with 1 to 4 bytes changed, some of them cut, by a fixed random sequence. */
function* tampered(good, count) {
  let state = SEED;
  const random = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let n = 0; n < count; n += 1) {
    const copy = Buffer.from(good);
    for (let changes = random(4) + 1; changes > 0; changes -= 1) copy[random(copy.length)] = random(256);
    yield n % 8 === 0 ? copy.subarray(0, random(copy.length)) : copy;
  }
}

/** The longest that any input takes, ms; of each the best of some tries counts, so that a pause of others does not. */
function slowestOf(inputs, judge) {
  let slowest = 0;
  for (const input of inputs) {
    let best = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < TRIES && best > slowest; tries += 1) {
      const before = performance.now();
      judge(input);
      best = Math.min(best, performance.now() - before);
    }
    slowest = Math.max(slowest, best);
  }
  return slowest;
}

/** The consent inside of signedData, found by its own first and last characters. */
function contentOf(text) {
  const der = Buffer.from(text, 'base64url');
  return der.subarray(der.indexOf('\n\n\n|---|'), der.indexOf('| -->') + 5);
}

async function race(ours, bare, kinds, rounds, ms) {
  await perSecond(ours, kinds, ms);
  await perSecond(bare, kinds, ms);
  const rates = { ours: [], bare: [] };
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? ['ours', 'bare'] : ['bare', 'ours'];
    for (const side of order) rates[side].push(await perSecond(side === 'ours' ? ours : bare, kinds, ms));
  }
  return rates;
}

async function perSecond(act, kinds, ms) {
  const started = performance.now();
  let count = 0;
  let elapsed = 0;
  while (elapsed < ms) {
    for (let at = 0; at < BATCH; at += 1) {
      const pending = act(count % kinds);
      if (pending !== undefined) await pending;
      count += 1;
    }
    elapsed = performance.now() - started;
  }
  return count / (elapsed / 1000);
}
