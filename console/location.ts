// The address of the page: which view, and what it is narrowed down to. Whoever gets the address sees the same.

import { computed, signal } from '@preact/signals';

const here = signal(new URL(location.href));
addEventListener('popstate', () => {
  here.value = new URL(location.href);
});

/** The views of the console at /_sim/. */
export const views = ['receipts', 'calls', 'clock', 'arrange', 'tenants'] as const;
export type View = (typeof views)[number];

/** A member of the query, or nothing. */
export const asked = (name: string): string | undefined => here.value.searchParams.get(name) ?? undefined;

export const view = computed<View>(() => views.find((one) => one === asked('view')) ?? 'receipts');
/** The path, without a slash at its end: the server gives the same page for both. */
export const path = computed(() => here.value.pathname.replace(/\/$/, ''));

/** An address within the console; the language that was asked for stays. */
export function addressOf(
  pathname: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const url = new URL(pathname, location.origin);
  const lang = asked('lang');
  for (const [name, value] of Object.entries({ ...query, ...(lang === undefined ? {} : { lang }) })) {
    if (value !== undefined && value !== '') url.searchParams.set(name, value);
  }
  return url.pathname + url.search;
}

/** The console's address of a view. */
export const viewAddress = (name: View, query: Readonly<Record<string, string | undefined>> = {}): string =>
  addressOf('/_sim/', { view: name === 'receipts' ? undefined : name, ...query });

function goTo(address: string, how: 'push' | 'replace' = 'push'): void {
  here.value = new URL(address, location.href);
  try {
    history[`${how}State`](null, '', address);
  } catch {
    // A browser lets an address change so many times a minute (Safari: 100 in 30 s); whoever types on goes on here.
  }
  if (how === 'push') scrollTo(0, 0);
}

/** Changes members of the query and stays on the page. */
export function ask(members: Readonly<Record<string, string | undefined>>): void {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined || value === '') url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  goTo(url.pathname + url.search, 'replace');
}

/** Follows links within the console without loading the page again. */
export function followLinks(event: MouseEvent): void {
  const link = (event.target as Element | null)?.closest?.('a');
  if (link === null || link === undefined || event.defaultPrevented) return;
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.href, location.href);
  const isOurs = url.origin === location.origin && /^\/_sim\/($|phone(\/|$))/.test(url.pathname);
  if (!isOurs || link.target !== '' || link.hasAttribute('download') || link.hash !== '') return;
  event.preventDefault();
  goTo(url.pathname + url.search);
}
