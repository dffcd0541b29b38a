// Public subpath `kakaocert-simulator/signed-data`: reads, checks and files what Verify returned.

export { toDer } from './ber.js';
export { type Consent, parseConsent } from './consent.js';
export { DerError } from './der.js';
export type { SignerName } from './names.js';
export { type ParsedSignedData, parseSignedData } from './parse.js';
export { type Reason, reasons, SignedDataError } from './reasons.js';
export { decodeSignedData } from './text.js';
export {
  type Expectation,
  type Trust,
  type Verified,
  type VerifyOptions,
  verifySignedData,
} from './verify.js';
