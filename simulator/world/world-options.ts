// What a World is made with. Apart from the World itself, whose members nobody outside needs the types of.

import type { ErrorTable } from '../../contracts/protocol/index.js';
import type { People } from '../core/people.js';
import type { Form, VerifyAuthForm } from '../core/tampering.js';
import type { FirstTenant } from '../core/tenant.js';

export interface WorldOptions extends FirstTenant {
  /** The base clock, ms since the epoch; the system's unless given. */
  readonly now?: () => number;
  /** Who signs, for every tenant that is not told otherwise, e.g. `immediate`; `manual` unless given. */
  readonly sign?: string;
  /** How long a tenant lives that nobody uses, ms; a day unless given. */
  readonly tenantLife?: number;
  /** How long a receipt is kept after its request, ms; as long as its tenant unless given. */
  readonly keepReceipts?: number;
  /** How many calls of a tenant the journal keeps; 1,000 unless given, 0 keeps none. */
  readonly journalLimit?: number;
  /** How far `x-lh-date` may be off, ms; ten minutes unless given. */
  readonly authWindow?: number;
  /** Leave out the header `x-kakaocert-simulator`, which names the error id of a refusal; false unless given. */
  readonly plain?: boolean;
  /** What VerifyAuth's signedData is; `token` unless given. */
  readonly verifyAuthForm?: VerifyAuthForm;
  /** The form of signedData, for every tenant that is not told otherwise; `der` unless given. */
  readonly form?: Form;
  /** Rows of the error catalogue to replace, by id; members that are left out stay as they are. */
  readonly errors?: ErrorTable;
  /** What a live run verified: row of the fidelity ledger → ISO date, as `contract --learned` writes it. */
  readonly verified?: Readonly<Record<string, string>>;
  /** People of your own, by phone number (digits) or name; they come before the magic ones. */
  readonly people?: People;
}
