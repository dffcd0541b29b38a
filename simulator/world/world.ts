// Everything impure in one place: time, randomness, keys, what is stored. Built once for a simulator; nothing is global.

import { createHash } from 'node:crypto';
import QuickLRU from 'quick-lru';
import {
  type CatalogueEntry,
  changedCatalogue,
  createFormatDT,
  type ErrorTable,
  findMagicPerson,
  timing,
} from '../../contracts/protocol/index.js';
import type { Reply } from '../core/call.js';
import type { Behaviour, People } from '../core/people.js';
import type { Phase, Receipt } from '../core/receipt.js';
import { defaultTenant, firstTenant, type Tenant } from '../core/tenant.js';
import type { TokenClaims } from '../core/token.js';
import type { CaMaker } from '../signer/certificate-authority.js';
import { createSigner, type Signer } from '../signer/signer.js';
import { createMemoryStore } from '../store/memory.js';
import { createRecords, type KindOf, place, type Records } from '../store/records.js';
import type { Store } from '../store/store.js';
import { nextTurn } from '../store/turn.js';
import { type Agreement, aloneAgreed, createAgreement } from './agreed.js';
import { type Barriers, createBarriers } from './barriers.js';
import { type BaseClock, createClock } from './clock.js';
import { type Events, tellingOfReceipts } from './events.js';
import { createIds, createStoredSerials, type Ids } from './ids.js';
import { createJournal, type Journal } from './journal.js';
import { createLeavings, createStoredLeavings, type Leavings } from './leavings.js';
import { createEvents } from './own-events.js';
import { found, refounding } from './refounding.js';
import { createSweep, type Sweep } from './retention.js';
import { createSharedEvents } from './shared-events.js';
import { createStoreHealth, type StoreHealth } from './store-health.js';
import { createStoredJournal } from './stored-journal.js';
import { createStoredUsage } from './stored-usage.js';
import { createUsage, type Usage } from './usage.js';
import type { WorldOptions } from './world-options.js';

/** A token whose seal was found good, with the secret it was sealed with. */
export interface ProvenToken {
  readonly claims: TokenClaims;
  readonly secretKey: string;
}

export interface World extends BaseClock {
  /** What holds all that must survive or be shared. */
  readonly store: Store;
  readonly storeHealth: StoreHealth;
  readonly ids: Ids;
  /** Writes an instant as `…DT`, remembering the last day. */
  readonly formatDT: (instant: number) => string;
  readonly signer: Signer;
  /** Their owner is the tenant (`holderOf`). A receipt is put on what was read of its tenant: settings, clock, and that it is there. */
  readonly receipts: Records<Receipt, [tenant: Tenant]>;
  /** Drops receipts that were kept long enough; undefined where all are kept. */
  readonly sweep: Sweep | undefined;
  /** What simulators that share a store have in common. */
  readonly agreement: Agreement;
  /** What tenants leave behind. */
  readonly leavings: Leavings;
  /** By client code; the owner of a tenant is its LinkID, and all tenants of one have the same secret. */
  readonly tenants: Records<Tenant>;
  /** A bounded memory of tokens already proven, so that a poll does not pay for the proof again. */
  readonly tokens: QuickLRU<string, ProvenToken>;
  /** A bounded memory of answers of Status, by receipt, so that a poll that finds nothing new costs little. */
  readonly stateReplies: QuickLRU<string, StateReply>;
  readonly journal: Journal;
  /** What happens, for those who listen. */
  readonly events: Events;
  /** Of tenants made by the control plane; the default one never goes. */
  readonly usage: Usage;
  readonly barriers: Barriers;
  /** Lets other calls have their turn, between two slices of long work. */
  readonly turn: () => Promise<void>;
  readonly catalogue: ReadonlyMap<string, CatalogueEntry>;
  /** What the settings replaced of the catalogue. */
  readonly replaced: ErrorTable;
  /** Rows of the ledger that a live run verified, with the day. */
  readonly verified: Readonly<Record<string, string>>;
  readonly authWindow: number;
  /** No header of ours on refusals. */
  readonly plain: boolean;
  /** A text that stands for what somebody was asked, and is the same for the same; where it is stored, it tells nothing. */
  readonly nameOf: (asked: string) => string;
  /** What a new tenant has unless told otherwise. */
  readonly tenantDefaults: Pick<Tenant, 'form' | 'sign'>;
  /** How somebody behaves who has this number or name: the user's own people first, then the magic ones. */
  readonly behaviourOf: (phone: unknown, name: unknown) => Behaviour | undefined;
}

/** What Status answered, and all that it was made of. */
interface StateReply {
  readonly receipt: Receipt;
  readonly tenant: Tenant;
  readonly phase: Phase;
  readonly reply: Reply;
}

/** The library keeps up to twice as many. */
const TOKENS_KEPT = 4096;
const STATE_REPLIES_KEPT = 1024;

