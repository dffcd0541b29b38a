// Every option of a simulator, once: what it is, what its values are, where it may be given. createSimulator, the flags of
// the command line, the variables KAKAOCERT_SIM_<FLAG> and the configuration file all read this table.

import { identifiers, inBoth, type Text, TextError } from '../../contracts/protocol/index.js';
import { forms } from '../core/tampering.js';
import { gzipModes } from '../doors/gzip.js';
import type { ListenOptions } from '../doors/listen-options.js';
import { logModes } from '../log/log-mode.js';
import { syncModes } from '../store/address.js';
import * as kinds from './kinds.js';
import type { SimulatorOptions } from './options.js';
import { errorRows, people, verifiedRows } from './rows.js';

export interface OptionRow<T = unknown> {
  readonly kind: kinds.Kind<T>;
  /** What it does; what holds without it stands at the end, in parentheses. */
  readonly words: Text;
  /** Its flag, e.g. `allow-host`; null for what has none. */
  readonly flag: string | null;
  /** Another variable than `KAKAOCERT_SIM_<FLAG>` that gives it too. */
  readonly variable?: string;
  /** The flag may be given several times. */
  readonly multiple?: true;
  /** The flag it had before. */
  readonly was?: string;
}

type Rows<T> = { readonly [K in keyof T]-?: OptionRow<Exclude<T[K], undefined>> };

const YEAR = 365 * 86_400_000;

