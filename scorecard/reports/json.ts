// The scorecard itself, for programs. Its shape is docs/conformance/scorecard.schema.json. The number of the format
// changes with every change that is not an addition.

import type { Scorecard } from '../scorecard.js';

const FORMAT = 2;

/** JSON, two blanks deep. Halves of surrogate pairs come out escaped, so the text is UTF-8 whatever the client said. */
export const renderJson = (scorecard: Scorecard): string =>
  `${JSON.stringify({ format: FORMAT, ...scorecard }, null, 2)}\n`;
