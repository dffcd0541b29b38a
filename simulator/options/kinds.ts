// Kinds of option values: what a value must be. It is the same for a program, a flag, a variable and a file.

import { isIP } from 'node:net';
import { inBoth, type Text, TextError } from '../../contracts/protocol/index.js';
import { parseDuration } from '../core/duration.js';
import { parseSignPlan, SIGN_PLANS } from '../core/sign-plan.js';
import { readStoreAddress, STORE_ADDRESSES } from '../store/address.js';
import type { Store } from '../store/store.js';

/** A kind of value. `read` throws an OptionProblem unless the value is one. */
export interface Kind<T> {
  /** What stands for it in --help, e.g. `<port>`; empty for a switch. */
  readonly placeholder: string;
  /** Its JSON Schema, for a file; null for what only a program can give. */
  readonly schema: Readonly<Record<string, unknown>> | null;
  readonly read: (given: unknown) => T;
  /** The value that the text of a flag or a variable stands for; the text itself unless given. */
  readonly fromText?: (text: string) => unknown;
}

/** What is wrong with a value, and what it must be. The caller says whose it is. */
export class OptionProblem extends TextError {
  override readonly name = 'OptionProblem';
}

/** A value in a message: short, and on one line. */
const shown = (value: unknown): string => {
  const text =
    typeof value === 'function'
      ? 'a function'
      : typeof value === 'number'
        ? String(value)
        : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};

const must = (given: unknown, { en, ko }: Text): never => {
  throw new OptionProblem({
    en: `${shown(given)} is ${en}`,
    ko: `${shown(given)} 값은 쓸 수 없습니다. ${ko}`,
  });
};

/** Of what only a program can give: its errors are in English in every language. */
const mustInProgram = (given: unknown, what: string): never => must(given, { en: what, ko: what });

const oneOfThese = (words: readonly string[]): Text => ({
  en: `none of ${words.join(', ')}`,
  ko: `사용할 수 있는 값: ${words.join(', ')}`,
});

/** One of a few words. */
export const oneOf = <const T extends string>(words: readonly T[]): Kind<T> => ({
  placeholder: `<${words.join('|')}>`,
  schema: { enum: words },
  read: (given) => words.find((word) => word === given) ?? must(given, oneOfThese(words)),
});

/** On or off. As a flag it has no value; a variable says `true` or `1`, `false` or `0`. */
export const onOff: Kind<boolean> = {
  placeholder: '',
  schema: { type: 'boolean' },
  read: (given) =>
    typeof given === 'boolean'
      ? given
      : must(given, { en: 'neither true nor false', ko: 'true 또는 false로 지정하십시오' }),
  fromText: (text) => ({ true: true, '1': true, false: false, '0': false })[text.toLowerCase()] ?? text,
};

const isWholeNumber = (given: unknown, least: number, most: number): given is number =>
  Number.isSafeInteger(given) && Number(given) >= least && Number(given) <= most;

/** A whole number from `least` to `most`. */
export const wholeNumber = (least: number, most: number): Kind<number> => ({
  placeholder: '<number>',
  schema: { type: 'integer', minimum: least, maximum: most },
  read: (given) =>
    isWholeNumber(given, least, most)
      ? given
      : must(given, {
          en: `no whole number from ${least} to ${most.toLocaleString('en')}`,
          ko: `${least}에서 ${most.toLocaleString('en')} 사이의 정수로 지정하십시오`,
        }),
  fromText: (text) => (/^\d{1,16}$/.test(text) ? Number(text) : text),
});

/** A TCP port. */
export const port: Kind<number> = {
  ...wholeNumber(0, 65_535),
  placeholder: '<port>',
  fromText: (text) => (/^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : text),
  read: (given) =>
    isWholeNumber(given, 0, 65_535)
      ? given
      : must(given, {
          en: 'no port; give a number from 0 (any free one) to 65535',
          ko: '0(빈 포트)에서 65535 사이의 포트 번호로 지정하십시오',
        }),
};

/** A length of time: ms as a number, or an ISO 8601 duration such as `PT10M`; read as ms. */
export const duration: Kind<number> = {
  placeholder: '<duration>',
  schema: { type: ['string', 'number'], description: 'ISO 8601 duration without years and months, or ms' },
  read(given) {
    const ms = typeof given === 'string' ? parseDuration(given) : given;
    return typeof ms === 'number' && Number.isFinite(ms) && ms >= 0
      ? ms
      : must(given, {
          en: 'no ISO 8601 duration such as PT10M',
          ko: 'PT10M 같은 ISO 8601 기간으로 지정하십시오',
        });
  },
};

