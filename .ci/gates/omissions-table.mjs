// Additions by half and whole: what is left out, who must notice, and what is still to be added. `half` and `rest` are texts
// put into files; `noticed` is the error that the half must give: a TypeScript code at a file, or a test by its name.
// `adds` names the addition as CONTRIBUTING.md does; the files of `half` and `rest` together are those that somebody has to
// touch by hand, and the table there is made from these rows (tools/docs/additions.ts).

const PROTOCOL = 'contracts/protocol';
const CASES = 'contracts/suite/cases';
const cases = 'test/contracts/suite/cases.test.ts';
const coverage = 'test/contracts/suite/coverage.test.ts';

/** Puts a text in the place of one that an edit before it has put there. */
const completed = ({ file }, from, to) => ({ file, instead: from, add: to });

const fault = {
  file: 'simulator/core/faults.ts',
  before: '  drop: fault({\n',
  add: "  vanish: fault({\n    words: { en: 'the answer vanishes', ko: '응답 소실' },\n    when: 'after',\n    answered: false,\n    ...none,\n  }),\n",
};

const action = {
  file: `${PROTOCOL}/actions.ts`,
  before: '  request: {\n    ...ofService,',
  add: "  notice: {\n    words: { en: 'notice', ko: '공지' },\n    gives: null,\n    refusals: [],\n    appToAppRefusals: [],\n    query: [],\n    needsServiceScope: false,\n    compressible: false,\n    onceOnly: false,\n  },\n",
};

const operation = {
  file: `${PROTOCOL}/operations.ts`,
  before: '  totalPoint: {\n',
  add: "  bonusPoint: {\n    ...auth,\n    method: 'GET',\n    path: '/KAKAOCERT/BonusPoint',\n    authentication: 'bearer',\n    action: 'point',\n    output: schema.Point,\n    source: 'made up for this gate',\n  },\n",
};

const field = {
  file: `${PROTOCOL}/requests.ts`,
  before: "  CallCenterName: {\n    ko: '고객센터명',",
  add: "  CallCenterHours: {\n    ko: '고객센터 운영시간',\n    type: 'string',\n    optional: true,\n    ...sdk(98),\n    redaction: 'keep',\n  },\n",
};

const service = {
  file: `${PROTOCOL}/services.ts`,
  before: '} as const satisfies Readonly<Record<string, Service>>;',
  add: "  loan: {\n    words: { en: 'loan agreement', ko: '대출약정' },\n    family: 'Loan',\n    path: '/SignLoan',\n    operations: { request: 'requestLoan', state: 'getLoanState', verify: 'verifyLoan' },\n    appToApp: true,\n    signs: 'token',\n    bareToken: false,\n    noRequest: '대출약정 요청정보가 입력되지 않았습니다.',\n  },\n",
};

const loan = (name, method, path, authentication, act, more) =>
  `  ${name}: {\n    ...service,\n    method: '${method}',\n    path: \`\${services.loan.path}/${path}\`,\n    authentication: '${authentication}',\n    action: '${act}',\n    service: 'loan',\n${more}    source: 'made up for this gate',\n  },\n`;

const route = {
  file: 'simulator/control/routes.ts',
  before: '  getClock: {\n',
  add: "  getInstant: {\n    method: 'GET',\n    path: '/tenants/{clientCode}/instant',\n    words: { en: 'The same, under another name', ko: '현재 시각(다른 이름)' },\n    answer: shapes.Clock,\n  },\n",
};

const finding = {
  file: 'simulator/core/findings.ts',
  before: "  {\n    id: 'poll.tooFast',",
  add: "  {\n    id: 'poll.never',\n    source: 'made up for this gate',\n    on: ['state'],\n    unproven: false,\n    found: () => false,\n  },\n",
};

