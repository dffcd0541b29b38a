// Node under `exec`: a preload that redirects connections to the six hosts to the simulator, for node:http, node:https,
// node:tls, fetch and undici alike, because all of them connect by net.Socket. Names stay what they are to TLS: only
// the address is another, so certificates are checked as ever.

import { hostNames } from '../../contracts/protocol/index.js';
import type { ExecPlaces } from './places.js';

/** The text of the preload, CommonJS. Any other port of our hosts is refused, and never reaches the real service. */
export const nodePreload = ({ tlsPort, proxyPort }: Pick<ExecPlaces, 'tlsPort' | 'proxyPort'>): string => `\
// Written by kakaocert-simulator exec; gone when it ends.
'use strict';
const { Socket } = require('node:net');
const hosts = new Set(${JSON.stringify(hostNames)});
const ports = ${JSON.stringify({ 443: tlsPort, 80: proxyPort })};
const isOurs = (host) => typeof host === 'string' && hosts.has(host.toLowerCase().replace(/\\.$/, ''));
const connect = Socket.prototype.connect;

Socket.prototype.connect = function (...args) {
  // net.connect() hands its arguments over as one list, already sorted.
  const list = Array.isArray(args[0]) ? args[0] : args;
  const [first, second] = list;
  if (typeof first === 'object' && first !== null) {
    if (!first.path && isOurs(first.host)) {
      list[0] = { ...first, host: '127.0.0.1', port: ports[first.port] ?? first.port };
    }
  } else if (isOurs(second)) {
    list[0] = ports[first] ?? first;
    list[1] = '127.0.0.1';
  }
  return connect.apply(this, args);
};
`;
