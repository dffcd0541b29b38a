// The services of kakaoCert: all that tells one from another is a column here, and nobody asks for a service by its name.
// What each of its operations carries stands in operations.ts, which holds the names given here to its own rows.

import type { Text } from './text.js';

/** What the person signs: the consent table of a debit (domain.md §3.3), or the Token of the request. */
export type Signs = 'consent' | 'token';

export interface Service {
  /** What the person is asked for. */
  readonly words: Text;
  /** How the SDKs name its calls and messages: `RequestCMS`, `getCMSState`. */
  readonly family: string;
  /** What the paths of its operations begin with, as they travel. */
  readonly path: string;
  /** Its operations, by what they do. */
  readonly operations: {
    readonly request: string;
    readonly state: string;
    readonly verify: string;
  };
  /** Whether the person can be asked through the institution's own app (protocol.md §2.5). */
  readonly appToApp: boolean;
  readonly signs: Signs;
  /**
   * Whether signedData may be the Token itself instead of a CMS around it: the documentation says so of VerifyAuth, and
   * nobody outside has seen which it is (protocol.md §2.9).
   */
  readonly bareToken: boolean;
  /** What an SDK says of a request that is not there (protocol.md §3). */
  readonly noRequest: string;
}

export const services = {
  cms: {
    words: { en: 'direct debit consent', ko: '자동이체 출금동의' },
    family: 'CMS',
    path: '/SignDirectDebit',
    operations: { request: 'requestCMS', state: 'getCMSState', verify: 'verifyCMS' },
    appToApp: true,
    signs: 'consent',
    bareToken: false,
    noRequest: '자동이체 출금동의 요청 정보가 입력되지 않았습니다.',
  },
  verifyAuth: {
    words: { en: 'identity verification', ko: '본인인증' },
    family: 'VerifyAuth',
    path: '/SignIdentity',
    operations: { request: 'requestVerifyAuth', state: 'getVerifyAuthState', verify: 'verifyAuth' },
    appToApp: false,
    signs: 'token',
    bareToken: true,
    noRequest: '본인인증 요청정보가 입력되지 않았습니다.',
  },
  esign: {
    words: { en: 'electronic signature', ko: '전자서명' },
    family: 'ESign',
    path: '/SignToken',
    operations: { request: 'requestESign', state: 'getESignState', verify: 'verifyESign' },
    appToApp: true,
    signs: 'token',
    bareToken: false,
    noRequest: '간편 전자서명 요청정보가 입력되지 않았습니다.',
  },
} as const satisfies Readonly<Record<string, Service>>;

export type ServiceName = keyof typeof services;

/** All services, in the order of the table. */
export const serviceNames = Object.keys(services) as readonly ServiceName[];

/** The services of which something is so, e.g. `servicesWhere(({ appToApp }) => appToApp)`. */
export const servicesWhere = (is: (service: Service) => boolean): readonly ServiceName[] =>
  serviceNames.filter((name) => is(services[name]));

/** A service as a heading: its words and the name that the SDKs give it, e.g. `Direct debit consent (CMS)`. */
export function serviceTitle(name: ServiceName): Text {
  const { words, family } = services[name];
  return {
    en: `${words.en.charAt(0).toUpperCase()}${words.en.slice(1)} (${family})`,
    ko: `${words.ko} (${family})`,
  };
}
