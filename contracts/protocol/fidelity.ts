// How well a rule is known. Every operation, field rule and error carries one of these and a source.

/**
 * - `manual`: the kakaoCert manual says so.
 * - `sdk`: an official SDK or its official example proves it.
 * - `observed`: seen in a recording of the real service, or measured by a third party against Linkhub.
 * - `assumed`: nobody outside knows; this project chose, and it is configurable where it matters.
 * - `live-verified`: a recorded run against the live service agreed (the ledger carries its date).
 */
export type Fidelity = 'manual' | 'sdk' | 'observed' | 'assumed' | 'live-verified';

export interface Provenance {
  /** Where the rule comes from: manual section, SDK file and line, or why it was chosen. */
  readonly source: string;
  readonly fidelity: Fidelity;
}
