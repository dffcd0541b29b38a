// What never became a call, in words for the log: there is no client's mistake of this kind that the journal could tell.

import { isUint8Array } from 'node:util/types';
import type { Text } from '../../contracts/protocol/index.js';

/** A TLS record of a handshake (RFC 8446 §5.1). */
const isTlsHello = (bytes: unknown) => isUint8Array(bytes) && bytes[0] === 0x16 && bytes[1] === 3;

const TLS_AT_PLAIN: Text = {
  en: 'somebody spoke TLS to the plain HTTP port: write http:// in the address, or start with --tls-port and call that port.',
  ko: 'HTTP 포트로 TLS(https) 접속이 들어왔습니다. 주소를 http://로 바꾸거나 --tls-port로 시작하고 그 포트로 호출하십시오.',
};

/** Bytes that are no request: what Node says of them, and what they most likely were. */
export const noHttp = (code: string, bytes: unknown): Text =>
  isTlsHello(bytes)
    ? TLS_AT_PLAIN
    : {
        en: `what came is no HTTP request that can be read (${code}); it was answered with body.malformed, and is no call.`,
        ko: `HTTP 요청으로 해석할 수 없는 데이터입니다(${code}). body.malformed로 응답했으며 호출로 기록하지 않습니다.`,
      };

/** A client that takes a port of ours for its proxy. */
export const NO_PROXY_HERE: Text = {
  en: 'somebody asked this port for a tunnel (CONNECT), and it is no proxy: start with --proxy-port and give that port as the proxy.',
  ko: '프록시가 아닌 포트로 터널(CONNECT) 요청이 들어왔습니다. --proxy-port로 시작하고 그 포트를 프록시로 지정하십시오.',
};

/** A client that speaks plain HTTP to the TLS door. */
export const PLAIN_AT_TLS: Text = {
  en: 'somebody spoke plain HTTP to the TLS port: write https:// in the address, or call the plain port.',
  ko: 'TLS 포트로 일반 HTTP 접속이 들어왔습니다. 주소를 https://로 바꾸거나 HTTP 포트로 호출하십시오.',
};

/** We failed outside of any call. */
export const failedInside = (error: unknown): Text => {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { en: `failed inside: ${what}`, ko: `내부 오류: ${what}` };
};
