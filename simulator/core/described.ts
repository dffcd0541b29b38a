// Descriptions of shapes in both languages. The document of the API shows the English one; a refusal says the one that its
// reader understands.

import type { TSchema } from '@sinclair/typebox';

/** Where a shape keeps its Korean description: a symbol stays out of JSON. */
const KOREAN = Symbol('description in Korean');

/** Options of a shape with its description in both languages. */
export interface Described {
  readonly description: string;
  readonly [KOREAN]: string;
}

/** The options of a shape that say what stands there. */
export const described = (en: string, ko: string): Described => ({ description: en, [KOREAN]: ko });

/** What was said of a shape in Korean. */
export const koreanOf = (shape: TSchema): string | undefined =>
  (shape as { readonly [KOREAN]?: string })[KOREAN];