export const omissions = [
  {
    what: 'a fault kind without behaviour',
    adds: 'a fault',
    half: [fault],
    noticed: { code: 'TS2741', file: 'simulator/core/faults.ts' },
    rest: [
      completed(
        fault,
        '    ...none,\n  }),\n  drop:',
        "    ...none,\n    change: breaking('close'),\n  }),\n  drop:",
      ),
    ],
    passes: ['test/simulator/doors/faults.test.ts'],
  },
  {
    what: 'a fault that breaks bytes in a new way, without that way',
    adds: 'a fault that breaks bytes in a new way',
    half: [
      {
        file: fault.file,
        instead: "'close' | 'reset' |",
        add: "'close' | 'dot' | 'reset' |",
      },
      { ...fault, add: fault.add.replace('    ...none,\n', "    ...none,\n    change: breaking('dot'),\n") },
    ],
    noticed: { code: 'TS2741', file: 'simulator/doors/broken.ts' },
    rest: [
      {
        file: 'simulator/doors/broken.ts',
        before: '  reset: {\n',
        add: "  dot: {\n    socket: (socket) => {\n      socket.destroy();\n    },\n    fetch: async () => {\n      throw failed('fetch failed', 'UND_ERR_SOCKET', 'other side closed');\n    },\n    msw: 'network error',\n  },\n",
      },
    ],
    passes: ['test/simulator/doors/faults.test.ts'],
  },
  {
    what: 'an action without a client decision',
    adds: 'an action',
    half: [action],
    noticed: { code: 'TS2741', file: `${PROTOCOL}/actions.ts` },
    rest: [
      completed(action, "공지' },\n    gives", "공지' },\n    client: null,\n    gives"),
      {
        file: 'simulator/provider/actions.ts',
        before: '  point: (_world',
        add: '  notice: (_world, { route }) => ok(route, {}),\n',
      },
      { file: 'simulator/core/client-trail.ts', before: '  point: NOTHING,\n', add: '  notice: NOTHING,\n' },
    ],
    passes: [cases],
  },
  {
    what: 'a service without its operations',
    adds: 'a service with its operations',
    half: [service],
    noticed: { code: 'TS1360', file: `${PROTOCOL}/operations.ts` },
    rest: [
      {
        file: `${PROTOCOL}/operations.ts`,
        before: '  requestESign: {\n',
        add:
          loan(
            'requestLoan',
            'POST',
            'Request',
            'signed',
            'request',
            '    input: schema.RequestESign,\n    output: schema.ResponseESign,\n',
          ) +
          loan(
            'getLoanState',
            'GET',
            'Status/{receiptId}',
            'bearer',
            'state',
            '    output: schema.ResultESign,\n',
          ) +
          loan(
            'verifyLoan',
            'GET',
            'Verify/{receiptId}/{signature…}',
            'bearer',
            'verify',
            '    output: schema.VerifyResult,\n',
          ),
      },
    ],
    passes: [cases, coverage],
  },
  {
    what: 'a field without an example',
    adds: 'a field',
    half: [field],
    noticed: { code: 'TS2322', file: `${PROTOCOL}/requests.ts` },
    rest: [completed(field, '    ...sdk(98),\n', "    ...sdk(98),\n    example: '09:00-18:00',\n")],
    passes: [cases],
  },
  {
    what: 'a control route without a handler',
    adds: 'a control route',
    half: [route],
    noticed: { code: 'TS2741', file: 'simulator/control/handlers/index.ts' },
    rest: [
      {
        file: 'simulator/control/handlers/tenants.ts',
        before: '  async getClock(world, call) {',
        add: '  async getInstant(world, call) {\n    const tenant = await findTenant(world, call);\n    return isProblem(tenant) ? tenant : { json: clockView(tenant, world.now()) };\n  },\n\n',
      },
    ],
    passes: ['test/simulator/control/openapi.test.ts'],
  },
  {
    what: 'an operation without a case',
    adds: 'an operation',
    half: [operation],
    noticed: { test: 'every operation is held by its 200 and every error by its refusal', within: coverage },
    rest: [
      {
        file: `${CASES}/account.ts`,
        instead: "(['point', 'partnerPoint'] as const)",
        add: "(['point', 'partnerPoint', 'bonusPoint'] as const)",
      },
    ],
    passes: [cases, coverage],
  },
  {
    what: 'an error without a case',
    adds: 'an error',
    half: [
      {
        file: `${PROTOCOL}/errors.ts`,
        before: "  'person.nameMismatch': {\n",
        add: "  'person.blocked': {\n    code: -31010032,\n    status: 400,\n    message: '수신이 차단된 이용자입니다.',\n    ...assumed,\n    onlyArranged: 'made up for this gate: nobody is blocked',\n  },\n",
      },
      {
        file: 'simulator/core/why/explain.ts',
        before: "  'auth.date': dateOf,\n",
        add: "  'person.blocked': () => arranged,\n",
      },
    ],
    noticed: { test: 'every operation is held by its 200 and every error by its refusal', within: coverage },
    rest: [
      {
        file: `${CASES}/errors.ts`,
        before: "  {\n    id: 'errors.arranged',",
        add: "  {\n    id: 'errors.blocked',\n    promise: 'Who is blocked can not be asked.',\n    ...ASSUMED,\n    holds: ['error:person.blocked'],\n    needs: ['control'],\n    async run({ wire, control, request, refused }) {\n      await control.tenant('POST', '/outcomes', { operation: 'requestCMS', error: 'person.blocked' });\n      refused(await wire.call('requestCMS', { body: request('cms') }), 'person.blocked');\n    },\n  },\n",
      },
    ],
    passes: [cases, coverage],
  },
  {
    what: 'a finding without words',
    adds: 'a finding',
    half: [finding],
    noticed: { code: 'TS2741', file: 'simulator/core/findings.ts' },
    rest: [
      completed(
        finding,
        "    id: 'poll.never',\n",
        "    id: 'poll.never',\n    words: { en: 'It never polls.', ko: '상태를 조회하지 않습니다.' },\n",
      ),
    ],
    passes: ['test/simulator/core/findings.test.ts'],
  },
  {
    what: 'a scenario that no wrong client fails',
    adds: 'a scenario',
    half: [
      {
        file: 'scorecard/scenarios/flow.ts',
        before: "  {\n    id: 'flow.appToApp',",
        add: "  {\n    id: 'flow.again',\n    group,\n    promise: { en: 'Reads receiptID.', ko: 'receiptID를 읽습니다.' },\n    fault: { cause: 'answerChanged', words: { en: 'lost receiptID', ko: 'receiptID를 잃음' } },\n    practice: { en: 'Read receiptID.', ko: 'receiptID를 읽으십시오.' },\n    source: 'made up for this gate',\n    async play(stage) {\n      const receiptID = await requested(stage);\n      checkMembers(resultOf(await stage.client.status(receiptID), { en: 'the state', ko: '상태' }), { receiptID });\n    },\n  },\n",
      },
    ],
    noticed: {
      test: 'every scenario is proved: a wrong client or an official SDK is caught by it',
      within: 'test/scorecard/proofs.test.ts',
    },
    rest: [
      {
        file: 'test/scorecard/clients/wrong-faults.mjs',
        before: "'flow.names':",
        add: '\'flow.again\': /a result whose "receiptID" is missing/, ',
      },
    ],
    passes: ['test/scorecard/proofs.test.ts', 'test/scorecard/wrong-clients.test.ts -t flow.again'],
  },
];