export const simulatorRows: Rows<SimulatorOptions> = {
  sign: {
    kind: kinds.signPlan,
    flag: 'sign',
    words: { en: 'who signs, for every tenant not told otherwise (manual)', ko: '서명 방식(기본값 manual)' },
  },
  form: {
    kind: kinds.oneOf(forms),
    flag: 'form',
    was: 'profile',
    words: { en: 'the form of signedData (der)', ko: 'signedData 형식(기본값 der)' },
  },
  verifyAuthForm: {
    kind: kinds.oneOf(['token', 'cms']),
    flag: 'verify-auth-form',
    words: {
      en: "VerifyAuth's signedData: the Token, or a CMS around it (token)",
      ko: 'VerifyAuth의 signedData: 토큰 원문 또는 CMS(기본값 token)',
    },
  },
  ephemeralCa: {
    kind: kinds.onOff,
    flag: 'ephemeral-ca',
    words: {
      en: 'sign with a TEST CA made for this run alone (the published one)',
      ko: '이번 실행에만 쓰는 TEST CA로 서명(기본값: 공개된 TEST CA)',
    },
  },
  linkId: {
    kind: kinds.matching('^\\S{1,40}$', '<id>', {
      en: 'no LinkID; give 1 to 40 characters without spaces',
      ko: '공백 없는 1~40자로 지정하십시오',
    }),
    flag: 'link-id',
    words: {
      en: 'LinkID of the tenant that is there from the start (TESTER)',
      ko: '기본 이용기관의 링크아이디(기본값 TESTER)',
    },
  },
  secretKey: {
    kind: kinds.secretKey,
    flag: 'secret-key',
    words: {
      en: "its SecretKey (the official examples')",
      ko: '기본 이용기관의 비밀키(기본값: 공식 예제의 비밀키)',
    },
  },
  clientCode: {
    kind: kinds.matching(identifiers.clientCode.pattern, '<code>', {
      en: 'no ClientCode; give 12 digits',
      ko: '숫자 12자리로 지정하십시오',
    }),
    flag: 'client-code',
    words: { en: 'its ClientCode (020040000001)', ko: '기본 이용기관의 이용기관코드(기본값 020040000001)' },
  },
  subClients: {
    kind: kinds.subClients,
    flag: 'sub-client',
    multiple: true,
    words: {
      en: 'a SubClientID of it, with its name (one with its ClientCode)',
      ko: '기본 이용기관의 별칭코드와 이름(기본값: 이용기관코드와 같은 코드 하나)',
    },
  },
  authWindow: {
    kind: kinds.duration,
    flag: 'auth-window',
    words: { en: 'how far x-lh-date may be off (PT10M)', ko: 'x-lh-date 허용 오차(기본값 PT10M)' },
  },
  plain: {
    kind: kinds.onOff,
    flag: 'plain',
    words: {
      en: 'refusals without the header x-kakaocert-simulator: <error id> (with it)',
      ko: '오류 응답에서 x-kakaocert-simulator: <error id> 헤더 제외(기본값: 포함)',
    },
  },
  gzip: {
    kind: kinds.oneOf(gzipModes),
    flag: 'gzip',
    words: { en: 'when long answers are compressed (offered)', ko: '긴 응답의 압축 조건(기본값 offered)' },
  },
  allowHosts: {
    kind: kinds.hostNames,
    flag: 'allow-host',
    multiple: true,
    words: { en: 'serve the control plane under this Host too', ko: '제어 API를 허용할 Host 이름' },
  },
  allowOrigins: {
    kind: kinds.origins,
    flag: 'allow-origin',
    multiple: true,
    words: {
      en: 'let pages of this origin call /_sim/v1',
      ko: '/_sim/v1 호출을 허용할 웹 페이지의 Origin',
    },
  },
  allowRedirects: {
    kind: kinds.origins,
    flag: 'allow-redirect',
    multiple: true,
    words: {
      en: 'let the app page go back to this origin off loopback',
      ko: '앱 화면(/_sim/app/sign)이 돌아갈 수 있는 루프백 밖의 Origin',
    },
  },
  controlToken: {
    kind: kinds.bearerToken,
    flag: 'control-token',
    variable: 'KAKAOCERT_SIM_TOKEN',
    words: {
      en: 'bearer token of the control plane off loopback (made at random)',
      ko: '루프백 밖에서 제어 API에 필요한 토큰(기본값: 무작위)',
    },
  },
  log: {
    kind: kinds.oneOf(logModes),
    flag: 'log',
    was: 'log-level',
    words: {
      en: 'what is written to stderr: a line for each call, events as NDJSON, or nothing (calls; in a program none)',
      ko: 'stderr 출력: 호출마다 한 줄(calls), 이벤트 NDJSON(json), 출력 안 함(none). 기본값 calls, 라이브러리는 none',
    },
  },
  logLanguage: {
    kind: kinds.oneOf(['en', 'ko']),
    flag: null,
    words: {
      en: "in which language the log speaks (that of --language; the system's: LANG)",
      ko: '로그 언어(기본값: --language 또는 시스템의 LANG)',
    },
  },
  errors: {
    kind: errorRows,
    flag: null,
    words: {
      en: 'rows of the error catalogue to replace, by id',
      ko: '오류 코드표에서 바꿀 항목(오류 id별)',
    },
  },
  verified: {
    kind: verifiedRows,
    flag: null,
    words: {
      en: 'rows of the fidelity ledger that a live run verified, with the day',
      ko: '실서비스에서 확인된 항목(전체 근거 목록의 행)과 날짜',
    },
  },
  people: {
    kind: people,
    flag: null,
    words: {
      en: 'people of your own: phone number or name → what they do',
      ko: '직접 정하는 수신자: 휴대폰번호 또는 이름 → 동작',
    },
  },
  store: {
    kind: kinds.store,
    flag: 'store',
    words: {
      en: 'where everything is kept: memory, file:PATH, redis://HOST:PORT (memory)',
      ko: '데이터를 보관할 곳: memory, file:경로, redis://호스트:포트(기본값 memory)',
    },
  },
  storeSync: {
    kind: kinds.oneOf(syncModes),
    flag: 'store-sync',
    words: {
      en: 'what a file survives: normal, the end of the process; full, a power cut too (normal)',
      ko: '파일이 견디는 범위: normal은 프로세스 종료, full은 정전까지(기본값 normal)',
    },
  },
  storePrefix: {
    kind: kinds.matching('^[\\w.:-]{1,64}$', '<prefix>', {
      en: 'no prefix; give 1 to 64 letters, digits, or . : _ -',
      ko: '영문자, 숫자, . : _ - 1~64자로 지정하십시오',
    }),
    flag: 'store-prefix',
    words: {
      en: 'what keys on a Redis server begin with (kakaocert-simulator)',
      ko: 'Redis 키의 접두어(기본값 kakaocert-simulator)',
    },
  },
  storeSettings: {
    kind: kinds.oneOf(['mine']),
    flag: 'store-settings',
    words: {
      en: 'mine: write the settings of this start into the store where they differ (it stops)',
      ko: 'mine: 저장소의 설정과 다르면 이번 설정으로 덮어씀(기본값: 시작하지 않음)',
    },
  },
  keepReceipts: {
    kind: kinds.duration,
    flag: 'keep-receipts',
    words: {
      en: 'how long a receipt is kept after its request (as long as its tenant)',
      ko: '접수를 요청 후 보관할 기간(기본값: 이용기관이 있는 동안)',
    },
  },
  tenants: {
    kind: {
      placeholder: '',
      schema: { type: 'array', items: { type: 'object' }, description: 'bodies of POST /_sim/v1/tenants' },
      read: (given) => {
        if (Array.isArray(given)) return given;
        throw new kinds.OptionProblem({
          en: 'it must be a list of tenants',
          ko: '이용기관의 목록이어야 합니다',
        });
      },
    },
    flag: null,
    words: { en: 'tenants that are there from the start', ko: '시작할 때 만들어 둘 이용기관' },
  },
  journalLimit: {
    kind: kinds.wholeNumber(0, 1_000_000),
    flag: null,
    words: {
      en: 'how many calls of a tenant the journal keeps; 0 keeps none (1000)',
      ko: '이용기관별로 보관할 호출 기록 수. 0은 보관하지 않음(기본값 1000)',
    },
  },
  tenantLife: {
    kind: {
      ...kinds.duration,
      read: (given) => Math.min(kinds.duration.read(given), 100 * YEAR),
    },
    flag: null,
    words: {
      en: 'how long a tenant lives that nobody uses (P1D)',
      ko: '사용하지 않는 이용기관의 보관 기간(기본값 P1D)',
    },
  },
  now: {
    kind: kinds.functionOf('it gives the instant in ms'),
    flag: null,
    words: { en: 'the base clock', ko: '기준 시각 함수' },
  },
  sleep: {
    kind: kinds.functionOf('it waits so many ms'),
    flag: null,
    words: { en: 'how delays wait', ko: '지연 함수' },
  },
  tlsChain: {
    kind: kinds.objectOf('createTlsChain'),
    flag: null,
    words: { en: 'the certificates of the TLS door', ko: 'TLS 인증서' },
  },
};

