// The environment of `exec`: one table of variables by runtime. What the user already has in a variable is kept and
// chained wherever the variable can hold both; what each runtime reads was measured (see the note at each row).

import { delimiter } from 'node:path';
import { hostNames } from '../../contracts/protocol/index.js';
import { covers, noProxyNames } from '../doors/onward.js';
import { javaOptions } from './java.js';
import type { ExecPlaces } from './places.js';

interface Setting {
  readonly for: string;
  readonly variables: readonly string[];
  /** The new value, from the places and from what the user has there already (empty if nothing). */
  readonly value: (places: ExecPlaces, existing: string, variable: string) => string;
}

const settings: readonly Setting[] = [
  { for: 'tests', variables: ['KAKAOCERT_SIM_URL'], value: ({ url }) => url },
  { for: 'tests', variables: ['KAKAOCERT_LINK_ID'], value: ({ tenant }) => tenant.linkId },
  { for: 'tests', variables: ['KAKAOCERT_SECRET_KEY'], value: ({ tenant }) => tenant.secretKey },
  { for: 'tests', variables: ['KAKAOCERT_CLIENT_CODE'], value: ({ tenant }) => tenant.clientCode },
  {
    // Ruby reads http_proxy alone, for https too; curl reads HTTP_PROXY in lower case only.
    for: 'curl, Ruby, PHP curl, .NET, Go, requests',
    variables: ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'],
    value: ({ proxy }) => proxy,
  },
  {
    // What the user excludes stays excluded, unless it would let our hosts out to the real service.
    for: 'the same',
    variables: ['no_proxy', 'NO_PROXY'],
    value: (_places, existing) => withLoopback(existing),
  },
  {
    for: 'OpenSSL (Ruby, Python, .NET), curl, requests',
    variables: ['SSL_CERT_FILE'],
    value: ({ roots }) => roots.SSL_CERT_FILE,
  },
  { for: 'curl', variables: ['CURL_CA_BUNDLE'], value: ({ roots }) => roots.CURL_CA_BUNDLE },
  { for: 'requests', variables: ['REQUESTS_CA_BUNDLE'], value: ({ roots }) => roots.REQUESTS_CA_BUNDLE },
  { for: 'Node', variables: ['NODE_EXTRA_CA_CERTS'], value: ({ roots }) => roots.NODE_EXTRA_CA_CERTS },
  {
    // Node's http and fetch read no proxy variables, so the hosts are redirected in the process.
    for: 'Node',
    variables: ['NODE_OPTIONS'],
    value: ({ nodePreload }, existing) => joined(' ', existing, `--require=${quoted(nodePreload)}`),
  },
  {
    // Python's http.client reads no proxy variables either.
    for: 'Python',
    variables: ['PYTHONPATH'],
    value: ({ pythonFolder }, existing) => joined(delimiter, pythonFolder, existing),
  },
  {
    // PHP's curl knows no CA variables. An empty first folder stands for PHP's own.
    for: 'PHP',
    variables: ['PHP_INI_SCAN_DIR'],
    value: ({ phpFolder }, existing) => `${existing}${delimiter}${phpFolder}`,
  },
  {
    // The last of two equal options wins, and those on the command line win over all of these.
    for: 'Java',
    variables: ['JAVA_TOOL_OPTIONS'],
    value: (places, existing) => joined(' ', existing, javaOptions(places)),
  },
];

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

const joined = (separator: string, ...parts: string[]) => parts.filter((part) => part !== '').join(separator);

/** NODE_OPTIONS splits at spaces outside double quotes. */
const quoted = (path: string) => (/\s/.test(path) ? JSON.stringify(path) : path);

function withLoopback(existing: string): string {
  const kept = existing
    .split(/[\s,]+/)
    .filter((entry) => noProxyNames(entry).some((name) => !hostNames.some((host) => covers(name, host))));
  return [...new Set([...LOOPBACK, ...kept])].join(',');
}

/** The user's environment with ours over it. */
export function execEnvironment(places: ExecPlaces, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ourValues = settings.flatMap(({ variables, value }) =>
    variables.map((variable) => [variable, value(places, existingValue(env, variable), variable)] as const),
  );
  return { ...env, ...Object.fromEntries(ourValues) };
}

/** NO_PROXY may be there in one spelling alone, and both are set. */
const existingValue = (env: NodeJS.ProcessEnv, variable: string) =>
  env[variable] ??
  (variable === 'NO_PROXY' ? env.no_proxy : variable === 'no_proxy' ? env.NO_PROXY : '') ??
  '';