/** A world over a store; over one in memory, with the default tenant in it, unless given. Signs by the published CA, or by one of `caMaker`. */
export function createWorld(
  options: WorldOptions = {},
  store: Store = newMemory(options),
  caMaker?: CaMaker,
): World {
  const clock = createClock(options.now);
  const { now } = clock;
  const ids = createIds(now());
  // A store that nobody shares loses no answers, so its writes need no names.
  const newMark = store.shared ? ids.mark : () => '';
  const { people = {} } = options;
  const receipts = createRecords(store, receiptKind, newMark);
  const memories = store.shared
    ? remembersInStore(store, receipts, newMark, options)
    : remembersInMemory(receipts, options);
  const process = Buffer.from(ids.bytes(6)).toString('hex');
  const ownEvents = createEvents(process, now);
  const events = store.shared
    ? createSharedEvents({ store, process, now, newMark, secrets: () => memories.journal.secrets }, ownEvents)
    : ownEvents;
  const agreement = store.shared ? createAgreement(store, newMark) : aloneAgreed;
  const tenants = createRecords(store, tenantKind, newMark);
  return {
    ...clock,
    store,
    storeHealth: createStoreHealth(store, now, events.notice),
    ids: store.shared ? { ...ids, ...createStoredSerials(store, now) } : ids,
    formatDT: createFormatDT(),
    signer: createSigner(ids, {
      now,
      verifyAuthForm: options.verifyAuthForm,
      caMaker,
      agree: agreement.agree,
    }),
    receipts: tellingOfReceipts(receipts, events, now),
    sweep: createSweep(receipts, options.keepReceipts),
    agreement,
    tenants: store.shared ? refounding(tenants, agreement, foundedWith(options)) : tenants,
    tokens: new QuickLRU({ maxSize: TOKENS_KEPT }),
    stateReplies: new QuickLRU({ maxSize: STATE_REPLIES_KEPT }),
    events,
    ...memories,
    barriers: createBarriers(),
    turn: nextTurn,
    catalogue: changedCatalogue(options.errors ?? {}),
    replaced: options.errors ?? {},
    verified: options.verified ?? {},
    tenantDefaults: tenantDefaults(options),
    behaviourOf: (phone, name) => own(people, phone) ?? own(people, name) ?? findMagicPerson(phone, name),
    authWindow: options.authWindow ?? timing.authWindow.ms,
    plain: options.plain === true,
  };
}

/** What happened, and who is in use: in memory it is nobody else's. */
function remembersInMemory(receipts: World['receipts'], options: WorldOptions) {
  const { journalLimit, tenantLife } = options;
  const journal = createJournal(journalLimit);
  journal.keepSecret(firstTenant(options));
  return {
    journal,
    usage: createUsage(tenantLife),
    leavings: createLeavings(receipts),
    nameOf: (asked: string) => asked,
  };
}

/** The same where others see it too. */
function remembersInStore(
  store: Store,
  receipts: World['receipts'],
  newMark: () => string,
  options: WorldOptions,
) {
  const { journalLimit, tenantLife } = options;
  const journal = createStoredJournal(store, newMark, journalLimit);
  journal.keepSecret(firstTenant(options));
  return {
    journal,
    usage: createStoredUsage(store, newMark, tenantLife),
    leavings: createStoredLeavings(store, receipts, newMark),
    nameOf: (asked: string) => createHash('sha256').update(asked).digest('base64url').slice(0, 22),
  };
}

/** A world over a store that others may use too: whoever comes first founds it. */
export async function openWorld(options: WorldOptions, store: Store): Promise<World> {
  const world = createWorld(options, store);
  await foundWorld(world, options);
  return world;
}

/** Puts the first tenant, where there is none, and does what an earlier life left undone. */
export async function foundWorld(world: World, options: WorldOptions): Promise<void> {
  await found(world.tenants, world.agreement, foundedWith(options));
  await world.leavings.resume(world.tenants);
}

/** Gives the first tenant the settings of this start: those that it was founded with hold no longer. */
export async function resettle(
  { tenants, tenantDefaults: defaults }: World,
  options: WorldOptions,
): Promise<void> {
  const first = firstTenant(options);
  for (;;) {
    const tenant = await tenants.get(first.clientCode);
    if (tenant === undefined) return;
    const { secretKey, subClients } = first;
    if (await tenants.put({ ...tenant, ...defaults, secretKey, subClients }, tenant.version)) return;
  }
}

const tenantDefaults = ({ sign = defaultTenant.sign, form = defaultTenant.form }: WorldOptions) => ({
  sign,
  form,
});

/** The tenant that is there from the start. */
const foundedWith = (options: WorldOptions): Tenant => ({
  ...firstTenant(options),
  ...tenantDefaults(options),
});

const tenantKind: KindOf<Tenant> = {
  kind: 'tenant',
  keyOf: ({ clientCode }) => clientCode,
  ownerOf: ({ linkId }) => linkId,
  bondOf: ({ secretKey }) => secretKey,
};

const receiptKind: KindOf<Receipt, [tenant: Tenant]> = {
  kind: 'receipt',
  keyOf: ({ receiptId }) => receiptId,
  ownerOf: ({ holder }) => holder,
  premiseOf: ({ clientCode, version }) => ({ kind: tenantKind.kind, key: clientCode, version }),
};

function newMemory(options: WorldOptions): Store {
  const store = createMemoryStore();
  store.put(place(tenantKind, foundedWith(options)), 0);
  return store;
}

const own = (people: People, key: unknown): Behaviour | undefined =>
  typeof key === 'string' && Object.hasOwn(people, key) ? people[key] : undefined;
