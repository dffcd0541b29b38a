// What a refusal was decided on, kept beside the call: plain, small, and mostly references to what is there anyway. The
// reason is made of it once somebody reads it, so that a refusal costs no more than an answer.

/** So much of a body is kept, bytes: what is shown of it, and enough to find a secret cut there. */
export const BODY_KEPT = 16 * 1024;

/** Instants are ms since the epoch. */
export interface Grounds {
  /** A test arranged it, or a magic person has it: nothing was wrong with the call. */
  readonly arranged?: true;
  /** The secret that signatures were compared with, and its LinkID. */
  readonly secretKey?: string;
  readonly linkId?: string;
  /** The digest of the body, where the body is too long to be kept whole. */
  readonly digest?: string;
  /** The clock that something was compared with, and how far from it was allowed, ms. */
  readonly now?: number;
  readonly window?: number;
  /** What a token says of itself, and what it should have said. */
  readonly tokenOf?: string;
  readonly tokenUntil?: number;
  readonly tokenAddress?: string;
  readonly tokenScope?: readonly string[];
  /** Why a token is no good though its time is not up: its tenant is gone, or a test expired it. */
  readonly tokenEnded?: 'gone' | 'expired' | 'sealed';
  /** The service of a receipt that was asked for as another's, or the tenant that it belongs to. */
  readonly service?: string;
  readonly owner?: string;
  /** Of a receipt: what became of it and when, on its tenant's clock. */
  readonly requestedAt?: number;
  readonly expiresAt?: number;
  readonly signedAt?: number | null;
  readonly verifiedAt?: number | null;
}

/** Why a call was refused: a sentence in both languages, and the facts that it is made of. */
export interface Why {
  readonly en: string;
  readonly ko: string;
  readonly [fact: string]: string | number | boolean | null;
}
