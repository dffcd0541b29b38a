// Every call of the provider as one collection for httpyac (examples/http/kakaocert.http), made from the table of
// operations: to be clicked through in an editor, or run in CI. It signs by script.

import {
  actions,
  authentications,
  type Operation,
  operationOf,
  operations,
  type ServiceName,
  services,
} from '../../contracts/protocol/index.js';
import { queryFields } from '../../contracts/protocol/requests.js';
import { requestFor } from '../../fixtures/index.js';
import { defaultTenant } from '../../simulator/core/tenant.js';

/** A magic person, who signs at once: so the whole collection runs without a hand. */
const SIGNS_AT_ONCE = '01000000001';

const { linkId, secretKey, clientCode } = defaultTenant;

const HEAD = `# Every call of kakaoCert, for httpyac: https://httpyac.github.io. It is made from the table of operations by
# tools/docs/generate.mjs; change the four lines below, not the rest. The real hosts: https://auth.linkhub.co.kr,
# https://kakaocert-api.linkhub.co.kr. All of it: npx httpyac send kakaocert.http --all

@authUrl=http://127.0.0.1:9080
@serviceUrl=http://127.0.0.1:9080
@linkId=${linkId}
@secretKey=${secretKey}

{{+
  const { createHash, createHmac } = require('crypto');
  // The bytes that were hashed are the bytes that travel. A token is signed with its path, and nothing after it; a call
  // without one, and its last line ends with a line feed.
  exports.sign = (request, path) => {
    const digest = createHash('sha256').update(request.body).digest('base64');
    const date = new Date().toISOString();
    const text = \`POST\\n\${digest}\\n\${date}\\n2.0\\n\${path ?? ''}\`;
    const mac = createHmac('sha256', Buffer.from(secretKey, 'base64')).update(text).digest('base64');
    request.headers['x-lh-date'] = date;
    request.headers['x-lh-version'] = '2.0';
    if (path) request.headers.Authorization = \`LINKHUB \${linkId} \${mac}\`;
    else request.headers['x-kc-auth'] = \`\${linkId} \${mac}\`;
  };
}}
`;

/** The body of a POST. */
function bodyOf({ service }: Operation): object {
  return service === undefined
    ? { access_id: clientCode, scope: ['member', '310', '320', '330'] }
    : requestFor<ServiceName>(service, { ReceiverHP: SIGNS_AT_ONCE });
}

function section(name: string, operation: Operation): string {
  const { host, method, path, authentication, action, service, input } = operation;
  const request = service === undefined ? undefined : operationOf(service, 'request');
  const isSigned = authentications[authentication].headers.length > 0;
  const isToken = authentication === 'link';
  const needs = [
    ...(isToken || authentication === 'none' ? [] : ['token']),
    ...(request === undefined || request === name ? [] : [request]),
  ];
  const target = path.replace('{receiptId}', `{{${request}.receiptId}}`).replace('/{signature…}', '');
  const query = actions[action].query.map((one) => `${one}=${queryFields[one].choices[0]}`);
  const words = [...(service === undefined ? [] : [services[service].words.en]), actions[action].words.en];
  return [
    `### ${words.join(': ')}`,
    `# @name ${name}`,
    ...needs.map((one) => `# @ref ${one}`),
    ...(isSigned ? ['{{@request', `  sign(request${isToken ? `, '${path}'` : ''});`, '}}'] : []),
    `${method} {{${host}Url}}${target}${query.length === 0 ? '' : `?${query.join('&')}`}`,
    ...(needs.includes('token') ? ['Authorization: Bearer {{token.session_token}}'] : []),
    ...(input === undefined
      ? []
      : ['Content-Type: application/json', '', JSON.stringify(bodyOf(operation), null, 2)]),
    '',
    '?? status == 200',
    ...(action === 'state' ? ['?? body state == 1'] : []),
    '',
  ].join('\n');
}

/** The text of the collection. */
export const collection = (): string =>
  [HEAD, ...Object.entries<Operation>(operations).map(([name, operation]) => section(name, operation))].join(
    '\n',
  );
