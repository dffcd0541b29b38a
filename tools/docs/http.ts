// What docs/sdk/http.md shows of the code: the headers of every call, test vectors, and whole programs as they stand in
// examples/.

import {
  actions,
  authentications,
  bodyDigest,
  callStringToSign,
  hosts,
  mac,
  type Operation,
  operations,
  services,
  type Text,
  tokenStringToSign,
} from '../../contracts/protocol/index.js';
import { defaultTenant } from '../../simulator/core/tenant.js';

const { linkId, secretKey } = defaultTenant;
const DATE = '2022-05-04T01:00:38Z';
const TOKEN_PATH = operations.token.path;
const TOKEN_BODY = '{"access_id":"020040000001","scope":["member","310","320","330"]}';

interface Vector {
  readonly what: Text;
  readonly body: string;
  readonly signed: string;
  readonly header: string;
}

const tokenVector = (what: Text, forwarded?: string): Vector => {
  const signed = tokenStringToSign({ body: TOKEN_BODY, date: DATE, forwarded, path: TOKEN_PATH });
  return {
    what,
    body: TOKEN_BODY,
    signed,
    header: `Authorization: LINKHUB ${linkId} ${mac(secretKey, signed)}`,
  };
};
const callVector = (what: Text, body: string): Vector => {
  const signed = callStringToSign({ body, date: DATE });
  return { what, body, signed, header: `x-kc-auth: ${linkId} ${mac(secretKey, signed)}` };
};

const vectors: readonly Vector[] = [
  tokenVector({ en: 'a token', ko: '토큰' }),
  tokenVector({ en: 'a token, with `x-lh-forwarded: *`', ko: '토큰(`x-lh-forwarded: *` 포함)' }, '*'),
  callVector({ en: 'a call', ko: '서비스 호출' }, '{"CallCenterNum":"1600-8536","Expires_in":60}'),
  callVector(
    { en: 'a call with Hangul, in UTF-8', ko: '한글이 있는 서비스 호출(UTF-8)' },
    '{"ReceiverName":"홍시험"}',
  ),
];

const vectorWords = {
  body: { en: 'body', ko: '본문' },
  digest: { en: 'its digest', ko: '본문 다이제스트' },
  signed: { en: 'string to sign', ko: '서명할 문자열' },
  header: { en: 'header', ko: '헤더' },
} as const satisfies Readonly<Record<string, Text>>;

/** Key, body and date, and what comes of them: a block of text for each vector. */
export const vectorList = (language: keyof Text): string =>
  vectors
    .map(({ what, body, signed, header }) =>
      [
        `**${what[language]}**`,
        '',
        '```text',
        `${vectorWords.body[language]}: ${body}`,
        `${vectorWords.digest[language]}: ${bodyDigest(body)}`,
        `${vectorWords.signed[language]}: ${JSON.stringify(signed)}`,
        header,
        '```',
      ].join('\n'),
    )
    .join('\n\n');

const shown = {
  linkhub: '`Authorization: LINKHUB <LinkID> <MAC>`',
  session: '`Authorization: Bearer <session_token>`',
  callSignature: '`x-kc-auth: <LinkID> <MAC>`',
} as const;

const headersOf = ({ authentication, input }: Operation): string => {
  const { shows, headers } = authentications[authentication];
  const own = headers.map((name) => (name === 'x-lh-forwarded' ? `[\`${name}\`]` : `\`${name}\``));
  const all = [...shows.map((one) => shown[one]), ...own, ...(input === undefined ? [] : ['`Content-Type`'])];
  return all.length === 0 ? '-' : all.join('<br>');
};

/** Every call with its host and its headers. */
export const headerRows = (language: keyof Text): readonly (readonly string[])[] =>
  Object.values<Operation>(operations).map((operation) => [
    [...(operation.service === undefined ? [] : [services[operation.service]]), actions[operation.action]]
      .map(({ words }) => words[language])
      .join(language === 'en' ? ': ' : ' '),
    `\`${operation.method} ${operation.path}\``,
    hosts[operation.host].default,
    headersOf(operation),
  ]);

const FENCES: Readonly<Record<string, string>> = {
  cjs: 'js',
  rb: 'ruby',
  cs: 'csharp',
  sh: 'bash',
  py: 'python',
  go: 'go',
  java: 'java',
  kt: 'kotlin',
};

/** A document with whole files between its markers, as they stand: `<!-- file: examples/http/flow.py -->`. */
export function embed(text: string, read: (path: string) => string): string {
  return text.replace(
    /(<!-- file: ([\w./-]+\.(\w+)) -->\n)[\s\S]*?(\n<!-- end -->)/g,
    (_, start: string, path: string, kind: string, end: string) =>
      `${start}\n\`\`\`${FENCES[kind] ?? kind}\n${read(path).trimEnd()}\n\`\`\`\n${end}`,
  );
}
