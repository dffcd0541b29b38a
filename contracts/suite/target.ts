// Whoever is judged: a simulator, the live service, anybody's fake. A target says where it answers and what can be done
// to it; what a case needs and a target lacks is named, never assumed.

import { requestCMS, requestESign, requestVerifyAuth } from '../../fixtures/requests.js';
import { operations, type ServiceName } from '../protocol/index.js';
import { isLocal } from './address.js';
import type { ContractCase, Need, Setting } from './case.js';
import { type ControlAddress, type ControlPlane, createControlPlane } from './control.js';
import { SkippedCase } from './expectations.js';
import { guardedFetch, refuseRealHost } from './guarded-fetch.js';
import { createRefused } from './refusal.js';
import { type Credentials, createWire, type Exchange, type Fetch, type Session, type Wire } from './wire.js';

/** The receiver of every request that a case makes. */
export interface Receiver {
  readonly ReceiverName: string;
  /** Digits only. */
  readonly ReceiverHP: string;
  /** yyyyMMdd */
  readonly ReceiverBirthDay: string;
}

export interface Target extends Partial<Credentials> {
  /** Where both hosts answer; `authUrl` and `serviceUrl` name them one by one. No trailing slash. */
  readonly url?: string | undefined;
  readonly authUrl?: string | undefined;
  readonly serviceUrl?: string | undefined;
  readonly fetch?: Fetch | undefined;
  /** The control plane of a simulator. Unless said, it is looked for at `url`, where that is a local address. */
  readonly controlPlane?: ControlAddress | false | undefined;
  /**
   * Has a receipt signed by a person; resolves once they have. `state` asks Status. Only where there is no control plane.
   */
  readonly sign?: ((receiptId: string, state: () => Promise<number>) => Promise<void>) | undefined;
  /** Who is asked; somebody made up unless given, and nobody may be asked if null. */
  readonly receiver?: Receiver | null | undefined;
  readonly secondTenant?: Credentials | undefined;
  /** Receipts that were made before and may be read, where there is no control plane. */
  readonly knownReceipts?: Readonly<Partial<Record<ServiceName, string>>> | undefined;
  /** The roots that signedData must lead to, PEM. */
  readonly trust?: string | undefined;
  /** The target's now, ms; the system's unless given. */
  readonly now?: (() => number) | undefined;
  /** Lets real time pass, ms, where no control plane can. */
  readonly sleep?: ((ms: number) => Promise<void>) | undefined;
  /** Whether what is only assumed must be kept too; true where there is a control plane. */
  readonly holdsAssumed?: boolean | undefined;
  /** How long an answer may take, ms; 30 seconds unless given. */
  readonly timeout?: number | undefined;
  /** Calls to the real host names are meant. Without it they are refused, wherever the names may lead. */
  readonly allowRealHosts?: boolean | undefined;
  readonly close?: (() => unknown) | undefined;
}

/** The institution of every official example, and the simulator's own. */
const TESTER: Credentials = {
  linkId: 'TESTER',
  secretKey: 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=',
  clientCode: '020040000001',
};

/** ms; nothing public tells how slow the service may be (assumed). */
const TIMEOUT = 30_000;

/** A reserved name (RFC 6761): with a `fetch` of its own a target needs no address. */
const NOWHERE = 'http://kakaocert-simulator.test';

const lacks: Readonly<Record<Need, string>> = {
  control: 'needs the control plane of a simulator',
  receiver: 'needs a receiver who may be asked',
  person: 'needs a person who signs',
  secondTenant: 'needs a second institution',
  time: 'needs time to pass',
};

/** One case's visit to a target: its setting, what travelled, what was learned. */
export interface Visit {
  readonly setting: Setting;
  readonly exchanges: readonly Exchange[];
  /** What an answer told that the tables only assume. */
  readonly notes: readonly string[];
  leave(): Promise<void>;
}

export interface Connection {
  readonly holdsAssumed: boolean;
  /** Why a case can't run here; undefined if it can. */
  missing(contractCase: ContractCase): string | undefined;
  visit(contractCase: ContractCase): Promise<Visit>;
  close(): Promise<void>;
}

