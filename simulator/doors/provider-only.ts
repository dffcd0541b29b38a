// The engine as strangers see it: doors that speak for the real hosts serve the provider alone. What they are asked of
// the control plane is a path like any other that the provider doesn't have.

import { isControl } from '../control/control.js';
import type { Engine } from '../engine.js';

export const providerOnly = (engine: Engine): Engine => ({
  ...engine,
  answer: (call) => (isControl(call.target) ? engine.refuse('path.unknown') : engine.answer(call)),
});
