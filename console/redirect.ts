// Where the app page may lead to: apps open by schemes of their own, a program under test is on this machine.

/** Schemes that run or show what stands in the address itself, or what lies on the disk. */
const NEVER = [
  'javascript:',
  'data:',
  'vbscript:',
  'blob:',
  'file:',
  'filesystem:',
  'about:',
  'view-source:',
];
const WEB = ['http:', 'https:'];

const isLoopback = (host: string) =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host);

/** Why a target is none, or undefined if it may be gone to. `allowed` are origins, e.g. `https://app.test`. */
export type TargetFault = 'missing' | 'unreadable' | 'scheme' | 'origin';

export function targetFault(target: string | null, allowed: readonly string[]): TargetFault | undefined {
  if (target === null || target === '') return 'missing';
  if (!URL.canParse(target)) return 'unreadable';
  const { protocol, hostname, origin } = new URL(target);
  if (NEVER.includes(protocol)) return 'scheme';
  if (!WEB.includes(protocol) || isLoopback(hostname)) return undefined;
  return allowed.includes(origin) ? undefined : 'origin';
}

/** The target with members put into its query; one of the same name is replaced, the rest of it stays. */
export function withQuery(target: string, members: Readonly<Record<string, string>>): string {
  const [, before = '', hash = ''] = /^([^#]*)(#.*)?$/s.exec(target) ?? [];
  const [, path = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(before) ?? [];
  const kept = new URLSearchParams(query);
  for (const [name, value] of Object.entries(members)) kept.set(name, value);
  return `${path}?${kept}${hash}`;
}
