// Which wrong client is caught by which scenario.

// @ts-expect-error plain JavaScript, as the client runs it
import { wrongFaults } from './clients/wrong-faults.mjs';

const faults = wrongFaults as Readonly<Record<string, { readonly caught: Readonly<Record<string, RegExp>> }>>;

/** Each fault with a scenario that catches it, and what that says. */
export const caught = Object.entries(faults).flatMap(([fault, row]) =>
  Object.entries(row.caught).map(([scenario, actual]) => ({ fault, scenario, actual })),
);
