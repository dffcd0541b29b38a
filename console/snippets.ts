// The credentials of a tenant as each language's SDK is given them. Where an SDK's address is a constant, `exec` leads it.

import type { TenantView } from '../simulator/control/shapes.js';

interface Snippet {
  readonly name: string;
  /** How the program is started where its SDK can't be told an address; null where it can. */
  readonly run: string | null;
  readonly code: (tenant: TenantView, url: string) => string;
}

const underExec = (command: string) => `npx --no-install kakaocert-simulator exec -- ${command}`;

export const snippets: readonly Snippet[] = [
  {
    name: 'Node.js',
    run: null,
    code: ({ linkId, secretKey }, url) =>
      `kakaocert.config({\n  LinkID: '${linkId}',\n  SecretKey: '${secretKey}',\n  AuthURL: '${url}',\n  ServiceURL: '${url}',\n});`,
  },
  {
    name: 'Java',
    run: null,
    code: ({ linkId, secretKey }, url) =>
      `service.setLinkID("${linkId}");\nservice.setSecretKey("${secretKey}");\nservice.setAuthURL("${url}");\nservice.setServiceURL("${url}");`,
  },
  {
    name: 'Python',
    run: underExec('python app.py'),
    code: ({ linkId, secretKey }) => `service = KakaocertService('${linkId}', '${secretKey}')`,
  },
  {
    name: 'PHP',
    run: underExec('php app.php'),
    code: ({ linkId, secretKey }) => `$service = new KakaocertService('${linkId}', '${secretKey}');`,
  },
  {
    name: 'Ruby',
    run: underExec('ruby app.rb'),
    code: ({ linkId, secretKey }) => `service = KakaocertService.instance('${linkId}', '${secretKey}')`,
  },
  {
    name: '.NET',
    run: underExec('dotnet run'),
    code: ({ linkId, secretKey }) => `var service = new KakaocertService("${linkId}", "${secretKey}");`,
  },
  {
    name: 'TypeScript',
    run: null,
    code: ({ linkId, secretKey }, url) =>
      `const client = createClient({\n  linkId: '${linkId}',\n  secretKey: '${secretKey}',\n  authUrl: '${url}',\n  serviceUrl: '${url}',\n});`,
  },
];
