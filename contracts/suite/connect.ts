// Reaches a target before the first case: does anybody answer, what can be done there, and what all cases will use.

import {
  changedCatalogue,
  type ErrorChanges,
  type ErrorTable,
  operations,
  TextError,
} from '../protocol/index.js';
import { isLocal } from './address.js';
import type { ContractCase, Need } from './case.js';
import { checkIn } from './check-in.js';
import { createRawControl, type RawControl } from './control.js';
import { type Fetch, type GuardedFetch, guardedFetch, refuseRealHost } from './guarded-fetch.js';
import type { Target } from './target.js';
import { type Reached, type Visit, visit, wireOf } from './visit.js';
import type { Credentials, Session } from './wire.js';
import { idsByCode } from './witness.js';

export interface Connection {
  readonly holdsAssumed: boolean;
  /** Whether a simulator's control plane is there. */
  readonly hasControl: boolean;
  /** Why a case can't run here; undefined if it can. */
  missing(contractCase: ContractCase): string | undefined;
  visit(contractCase: ContractCase): Promise<Visit>;
  close(): Promise<void>;
}

/** The institution of every official example, and the simulator's own. */
const TESTER: Credentials = {
  linkId: 'TESTER',
  secretKey: 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=',
  clientCode: '020040000001',
};

/** ms; nothing public tells how slow the service may be (assumed). */
const TIMEOUT = 30_000;

/** The longest answer that is read, bytes: the provider's have some kilobytes; a journal of a thousand calls has more. */
const ANSWER_LIMIT = 1024 * 1024;
const CONTROL_LIMIT = 64 * 1024 * 1024;

/** A reserved name (RFC 6761): with a `fetch` of its own a target needs no address. */
const NOWHERE = 'http://kakaocert-simulator.test';

const lacks: Readonly<Record<Need, string>> = {
  control: 'needs the control plane of a simulator',
  receiver: 'needs a receiver who may be asked',
  person: 'needs a person who signs',
  secondTenant: 'needs a second institution',
  time: 'needs time to pass',
  client: 'needs the typed client, which the caller hands in (`client` of the target)',
  otherName: "needs a name that is not the receiver's",
};

/** Reaches a target and finds out what it offers; `giveUp` ends all its calls. Throws a TypeError if nobody answers, or a real host is not allowed; a CheckInRefused if it was to check in and is not let in. */
export async function connect(target: Target, giveUp?: AbortSignal): Promise<Connection> {
  const reached = await reach(target, giveUp);
  if (target.checksIn === true) await checkInAll(reached);
  const offers = offersOf(reached);
  return {
    holdsAssumed: reached.holdsAssumed,
    hasControl: reached.plane !== undefined,
    missing({ needs = [] }) {
      const reasons = needs.filter((need) => !offers[need]).map((need) => lacks[need]);
      return reasons.length === 0 ? undefined : reasons.join('; ');
    },
    visit: (contractCase) => visit(reached, contractCase),
    close: async () => {
      await target.close?.();
    },
  };
}

async function reach(target: Target, giveUp?: AbortSignal): Promise<Reached> {
  const url = target.url ?? NOWHERE;
  const limits = {
    timeout: target.timeout ?? TIMEOUT,
    allowRealHosts: target.allowRealHosts === true,
    giveUp,
  };
  const guarded = (fetch: Fetch = globalThis.fetch) =>
    guardedFetch(fetch, { ...limits, limit: CONTROL_LIMIT });
  const fetch = guardedFetch(target.fetch ?? globalThis.fetch, { ...limits, limit: ANSWER_LIMIT });
  const urls = { auth: target.authUrl ?? url, service: target.serviceUrl ?? url };
  // Before anything is played, not at the first call there.
  for (const address of Object.values(urls)) refuseRealHost(address, limits);
  if (typeof target.controlPlane === 'object') refuseRealHost(target.controlPlane.url, limits);
  await answers(urls.auth, fetch);
  const plane = await findRawControl(target, url, guarded);
  const told = target.errors ?? (plane === undefined ? {} : await readErrors(plane));
  const catalogue = changedCatalogue(told);
  return {
    target,
    plane,
    urls,
    fetch,
    now: target.now ?? (() => Date.now()),
    trust: target.trust ?? (plane === undefined ? undefined : await readRoot(plane)),
    holdsAssumed: target.holdsAssumed ?? plane !== undefined,
    known: { catalogue, told },
    ids: idsByCode(catalogue),
    own: {
      linkId: target.linkId ?? TESTER.linkId,
      secretKey: target.secretKey ?? TESTER.secretKey,
      clientCode: target.clientCode ?? TESTER.clientCode,
    },
    sessionOf: sessions(plane !== undefined),
  };
}

