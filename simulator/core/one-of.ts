// A shape that takes one of a list of words.

import { type TUnsafe, Type } from '@sinclair/typebox';
import type { Described } from './described.js';

/** One of these words. TypeBox checks a pattern and no enum; readers of the document want the enum. */
export const oneOf = <Word extends string>(words: readonly Word[], about?: Described): TUnsafe<Word> =>
  Type.Unsafe<Word>(
    Type.String({
      pattern: `^(?:${words.map((word) => word.replaceAll('.', '\\.')).join('|')})$`,
      enum: [...words],
      ...about,
    }),
  );
