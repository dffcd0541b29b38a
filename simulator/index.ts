// The package's main entry: the simulator as a library.

export type { ClockView, ReceiptView, TenantView } from './control/messages.js';
export type { Delay, Fault, FaultKind } from './core/faults.js';
export type { CallView } from './core/journal.js';
export type { CustomError } from './core/outcome.js';
export type { Fetch } from './doors/fetch.js';
export {
  createSimulator,
  type Listening,
  type ListenOptions,
  type Simulator,
  type SimulatorOptions,
} from './simulator.js';
export {
  type Control,
  ControlError,
  type ControlOptions,
  createControl,
  type RaceBarrier,
  type TenantHandle,
  type TenantOptions,
} from './tenant/control.js';
export { callTable } from './tenant/expect-calls.js';
export type { Finding } from './world/journal.js';
