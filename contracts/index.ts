// Public subpath `kakaocert-simulator/contracts`: the protocol as data, and the suite that judges whoever speaks it.

export type { ContractCase, LedgerRow, Need, Setting } from './kit/case.js';
export { contractCases } from './kit/cases/index.js';
export type { Control, ControlAddress } from './kit/control.js';
export { unheld } from './kit/coverage.js';
export { describeContract, type TestRunner } from './kit/describe.js';
export { BrokenPromise } from './kit/expectations.js';
export {
  type Drift,
  type DriftKind,
  describeDrift,
  driftKinds,
  summarizeDrift,
} from './kit/recording/drift.js';
export { liveVerified } from './kit/recording/live-verified.js';
export {
  type RecordedCase,
  type RecordedExchange,
  type Recording,
  type RecordingFacts,
  readRecording,
  recordingFileName,
  recordingText,
  writeRecording,
} from './kit/recording/recording.js';
export { replay } from './kit/recording/replay.js';
export { NotRedactedError } from './kit/recording/sweep.js';
export { type CaseResult, type RunOptions, runContract, type Verdict } from './kit/run.js';
export type { Receiver, Target } from './kit/target.js';
export type { CallOptions, Credentials, Exchange, Reply, Wire } from './kit/wire.js';
export {
  type Action,
  API_VERSION,
  type Authentication,
  type Bank,
  bankName,
  banks,
  bodyDigest,
  type CatalogueEntry,
  callStringToSign,
  createCatalogue,
  type ErrorId,
  type Fidelity,
  findBank,
  findMagicPerson,
  type Host,
  type MagicPerson,
  mac,
  magicPeople,
  type Operation,
  type OperationName,
  operations,
  type Provenance,
  type ServiceName,
  schema,
  timing,
  tokenStringToSign,
} from './protocol/index.js';
