// Programs with a real host hard-coded and nothing else, one for each way in which runtimes connect. Each prints what
// GET /Time answers.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tool } from '../support/tools.js';

interface HardCoded {
  readonly what: string;
  readonly tool: Tool;
  readonly args: (folder: string) => readonly string[];
}

const TIME = 'auth.linkhub.co.kr/Time';

const java = `
import java.net.*;
public class HardCoded {
  public static void main(String[] args) throws Exception {
    HttpURLConnection connection = (HttpURLConnection) new URL("https://${TIME}").openConnection();
    System.out.print(new String(connection.getInputStream().readAllBytes()));
  }
}`;

const asyncio = `
import asyncio
async def main():
    reader, writer = await asyncio.open_connection('auth.linkhub.co.kr', 443, ssl=True)
    writer.write(b'GET /Time HTTP/1.0\\r\\nHost: auth.linkhub.co.kr\\r\\n\\r\\n')
    print((await reader.read()).decode().split('\\r\\n')[-1], end='')
asyncio.run(main())`;

const httpClient = `
import http.client
connection = http.client.HTTPSConnection('static-auth.linkhub.co.kr')
connection.request('GET', '/Time')
print(connection.getresponse().read().decode(), end='')`;

const httplib = `
import httplib
connection = httplib.HTTPSConnection(u'static-auth.linkhub.co.kr')
connection.request('GET', '/Time')
import sys; sys.stdout.write(connection.getresponse().read())`;

/** A look-up of its own, then a connection to the address; TLS is told the name. `found` is a promise of the address. */
const byAddress = (found: string) => `const dns = require('dns'); const { promisify } = require('util');
(${found}).then((host) => require('https').get({ host, path: '/Time', servername: 'auth.linkhub.co.kr',
  headers: { host: 'auth.linkhub.co.kr' } }, (r) => r.pipe(process.stdout)));`;

const php = `$c = curl_init("https://${TIME}"); curl_setopt($c, CURLOPT_RETURNTRANSFER, true); $text = curl_exec($c);
if ($text === false) { fwrite(STDERR, curl_error($c)); exit(1); } echo $text;`;

const script = (tool: Tool, flag: string, text: string) => ({ tool, args: () => [flag, text] });

export const hardCoded: readonly HardCoded[] = [
  { what: 'curl', tool: 'curl', args: () => ['-sS', `https://${TIME}`] },
  { what: 'curl, plain HTTP', tool: 'curl', args: () => ['-sS', `http://${TIME}`] },
  {
    what: 'Node, node:https',
    ...script('node', '-e', `require('https').get('https://${TIME}', (r) => r.pipe(process.stdout))`),
  },
  {
    what: 'Node, node:http',
    ...script('node', '-e', `require('http').get('http://${TIME}', (r) => r.pipe(process.stdout))`),
  },
  {
    what: 'Node, fetch',
    ...script(
      'node',
      '-e',
      `fetch('https://${TIME}').then((r) => r.text()).then((t) => process.stdout.write(t))`,
    ),
  },
  {
    what: 'Node, an ES module, tls.connect(port, host)',
    tool: 'node',
    args: () => [
      '--input-type=module',
      '-e',
      `import { connect } from 'node:tls';
       const socket = connect(443, 'AUTH.linkhub.co.kr', { servername: 'auth.linkhub.co.kr' }, () =>
         socket.write('GET /Time HTTP/1.0\\r\\nHost: auth.linkhub.co.kr\\r\\n\\r\\n'));
       let text = '';
       socket.on('data', (chunk) => (text += chunk)).on('end', () => process.stdout.write(text.split('\\r\\n').at(-1)));`,
    ],
  },
  ...Object.entries({
    'dns.lookup': "promisify(dns.lookup)('auth.linkhub.co.kr').then(({ address }) => address)",
    'dns.resolve': "promisify(dns.resolve)('AUTH.linkhub.co.kr').then(([address]) => address)",
    'dns.promises.lookup':
      "dns.promises.lookup('auth.linkhub.co.kr', { all: true }).then(([{ address }]) => address)",
    'dns.promises.Resolver':
      "new dns.promises.Resolver().resolve4('auth.linkhub.co.kr').then(([address]) => address)",
    'node:dns/promises, an ES module':
      "import('node:dns/promises').then(({ lookup }) => lookup('auth.linkhub.co.kr')).then(({ address }) => address)",
  }).map(([how, found]) => ({
    what: `Node, connecting by the address of ${how}`,
    ...script('node', '-e', byAddress(found)),
  })),
  { what: 'Python 2, httplib', ...script('python2', '-c', httplib) },
  { what: 'Python, http.client', ...script('python3', '-c', httpClient) },
  { what: 'Python, asyncio', ...script('python3', '-c', asyncio) },
  {
    what: 'Python, urllib (through the proxy)',
    ...script(
      'python3',
      '-c',
      `import urllib.request as u; print(u.urlopen('https://${TIME}').read().decode(), end='')`,
    ),
  },
  {
    what: 'Ruby, net/http',
    ...script(
      'ruby',
      '-e',
      "require 'net/http'; h = Net::HTTP.new('auth.linkhub.co.kr', 443); h.use_ssl = true; print h.get('/Time').body",
    ),
  },
  { what: 'PHP, curl', ...script('php', '-r', php) },
  {
    what: 'Java, HttpURLConnection',
    tool: 'java',
    args: (folder) => {
      writeFileSync(join(folder, 'HardCoded.java'), java);
      return [join(folder, 'HardCoded.java')];
    },
  },
];