/** Who signs, and when. */
export const signPlan: Kind<string> = {
  placeholder: '<plan>',
  schema: { type: 'string', description: SIGN_PLANS.join(', ') },
  read: (given) =>
    typeof given === 'string' && parseSignPlan(given) !== undefined
      ? given
      : must(given, oneOfThese(SIGN_PLANS)),
};

/** A bearer token: what a header can carry (RFC 6750 §2.1 has fewer characters). */
export const bearerToken: Kind<string> = {
  placeholder: '<token>',
  schema: { type: 'string', pattern: '^[!-~]+$' },
  read(given) {
    if (typeof given === 'string' && /^[!-~]+$/.test(given)) return given;
    // The value is a secret, even where it is a wrong one.
    throw new OptionProblem({
      en: 'it must be one or more visible ASCII characters without spaces; leave it out to have one made',
      ko: '공백 없는 ASCII 문자로 지정하십시오. 지정하지 않으면 자동으로 만듭니다',
    });
  },
};

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i;

/** A text of a pattern; `what` says what it must be. */
export const matching = (pattern: string, placeholder: string, what: Text): Kind<string> => ({
  placeholder,
  schema: { type: 'string', pattern },
  read: (given) => (typeof given === 'string' && new RegExp(pattern).test(given) ? given : must(given, what)),
});

/** A secret key: what a client decodes from base64. It is never shown, also where it is a wrong one. */
export const secretKey: Kind<string> = {
  placeholder: '<base64>',
  schema: { type: 'string', pattern: '^[A-Za-z0-9+/_-]{16,}={0,2}$' },
  read(given) {
    if (typeof given === 'string' && /^[A-Za-z0-9+/_-]{16,126}={0,2}$/.test(given)) return given;
    throw new OptionProblem({
      en: 'it must be base64 of at least 12 bytes',
      ko: '12바이트 이상의 base64로 지정하십시오',
    });
  },
};

interface SubClient {
  readonly code: string;
  readonly name: string;
}

const aSubClient: Text = {
  en: 'no sub-client; give 020040000001=이름',
  ko: '020040000001=이름처럼 지정하십시오',
};

/** Sub-clients: `{code, name}`, or `code=name` as a text; the code is its own name unless given. */
export const subClients: Kind<readonly SubClient[]> = {
  placeholder: '<code=name>',
  schema: {
    type: 'array',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['code', 'name'],
      properties: { code: { type: 'string', maxLength: 12 }, name: { type: 'string', maxLength: 80 } },
    },
  },
  read: (given) =>
    Array.isArray(given)
      ? given.map((one: unknown) => readSubClient(one) ?? must(one, aSubClient))
      : must(given, { en: 'no list of sub-clients', ko: '별칭 목록으로 지정하십시오' }),
  fromText: (text) => text.split(',').map((one) => one.trim()),
};

function readSubClient(given: unknown): SubClient | undefined {
  const [code, name] = typeof given === 'string' ? splitSubClient(given) : membersOf(given);
  return isShort(code, 12) && isShort(name, 80) ? { code, name } : undefined;
}

const splitSubClient = (text: string): readonly unknown[] => {
  const [, code, name = code] = /^([^=]+)(?:=(.+))?$/.exec(text) ?? [];
  return [code, name];
};

