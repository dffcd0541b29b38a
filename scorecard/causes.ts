// Why a client is wrong, and how bad that is. Many scenarios fail for one reason, a check that is missing for instance: it
// is one thing to fix, and stands once in every report, the gravest first.

import type { Text } from '../contracts/protocol/index.js';

/** From the gravest on. */
export const severities = {
  forgery: { en: 'accepts a forgery, or makes one possible', ko: '위조를 받아들이거나 가능하게 함' },
  result: { en: 'loses or invents a result', ko: '결과를 잃거나 지어냄' },
  annoyance: { en: 'annoys the person or the provider', ko: '이용자나 서비스에 부담을 줌' },
} as const satisfies Readonly<Record<string, Text>>;
export type Severity = keyof typeof severities;

interface Cause {
  readonly severity: Severity;
  readonly words: Text;
  /** What to do about it. */
  readonly practice: Text;
  /** Whoever has that cause has this one too: then it is no thing of its own. */
  readonly within?: string;
}

/** In the order of reports, where two are as grave and as frequent. */
export const causes = {
  signatureUnchecked: {
    severity: 'forgery',
    words: {
      en: 'It does not check what signedData proves.',
      ko: 'signedData가 무엇을 증명하는지 확인하지 않습니다.',
    },
    practice: {
      en: 'Verify the signature against the trusted root, and compare what was signed with what you asked for. The official SDKs leave this to whoever uses them.',
      ko: '신뢰하는 루트로 서명을 검증하고, 서명된 내용을 요청과 비교하십시오. 공식 SDK는 이 확인을 연동하는 쪽에 맡깁니다.',
    },
  },
  requestUncompared: {
    severity: 'forgery',
    within: 'signatureUnchecked',
    words: {
      en: 'It does not compare what was signed with what it had asked for.',
      ko: '서명된 내용을 요청한 내용과 비교하지 않습니다.',
    },
    practice: {
      en: 'Compare name, account, payer number and time, or the Token, with your own request: a valid signature alone may prove another consent.',
      ko: '성명, 계좌, 납부자번호, 시각 또는 Token을 요청과 비교하십시오. 유효한 서명만으로는 다른 동의일 수 있습니다.',
    },
  },
  secretLeaked: {
    severity: 'forgery',
    words: {
      en: 'It puts a secret where others can read it.',
      ko: '다른 사람이 볼 수 있는 곳에 비밀값을 둡니다.',
    },
    practice: {
      en: 'The secret key only ever signs, and the token goes into the Authorization header: URLs end up in logs.',
      ko: '비밀키는 서명에만 쓰고 토큰은 Authorization 헤더로만 보내십시오. URL은 로그에 남습니다.',
    },
  },
  resultInvented: {
    severity: 'result',
    words: {
      en: 'It takes for a result what is none.',
      ko: '결과가 아닌 것을 결과로 여깁니다.',
    },
    practice: {
      en: 'Only HTTP 200 with the JSON of the manual is a result. Everything else, a lost answer too, says nothing about the person.',
      ko: 'HTTP 200과 매뉴얼의 JSON만 결과입니다. 응답 유실을 포함한 그 밖의 모든 것은 이용자에 대해 아무것도 알려 주지 않습니다.',
    },
  },
  verifyRepeated: {
    severity: 'result',
    words: {
      en: 'It calls Verify more than once, which works once.',
      ko: '한 번만 가능한 검증을 여러 번 호출합니다.',
    },
    practice: {
      en: 'Call Verify once and keep its signedData; after a lost answer read verifyDT with a state call. Switch off what your HTTP library repeats by itself (Ruby: max_retries, Java: HttpURLConnection).',
      ko: '검증은 한 번만 호출하고 signedData를 보관하십시오. 응답을 잃으면 상태 확인의 verifyDT를 읽으십시오. HTTP 라이브러리의 자동 재시도도 끄십시오(Ruby: max_retries, Java: HttpURLConnection).',
    },
  },
  neverEnds: {
    severity: 'result',
    words: {
      en: 'Its call never ends when the connection breaks or stays silent.',
      ko: '연결이 끊기거나 응답이 없으면 호출이 끝나지 않습니다.',
    },
    practice: {
      en: 'Handle the error of the connection and set a timeout for every call, or its caller waits for ever.',
      ko: '모든 호출에서 연결 오류를 처리하고 제한 시간을 두십시오. 그러지 않으면 호출자가 끝없이 기다립니다.',
    },
  },
  dies: {
    severity: 'result',
    words: {
      en: 'The process ends at an answer that it can not read.',
      ko: '읽을 수 없는 응답을 받으면 프로세스가 종료됩니다.',
    },
    practice: {
      en: 'Parse inside a try: what is not the JSON of the manual becomes an error of your own, never the end of the process.',
      ko: '파싱 오류를 처리하십시오. 매뉴얼의 JSON이 아니면 자체 오류로 바꾸고, 프로세스가 종료되지 않게 하십시오.',
    },
  },
  goodRefused: {
    severity: 'result',
    words: { en: 'It refuses a good answer.', ko: '정상 응답을 거부합니다.' },
    practice: {
      en: 'Read what the service sends: members that are missing or new, compressed answers, slow ones, and every form of signedData.',
      ko: '서비스가 보내는 응답을 모두 읽으십시오. 없거나 새로운 항목, 압축된 응답, 느린 응답, 모든 형식의 signedData가 해당합니다.',
    },
  },
  answerChanged: {
    severity: 'result',
    words: {
      en: 'It hands over something other than it was answered.',
      ko: '받은 응답과 다른 값을 전달합니다.',
    },
    practice: {
      en: 'Hand over what came as it came: names, values, and signedData as text.',
      ko: '이름, 값, signedData 문자열을 받은 그대로 전달하십시오.',
    },
  },
  requestChanged: {
    severity: 'result',
    words: {
      en: 'It sends something other than it was given.',
      ko: '주어진 값과 다른 값을 보냅니다.',
    },
    practice: {
      en: 'Send what was given as it was given: false and 0, zeros in front, asterisks, whole texts.',
      ko: 'false와 0, 앞자리 0, 별표, 긴 문자열을 주어진 그대로 보내십시오.',
    },
  },
  waitsWrong: {
    severity: 'result',
    words: {
      en: 'It ends its waiting too early, or never.',
      ko: '대기를 너무 일찍 끝내거나 끝내지 않습니다.',
    },
    practice: {
      en: 'States 1 and 2 are final and 0 is not: wait some seconds between polls, and stop at 1 or 2.',
      ko: '상태 1과 2는 최종이고 0은 아닙니다. 몇 초 간격으로 확인하고 1 또는 2에서 멈추십시오.',
    },
  },
  kindHidden: {
    severity: 'result',
    words: {
      en: 'It does not tell what went wrong, or tells something else.',
      ko: '무엇이 잘못되었는지 알리지 않거나 다르게 알립니다.',
    },
    practice: {
      en: "Tell the provider's refusal (its code and message) from a network failure, a broken answer and a bad signature.",
      ko: '서비스의 거절(code와 message), 통신 실패, 잘못된 응답, 잘못된 서명을 구분하여 알리십시오.',
    },
  },
  personAskedTwice: {
    severity: 'annoyance',
    words: {
      en: 'It asks the person more than once.',
      ko: '이용자에게 같은 요청을 여러 번 보냅니다.',
    },
    practice: {
      en: 'The person may have the message already: after a lost answer ask nobody twice, tell the user instead.',
      ko: '메시지가 이미 전달되었을 수 있습니다. 응답을 잃어도 다시 요청하지 말고 사용자에게 알리십시오.',
    },
  },
  pollsTooMuch: {
    severity: 'annoyance',
    words: { en: 'It asks for the state too often.', ko: '상태를 너무 자주 확인합니다.' },
    practice: {
      en: 'Poll every 3 to 5 seconds, and no more after state 1 or 2.',
      ko: '3~5초 간격으로 확인하고, 상태 1 또는 2 이후에는 확인하지 마십시오.',
    },
  },
  tokensWasted: {
    severity: 'annoyance',
    words: {
      en: 'It asks for more tokens than it needs.',
      ko: '필요한 것보다 많은 토큰을 발급받습니다.',
    },
    practice: {
      en: 'Keep a token until it ends, let parallel callers wait for one request in flight, and renew a refused one once.',
      ko: '토큰을 만료까지 보관하고, 동시 호출은 진행 중인 발급 하나를 함께 기다리며, 거절된 토큰은 한 번만 갱신하십시오.',
    },
  },
} as const satisfies Readonly<Record<string, Cause>>;
export type CauseId = keyof typeof causes;
