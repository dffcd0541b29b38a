// The live service as a target: credentials and a receiver from the environment, a bound on what a run may cost, and a
// person who signs on their own phone. Not run against the real service by this project so far.

import {
  hosts,
  identifiers,
  operationOf,
  operations,
  type ServiceName,
  serviceNames,
  services,
  type Text,
  TextError,
  timing,
  wireStates,
} from '../protocol/index.js';
import { SkippedCase } from './expectations.js';
import type { Fetch } from './guarded-fetch.js';
import type { Receiver, ReceiverAccount, Target } from './target.js';
import type { Credentials } from './wire.js';

/** What the environment tells of the live service. Nothing here may be printed but the names of the variables. */
export const liveVariables = {
  KAKAOCERT_LINK_ID: 'the LinkID',
  KAKAOCERT_SECRET_KEY: 'its SecretKey, base64',
  KAKAOCERT_CLIENT_CODE: 'the institution, 12 digits',
  KAKAOCERT_RECEIVER_NAME: 'who is asked: their name …',
  KAKAOCERT_RECEIVER_HP: '… their phone number, digits only …',
  KAKAOCERT_RECEIVER_BIRTHDAY: '… and their day of birth, yyyyMMdd; without these nobody is asked',
  KAKAOCERT_BANK_CODE: 'the account that a consent shows: its bank …',
  KAKAOCERT_BANK_ACCOUNT: '… and its number, masked if you like; made up without these',
  KAKAOCERT_OTHER_NAME: "a name that is not the receiver's, to see that refused; optional",
  KAKAOCERT_SECOND_LINK_ID: 'a second institution, for isolation: its LinkID …',
  KAKAOCERT_SECOND_SECRET_KEY: '… its SecretKey …',
  KAKAOCERT_SECOND_CLIENT_CODE: '… and its code',
  KAKAOCERT_RECEIPTS: 'receipts to read, e.g. cms=022…,esign=022…; optional',
  KAKAOCERT_AUTH_URL: `the auth host (https://${hosts.auth.default})`,
  KAKAOCERT_SERVICE_URL: `the service host (https://${hosts.service.default})`,
  KAKAOCERT_TRUST: 'a PEM file with the root of signedData',
} as const;

export type LiveVariable = keyof typeof liveVariables;
export type LiveEnvironment = Readonly<Partial<Record<string, string>>>;

export interface LiveSettings {
  readonly credentials: Credentials;
  readonly secondTenant: Credentials | undefined;
  readonly receiver: Receiver | null;
  readonly account: ReceiverAccount | undefined;
  readonly otherName: string | undefined;
  readonly receipts: Readonly<Partial<Record<ServiceName, string>>>;
  readonly authUrl: string;
  readonly serviceUrl: string;
  /** Every value that must never be printed or recorded. */
  readonly secrets: readonly string[];
}

/** Reads the settings. Throws a TypeError that names the variables that are missing or no good, never their values. */
export function readLiveSettings(env: LiveEnvironment): LiveSettings {
  const read = (name: LiveVariable) => env[name] || undefined;
  const credentials = readGroup(env, ['KAKAOCERT_LINK_ID', 'KAKAOCERT_SECRET_KEY', 'KAKAOCERT_CLIENT_CODE']);
  if (credentials === undefined) {
    const names = ['KAKAOCERT_LINK_ID', 'KAKAOCERT_SECRET_KEY', 'KAKAOCERT_CLIENT_CODE'] as const;
    throw new TextError({
      en: `the live service needs ${names[0]}, ${names[1]} and ${names[2]}`,
      ko: `실제 서비스를 호출하려면 환경변수 ${names.join(', ')} 설정이 필요합니다`,
    });
  }
  const second = readGroup(env, [
    'KAKAOCERT_SECOND_LINK_ID',
    'KAKAOCERT_SECOND_SECRET_KEY',
    'KAKAOCERT_SECOND_CLIENT_CODE',
  ]);
  const asked = readGroup(env, [
    'KAKAOCERT_RECEIVER_NAME',
    'KAKAOCERT_RECEIVER_HP',
    'KAKAOCERT_RECEIVER_BIRTHDAY',
  ]);
  const receiver = asked && readReceiver(asked);
  if (second !== undefined && second[2] === credentials[2]) {
    throw new TextError({
      en: 'KAKAOCERT_SECOND_CLIENT_CODE is the first institution; it must be another',
      ko: 'KAKAOCERT_SECOND_CLIENT_CODE: 첫 번째 이용기관과 같습니다. 다른 이용기관을 지정하십시오',
    });
  }
  return {
    credentials: credentialsOf(credentials),
    secondTenant: second && credentialsOf(second),
    receiver: receiver ?? null,
    account: readAccount(env),
    otherName: read('KAKAOCERT_OTHER_NAME'),
    receipts: readReceipts(read('KAKAOCERT_RECEIPTS')),
    authUrl: read('KAKAOCERT_AUTH_URL') ?? `https://${hosts.auth.default}`,
    serviceUrl: read('KAKAOCERT_SERVICE_URL') ?? `https://${hosts.service.default}`,
    secrets: [credentials[1], ...(second === undefined ? [] : [second[1]])],
  };
}

