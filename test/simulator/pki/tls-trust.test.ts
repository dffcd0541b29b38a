import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TlsChain } from '../../../simulator/pki/chain.js';
import {
  createTlsIntermediate,
  issueServer,
  type ServerNames,
  type TlsIntermediate,
} from '../../../simulator/pki/tls-chain.js';
import { has, type Tool } from '../../support/tools.js';
import { tlsClients } from '../doors/tls-clients.js';

// Trusting the root must expose no other site, even to somebody who got hold of the intermediate's key. So that key is
// taken here before it dies, and makes the certificates that every runtime has to refuse.
const bytes = (length: number) => new Uint8Array(randomBytes(length));

/** What a thief would issue: each server's certificate names what the client asks for, so only the constraints refuse it. */
const stolen: Readonly<Record<string, { names: ServerNames; asked: string }>> = {
  'another domain': { names: { dns: ['example.org'] }, asked: 'example.org' },
  'a look-alike domain': { names: { dns: ['evil-linkhub.co.kr'] }, asked: 'evil-linkhub.co.kr' },
  'an IP address': { names: { ip: [new Uint8Array([127, 0, 0, 1])] }, asked: '127.0.0.1' },
  'another domain beside a real host': {
    names: { dns: ['auth.linkhub.co.kr', 'example.org'] },
    asked: 'auth.linkhub.co.kr',
  },
  'an IP address beside a real host': {
    names: { dns: ['auth.linkhub.co.kr'], ip: [new Uint8Array([127, 0, 0, 1])] },
    asked: 'auth.linkhub.co.kr',
  },
  'a common name alone': { names: { commonName: 'example.org' }, asked: 'example.org' },
  localhost: { names: { dns: ['localhost'] }, asked: 'localhost' },
};

/** The words for it: OpenSSL's, which curl, Node and Python pass on, and Java's. */
const byConstraints = /(permitted|excluded) subtree violation|name constraints/i;

let folder: string;
let root: string;
let intermediate: TlsIntermediate;
const servers: Server[] = [];

async function serve({ certificatePem, keyPem }: TlsChain): Promise<number> {
  const server = createServer({ cert: certificatePem, key: keyPem }, (_request, response) => {
    response.setHeader('connection', 'close').end('here');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const issue = (names: ServerNames) => issueServer(intermediate, names, bytes(16));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tls-trust-'));
  intermediate = await createTlsIntermediate({ now: Date.now, bytes });
  root = join(folder, 'root.pem');
  writeFileSync(root, intermediate.rootPem);
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true });
});

describe.each(Object.entries(tlsClients) as [Tool, NonNullable<(typeof tlsClients)[Tool]>][])(
  '%s trusts the root',
  (tool, ask) => {
    test.skipIf(!has(tool))('and accepts a real host', { timeout: 60_000 }, async () => {
      const port = await serve(await issue({ dns: ['kakaocert-api.linkhub.co.kr'] }));
      expect(await ask({ name: 'kakaocert-api.linkhub.co.kr', port }, root, folder)).toBe('accepted');
    });

    test.skipIf(!has(tool)).each(Object.entries(stolen))(
      'but refuses a certificate for %s',
      { timeout: 60_000 },
      async (_what, { names, asked }) => {
        const port = await serve(await issue(names));
        expect(await ask({ name: asked, port }, root, folder)).toMatch(byConstraints);
      },
    );
  },
);
