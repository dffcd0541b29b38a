// How the service behaves where no field, error, operation or duration says it: one row each, for the ledger. What the
// code does stands where the code is; here stands how well it is known.

import type { Provenance } from './fidelity.js';
import type { Text } from './text.js';

interface BehaviourRule extends Provenance {
  readonly words: Text;
}

/** By name; the ledger's row is `behaviour:<name>`. */
export const behaviours = {
  appCancelled: {
    words: {
      en: 'after the app came back without a signature, Status stays 0 and the person may still sign',
      ko: '앱이 서명 없이 돌아와도 상태는 0이며, 이후에도 서명할 수 있음',
    },
    source: 'protocol.md §10.1: nothing says what becomes of the request',
    fidelity: 'assumed',
  },
  appResultCodes: {
    words: {
      en: "the app returns the codes of KakaoPay's certificate to the fail address",
      ko: '앱은 실패 시 fail 주소로 카카오페이 인증서와 같은 코드를 반환',
    },
    source: "protocol.md §10.1: a public app of 2021, for KakaoPay's certificate",
    fidelity: 'assumed',
  },
  dtZone: {
    words: {
      en: 'dates (`…DT`) are Korean time',
      ko: '`…DT` 일시는 한국 시간',
    },
    source: 'protocol.md §7: by the look of receipt ids; no document tells the zone',
    fidelity: 'assumed',
  },
  dtFloor: {
    words: {
      en: 'dates are cut to the second, not rounded',
      ko: '일시는 초 단위로 버림',
    },
    source: 'manual A.3: the form has no fraction; cutting is assumed',
    fidelity: 'assumed',
  },
  bareToken: {
    words: {
      en: "VerifyAuth's signedData is the Token itself (`--verify-auth-form cms`: a CMS around it)",
      ko: '본인인증의 signedData는 요청한 토큰 원문(`--verify-auth-form cms`: CMS 형식)',
    },
    source: 'protocol.md §2.9: the documentation says both',
    fidelity: 'assumed',
  },
  stateAfterVerify: {
    words: {
      en: 'after Verify the state stays 1, and nothing but verifyDT changes',
      ko: '검증 후에도 상태는 1이며 verifyDT만 채워짐',
    },
    source: 'protocol.md §9: no document tells what becomes of the state',
    fidelity: 'assumed',
  },
  viewedBySigning: {
    words: {
      en: 'who signs has seen the message: signing fills viewDT',
      ko: '서명하면 viewDT도 채워짐',
    },
    source: 'manual A.3 #16; that signing fills it is assumed',
    fidelity: 'assumed',
  },
  codePoints: {
    words: {
      en: 'lengths count Unicode code points',
      ko: '길이는 유니코드 코드 포인트 수로 계산',
    },
    source: 'manual A.2 #6 says "20 characters of Hangul"; no document tells how others count',
    fidelity: 'assumed',
  },
  codeLikeFields: {
    words: {
      en: 'names, numbers and codes may be any text within their length',
      ko: '성명·번호·코드 필드는 길이만 맞으면 접수',
    },
    source: 'manual A.2 gives the limits; what else is asked is not told',
    fidelity: 'assumed',
  },
  wrongTypes: {
    words: {
      en: 'a value of another type is refused, not read as the right one',
      ko: '타입이 다른 값은 변환하지 않고 거절',
    },
    source: 'manual A.2 gives the types; what becomes of others is not told',
    fidelity: 'assumed',
  },
  leastExpiry: {
    words: {
      en: 'Expires_in is at least 1',
      ko: 'Expires_in의 최솟값은 1',
    },
    source: 'manual A.2 #2 gives only the maximum',
    fidelity: 'assumed',
  },
  numericExpiry: {
    words: {
      en: 'Expires_in as a text of digits is taken for the number',
      ko: '숫자로 된 문자열 Expires_in도 접수',
    },
    source: 'the Node SDK passes it as it is; nobody knows that it is refused',
    fidelity: 'assumed',
  },
  noAccountHolder: {
    words: {
      en: 'without BankAccountName the row of the account holder is there, and empty',
      ko: 'BankAccountName이 없으면 예금주 행은 빈 값',
    },
    source: 'protocol.md §2.9: the one recorded consent has a name',
    fidelity: 'assumed',
  },
  consentEscapes: {
    words: {
      en: 'in consent fields `&`, `|` and control characters become numeric entities',
      ko: '동의 항목의 `&`, `|`, 제어 문자는 숫자 엔티티로 바뀜',
    },
    source: 'domain.md §3.3: the one recorded consent has none of them',
    fidelity: 'assumed',
  },
  talkWithoutTxId: {
    words: {
      en: 'a Request through Talk answers no tx_id',
      ko: '카카오톡 메시지 방식의 요청 응답에는 tx_id가 없음',
    },
    source: 'protocol.md §2.6, §9: null or absent is not known',
    fidelity: 'assumed',
  },
  talkSignature: {
    words: {
      en: 'a signature in the path of a receipt through Talk is not looked at',
      ko: '카카오톡 메시지 방식에서는 경로의 서명값을 보지 않음',
    },
    source: 'protocol.md §2.2: SDKs send one anyway',
    fidelity: 'assumed',
  },
  foreignAsUnknown: {
    words: {
      en: "another institution's receipt answers as an unknown one",
      ko: '다른 이용기관의 접수 건은 없는 접수 건과 같은 응답',
    },
    source: 'protocol.md §9: what it answers is not public',
    fidelity: 'assumed',
  },
  anyScope: {
    words: {
      en: 'one scope of the three opens all three services',
      ko: '서비스 범위 하나만 있어도 세 서비스를 모두 호출 가능',
    },
    source: 'protocol.md §1.2: which number is which service is not stated',
    fidelity: 'assumed',
  },
  scopeEchoed: {
    words: {
      en: 'a token says the scopes that it was asked with',
      ko: '토큰에는 요청한 범위가 그대로 들어 있음',
    },
    source: 'protocol.md §1.2: SDKs only declare the field',
    fidelity: 'assumed',
  },
  tokenUser: {
    words: {
      en: 'usercode of a token is the institution',
      ko: '토큰의 usercode는 이용기관코드',
    },
    source: 'protocol.md §1.2: no SDK reads it',
    fidelity: 'assumed',
  },
  tokenAddress: {
    words: {
      en: 'a token that was asked for another address is refused from here',
      ko: '다른 주소로 발급받은 토큰은 거절',
    },
    source: 'protocol.md §1.2: SDKs send only `*` or nothing',
    fidelity: 'assumed',
  },
  checkOrder: {
    words: {
      en: 'who calls is checked before the body, and fields in the order of the manual',
      ko: '호출자, 본문, 필드(매뉴얼 순서) 순으로 검사',
    },
    source: 'protocol.md §10.7 for the auth server; of the service nothing tells',
    fidelity: 'assumed',
  },
  refusalShape: {
    words: {
      en: 'whatever is sent, a refusal is JSON with code and message',
      ko: '어떤 요청이든 거절 응답은 code와 message가 있는 JSON',
    },
    source: 'manual A.1 for calls of the API; of odd requests nothing tells',
    fidelity: 'assumed',
  },
  requestRepeated: {
    words: {
      en: 'every Request makes a receipt of its own, the same one sent twice too',
      ko: '같은 요청을 두 번 보내면 접수 건도 둘',
    },
    source: 'nothing public tells of a key against repetition',
    fidelity: 'assumed',
  },
  receiptIdUnique: {
    words: {
      en: 'no two institutions get the same receipt id',
      ko: '접수아이디는 이용기관 사이에도 겹치지 않음',
    },
    source: 'protocol.md §7: the form has no institution in it',
    fidelity: 'assumed',
  },
  unknownField: {
    words: {
      en: 'a field that nobody knows does no harm',
      ko: '알 수 없는 필드는 무시',
    },
    source: 'domain.md §0: what is refused is not public',
    fidelity: 'assumed',
  },
  unknownSubClient: {
    words: {
      en: 'a SubClientID that is not registered is accepted, and has no name',
      ko: '등록되지 않은 별칭코드도 접수되며 이름은 없음',
    },
    source: 'domain.md §0: what is refused is not public',
    fidelity: 'assumed',
  },
  unknownBank: {
    words: {
      en: 'a bank that takes no part in CMS is accepted',
      ko: 'CMS 미참가 기관 코드도 접수',
    },
    source: 'domain.md §2: what is refused is not public',
    fidelity: 'assumed',
  },
  nameMismatch: {
    words: {
      en: 'a false name is refused at the Request, not when the person signs',
      ko: '성명 불일치는 서명이 아니라 요청 단계에서 거절',
    },
    source: 'manual A.2 #14 says that names are compared, not when',
    fidelity: 'assumed',
  },
  statusFields: {
    words: {
      en: "Status has every field of the SDK's class, null where there is nothing",
      ko: '상태 응답에는 SDK 클래스의 모든 필드가 있고 값이 없으면 null',
    },
    source: 'protocol.md §2.7; that none is missing is assumed',
    fidelity: 'assumed',
  },
  pointsOpen: {
    words: {
      en: 'points, and links to the partner page, are open to every LinkID',
      ko: '포인트 조회와 파트너 페이지 링크는 모든 링크아이디에서 사용 가능',
    },
    source: 'protocol.md §1.4: the auth SDK has the calls, no SDK of kakaoCert offers them',
    fidelity: 'assumed',
  },
  timeHeader: {
    words: {
      en: 'the `Date` header and `/Time` tell the same second',
      ko: '`Date` 헤더와 `/Time`의 시각이 같음',
    },
    source: 'nothing public tells; SDKs sign with either clock',
    fidelity: 'assumed',
  },
  unaskedGzip: {
    words: {
      en: 'long answers are not compressed unless the call offers it (`--gzip always`: they are)',
      ko: '요청하지 않으면 긴 응답도 압축하지 않음(`--gzip always`: 압축함)',
    },
    source: 'protocol.md §2.4: a comment of a fork says the service compresses by itself',
    fidelity: 'assumed',
  },
  certificate: {
    words: {
      en: 'the certificate names the person by CN and a hash as UID, is valid for two years, and has a serial of 16 bytes',
      ko: '인증서의 주체는 CN(성명)과 UID(해시), 유효기간 2년, 일련번호 16바이트',
    },
    source: "domain.md §3.3: one certificate of 2021; names and days of ours are a test CA's",
    fidelity: 'assumed',
  },
  certificateExtensions: {
    words: {
      en: 'the certificate has basicConstraints, keyUsage and authorityInfoAccess, and no other extension (`--form observed`; the other forms add two key identifiers)',
      ko: '인증서 확장은 basicConstraints, keyUsage, authorityInfoAccess뿐(`--form observed`. 다른 형식에는 키 식별자 두 개가 더 있음)',
    },
    source: 'protocol.md §10.5: the recorded certificate of 2021',
    fidelity: 'observed',
  },
  consentComment: {
    words: {
      en: 'the consent ends with a comment: a version-4 UUID without hyphens, and the instant of signing',
      ko: '동의 내용 끝의 주석에는 하이픈 없는 UUID(버전 4)와 서명 시각이 있음',
    },
    source: 'protocol.md §10.5: the recorded consent of 2021',
    fidelity: 'observed',
  },
} as const satisfies Readonly<Record<string, BehaviourRule>>;

export type BehaviourName = keyof typeof behaviours;
