// Why a signature is not the expected one. Each common mistake is played with the right secret on what really came; the one
// that gives the caller's value is the cause. Written by itself, as the mistakes are: no code of the right way is shared.

import { isUtf8 } from 'node:buffer';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Text } from '../../../contracts/protocol/index.js';
import { defaultTenant } from '../tenant.js';
import { endsEarly } from './body.js';
import { serializers } from './serializers.js';

/** What was signed, or should have been. */
export interface Signing {
  readonly kind: 'token' | 'call';
  readonly secretKey: string;
  /** What came: the value, and the parts that it is made over. */
  readonly given: string;
  readonly body: Uint8Array;
  readonly date: string;
  readonly path: string;
  readonly forwarded: string | undefined;
}

type Digest = 'sha256' | 'sha1' | 'md5';

interface Parts {
  readonly body: Uint8Array | string;
  readonly digest: (body: Uint8Array | string) => string;
  readonly date: string;
  readonly version: string;
  readonly path: string;
  readonly method: string;
  readonly forwarded: string | undefined;
}

const digestAs = (algorithm: Digest, encoding: 'base64' | 'hex') => (body: Uint8Array | string) =>
  createHash(algorithm).update(body).digest(encoding);

const partsOf = ({ body, date, path, forwarded }: Signing): Parts => ({
  body,
  digest: digestAs('sha256', 'base64'),
  date,
  version: '2.0',
  path,
  method: 'POST',
  forwarded,
});

/** The string to sign of a Token request, and of a signed call (protocol.md §1.2, §2.3). */
const texts = {
  token: ({ method, body, digest, date, forwarded, version, path }: Parts) =>
    [method, digest(body), date, ...(forwarded === undefined ? [] : [forwarded]), version, path].join('\n'),
  call: ({ method, body, digest, date, version }: Parts) =>
    `${[method, digest(body), date, version].join('\n')}\n`,
} as const;

/** One way of getting it wrong: other parts, another text, another key, another algorithm, or another spelling. */
interface Mistake {
  readonly words: Text;
  readonly parts?: (parts: Parts) => Partial<Parts>;
  readonly text?: (text: string, signing: Signing) => string;
  readonly key?: (secretKey: string) => Buffer | string;
  readonly algorithm?: Digest;
  readonly encoded?: (mac: Buffer) => string;
}

const sha1 = { algorithm: 'sha1' } as const;
const md5 = digestAs('md5', 'base64');

