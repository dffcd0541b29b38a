// Node under `exec`: a preload that redirects connections to the six hosts to the simulator, for node:http, node:https,
// node:tls, fetch and undici alike, because all of them connect by net.Socket. Names stay what they are to TLS: only
// the address is another, so certificates are checked as ever.

import { hostNames } from '../../contracts/protocol/index.js';
import type { ExecPlaces } from './places.js';

/**
 * What programs that resolve names themselves get for ours. Nothing listens there: a connection to it is redirected like
 * one to the name, and where that can't be (another process) it is refused, instead of reaching the real service.
 */
const STAND_IN = '127.75.67.1';

/** Redirects the look-ups that programs make themselves; `isOurs` stands before it. */
const LOOK_UPS = `\
// Each look-up gives what the callback gets after its error; none: there is no such record.
const address = '${STAND_IN}';
const records = {
  lookup: (options) => (options && options.all ? [[{ address, family: 4 }]] : [address, 4]),
  resolve: (type) => (type === 'AAAA' ? undefined : [[address]]),
  resolve4: (options) => (options && options.ttl ? [[{ address, ttl: 60 }]] : [[address]]),
  resolve6: () => undefined,
};
const passedOn = { resolve: (type) => typeof type === 'string' && type !== 'A' && type !== 'AAAA' };
const noData = (name) =>
  Object.assign(new Error('queryAaaa ENODATA ' + name), { code: 'ENODATA', syscall: 'queryAaaa', hostname: name });

function redirectLookUps(object, byPromise) {
  for (const method of Object.keys(records)) {
    const original = object && object[method];
    if (typeof original !== 'function') continue;
    const redirected = function (name, option, last) {
      const passes = passedOn[method] && passedOn[method](option);
      if (!isOurs(name) || passes) return original.apply(this, arguments);
      const found = records[method](option);
      if (byPromise) {
        if (found === undefined) return Promise.reject(noData(name));
        return Promise.resolve(found.length > 1 ? { address: found[0], family: found[1] } : found[0]);
      }
      const callback = typeof option === 'function' ? option : last;
      process.nextTick(callback, ...(found === undefined ? [noData(name)] : [null, ...found]));
      return {};
    };
    // util.promisify is told by a property of the function what it resolves with.
    object[method] = Object.defineProperties(redirected, Object.getOwnPropertyDescriptors(original));
  }
}

redirectLookUps(dns, false);
redirectLookUps(dns.Resolver && dns.Resolver.prototype, false);
// Node 10 warns of these when they are looked at.
if (parseInt(process.versions.node, 10) >= 12) {
  redirectLookUps(dns.promises, true);
  redirectLookUps(dns.promises.Resolver && dns.promises.Resolver.prototype, true);
}
const { syncBuiltinESMExports } = require('module');
if (syncBuiltinESMExports) syncBuiltinESMExports();
`;

/**
 * The text of the preload, CommonJS, in the syntax of Node 10. Any other port of our hosts is refused, and never reaches
 * the real service. An address that a program has from elsewhere (DNS over HTTPS, a literal) is not seen.
 */
export const nodePreload = ({ tlsPort, proxyPort }: Pick<ExecPlaces, 'tlsPort' | 'proxyPort'>): string => `\
// Written by kakaocert-simulator exec; gone when it ends.
'use strict';
const dns = require('dns');
const { Socket } = require('net');
const hosts = new Set(${JSON.stringify([...hostNames, STAND_IN])});
const ports = ${JSON.stringify({ 443: tlsPort, 80: proxyPort })};
const isOurs = (host) => typeof host === 'string' && hosts.has(host.toLowerCase().replace(/\\.+$/, ''));
const portFor = (port) => (port in ports ? ports[port] : port);
const connect = Socket.prototype.connect;

Socket.prototype.connect = function (...args) {
  // net.connect() hands its arguments over as one list, already sorted.
  const list = Array.isArray(args[0]) ? args[0] : args;
  const [first, second] = list;
  if (typeof first === 'object' && first !== null) {
    if (!first.path && isOurs(first.host)) {
      list[0] = Object.assign({}, first, { host: '127.0.0.1', port: portFor(first.port) });
    }
  } else if (isOurs(second)) {
    list[0] = portFor(first);
    list[1] = '127.0.0.1';
  }
  return connect.apply(this, args);
};

${LOOK_UPS}`;

/** The preload of an `exec` in a NODE_OPTIONS, for a program that Node does not hand them to; undefined without one. */
export const preloadOf = (options = ''): string | undefined =>
  [...options.matchAll(/(?<=^|\s)--require=("[^"]*"|\S+)/g)]
    .map(([, path = '']) => (path.startsWith('"') ? (JSON.parse(path) as string) : path))
    .findLast((path) => /kakaocert-simulator-exec-.*node-preload\.cjs$/.test(path));
