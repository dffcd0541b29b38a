// The protocol as data: what the wire carries, where each rule comes from, and how well it is known.

export { answerFault, isNullable } from './answer-check.js';
export { type Bank, bankName, banks, findBank } from './banks.js';
export {
  type CatalogueEntry,
  createCatalogue,
  type ErrorId,
  type FieldErrorId,
  type FieldFault,
  type NamedErrorId,
} from './errors.js';
export type { Fidelity, Provenance } from './fidelity.js';
export type { Redaction } from './field.js';
export { fieldsRedactedAs, redactionOf } from './fields.js';
export { hostNames, hosts } from './hosts.js';
export { fidelityLedger, type LedgerEntry, type LedgerKind } from './ledger.js';
export { findMagicPerson, type MagicPerson, magicPeople } from './magic.js';
export * as schema from './messages.js';
export { type OpenApiPart, type Piece, providerPart } from './openapi.js';
export {
  type Action,
  type Authentication,
  createRouter,
  type Host,
  type Operation,
  type OperationName,
  operations,
  type Route,
  type Routing,
  type ServiceName,
} from './operations.js';
export { API_VERSION, bodyDigest, callStringToSign, equalMac, mac, tokenStringToSign } from './signature.js';
export type { Text } from './text.js';
export {
  createFormatDT,
  formatDT,
  formatExpiration,
  formatTime,
  isCalendarDate,
  parseLhDate,
} from './time.js';
export { type TimingRule, timing } from './timing.js';
