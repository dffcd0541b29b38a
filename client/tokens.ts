// Session tokens by client code: kept, renewed ahead of their end, and asked for once however many callers wait.

import { abortable } from './abort.js';

export interface IssuedToken {
  readonly token: string;
  /** The provider's clock, ms. */
  readonly expiresAt: number;
}

export interface Tokens {
  /** A token that is good for a while yet. One caller's abort is its own: the others go on waiting. */
  get(clientCode: string, signal?: AbortSignal): Promise<string>;
  /** Forgets a token that the provider doesn't accept, unless a newer one has taken its place. */
  drop(clientCode: string, token: string): void;
}

/** Tokens are renewed this long before they end, or at half their life if that is shorter, ms. */
const RENEWAL_MARGIN = 60_000;

/** `issue` asks the provider for a token, `now` is the provider's clock in ms. */
export function createTokens(issue: (clientCode: string) => Promise<IssuedToken>, now: () => number): Tokens {
  const kept = new Map<string, { readonly token: string; readonly renewAt: number }>();
  const flights = new Map<string, Promise<string>>();

  const fly = async (clientCode: string) => {
    const { token, expiresAt } = await issue(clientCode);
    const margin = Math.min(RENEWAL_MARGIN, (expiresAt - now()) / 2);
    kept.set(clientCode, { token, renewAt: expiresAt - margin });
    return token;
  };

  return {
    async get(clientCode, signal) {
      const known = kept.get(clientCode);
      if (known !== undefined && now() < known.renewAt) return known.token;
      let flight = flights.get(clientCode);
      if (flight === undefined) {
        flight = fly(clientCode).finally(() => flights.delete(clientCode));
        flights.set(clientCode, flight);
      }
      return abortable(flight, signal);
    },
    drop(clientCode, token) {
      if (kept.get(clientCode)?.token === token) kept.delete(clientCode);
    },
  };
}
