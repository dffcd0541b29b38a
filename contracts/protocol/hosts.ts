// The provider's host names: for each plane the default, the static-address and the GA one (protocol.md §1.1, §2.1).

import type { Host } from './operations.js';

export const hosts: Readonly<Record<Host, Readonly<Record<'default' | 'static' | 'ga', string>>>> = {
  auth: {
    default: 'auth.linkhub.co.kr',
    static: 'static-auth.linkhub.co.kr',
    ga: 'ga-auth.linkhub.co.kr',
  },
  service: {
    default: 'kakaocert-api.linkhub.co.kr',
    static: 'static-kakaocert-api.linkhub.co.kr',
    ga: 'ga-kakaocert-api.linkhub.co.kr',
  },
};

/** All six of them. */
export const hostNames: readonly string[] = Object.values(hosts).flatMap((names) => Object.values(names));