export const listenRows: Rows<ListenOptions> = {
  host: {
    kind: kinds.host,
    flag: 'host',
    words: { en: 'where to listen (127.0.0.1)', ko: '수신 주소(기본값 127.0.0.1)' },
  },
  port: {
    kind: kinds.port,
    flag: 'port',
    words: {
      en: 'port, 0 = any free one (9080; in a program 0)',
      ko: '포트, 0은 빈 포트(기본값 9080, 라이브러리는 0)',
    },
  },
  tlsPort: {
    kind: kinds.port,
    flag: 'tls-port',
    words: {
      en: 'serve HTTPS for the six real host names too, 0 = any free port',
      ko: '실제 호스트 이름 6개를 HTTPS로도 제공할 포트, 0은 빈 포트',
    },
  },
  proxyPort: {
    kind: kinds.port,
    flag: 'proxy-port',
    words: {
      en: 'be a proxy that carries the six real host names to the TLS door, 0 = any free port',
      ko: '실제 호스트 이름 6개를 TLS로 연결하는 프록시 포트, 0은 빈 포트',
    },
  },
  proxyPassthrough: {
    kind: kinds.onOff,
    flag: 'proxy-passthrough',
    words: {
      en: 'let the proxy carry other hosts too (refused)',
      ko: '프록시에서 다른 호스트도 허용(기본값: 거부)',
    },
  },
  onBlocked: {
    kind: kinds.functionOf('it is told of a host that the proxy refuses'),
    flag: null,
    words: { en: 'told of hosts that the proxy refuses', ko: '프록시가 거부한 호스트를 알리는 함수' },
  },
};

/** Checks what a program gave. Throws a TypeError that names the option, the value and what it must be. */
export function readOptions<T extends object>(given: T, rows: Rows<T>, what: string): T {
  const members = Object.fromEntries(
    Object.entries<OptionRow>(rows).map(([name, { kind }]) => [name, kind]),
  ) as never;
  try {
    return kinds.readMembers<T>(given, members, { en: what, ko: what });
  } catch (error) {
    throw error instanceof kinds.OptionProblem
      ? new TextError(inBoth(error.words, (text) => `${text}.`))
      : error;
  }
}

/** `allow-host` → `KAKAOCERT_SIM_ALLOW_HOST`. */
export const variableOf = (flag: string): string =>
  `KAKAOCERT_SIM_${flag.toUpperCase().replaceAll('-', '_')}`;
