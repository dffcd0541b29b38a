// The package's main entry: the simulator as a library.

export type { ClockView, ReceiptView, TenantView } from './control/messages.js';
export type { Fetch } from './doors/fetch.js';
export {
  createSimulator,
  type Listening,
  type ListenOptions,
  type Simulator,
  type SimulatorOptions,
} from './simulator.js';
