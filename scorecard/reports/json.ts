// The card itself, for programs. Its form is docs/conformance/card.schema.json; a change that isn't an addition gets a
// new number.

import type { Card } from '../card.js';

const FORMAT = 1;

/** JSON, two blanks deep. Halves of surrogate pairs come out escaped, so the text is UTF-8 whatever the client said. */
export const renderJson = (card: Card): string => `${JSON.stringify({ format: FORMAT, ...card }, null, 2)}\n`;
