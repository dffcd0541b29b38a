// The bars, all in one place. `atLeast`: ours may be no slower than this share of the reference, calls per second;
// `atMost`: no more than this. What has no bar is printed all the same.

/** The aim for `together` is 0.8. */
export const poll = { bare: 1, together: 0.65 };

export const flow = { onePerson: 0.6, manyPeople: 0.55 };

/** A peer with no row has no bar. WireMock runs on all cores, so a bare server is itself only 1–2 times as fast. */
export const peers = {
  Prism: { poll: 8, flow: 4 },
  Mockoon: { poll: 12, flow: 7 },
  WireMock: { poll: 2.5, flow: 1 },
};

export const signedData = { onePerson: 0.7, manyPeople: 0.65, verifier: 0.2 };

/** ms: a new person's certificate and first signedData, after the first of all. */
export const certificate = 1;

/** ms: the longest that one hostile input may take. */
export const hostile = 50;

/** Times the bare server's. */
export const coldStart = 1.4;

/** ms: a new simulator in this process, its first Token and Request. */
export const firstRequest = 2;

/** Times the CPU of hono's `app.request` with a ready answer. */
export const inProcessPoll = 1.5;

/** Latency with 10⁶ against 10³ receipts; kB a receipt; ms that a poll may wait while all are listed or reset. */
export const receipts = { latency: 1.2, memory: 1, wait: 50 };

/** Of all tenants together; the journal's own limit. */
export const journalBytes = 128 * 1024 * 1024;

/** What a call costs more over a store than in memory, CPU, in puts of the same store. Redis is printed. */
export const stores = { file: { poll: 3, verify: 7 }, redis: {} };

/** Start over a file of 10⁶ receipts, times the one in memory. */
export const storedStart = 1.4;

/** The status poll with a line for each call on stderr, against none. */
export const log = 0.75;
