// The settings that all simulators of a store must have in common. The first one writes them; one whose settings differ does
// not start, unless it is told that its own are to hold.

import type { SimulatorOptions } from './options/options.js';
import { StoreProblem } from './store/problem.js';
import type { Agreement } from './world/agreed.js';

/** Which settings those are, with what holds where nothing is given; null for what is each simulator's own business. */
const shared: { readonly [Name in keyof Required<SimulatorOptions>]: { readonly unless: unknown } | null } = {
  sign: { unless: 'manual' },
  form: { unless: 'der' },
  verifyAuthForm: { unless: 'token' },
  ephemeralCa: { unless: false },
  plain: { unless: false },
  gzip: { unless: 'offered' },
  linkId: { unless: null },
  secretKey: { unless: null },
  clientCode: { unless: null },
  subClients: { unless: null },
  authWindow: { unless: null },
  errors: { unless: null },
  people: { unless: null },
  tenantLife: { unless: null },
  keepReceipts: { unless: null },
  journalLimit: { unless: null },
  tenants: null,
  verified: null,
  allowHosts: null,
  allowOrigins: null,
  allowRedirects: null,
  controlToken: null,
  log: null,
  logLanguage: null,
  now: null,
  sleep: null,
  tlsChain: null,
  store: null,
  storeSync: null,
  storePrefix: null,
  storeSettings: null,
};

type Settings = Readonly<Record<string, unknown>>;

/** What is not shown where it differs. */
const SECRETS: readonly string[] = ['secretKey'];
const SHOWN = 80;

const settingsOf = (options: SimulatorOptions): Settings =>
  Object.fromEntries(
    Object.entries(shared).flatMap(([name, row]) =>
      row === null ? [] : [[name, options[name as keyof SimulatorOptions] ?? row.unless]],
    ),
  );

function shownValue(name: string, value: unknown): string {
  if (value === null || value === undefined) return 'the default';
  if (SECRETS.includes(name)) return 'another one';
  const text = JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** Members that this version does not know stay out of it: an older or newer one may share the store. */
function difference(mine: Settings, stored: Settings): string | undefined {
  return Object.keys(mine).find(
    (name) => Object.hasOwn(stored, name) && JSON.stringify(mine[name]) !== JSON.stringify(stored[name]),
  );
}

/** Agrees on the settings. Rejects with a StoreProblem that names the first one which differs, and both values. */
export async function agreeOnSettings(agreement: Agreement, options: SimulatorOptions): Promise<boolean> {
  const mine = settingsOf(options);
  const stored = await agreement.agree('settings', () => mine);
  const name = difference(mine, stored);
  if (name === undefined) return false;
  if (options.storeSettings !== 'mine') {
    throw new StoreProblem(
      `it was made with another ${name} (${shownValue(name, stored[name])}; here ${shownValue(name, mine[name])}); start with the same, or with --store-settings mine, which writes those of this start`,
    );
  }
  await agreement.overrule('settings', { ...stored, ...mine });
  return true;
}
