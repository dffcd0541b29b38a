// The five calls with canned answers, in each peer's own language.

const routes = ({ token, request, sign, status, verify }) => [
  { method: 'post', path: ['KAKAOCERT', 'Token'], answer: token },
  { method: 'post', path: ['SignDirectDebit', 'Request'], answer: request },
  { method: 'post', path: ['_sim', 'v1', 'receipts', '*', 'sign'], answer: sign },
  { method: 'get', path: ['SignDirectDebit', 'Status', '*'], answer: status },
  { method: 'get', path: ['SignDirectDebit', 'Verify', '*'], answer: verify },
];

const pathOf = (path, parameter) => `/${path.map((part) => (part === '*' ? parameter : part)).join('/')}`;

const requestBody = { content: { 'application/json': { schema: { type: 'object' } } } };

/** An OpenAPI document with an example for each answer. */
export const openApi = (answers) => ({
  openapi: '3.1.0',
  info: { title: 'kakaoCert', version: '1' },
  paths: Object.fromEntries(
    routes(answers).map(({ method, path, answer }) => [
      pathOf(path, '{receiptId}'),
      {
        ...(path.includes('*')
          ? { parameters: [{ name: 'receiptId', in: 'path', required: true, schema: { type: 'string' } }] }
          : {}),
        [method]: {
          ...(path.includes('Token') || path.includes('Request') ? { requestBody } : {}),
          responses: {
            200: {
              description: 'ok',
              content: { 'application/json': { schema: { type: 'object' }, example: answer } },
            },
          },
        },
      },
    ]),
  ),
});

/** A Mockoon environment. */
export function mockoonEnvironment(answers) {
  const all = routes(answers).map(({ method, path, answer }, at) => ({
    uuid: `route-${at}`,
    type: 'http',
    documentation: '',
    method,
    endpoint: pathOf(path, ':receiptId').slice(1),
    responses: [
      {
        uuid: `answer-${at}`,
        body: JSON.stringify(answer),
        latency: 0,
        statusCode: 200,
        label: '',
        headers: [{ key: 'Content-Type', value: 'application/json; charset=utf-8' }],
        bodyType: 'INLINE',
        filePath: '',
        databucketID: '',
        sendFileAsBody: false,
        rules: [],
        rulesOperator: 'OR',
        disableTemplating: true,
        fallbackTo404: false,
        default: true,
        crudKey: 'id',
        callbacks: [],
      },
    ],
    responseMode: null,
    streamingMode: null,
    streamingInterval: 0,
  }));
  return {
    uuid: 'environment',
    lastMigration: 33,
    name: 'bench',
    endpointPrefix: '',
    latency: 0,
    port: 3000,
    hostname: '127.0.0.1',
    folders: [],
    routes: all,
    rootChildren: all.map(({ uuid }) => ({ type: 'route', uuid })),
    proxyMode: false,
    proxyHost: '',
    proxyRemovePrefix: false,
    tlsOptions: {
      enabled: false,
      type: 'CERT',
      pfxPath: '',
      certPath: '',
      keyPath: '',
      caPath: '',
      passphrase: '',
    },
    cors: false,
    headers: [],
    proxyReqHeaders: [],
    proxyResHeaders: [],
    data: [],
    callbacks: [],
  };
}

/** WireMock's mappings. */
export const wireMockMappings = (answers) => ({
  mappings: routes(answers).map(({ method, path, answer }) => ({
    request: { method: method.toUpperCase(), urlPathPattern: pathOf(path, '[^/]+') },
    response: {
      status: 200,
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      jsonBody: answer,
    },
  })),
});
