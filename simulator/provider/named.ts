// Whom a call names, proven or not: for the journal of a call that was refused before anybody was proven.

import { type Call, header } from '../core/call.js';
import { readBearerToken } from '../core/finding-rule.js';
import { parseObject } from '../core/request-check.js';
import type { Tenant } from '../core/tenant.js';
import { readClaims } from '../core/token.js';
import type { World } from '../world/world.js';

export interface Named {
  /** An institution's code, whether there is one or not; undefined if the call names none. */
  readonly clientCode?: string | undefined;
  /** The institution, if there is one. */
  readonly tenant?: Tenant | undefined;
}

const NOBODY: Named = {};

/** The code in a session token, or the one that a Token is asked for. */
function clientCodeOf(call: Call): string | undefined {
  const inToken = readClaims(readBearerToken(call))?.clientCode;
  if (inToken !== undefined || call.body === 'tooLarge') return inToken;
  const asked = parseObject(call.body)?.access_id;
  return typeof asked === 'string' ? asked : undefined;
}

/** The LinkID of a Token request, or of a signed call. */
const linkIdOf = (call: Call): string | undefined =>
  /^LINKHUB (\S+)/.exec(header(call, 'authorization') ?? '')?.[1] ??
  /^(\S+) /.exec(header(call, 'x-kc-auth') ?? '')?.[1];

/** The institution of this code, or else the only one of the LinkID. */
export async function whomNamed({ tenants, journal }: World, call: Call): Promise<Named> {
  const clientCode = clientCodeOf(call);
  const tenant = clientCode === undefined ? undefined : await tenants.get(clientCode);
  if (tenant !== undefined) return { clientCode, tenant };
  // One that is gone: its name still means something.
  if (clientCode !== undefined && (await journal.isGone(clientCode))) return { clientCode };
  const linkId = linkIdOf(call);
  const [only, another] = linkId === undefined ? [] : ((await tenants.list(linkId, { limit: 2 })) ?? []);
  return only === undefined || another !== undefined ? NOBODY : { clientCode: only.clientCode, tenant: only };
}
