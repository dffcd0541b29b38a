// In which language a caller wants to be told why not (RFC 9110 §12.5.4).

import type { Text } from '../../contracts/protocol/index.js';

/** Korean where it is asked for before English. Whoever asks for nothing, or for anything (`*`), is told in English. */
export function acceptedLanguage(given: string | undefined): keyof Text {
  if (given === undefined || !/(^|[\s,])ko\b/i.test(given)) return 'en';
  const weightOf = (language: keyof Text): number => Math.max(0, ...ranges(given, language));
  return weightOf('ko') > 0 && weightOf('ko') >= weightOf('en') ? 'ko' : 'en';
}

const ranges = (given: string, language: string): readonly number[] =>
  given.split(',').flatMap((range) => {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (name.split('-')[0] !== language) return [];
    const weight = parameters.find((one) => one.startsWith('q='))?.slice(2);
    return [weight === undefined ? 1 : Number(weight) || 0];
  });