/** The mistakes that people make, by their names. */
const mistakes = {
  keyNotDecoded: {
    words: {
      en: 'the SecretKey was used as text: decode it from base64 to 32 bytes first',
      ko: 'SecretKey를 문자열 그대로 사용했습니다. 먼저 base64로 디코딩하십시오(32바이트).',
    },
    key: (secretKey) => secretKey,
  },
  keyOfTester: {
    words: {
      en: 'it was made with the SecretKey of the LinkID TESTER, which is not the one of this LinkID',
      ko: '이 링크아이디가 아니라 TESTER의 SecretKey로 서명했습니다.',
    },
    key: () => Buffer.from(defaultTenant.secretKey, 'base64'),
  },
  newline: {
    words: {
      en: 'the final newline: the string to sign of a service call ends with one, that of a Token request does not',
      ko: '마지막 줄바꿈이 다릅니다. 서비스 호출의 서명 대상 문자열은 줄바꿈으로 끝나고, 토큰 요청은 그렇지 않습니다.',
    },
    text: (text) => (text.endsWith('\n') ? text.slice(0, -1) : `${text}\n`),
  },
  twoNewlines: {
    words: { en: 'one newline too many at the end', ko: '마지막에 줄바꿈이 하나 더 있습니다.' },
    text: (text) => `${text}\n`,
  },
  carriageReturns: {
    words: {
      en: 'the lines were joined by CR LF; join them by LF alone',
      ko: '줄을 CRLF로 연결했습니다. LF만 사용하십시오.',
    },
    text: (text) => text.replaceAll('\n', '\r\n'),
  },
  hex: {
    words: {
      en: 'the HMAC was written in hex; write it in base64',
      ko: 'HMAC 값을 16진수로 표기했습니다. base64로 표기하십시오.',
    },
    encoded: (mac) => mac.toString('hex'),
  },
  hexInBase64: {
    words: {
      en: 'the HMAC was written in hex, and that in base64; encode its bytes',
      ko: 'HMAC의 16진수 문자열을 다시 base64로 인코딩했습니다. 바이트를 그대로 인코딩하십시오.',
    },
    encoded: (mac) => Buffer.from(mac.toString('hex')).toString('base64'),
  },
  base64url: {
    words: {
      en: 'the HMAC was written in base64url or without its padding; write it in plain base64',
      ko: 'HMAC 값을 base64url로 표기했거나 패딩(=)이 없습니다. 일반 base64로 표기하십시오.',
    },
    encoded: (mac) => mac.toString('base64url'),
  },
  digestInHex: {
    words: {
      en: "the body's SHA-256 was written in hex; write it in base64",
      ko: '본문의 SHA-256 값을 16진수로 표기했습니다. base64로 표기하십시오.',
    },
    parts: () => ({ digest: digestAs('sha256', 'hex') }),
  },
  noBody: {
    words: { en: 'the digest is that of an empty body', ko: '빈 본문의 다이제스트로 서명했습니다.' },
    parts: () => ({ body: '' }),
  },
  rawBody: {
    words: {
      en: 'the body itself stands where its SHA-256 in base64 should',
      ko: '본문의 SHA-256(base64) 자리에 본문 자체를 넣었습니다.',
    },
    parts: () => ({ digest: (body) => Buffer.from(body).toString('utf8') }),
  },
  method: {
    words: { en: 'the method must be POST in capitals', ko: '메서드는 대문자 POST여야 합니다.' },
    parts: () => ({ method: 'post' }),
  },
  dateOther: {
    words: {
      en: 'another date was signed than x-lh-date says: without its Z, or without its fraction',
      ko: 'x-lh-date와 다른 일시로 서명했습니다(Z 또는 소수점 이하 누락).',
    },
    parts: ({ date }) => ({ date: date.replace(/Z$/, '') }),
  },
  dateWithoutFraction: {
    words: {
      en: 'another date was signed than x-lh-date says: without its fraction of a second',
      ko: 'x-lh-date와 다른 일시로 서명했습니다(소수점 이하 누락).',
    },
    parts: ({ date }) => ({ date: date.replace(/\.\d+/, '') }),
  },
  otherKind: {
    words: {
      en: 'it was made over the string to sign of the other kind of call: a Token request has a line with its path, a service call has none and ends with a newline',
      ko: '다른 종류의 서명 대상 문자열을 사용했습니다. 토큰 요청에는 경로 줄이 있고, 서비스 호출에는 경로 없이 줄바꿈으로 끝납니다.',
    },
    text: (_text, signing) => texts[signing.kind === 'token' ? 'call' : 'token'](partsOf(signing)),
  },
  forwardedForgotten: {
    words: {
      en: 'x-lh-forwarded is sent, and its line is missing in the string to sign',
      ko: 'x-lh-forwarded를 보냈지만 서명 대상 문자열에 해당 줄이 없습니다.',
    },
    parts: () => ({ forwarded: undefined }),
  },
  version: {
    words: {
      en: 'the line of the version must be 2.0',
      ko: '버전 줄은 2.0이어야 합니다.',
    },
    parts: () => ({ version: '1.0' }),
  },
  api1: {
    words: {
      en: 'it is a signature of API 1.0 (MD5 and HMAC-SHA1), which ended in September 2021; sign by 2.0 (SHA-256)',
      ko: 'API 1.0 방식(MD5, HMAC-SHA1)의 서명입니다. 2021년 9월에 종료되었으므로 2.0(SHA-256)으로 서명하십시오.',
    },
    parts: () => ({ digest: md5, version: '1.0' }),
    ...sha1,
  },
  api1Without: {
    words: {
      en: 'MD5 and HMAC-SHA1 are of API 1.0, which ended in September 2021; use SHA-256 for both',
      ko: 'MD5와 HMAC-SHA1은 2021년 9월에 종료된 API 1.0 방식입니다. 둘 다 SHA-256을 사용하십시오.',
    },
    parts: () => ({ digest: md5 }),
    ...sha1,
  },
  sha1: {
    words: {
      en: 'HMAC-SHA1 was used; use HMAC-SHA256',
      ko: 'HMAC-SHA1을 사용했습니다. HMAC-SHA256을 사용하십시오.',
    },
    ...sha1,
  },
  md5: {
    words: {
      en: "the body's digest is MD5; use SHA-256",
      ko: '본문 다이제스트에 MD5를 사용했습니다. SHA-256을 사용하십시오.',
    },
    parts: () => ({ digest: md5 }),
  },
} as const satisfies Readonly<Record<string, Mistake>>;

