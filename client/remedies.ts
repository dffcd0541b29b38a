// What is repeated, and what never is: some refusals say nothing about the call itself and are worth one repetition.

import { createCatalogue, type NamedErrorId, type OperationName } from '../contracts/protocol/index.js';
import { isKakaocertError } from './errors.js';

export type Remedy = 'renewToken' | 'readTime';

/** Refusals that say nothing about the call itself. They come before anything is carried out, so repeating is safe. */
const remedies: Readonly<Partial<Record<NamedErrorId, Remedy>>> = {
  'token.missing': 'renewToken',
  'token.malformed': 'renewToken',
  'token.expired': 'renewToken',
  'token.ip': 'renewToken',
  'auth.dateWindow': 'readTime',
  'call.date': 'readTime',
};

export type RemedyFor = (name: OperationName, error: unknown) => Remedy | undefined;

/**
 * Which remedy an error of the call `name` calls for: by the catalogue's codes, and by HTTP 401, because the service's
 * codes are not public. A failure of the Token call inside is none of the outer call's.
 */
export function createRemedies(): RemedyFor {
  const catalogue = createCatalogue();
  const byCode = new Map(
    Object.entries(remedies).map(([id, remedy]) => [catalogue.get(id)?.code, remedy] as const),
  );
  return (name, error) => {
    if (!isKakaocertError(error) || error.operation !== name) return undefined;
    if (error.name === 'ContractViolation') return error.evidence.status === 401 ? 'renewToken' : undefined;
    if (error.name !== 'ProviderRefusal') return undefined;
    return byCode.get(error.code) ?? (error.status === 401 ? 'renewToken' : undefined);
  };
}

/** Carries out a remedy; one that is missing is not tried. */
export type Cures = Readonly<Partial<Record<Remedy, () => Promise<void>>>>;

/** Runs `attempt`, and once more for each remedy that the refusals of `name` call for. Rejects with the last refusal. */
export async function withRemedies<T>(
  remedyFor: RemedyFor,
  name: OperationName,
  attempt: () => Promise<T>,
  cures: Cures,
): Promise<T> {
  const tried = new Set<Remedy>();
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const remedy = remedyFor(name, error);
      const cure = remedy === undefined || tried.has(remedy) ? undefined : cures[remedy];
      if (remedy === undefined || cure === undefined) throw error;
      tried.add(remedy);
      // Where the remedy fails too, the refusal tells more than that failure. An abort is the user's word.
      await cure().catch((failure) => {
        throw isKakaocertError(failure) ? error : failure;
      });
    }
  }
}
