// The language of the page: of the address, then the one chosen before, then the browser's.

import { effect, signal } from '@preact/signals';
import { asked } from './location.js';
import { type WordName, words } from './words.js';

const languages = ['ko', 'en'] as const;
export type Language = (typeof languages)[number];

const KEPT_AS = 'kakaocert-simulator.lang';

const known = (name: string | null | undefined) =>
  languages.find((one) => name?.toLowerCase().startsWith(one));

const chosen = signal<Language>(known(localStorage.getItem(KEPT_AS)) ?? known(navigator.language) ?? 'en');

export const language = (): Language => known(asked('lang')) ?? chosen.value;

export function choose(name: Language): void {
  localStorage.setItem(KEPT_AS, name);
  chosen.value = name;
}

/**
 * A sentence of the table in the language of the page, with what varies put in its braces; `{found:call|calls}` is the first
 * word where `found` is 1.
 */
export function t(name: WordName, given: Readonly<Record<string, string | number>> = {}): string {
  return words[name][language()].replaceAll(
    /\{(\w+)(?::(\w+)\|(\w+))?\}/g,
    (_, member: string, one?: string, many?: string) => {
      const value = String(given[member] ?? '');
      return one === undefined ? value : String(value === '1' ? one : many);
    },
  );
}

/** The same of a sentence that came with the data. */
export const say = (text: { readonly en: string; readonly ko: string }): string => text[language()];

effect(() => {
  document.documentElement.lang = language();
});
