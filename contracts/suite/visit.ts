// One case's visit to a target: institutions of its own where there is a control plane, its setting, and what it saw.

import { requestFor } from '../../fixtures/requests.js';
import { type Host, type ServiceName, services } from '../protocol/index.js';
import type { ContractCase, Need, Setting } from './case.js';
import { type ClientKit, createClientKit } from './client.js';
import type { InstitutionControl, RawControl } from './control.js';
import { SkippedCase } from './expectations.js';
import type { GuardedFetch } from './guarded-fetch.js';
import { createRefused, type KnownRefusals, type SeenRefusal } from './refusal.js';
import type { Target } from './target.js';
import {
  type Credentials,
  createWire,
  type Exchange,
  type Reply,
  replyOf,
  type Session,
  type Wire,
} from './wire.js';
import { type IdsByCode, type Witnessed, witnessedIn } from './witness.js';

/** A target that answers, and what every visit there uses. */
export interface Reached {
  readonly target: Target;
  readonly plane: RawControl | undefined;
  readonly urls: Readonly<Record<Host, string>>;
  readonly fetch: GuardedFetch;
  readonly now: () => number;
  readonly trust: string | undefined;
  readonly holdsAssumed: boolean;
  readonly known: KnownRefusals;
  readonly ids: IdsByCode;
  /** The institution that is used where no case can have one of its own. */
  readonly own: Credentials;
  readonly sessionOf: (credentials: Credentials) => Session;
}

export interface Visit {
  readonly setting: Setting;
  readonly exchanges: readonly Exchange[];
  /** What an answer told that the tables only assume. */
  readonly notes: readonly string[];
  readonly refusals: readonly SeenRefusal[];
  /** What is not as somebody has seen it, and yet keeps the promise. */
  readonly differences: readonly string[];
  /** What of the tables the case saw up to now; asked before `leave`. */
  witnessed(): Promise<Witnessed>;
  /** Takes the case's own institutions away. */
  leave(): Promise<void>;
}

/** Opens a visit for one case. */
export async function visit(reached: Reached, { needs = [] }: ContractCase): Promise<Visit> {
  const { plane, target } = reached;
  const exchanges: Exchange[] = [];
  const places = new Map<Reply, number>();
  const notes: string[] = [];
  const refusals: SeenRefusal[] = [];
  const differences: string[] = [];
  const arranged = new Set<string>();
  const made: Credentials[] = [];
  const institution = async (given: Credentials | undefined): Promise<Credentials> => {
    if (plane === undefined) return named(given, 'secondTenant');
    const { json } = await plane.demand('POST', '/tenants', {});
    made.push(json);
    return json;
  };
  const record = (exchange: Exchange, reply: Reply): void => {
    places.set(reply, exchanges.push(exchange) - 1);
  };
  const first = await institution(reached.own);
  const second = needs.includes('secondTenant') ? await institution(target.secondTenant) : undefined;
  const setting = settingOf(reached, {
    first,
    wire: wireOf(reached, first, record),
    secondTenant: second && wireOf(reached, second, record),
    client: clientOf(reached, first, (exchange) => record(exchange, replyOf(exchange))),
    control: plane?.of(first, (errorId) => arranged.add(errorId)),
    notes,
    refused: createRefused({
      ...reached.known,
      holdsAssumed: reached.holdsAssumed,
      exchangeOf: (reply) => places.get(reply) ?? -1,
      onRefusal: (refusal) => refusals.push(refusal),
      onDifference: (why) => differences.push(why),
    }),
  });
  return {
    setting,
    exchanges,
    notes,
    refusals,
    differences,
    witnessed: () =>
      witnessedIn(exchanges, { arranged, ids: reached.ids }, plane && (() => outcomesOf(plane, made))),
    leave: async () => {
      for (const { clientCode } of made) await plane?.send('DELETE', `/tenants/${clientCode}`);
    },
  };
}

export const wireOf = (
  { urls, fetch, now, sessionOf }: Reached,
  credentials: Credentials,
  onExchange: (exchange: Exchange, reply: Reply) => void,
): Wire => createWire({ urls, fetch, credentials, now, session: sessionOf(credentials), onExchange });