const membersOf = (given: unknown): readonly unknown[] => {
  const { code, name } = (given ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  return [code, name];
};

const isShort = (text: unknown, most: number): text is string =>
  typeof text === 'string' && text !== '' && text.length <= most && text.isWellFormed();

/** An address or a name to listen at. */
export const host: Kind<string> = {
  placeholder: '<address>',
  schema: { type: 'string' },
  read: (given) =>
    typeof given === 'string' && (isIP(given) !== 0 || HOST_NAME.test(given))
      ? given
      : must(given, {
          en: 'no address; give one like 127.0.0.1, ::1 or localhost',
          ko: '127.0.0.1, ::1, localhost 같은 주소로 지정하십시오',
        }),
};

/** Host names as they stand in a Host header, without a port; read as lower case. */
export const hostNames: Kind<readonly string[]> = {
  placeholder: '<name>',
  schema: { type: 'array', items: { type: 'string' } },
  read(given) {
    if (!Array.isArray(given))
      return must(given, { en: 'no list of host names', ko: '호스트 이름의 목록으로 지정하십시오' });
    return given.map((name: unknown) =>
      typeof name === 'string' &&
      (HOST_NAME.test(name) || /^\[[0-9a-f:.]+\]$/i.test(name) || isIP(name) === 4)
        ? name.toLowerCase()
        : must(name, {
            en: 'no host name; give one like sim.internal, without a port',
            ko: 'sim.internal처럼 포트 없는 호스트 이름으로 지정하십시오',
          }),
    );
  },
  fromText: (text) => text.split(',').map((name) => name.trim()),
};

/** Origins as a browser writes them (RFC 6454 §6.1): scheme, host and port; read as lower case. */
export const origins: Kind<readonly string[]> = {
  placeholder: '<origin>',
  schema: { type: 'array', items: { type: 'string' } },
  read(given) {
    if (!Array.isArray(given))
      return must(given, { en: 'no list of origins', ko: '출처(origin)의 목록으로 지정하십시오' });
    return given.map((origin: unknown) =>
      typeof origin === 'string' && isOrigin(origin)
        ? origin.toLowerCase()
        : must(origin, {
            en: 'no origin; give one like http://localhost:3000, without a path',
            ko: 'http://localhost:3000처럼 경로 없는 출처(origin)로 지정하십시오',
          }),
    );
  },
  fromText: (text) => text.split(',').map((origin) => origin.trim()),
};

/** Written as browsers write it: without a path, :80 or :443. A developer's toolbar may be an extension too. */
const isOrigin = (text: string): boolean =>
  /^[a-z-]+-extension:\/\/[a-z0-9-]+$/i.test(text) ||
  (/^https?:/i.test(text) && URL.canParse(text) && new URL(text).origin === text.toLowerCase());

/** What only a program can give: a function. */
export const functionOf = <T>(what: string): Kind<T> => ({
  placeholder: '',
  schema: null,
  read: (given) =>
    typeof given === 'function' ? (given as T) : mustInProgram(given, `no function: ${what}`),
});

/** What only a program can give: an object that another function of ours made. */
export const objectOf = <T>(what: string): Kind<T> => ({
  placeholder: '',
  schema: null,
  read: (given) =>
    typeof given === 'object' && given !== null
      ? (given as T)
      : mustInProgram(given, `nothing that ${what} gives`),
});

/** The members of an object by a table of kinds; all may be missing, none may be unknown. */
export function readMembers<T extends object>(
  given: unknown,
  kinds: { readonly [K in keyof T]-?: Pick<Kind<T[K]>, 'read'> },
  what: Text,
): T {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return must(given, { en: `no object, as ${what.en} must be`, ko: `${what.ko} 객체여야 합니다` });
  }
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const kind = Object.hasOwn(kinds, name) ? kinds[name as keyof T] : undefined;
    if (kind === undefined) {
      const all = Object.keys(kinds).join(', ');
      throw new OptionProblem({
        en: `"${name}" is no member of ${what.en}; there are ${all}`,
        ko: `"${name}": ${what.ko}에 없는 항목입니다. 사용할 수 있는 항목: ${all}`,
      });
    }
    read[name] = within(name, () => kind.read(value));
  }
  return read as T;
}

/** Runs a reader; what it finds wrong is told with the name before it, e.g. `verify.already.status: 200 is …`. */
export function within<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof OptionProblem)) throw error;
    const inner = /^[\p{L}\p{N}_.]+: /u.test(error.message) ? '.' : ': ';
    throw new OptionProblem(inBoth(error.words, (text) => `${name}${inner}${text}`));
  }
}

/** Where a store is, or one of a program's own: an object with the verbs of `Store`. */
export const store: Kind<string | Store> = {
  placeholder: '<store>',
  schema: { type: 'string', description: STORE_ADDRESSES },
  read(given) {
    if (typeof given === 'object' && given !== null && 'append' in given) return given as Store;
    if (typeof given === 'string' && readStoreAddress(given) !== undefined) return given;
    // A password may stand in an address.
    throw new OptionProblem({
      en: `it names no store; give one of ${STORE_ADDRESSES}`,
      ko: `저장소 주소가 아닙니다. 사용할 수 있는 형식: ${STORE_ADDRESSES}`,
    });
  },
};
