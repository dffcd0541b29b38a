// The main job of a client as scripts for the load generator, and the answers that a canned server needs to play it.

import { callJson, requestCall, signCall, statusCall, tokenCall, verifyCall, wire } from './calls.mjs';

/** Splits a call with an id in it into what stands before and after the id. */
const around = (call) => {
  const [head, tail] = wire(call).toString('latin1').split('{id}');
  return { around: [head, tail] };
};

export const tokenOf = async (port) => (await callJson(port, tokenCall())).session_token;

/** request → sign → status → verify; `people` of them take turns. */
export const flowScript = (token, people) => [
  { whole: Array.from({ length: people }, (_, n) => wire(requestCall(token, n))) },
  around(signCall('{id}')),
  around(statusCall(token, '{id}')),
  around(verifyCall(token, '{id}')),
];

/** Status polls of the given receipts in turn. */
export const pollScript = (token, ids) => [{ ...around(statusCall(token, '{id}')), ids }];

/** So many people there are; more would have no phone number of the made-up range. */
const PEOPLE = 1_000;

/** Ids of so many new receipts that nobody has signed; people take turns. */
export async function waitingReceipts(port, token, count) {
  const ids = [];
  for (let n = 0; n < count; n += 1)
    ids.push((await callJson(port, requestCall(token, n % PEOPLE))).receiptId);
  return ids;
}

/** Walks the flow once and keeps the answers; `waiting` is Status before anybody signed. */
export async function recordAnswers(port) {
  const token = await callJson(port, tokenCall());
  const bearer = token.session_token;
  const request = await callJson(port, requestCall(bearer));
  const id = request.receiptId;
  const waiting = await callJson(port, statusCall(bearer, id));
  const sign = await callJson(port, signCall(id));
  const status = await callJson(port, statusCall(bearer, id));
  const verify = await callJson(port, verifyCall(bearer, id));
  return { token, request, waiting, sign, status, verify };
}