const clientOf = (
  { target: { client: module }, urls, fetch, now }: Reached,
  credentials: Credentials,
  onExchange: (exchange: Exchange) => void,
): ClientKit | undefined => module && createClientKit({ module, urls, fetch, credentials, now, onExchange });

/** What the journals of these institutions say that their calls came to. */
async function outcomesOf(plane: RawControl, institutions: readonly Credentials[]): Promise<string[]> {
  const outcomes: string[] = [];
  for (const { clientCode } of institutions) {
    const { json } = await plane.demand('GET', `/tenants/${clientCode}/calls`);
    outcomes.push(...json.calls.map(({ outcome }: { readonly outcome: string }) => outcome));
  }
  return outcomes;
}

/** What a setting is made of, besides the target. */
interface Parts {
  readonly first: Credentials;
  readonly wire: Wire;
  readonly secondTenant: Wire | undefined;
  readonly client: ClientKit | undefined;
  readonly control: InstitutionControl | undefined;
  readonly notes: string[];
  readonly refused: Setting['refused'];
}

function settingOf(
  reached: Reached,
  { first, wire, secondTenant, client, control, notes, refused }: Parts,
): Setting {
  const { now, trust, holdsAssumed, target } = reached;
  return {
    wire,
    get secondTenant() {
      return named(secondTenant, 'secondTenant');
    },
    get client() {
      return named(client, 'client');
    },
    get control() {
      return named(control, 'control');
    },
    now,
    trust,
    holdsAssumed,
    sign: signing(reached, first),
    receipt: reading(reached, wire),
    pass: async (ms) => {
      if (control === undefined) await named(target.sleep, 'time')(ms);
      else await control.tenant('PUT', '/clock', { advance: `PT${ms / 1000}S` });
    },
    request: (service, changes = {}) => requestTo(target, service, changes),
    get otherName() {
      // Of the simulator's people one has another real name than whatever is asked.
      if (control !== undefined) return { ReceiverHP: '01000000007' };
      return { ReceiverName: named(target.otherName, 'otherName') };
    },
    refused,
    note: (text) => {
      // A simulator that keeps what we assume tells nothing new.
      if (!holdsAssumed) notes.push(text);
    },
  };
}

/** Has a receipt signed: over the control plane, or by the person that the target has. */
function signing(reached: Reached, institution: Credentials): Setting['sign'] {
  const { plane, target } = reached;
  return async (row, receiptId) => {
    if (plane !== undefined) {
      await plane.demand('POST', `/receipts/${receiptId}/sign`);
      return;
    }
    // The waiting is ours, not the case's: how often it asks is in no report and no recording.
    const aside = wireOf(reached, institution, () => undefined);
    const state = async () => Number((await aside.call(row.state, { receiptId })).json?.state);
    await named(target.sign, 'person')(receiptId, state);
  };
}

/** Gives a receipt to read: one that the target knows, or a new one where that reaches nobody. */
function reading({ plane, target }: Reached, wire: Wire): Setting['receipt'] {
  return async (row) => {
    const known = target.knownReceipts?.[row.service];
    if (known !== undefined) return known;
    if (plane === undefined) throw new SkippedCase(`needs a receipt of ${row.service} to read`);
    const body = sampleRequest(row.service, {});
    return (await wire.call(row.request, { body })).json?.receiptId;
  };
}

function named<T>(value: T | undefined, need: Need): T {
  if (value === undefined) throw new TypeError(`The case does not name "${need}" among its needs.`);
  return value;
}

/** A request to the target's receiver. Who signs a consent must be the holder of the account (manual 1). */
function requestTo(
  { receiver, account }: Target,
  service: ServiceName,
  changes: object,
): Record<string, unknown> {
  const asked = { ...receiver, ...changes };
  const holder = 'ReceiverName' in asked ? { BankAccountName: asked.ReceiverName } : {};
  const ofConsent = services[service].signs === 'consent' ? { ...holder, ...account } : {};
  return sampleRequest(service, { ...ofConsent, ...asked });
}

const sampleRequest = (service: ServiceName, changes: object): Record<string, unknown> => ({
  ...requestFor(service),
  ...changes,
});