/** Both institutions, for a second one that is not let in would spoil what is learned of foreign receipts. */
async function checkInAll(reached: Reached): Promise<void> {
  const unheard = () => undefined;
  await checkIn(wireOf(reached, reached.own, unheard), 'the institution');
  const { secondTenant } = reached.target;
  if (secondTenant !== undefined)
    await checkIn(wireOf(reached, secondTenant, unheard), 'the second institution');
}

const offersOf = ({ target, plane }: Reached): Readonly<Record<Need, boolean>> => ({
  control: plane !== undefined,
  receiver: plane !== undefined || target.receiver !== null,
  person: plane !== undefined || target.sign !== undefined,
  secondTenant: plane !== undefined || target.secondTenant !== undefined,
  time: plane !== undefined || target.sleep !== undefined,
  client: target.client !== undefined,
  otherName: plane !== undefined || target.otherName !== undefined,
});

/** Institutions that stay keep their tokens from case to case: a live service is not asked for more than it must. */
function sessions(hasOwnInstitutions: boolean): Reached['sessionOf'] {
  const kept = new Map<string, Session>();
  return ({ clientCode }) => {
    const session = kept.get(clientCode) ?? {};
    if (!hasOwnInstitutions) kept.set(clientCode, session);
    return session;
  };
}

/** The control plane that a target names, or that answers at its local address. */
async function findRawControl(
  { controlPlane, fetch }: Target,
  url: string,
  guarded: (fetch?: Fetch) => GuardedFetch,
): Promise<RawControl | undefined> {
  if (controlPlane === false) return undefined;
  if (controlPlane !== undefined) {
    return createRawControl({ ...controlPlane, fetch: guarded(controlPlane.fetch) });
  }
  if (!isLocal(url)) return undefined;
  const plane = createRawControl({ url, fetch: guarded(fetch) });
  const health = await plane.send('GET', '/health').catch(() => undefined);
  return health?.status === 200 && health.json?.status === 'ok' ? plane : undefined;
}

/** Whether anybody is there at all; whatever is answered will do. */
async function answers(url: string, fetch: GuardedFetch): Promise<void> {
  try {
    await (await fetch(`${url}${operations.time.path}`)).text();
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? cause.message : message;
    throw new TextError({
      en: `nobody answers at ${url}: ${why}`,
      ko: `${url}에서 응답이 없습니다: ${why}`,
    });
  }
}

/** The codes that the settings of a simulator replaced; where its table has others than ours, that is a fault. */
async function readErrors(plane: RawControl): Promise<ErrorTable> {
  const { status, json } = await plane.send('GET', '/fidelity');
  if (status !== 200 || !Array.isArray(json?.rows)) return {};
  const rows: readonly { readonly row: string; readonly replaced?: Required<ErrorChanges> | null }[] =
    json.rows;
  return Object.fromEntries(
    rows.flatMap(({ row, replaced }) => (replaced ? [[row.replace(/^error:/, ''), replaced]] : [])),
  );
}

const readRoot = async (plane: RawControl): Promise<string> =>
  (await plane.demand('GET', '/ca.pem')).json as string;
