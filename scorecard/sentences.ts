// What is expected of a client in more than one scenario, in both languages.

import type { Text } from '../contracts/protocol/index.js';

/** A result that says this state of the wire. */
export const stateOf = (state: 0 | 1 | 2): Text => ({
  en: `a result with state ${state}`,
  ko: `상태 ${state}인 결과`,
});
export const withReceiptId: Text = { en: 'a result with the receiptId', ko: 'receiptId가 있는 결과' };
export const withSignedData: Text = { en: 'a result with the signedData', ko: 'signedData가 있는 결과' };
export const goodSignedData: Text = {
  en: 'a result: this signedData is good',
  ko: '결과(정상 signedData임)',
};
export const oneRequest: Text = { en: 'one request', ko: '요청 1회' };
export const oneToken: Text = {
  en: 'one token for all calls, at most one for each',
  ko: '모든 호출에 토큰 1개, 많아도 호출마다 1개',
};
export const toTheApp: Text = { en: 'an App-to-App request', ko: 'App-to-App 요청' };
export const notToTheApp: Text = {
  en: 'a request without isAppUseYN true',
  ko: 'isAppUseYN이 true가 아닌 요청',
};
export const answerLost: Text = { en: 'the answer was lost', ko: '응답이 유실됨' };
export const nobodyListens: Text = { en: 'nobody listens', ko: '연결할 서버가 없음' };
