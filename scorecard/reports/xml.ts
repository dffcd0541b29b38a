// Elements of XML, as JUnit reports have them.

import { escaped } from './plain.js';

export type Attributes = Readonly<Record<string, string | number>>;

/** Line feeds in an attribute are read as blanks, so they are references. */
const attribute = (text: string) => escaped(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');

/** An opening tag; `end` may close it. */
export const open = (name: string, attributes: Attributes, end = '>') =>
  `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${attribute(String(value))}"`)
    .join('')}${end}`;

/** An element with text in it. */
export const element = (name: string, attributes: Attributes, text: string) =>
  `${open(name, attributes)}${escaped(text)}</${name}>`;