/** Reaches a target and finds out what it offers. */
export async function connect(target: Target): Promise<Connection> {
  const url = target.url ?? NOWHERE;
  const limits = { timeout: target.timeout ?? TIMEOUT, allowRealHosts: target.allowRealHosts === true };
  const guarded = (fetch: Fetch = globalThis.fetch) => guardedFetch(fetch, limits);
  const fetch = guarded(target.fetch);
  const urls = { auth: target.authUrl ?? url, service: target.serviceUrl ?? url };
  // Before anything is played, not at the first call there.
  for (const address of Object.values(urls)) refuseRealHost(address, limits);
  if (typeof target.controlPlane === 'object') refuseRealHost(target.controlPlane.url, limits);
  await answers(urls.auth, fetch);
  const plane = await findControlPlane(target, url, guarded);
  const holdsAssumed = target.holdsAssumed ?? plane !== undefined;
  const trust = target.trust ?? (plane === undefined ? undefined : await readRoot(plane));
  const own: Credentials = {
    linkId: target.linkId ?? TESTER.linkId,
    secretKey: target.secretKey ?? TESTER.secretKey,
    clientCode: target.clientCode ?? TESTER.clientCode,
  };
  const now = target.now ?? Date.now;
  const offers: Readonly<Record<Need, boolean>> = {
    control: plane !== undefined,
    receiver: plane !== undefined || target.receiver !== null,
    person: plane !== undefined || target.sign !== undefined,
    secondTenant: plane !== undefined || target.secondTenant !== undefined,
    time: plane !== undefined || target.sleep !== undefined,
  };

  // Institutions that stay keep their tokens from case to case: a live service is not asked for more than it must.
  const sessions = new Map<string, Session>();
  const sessionOf = ({ clientCode }: Credentials): Session => {
    const session = sessions.get(clientCode) ?? {};
    if (plane === undefined) sessions.set(clientCode, session);
    return session;
  };

  return {
    holdsAssumed,
    missing({ needs = [] }) {
      const reasons = needs.filter((need) => !offers[need]).map((need) => lacks[need]);
      return reasons.length === 0 ? undefined : reasons.join('; ');
    },
    async visit({ needs = [] }) {
      const exchanges: Exchange[] = [];
      const notes: string[] = [];
      const made: Credentials[] = [];
      const institution = async (given: Credentials | undefined): Promise<Credentials> => {
        if (plane === undefined) return given as Credentials;
        const { json } = await plane.demand('POST', '/tenants', {});
        made.push(json);
        return json;
      };
      const wireOf = (
        credentials: Credentials,
        onExchange = (exchange: Exchange): void => {
          exchanges.push(exchange);
        },
      ): Wire =>
        createWire({
          urls,
          fetch,
          credentials,
          now,
          session: sessionOf(credentials),
          onExchange,
        });
      const first = await institution(own);
      const wire = wireOf(first);
      const second = needs.includes('secondTenant')
        ? wireOf(await institution(target.secondTenant))
        : undefined;
      const control = plane?.of(first);
      const setting: Setting = {
        wire,
        get secondTenant() {
          return named(second, 'secondTenant');
        },
        get control() {
          return named(control, 'control');
        },
        now,
        trust,
        holdsAssumed,
        sign: async (row, receiptId) => {
          if (plane !== undefined) {
            await plane.demand('POST', `/receipts/${receiptId}/sign`);
            return;
          }
          // The waiting is ours, not the case's: how often it asks is in no report and no recording.
          const aside = wireOf(first, () => undefined);
          const state = async () => Number((await aside.call(row.state, { receiptId })).json?.state);
          await named(target.sign, 'person')(receiptId, state);
        },
        receipt: async (row) => {
          const known = target.knownReceipts?.[row.service];
          if (known !== undefined) return known;
          if (plane === undefined) throw new SkippedCase(`needs a receipt of ${row.service} to read`);
          const body = sampleRequest(row.service, {});
          return (await wire.call(row.request, { body })).json?.receiptId;
        },
        pass: async (ms) => {
          if (control === undefined) await named(target.sleep, 'time')(ms);
          else await control.tenant('PUT', '/clock', { advance: `PT${ms / 1000}S` });
        },
        request: (service, changes) => sampleRequest(service, { ...target.receiver, ...changes }),
        refused: createRefused(holdsAssumed, notes),
      };
      return {
        setting,
        exchanges,
        notes,
        leave: async () => {
          for (const { clientCode } of made) await plane?.send('DELETE', `/tenants/${clientCode}`);
        },
      };
    },
    close: async () => {
      await target.close?.();
    },
  };
}

function named<T>(value: T | undefined, need: Need): T {
  if (value === undefined) throw new TypeError(`The case does not name "${need}" among its needs.`);
  return value;
}

const samples: Readonly<Record<ServiceName, (changes: object) => object>> = {
  cms: requestCMS,
  verifyAuth: requestVerifyAuth,
  esign: requestESign,
};

const sampleRequest = (service: ServiceName, changes: object) =>
  samples[service](changes) as Record<string, unknown>;

/** The control plane that a target names, or that answers at its local address. */
async function findControlPlane(
  { controlPlane, fetch }: Target,
  url: string,
  guarded: (fetch?: Fetch) => Fetch,
): Promise<ControlPlane | undefined> {
  if (controlPlane === false) return undefined;
  if (controlPlane !== undefined) {
    return createControlPlane({ ...controlPlane, fetch: guarded(controlPlane.fetch) });
  }
  if (!isLocal(url)) return undefined;
  const plane = createControlPlane({ url, fetch: guarded(fetch) });
  const health = await plane.send('GET', '/health').catch(() => undefined);
  return health?.status === 200 && health.json?.status === 'ok' ? plane : undefined;
}

/** Whether anybody is there at all; whatever is answered will do. */
async function answers(url: string, fetch: Fetch): Promise<void> {
  try {
    await (await fetch(`${url}${operations.time.path}`)).arrayBuffer();
  } catch (error) {
    const { message, cause } = error as Error;
    throw new TypeError(`nobody answers at ${url}: ${cause instanceof Error ? cause.message : message}`);
  }
}

const readRoot = async (plane: ControlPlane): Promise<string> =>
  (await plane.demand('GET', '/ca.pem')).json as string;
