// What a user may add to the tables of the protocol: people of their own, and other codes and messages for its errors.

import type { CatalogueEntry, MagicPerson } from '../../contracts/protocol/index.js';
import type { Tampering } from './tampering.js';

/** What may be replaced of a row of the error catalogue. */
export type ErrorChanges = Partial<Pick<CatalogueEntry, 'code' | 'message' | 'status'>>;

/** How somebody behaves; see the magic people for what each member does. */
export type Behaviour = Pick<MagicPerson, 'sign' | 'views' | 'refuses' | 'verifyFault'> & {
  readonly tamper?: Tampering;
};

/** By phone number (digits) or name. */
export type People = Readonly<Record<string, Behaviour>>;
