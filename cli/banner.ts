// What start prints when it is ready: one line for programs; addresses, credentials and commands for people. Every command
// works when it is pasted.

import { networkInterfaces } from 'node:os';
import type { Text } from '../contracts/protocol/index.js';
import type { Credentials } from '../simulator/exec/places.js';
import { selfCommand, shellWord } from '../simulator/self.js';
import type { Listening } from '../simulator/simulator.js';
import { pairs } from './columns.js';
import type { Language } from './language.js';

/** What is told. */
export interface Ready {
  readonly listening: Listening;
  /** The address it was told to listen at. */
  readonly host: string;
  /** The one that is there from the start. */
  readonly tenant: Credentials;
  /** The file of settings. */
  readonly file: string | null;
  /** Host names, besides loopback, under which the control plane may be called. */
  readonly allowHosts: readonly string[];
  readonly language: Language;
}

/** The address of the console. */
export const consoleOf = (url: string): string => `${url}/_sim/`;

/** The machine-readable ready line; what is not there is null. */
export function readyLine({ listening, tenant: { linkId, secretKey, clientCode } }: Ready): string {
  const { url, tls, proxy, tlsCa, controlToken } = listening;
  return `${JSON.stringify({
    event: 'ready',
    url,
    linkId,
    secretKey,
    clientCode,
    console: consoleOf(url),
    tls,
    proxy,
    tlsCa,
    controlToken,
  })}\n`;
}

/** Names of this machine for others, as they stand in a URL. A link-local address would need its zone. */
const ownNames = (hasSix: boolean): readonly string[] =>
  Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(
      ({ internal, family, address }) =>
        !internal && (family === 'IPv4' || (hasSix && !/^fe80:/i.test(address))),
    )
    .map(({ family, address }) => (family === 'IPv6' ? `[${address}]` : address));

interface Reachable {
  /** For whoever sits at this machine. */
  readonly here: string;
  /** Names for others, where it listens at every address. */
  readonly others: readonly string[];
}

/** How to reach what listens at `host`; its own `url` may be that of no machine. */
export function reachable(
  { host, listening: { url, port } }: Pick<Ready, 'host' | 'listening'>,
  names: (hasSix: boolean) => readonly string[] = ownNames,
): Reachable {
  if (host !== '0.0.0.0' && host !== '::') return { here: url, others: [] };
  return { here: `http://127.0.0.1:${port}`, others: names(host === '::') };
}

const label = {
  service: { en: 'auth and service', ko: '인증·서비스' },
  others: { en: 'for others', ko: '다른 장비에서' },
  console: { en: 'console', ko: '콘솔' },
  control: { en: 'control plane', ko: '제어 API' },
  token: { en: 'control token', ko: '제어 토큰' },
  tls: { en: 'TLS, real names', ko: 'TLS(실제 호스트)' },
  root: { en: 'its root', ko: 'TLS 루트 인증서' },
  proxy: { en: 'proxy', ko: '프록시' },
  file: { en: 'settings of', ko: '설정 파일' },
  linkId: { en: 'LinkID', ko: '링크아이디' },
  secretKey: { en: 'SecretKey', ko: '비밀키' },
  clientCode: { en: 'ClientCode', ko: '이용기관코드' },
} as const satisfies Readonly<Record<string, Text>>;

const needsHost = (host: string): Text => ({
  en: `(its control plane: start with --allow-host ${host})`,
  ko: `(제어 API도 쓰려면 --allow-host ${host} 추가)`,
});

function facts(ready: Ready): string {
  const { listening, tenant, file, allowHosts, language } = ready;
  const { port, tls, proxy, controlToken } = listening;
  const { here, others } = reachable(ready);
  const rows: readonly (readonly [keyof typeof label, string | null])[] = [
    ['service', here],
    ...others.map((host) => {
      const needs = allowHosts.includes(host) ? '' : `  ${needsHost(host)[language]}`;
      return ['others', `http://${host}:${port}${needs}`] as const;
    }),
    ['console', consoleOf(here)],
    ['control', `${here}/_sim/v1`],
    ['token', controlToken],
    ['tls', tls],
    ['root', tls && `${here}/_sim/v1/tls-ca.pem`],
    ['proxy', proxy],
    ['file', file],
    ['linkId', tenant.linkId],
    ['secretKey', tenant.secretKey],
    ['clientCode', tenant.clientCode],
  ];
  return pairs(
    rows.flatMap(([name, value]) => (value === null ? [] : [[`  ${label[name][language]}`, value] as const])),
  );
}

const words = {
  ready: { en: 'kakaocert-simulator is ready.', ko: 'kakaocert-simulator가 준비되었습니다.' },
  sdk: { en: 'Point the official Node SDK at it:', ko: '공식 Node SDK의 주소를 바꿉니다:' },
  token: {
    en: 'The control token, once for each shell; the commands below send it:',
    ko: '제어 토큰을 셸마다 한 번 지정합니다. 아래 명령이 이 토큰을 보냅니다:',
  },
  sign: {
    en: 'Sign the newest request as the person with the phone, or one by its receiptId:',
    ko: '수신자로서 가장 최근 접수에 서명하거나, 접수아이디를 지정하여 서명합니다:',
  },
  end: { en: 'Ctrl-C stops it.', ko: 'Ctrl-C로 종료합니다.' },
} as const satisfies Readonly<Record<string, Text>>;

/** The commands that sign. `RECEIPT_ID` is the shell's: whoever has an id puts it there. */
function signCommands(ready: Ready): readonly string[] {
  const { here } = reachable(ready);
  const { controlToken } = ready.listening;
  const authorization = controlToken === null ? '' : '-H "Authorization: Bearer $KAKAOCERT_SIM_TOKEN" ';
  return [
    `${selfCommand()} sign --last --url ${here}`,
    `curl -X POST ${authorization}"${here}/_sim/v1/receipts/$RECEIPT_ID/sign"`,
  ];
}

const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}\n`).join('');

/** What people read. */
export function readyText(ready: Ready): string {
  const { listening, tenant, language } = ready;
  const { controlToken } = listening;
  const { here } = reachable(ready);
  const say = (name: keyof typeof words) => words[name][language];
  const parts = [
    `${say('ready')}\n`,
    facts(ready),
    `${say('sdk')}\n`,
    indented([
      `const kakaocert = require('kakaocert');`,
      `kakaocert.config({`,
      `  LinkID: '${tenant.linkId}',`,
      `  SecretKey: '${tenant.secretKey}',`,
      `  AuthURL: '${here}',`,
      `  ServiceURL: '${here}',`,
      `});`,
    ]),
    ...(controlToken === null
      ? []
      : [`${say('token')}\n`, indented([`export KAKAOCERT_SIM_TOKEN=${shellWord(controlToken)}`])]),
    `${say('sign')}\n`,
    indented(signCommands(ready)),
    `${say('end')}\n`,
  ];
  return parts.join('\n');
}
