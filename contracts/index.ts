// Public subpath `kakaocert-simulator/contracts`: the protocol as data, and the suite that judges whoever speaks it.

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
export type { ContractCase, LedgerRow, Need, Setting } from './suite/case.js';
export { contractCases } from './suite/cases/index.js';
export type {
  CallbackSettings,
  ClientCall,
  ClientKit,
  ClientModule,
  ClientSettings,
} from './suite/client.js';
export type { ControlAddress, InstitutionControl } from './suite/control.js';
export { unheld } from './suite/coverage.js';
export { describeContract, type TestRunner } from './suite/describe.js';
export { BrokenPromise } from './suite/expectations.js';
export {
  type Drift,
  type DriftKind,
  describeDrift,
  driftKinds,
  summarizeDrift,
} from './suite/recording/drift.js';
export type { RecordedCase, RecordedExchange, Recording, RecordingFacts } from './suite/recording/format.js';
export { liveVerified } from './suite/recording/live-verified.js';
export {
  readRecording,
  recordingFileName,
  recordingText,
  writeRecording,
} from './suite/recording/recording.js';
export { replay } from './suite/recording/replay.js';
export { NotRedactedError } from './suite/recording/sweep.js';
export type { CaseResult, Verdict } from './suite/result.js';
export { type RunOptions, runContract } from './suite/run.js';
export type { Receiver, Target } from './suite/target.js';
export type { Credentials, Exchange, Reply, Wire, WireCallOptions } from './suite/wire.js';
export type { Witnessed } from './suite/witness.js';