function readAccount(env: LiveEnvironment): ReceiverAccount | undefined {
  const { KAKAOCERT_BANK_CODE: BankCode, KAKAOCERT_BANK_ACCOUNT: BankAccountNum } = env;
  if (!BankCode && !BankAccountNum) return undefined;
  if (BankCode && BankAccountNum) return { BankCode, BankAccountNum };
  throw new TextError({
    en: 'KAKAOCERT_BANK_CODE and KAKAOCERT_BANK_ACCOUNT go together',
    ko: 'KAKAOCERT_BANK_CODE, KAKAOCERT_BANK_ACCOUNT: 둘 다 설정해야 합니다',
  });
}

function readReceipts(text: string | undefined): LiveSettings['receipts'] {
  const pairs = (text ?? '').split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [service = '', receiptId = ''] = pair.trim().split('=');
      if (!Object.hasOwn(services, service) || !identifiers.receiptId.accepted.test(receiptId)) {
        throw new TextError({
          en: `KAKAOCERT_RECEIPTS must be like cms=022…,esign=022… (${serviceNames.join(', ')})`,
          ko: `KAKAOCERT_RECEIPTS: cms=022…,esign=022…처럼 지정하십시오(${serviceNames.join(', ')})`,
        });
      }
      return [service, receiptId];
    }),
  );
}

type Three = readonly [string, string, string];

/** All three of a group, or none; one alone is a mistake. */
function readGroup(env: LiveEnvironment, names: readonly [LiveVariable, LiveVariable, LiveVariable]) {
  const missing = names.filter((name) => !env[name]);
  if (missing.length === names.length) return undefined;
  if (missing.length > 0)
    throw new TextError({
      en: `${missing.join(' and ')} missing: ${names.join(', ')} go together`,
      ko: `${missing.join(', ')} 설정이 없습니다. ${names.join(', ')}: 모두 함께 설정해야 합니다`,
    });
  return names.map((name) => env[name]) as unknown as Three;
}

const credentialsOf = ([linkId, secretKey, clientCode]: Three): Credentials => ({
  linkId,
  secretKey,
  clientCode,
});

function readReceiver([ReceiverName, ReceiverHP, ReceiverBirthDay]: Three): Receiver {
  if (!/^\d{9,11}$/.test(ReceiverHP)) {
    throw new TextError({
      en: 'KAKAOCERT_RECEIVER_HP must be 9 to 11 digits',
      ko: 'KAKAOCERT_RECEIVER_HP: 숫자 9~11자리여야 합니다',
    });
  }
  if (!/^\d{8}$/.test(ReceiverBirthDay)) {
    throw new TextError({
      en: 'KAKAOCERT_RECEIVER_BIRTHDAY must be yyyyMMdd',
      ko: 'KAKAOCERT_RECEIVER_BIRTHDAY: yyyyMMdd 형식이어야 합니다',
    });
  }
  return { ReceiverName, ReceiverHP, ReceiverBirthDay };
}

export interface LiveOptions {
  readonly settings: LiveSettings;
  readonly fetch: Fetch;
  /** At most so many calls, and so many messages to the receiver; what would go beyond is skipped. */
  readonly budget: { readonly calls: number; readonly messages: number };
  /** Somebody is at the phone. */
  readonly hasPerson: boolean;
  readonly sleep: (ms: number) => Promise<void>;
  /** Tells the person what to do. */
  readonly say: (line: Text) => void;
  readonly now?: () => number;
  readonly trust?: string | undefined;
  readonly allowRealHosts: boolean;
}

/** The paths of the calls that send somebody a message. */
const asking = serviceNames.map((service) => operations[operationOf(service, 'request')].path);

/** A target that spends no more than its budget and waits for a person to sign. */
export function liveTarget({
  settings,
  fetch,
  budget,
  hasPerson,
  sleep,
  say,
  now,
  trust,
  allowRealHosts,
}: LiveOptions): Target {
  const spent = { calls: 0, messages: 0 };
  const within = (what: keyof typeof spent) => {
    if (spent[what] >= budget[what]) {
      throw new SkippedCase(`the budget of ${budget[what]} ${what} is used up; raise it with --${what}`);
    }
  };
  const { credentials, receipts, secrets: _secrets, ...rest } = settings;
  return {
    ...credentials,
    ...rest,
    knownReceipts: receipts,
    trust,
    now,
    sleep,
    allowRealHosts,
    controlPlane: false,
    checksIn: true,
    async fetch(url, init) {
      within('calls');
      const { pathname } = new URL(url);
      const sendsMessage = init?.method === 'POST' && asking.some((path) => pathname.endsWith(path));
      if (sendsMessage) within('messages');
      spent.calls += 1;
      // Counted before it is known: several may be under way.
      if (sendsMessage) spent.messages += 1;
      const response = await fetch(url, init);
      if (sendsMessage && response.status !== 200) spent.messages -= 1;
      return response;
    },
    sign: hasPerson
      ? async (receiptId, state) => {
          say({
            en: `Please sign receipt ${receiptId} in KakaoTalk on the receiver's phone. Waiting …`,
            ko: `수신자의 휴대폰에서 카카오톡으로 서명해 주십시오. 접수아이디 ${receiptId}. 기다리는 중 …`,
          });
          for (let now = await state(); now !== wireStates.signed.number; now = await state()) {
            if (now !== wireStates.waiting.number)
              throw new SkippedCase(`nobody signed receipt ${receiptId} in time`);
            await sleep(timing.pollInterval.ms);
          }
        }
      : undefined,
  };
}
