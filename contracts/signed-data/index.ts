// Public subpath `kakaocert-simulator/signed-data`: reads, checks and files what Verify returned.

export type { BlockCount } from '../evidence/ei13.js';
export {
  checkEvidence,
  type EvidenceBatch,
  type EvidenceFile,
  type Filing,
  type WrittenEvidence,
  writeEvidence,
} from '../evidence/evidence.js';
export {
  EvidenceError,
  type EvidenceFinding,
  type EvidenceRule,
  type EvidenceRuleId,
  evidenceRules,
} from '../evidence/rules.js';
export type { ShownAttribute } from './attributes.js';
export { type Consent, parseConsent } from './consent.js';
export { toDer } from './encoding/ber.js';
export { readTree, type TreeRow } from './encoding/tree.js';
export type { SignerName } from './names.js';
export type { Expectation, Instant, Trust, VerifyOptions } from './options.js';
export {
  type ParsedSignedData,
  parseSignedData,
  type ShownCertificate,
  type ShownIdentifier,
} from './parse.js';
export { DerError, type EncodingFault, type Reason, reasons, SignedDataError } from './reasons.js';
export { decodeSignedData } from './text.js';
export { createVerifier, type Verified, type Verifier, verifySignedData } from './verify.js';
