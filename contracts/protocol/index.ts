// The protocol as data: what the wire carries, where each rule comes from, and how well it is known.

export { type Action, type ActionRow, actions, type ClientKind } from './actions.js';
export { answerFault, isNullable, saysNothing } from './answer-check.js';
export { APP_CANCELLED, appResults } from './app-results.js';
export {
  type Authentication,
  type AuthenticationRow,
  authentications,
  SERVICE_ID,
  type SignedHeader,
  scopes,
  serviceScopes,
} from './authentication.js';
export { type Bank, bankName, banks, findBank } from './banks.js';
export { type BehaviourName, behaviours } from './behaviours.js';
export { type CallerRefusal, callerRefusalOf, isAboutCaller } from './caller-refusals.js';
export {
  type Catalogue,
  type CatalogueEntry,
  changedCatalogue,
  createCatalogue,
  type ErrorChanges,
  type ErrorFamily,
  type ErrorId,
  type ErrorTable,
  type FieldErrorId,
  type FieldFault,
  type NamedErrorId,
} from './errors.js';
export type { Fidelity, Provenance } from './fidelity.js';
export type { Redaction } from './field.js';
export { fieldsRedactedAs, redactionOf } from './fields.js';
export { hostNames, hosts } from './hosts.js';
export { type Identifier, identifiers } from './identifiers.js';
export { fidelityLedger, type LedgerEntry, type LedgerKind } from './ledger.js';
export { findMagicPerson, type MagicPerson, magicPeople } from './magic.js';
/** The shapes of every message of the wire, as JSON Schema with source and fidelity of each field. */
export * as schema from './messages.js';
export { type OpenApiPart, type Piece, providerPart } from './openapi.js';
export {
  type Host,
  type Operation,
  type OperationName,
  operationOf,
  operations,
  type Route,
  type ServiceAction,
} from './operations.js';
export { phoneNumberOf } from './phone.js';
export { printable, printableJson, printableLines } from './printable.js';
export { queryFields } from './requests.js';
export {
  createRouter,
  type ParametersOf,
  type PathParameters,
  type PathPart,
  type Routable,
  type Routed,
  type Routing,
  writePath,
} from './router.js';
export {
  type Service,
  type ServiceName,
  type Signs,
  serviceNames,
  services,
  servicesWhere,
  serviceTitle,
} from './services.js';
export { API_VERSION, bodyDigest, callStringToSign, equalMac, mac, tokenStringToSign } from './signature.js';
export {
  type FinalStateNumber,
  isFinalState,
  type StateNumber,
  stateNumbers,
  type WireState,
  wireStates,
} from './states.js';
export { inBoth, type Text, TextError } from './text.js';
export {
  createFormatDT,
  formatDT,
  formatExpiration,
  formatTime,
  isCalendarDate,
  parseLhDate,
} from './time.js';
export { type TimingRule, timing } from './timing.js';
