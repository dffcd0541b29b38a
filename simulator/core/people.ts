// What a user may add to the tables of the protocol: people of their own.

import type { MagicPerson } from '../../contracts/protocol/index.js';
import type { Tampering } from './tampering.js';

/** How somebody behaves; see the magic people for what each member does. */
export type Behaviour = Pick<MagicPerson, 'sign' | 'views' | 'refuses' | 'verifyFault'> & {
  readonly tamper?: Tampering;
};

/** By phone number (digits) or name. */
export type People = Readonly<Record<string, Behaviour>>;