function macOf(signing: Signing, parts: Parts, mistake: Omit<Mistake, 'words'>): string {
  const text = texts[signing.kind]({ ...parts, ...mistake.parts?.(parts) });
  const key = mistake.key?.(signing.secretKey) ?? Buffer.from(signing.secretKey, 'base64');
  const mac = createHmac(mistake.algorithm ?? 'sha256', key)
    .update(mistake.text?.(text, signing) ?? text, 'utf8')
    .digest();
  return mistake.encoded?.(mac) ?? mac.toString('base64');
}

const isSame = (one: string, other: string) => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** The body as another program would write the same JSON. */
function reserialised(signing: Signing): readonly [name: string, mistake: Mistake][] {
  const { body } = signing;
  if (!isUtf8(body)) return [];
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return [];
  }
  return Object.entries(serializers).map(([name, { write, title }]) => [
    `body:${name}`,
    {
      words: {
        en: `other bytes were signed than were sent: the signature is that of the same JSON as ${title} writes it. Make the body once, sign those bytes and send them`,
        ko: `보낸 바이트와 서명한 바이트가 다릅니다. 같은 JSON을 ${title} 형식으로 쓴 본문의 서명입니다. 본문을 한 번만 만들어 그 바이트로 서명하고 전송하십시오.`,
      },
      parts: () => ({ body: write(json) }),
    },
  ]);
}

const UNKNOWN: Text = {
  en: 'it is not what any of the common mistakes gives: most likely it was made with another SecretKey, or over another date or other bytes than were sent',
  ko: '흔한 실수 중 어느 것과도 일치하지 않습니다. SecretKey가 다르거나, 보낸 것과 다른 일시 또는 본문으로 서명했을 가능성이 큽니다.',
};

const CUT: Text = {
  en: 'the body ends in the middle of its JSON: Content-Length most likely counts characters; it counts bytes, and Hangul takes three of them',
  ko: '본문 JSON이 중간에서 끝납니다. Content-Length를 글자 수로 계산했을 가능성이 큽니다. 바이트 수여야 하며 한글은 3바이트입니다.',
};

export interface SignatureReason {
  readonly mistake: string;
  readonly words: Text;
  /** The string to sign that was expected, and the digest of the bytes that came. */
  readonly stringToSign: string;
  readonly digest: string;
}

/** What the caller did instead. `digest` stands for a body that is not kept whole: its bytes are not looked into then. */
export function signatureReason(signing: Signing, digest: string | undefined): SignatureReason {
  const whole = partsOf(signing);
  const own = digest ?? whole.digest(whole.body);
  const parts = digest === undefined ? whole : { ...whole, digest: () => own };
  const stringToSign = texts[signing.kind](parts);
  const told = (mistake: string, words: Text): SignatureReason => ({
    mistake,
    words,
    stringToSign,
    digest: own,
  });
  if (digest === undefined && endsEarly(signing.body)) return told('contentLength', CUT);
  const tried: readonly (readonly [string, Mistake])[] = [
    ...Object.entries<Mistake>(mistakes),
    ...(digest === undefined ? reserialised(signing) : []),
  ];
  const found = tried.find(([, mistake]) => {
    const value = macOf(signing, parts, mistake);
    return isSame(value, signing.given) || isSame(value, signing.given.replace(/=+$/, ''));
  });
  return found === undefined ? told('unknown', UNKNOWN) : told(found[0], found[1].words);
}
