// The package's main entry: the simulator as a library.

export type { ControlEvent } from './control/event-shapes.js';
export type { CallView, ClockView, Finding, ReceiptView, TenantView } from './control/shapes.js';
export type { Delay, Fault, FaultKind } from './core/faults.js';
export type { CustomError, Outcome } from './core/outcomes.js';
export type { Fetch } from './doors/fetch.js';
export {
  createSimulator,
  type Listening,
  type ListenOptions,
  type Simulator,
  type SimulatorOptions,
} from './simulator.js';
export {
  type Added,
  type Addition,
  type Entry,
  type MaybePromise,
  type PageAsked,
  type Placed,
  type Premise,
  type Store,
  StoreUnavailable,
  type Versioned,
} from './store/store.js';
export { type OpenStore, type StoreCase, storeCases } from './store/suite/index.js';
export {
  type Control,
  createControl,
  type RaceBarrier,
  type TenantHandle,
  type TenantOptions,
} from './tenant/control.js';
export { ControlError, type ControlOptions } from './tenant/control-call.js';
export type { EventsOptions } from './tenant/control-events.js';
export { callTable } from './tenant/expect-calls.js';
