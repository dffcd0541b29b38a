// Calls as they travel: whole HTTP/1.1 requests made beforehand, signed over fixed bodies with one date, so that the
// load generator only writes and reads. Signed with node:crypto alone; the bench owes nothing to the code it measures.

import { createHash, createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { createReader, unchunk } from './http.mjs';

const TESTER = {
  linkId: 'TESTER',
  secretKey: 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=',
  clientCode: '020040000001',
};

const sha256 = (body) => createHash('sha256').update(body).digest('base64');
const hmac = ({ secretKey }, text) =>
  createHmac('sha256', Buffer.from(secretKey, 'base64')).update(text).digest('base64');
const JSON_BODY = 'application/json;charset=utf-8';

/** A made-up person, and none of the magic ones; `n` makes another one. */
const requestBody = (n, { clientCode }) =>
  JSON.stringify({
    CallCenterNum: '1600-0000',
    Expires_in: 1000,
    ReceiverBirthDay: '19700101',
    ReceiverHP: `0100000${5000 + n}`,
    ReceiverName: `홍시험${n}`,
    BankAccountName: `홍시험${n}`,
    BankAccountNum: '000-00-0***00',
    BankCode: '004',
    ClientUserID: '20260000001',
    TMSTitle: '자동이체 출금동의 요청',
    TMSMessage: '시험용 부가 메시지입니다.',
    SubClientID: clientCode,
    isAllowSimpleRegistYN: false,
    isVerifyNameYN: true,
    PayLoad: 'Payload 시험',
  });

/** `who` is the caller: the default tenant, or one of its own. */
export function tokenCall(who = TESTER) {
  const body = JSON.stringify({ access_id: who.clientCode, scope: ['member', '310', '320', '330'] });
  const date = new Date().toISOString();
  const signature = hmac(who, `POST\n${sha256(body)}\n${date}\n2.0\n/KAKAOCERT/Token`);
  return {
    method: 'POST',
    path: '/KAKAOCERT/Token',
    body,
    headers: {
      authorization: `LINKHUB ${who.linkId} ${signature}`,
      'x-lh-date': date,
      'x-lh-version': '2.0',
      'content-type': JSON_BODY,
    },
  };
}

/** Request for the n-th person. */
export function requestCall(token, n = 0, who = TESTER) {
  const body = requestBody(n, who);
  const date = new Date().toISOString();
  return {
    method: 'POST',
    path: '/SignDirectDebit/Request',
    body,
    headers: {
      authorization: `Bearer ${token}`,
      'x-lh-date': date,
      'x-lh-version': '2.0',
      'x-kc-auth': `${who.linkId} ${hmac(who, `POST\n${sha256(body)}\n${date}\n2.0\n`)}`,
      'content-type': JSON_BODY,
    },
  };
}

const serviceGet = (path) => (token, id) => ({
  method: 'GET',
  path: `/SignDirectDebit/${path}/${id}`,
  body: '',
  headers: { authorization: `Bearer ${token}`, 'x-lh-version': '2.0' },
});
export const statusCall = serviceGet('Status');
export const verifyCall = serviceGet('Verify');

/** The person with the phone signs. */
export const signCall = (id) => ({
  method: 'POST',
  path: `/_sim/v1/receipts/${id}/sign`,
  body: '',
  headers: {},
});

/** A call as bytes on the wire; the host is the same for every server, as it must be known beforehand. */
export function wire({ method, path, body, headers }) {
  const lines = Object.entries({ host: '127.0.0.1', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const length = method === 'POST' ? `content-length: ${Buffer.byteLength(body)}\r\n` : '';
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}${length}\r\n${body}`);
}

/** Makes one call on a connection of its own: `{ status, body }`. */
function call(port, request) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const reader = createReader();
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the connection closed before the answer')));
    socket.on('data', (chunk) => {
      const answer = reader(chunk);
      if (answer === undefined) return;
      socket.removeAllListeners('close').destroy();
      const body = answer.isChunked ? unchunk(answer.body) : answer.body;
      resolve({ status: answer.status, body: body.toString('utf8') });
    });
    socket.write(wire(request));
  });
}

/** The JSON of a call that must succeed. */
export async function callJson(port, request) {
  const { status, body } = await call(port, request);
  if (status !== 200) throw new Error(`${request.path} answered ${status}: ${body.slice(0, 200)}`);
  return JSON.parse(body);
}
