// Public subpath `kakaocert-simulator/signed-data`: reads, checks and files what Verify returned.

export { toDer } from './ber.js';
export { type Consent, parseConsent } from './consent.js';
export type { BlockCount } from './ei13.js';
export {
  checkEvidence,
  type EvidenceBatch,
  type EvidenceFile,
  type Filing,
  type WrittenEvidence,
  writeEvidence,
} from './evidence.js';
export {
  EvidenceError,
  type EvidenceFinding,
  type EvidenceRule,
  type EvidenceRuleId,
  evidenceRules,
} from './evidence-rules.js';
export type { SignerName } from './names.js';
export type { Expectation, Instant, Trust, VerifyOptions } from './options.js';
export { type ParsedSignedData, parseSignedData } from './parse.js';
export { DerError, type EncodingFault, type Reason, reasons, SignedDataError } from './reasons.js';
export { decodeSignedData } from './text.js';
export { readTree, type TreeRow } from './tree.js';
export { type Verified, verifySignedData } from './verify.js';
