// TLS clients of five runtimes, each trusting one root alone, and what each says of a server on 127.0.0.1.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainEnvironment, run, type Tool } from '../../support/tools.js';

export interface Target {
  /** The name, or the IP address, that the client means to reach. */
  readonly name: string;
  readonly port: number;
}

/** `accepted`, or why not. */
export type Verdict = string;

type Ask = (target: Target, root: string, folder: string) => Promise<Verdict>;

const isAddress = (name: string) => /^[\d.]+$/.test(name);

async function verdict(command: string, args: readonly string[]): Promise<Verdict> {
  const { code, stdout, stderr } = await run(command, args, { env: plainEnvironment });
  return code === 0 ? 'accepted' : `${stdout}\n${stderr}`.trim();
}

const nodeClient = `
const [name, port, ca] = process.argv.slice(1);
const isAddress = /^[\\d.]+$/.test(name);
const socket = require('tls').connect({ host: '127.0.0.1', port, ca: require('fs').readFileSync(ca),
  ...(isAddress ? {} : { servername: name }) }, () => process.exit(0));
socket.on('error', (error) => { console.error(error.code, error.message); process.exit(1); });`;

const pythonClient = `
import socket, ssl, sys
name, port, ca = sys.argv[1:]
ssl.create_default_context(cafile=ca).wrap_socket(socket.create_connection(('127.0.0.1', int(port))), server_hostname=name)`;

const javaClient = `
import java.io.*; import java.net.*; import java.security.KeyStore; import java.security.cert.*; import javax.net.ssl.*;
public class TlsClient {
  public static void main(String[] args) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("root", CertificateFactory.getInstance("X.509").generateCertificate(new FileInputStream(args[2])));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    Socket plain = new Socket("127.0.0.1", Integer.parseInt(args[1]));
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, args[0], plain.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
  }
}`;

export const tlsClients: Readonly<Partial<Record<Tool, Ask>>> = {
  openssl: ({ name, port }, root) =>
    verdict('openssl', [
      ...['s_client', '-connect', `127.0.0.1:${port}`, '-CAfile', root, '-verify_return_error'],
      ...(isAddress(name) ? ['-verify_ip', name] : ['-verify_hostname', name, '-servername', name]),
    ]),
  curl: ({ name, port }, root) =>
    verdict('curl', [
      ...['-sS', '--noproxy', '*', '--cacert', root],
      ...['--resolve', `${name}:${port}:127.0.0.1`, `https://${name}:${port}/`],
    ]),
  node: ({ name, port }, root) => verdict('node', ['-e', nodeClient, '--', name, String(port), root]),
  python3: ({ name, port }, root) => verdict('python3', ['-c', pythonClient, name, String(port), root]),
  java: ({ name, port }, root, folder) => {
    const source = join(folder, 'TlsClient.java');
    writeFileSync(source, javaClient);
    return verdict('java', [source, name, String(port), root]);
  },
};
