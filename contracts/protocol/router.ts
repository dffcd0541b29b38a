// From a method and a raw path to an operation, and back from an operation to a path. Paths are compared as they travel,
// byte for byte: nothing is decoded, so nothing can fail to decode.
//
// A path is written with parameters in braces, anywhere and with any names: `{receiptId}` is one raw segment that is not
// empty, `{signature…}` at the end is the raw rest of the path and may be missing.

/** The names of a path's parameters: `ParametersOf<'/Verify/{receiptId}/{signature…}'>` is `'receiptId' | 'signature'`. */
export type ParametersOf<P extends string> = P extends `${string}{${infer Inner}}${infer After}`
  ? (Inner extends `${infer Name}…` ? Name : Inner) | ParametersOf<After>
  : never;

/** What stood in the path by the parameters' names, raw; a rest is absent without it and empty after a trailing slash. */
export type PathParameters = Readonly<Partial<Record<string, string>>>;

export interface Routable {
  readonly method: string;
  readonly path: string;
}

/** An operation of a table, and the parameters that its path had. */
export interface Routed<Name extends string, O extends Routable> {
  readonly name: Name;
  readonly operation: O;
  readonly parameters: PathParameters;
}

export type Routing<Name extends string, O extends Routable> =
  | Routed<Name, O>
  | { readonly refused: 'path.unknown' }
  | { readonly refused: 'method.notAllowed'; readonly allow: string };

/** A piece of a path: text that stays, or a parameter. */
export type PathPart = { readonly text: string } | { readonly parameter: string; readonly isRest: boolean };

/** A path in its pieces, in order: `/A/{b}/{c…}` is the text `/A/`, the parameter b, the text `/`, and the rest c. */
export function pathParts(path: string): readonly PathPart[] {
  return path
    .split(/(\{[^}]*\})/)
    .filter((piece) => piece !== '')
    .map((piece) => {
      if (!piece.startsWith('{')) return { text: piece };
      const isRest = piece.endsWith('…}');
      return { parameter: piece.slice(1, isRest ? -2 : -1), isRest };
    });
}

const isRest = (part: PathPart | undefined): part is Extract<PathPart, { readonly parameter: string }> =>
  part !== undefined && 'isRest' in part && part.isRest;

/** The raw path of an operation with these parameters. A rest that is undefined is left out with its slash. */
export function writePath(path: string, parameters: PathParameters): string {
  const parts = pathParts(path);
  const last = parts.at(-1);
  const endsEarly = isRest(last) && parameters[last.parameter] === undefined;
  const written = parts
    .map((part) => ('text' in part ? part.text : (parameters[part.parameter] ?? '')))
    .join('');
  return endsEarly ? written.slice(0, -1) : written;
}

/** Reads parameters from a place in a path on; undefined if the path does not fit. */
type Reader = (path: string, from: number) => PathParameters | undefined;

/** The operations of one path, by their methods. */
interface Target<Name extends string, O extends Routable> {
  readonly read: Reader;
  readonly byMethod: Map<string, { readonly name: Name; readonly operation: O }>;
}

/**
 * Compiles a table of operations to one look-up: `(method, raw path without query) → Routing`. A path without parameters
 * is found by one look-up, any other by one for each depth at which some path of the table has its first parameter.
 */
export function createRouter<Name extends string, O extends Routable>(
  table: Readonly<Record<Name, O>>,
): (method: string, path: string) => Routing<Name, O> {
  const byPath = new Map<string, Target<Name, O>>();
  const exact = new Map<string, Target<Name, O>>();
  const byPrefix = new Map<string, Target<Name, O>[]>();
  for (const [name, operation] of Object.entries(table) as [Name, O][]) {
    checkPath(operation.path);
    const known = byPath.get(operation.path);
    const [prefix, ...after] = prefixed(pathParts(operation.path));
    const target = known ?? { read: readerOf(after), byMethod: new Map() };
    target.byMethod.set(operation.method, { name, operation });
    if (known !== undefined) continue;
    byPath.set(operation.path, target);
    if (after.length === 0) exact.set(prefix.text, target);
    else byPrefix.set(prefix.text, [...(byPrefix.get(prefix.text) ?? []), target]);
  }
  // The deepest first: a path that says more wins over one that says less.
  const depths = [...new Set([...byPrefix.keys()].map(slashesIn))].sort((one, other) => other - one);

  return (method, path) => {
    const known = exact.get(path);
    if (known !== undefined) return routed(known, method, NO_PARAMETERS);
    for (const depth of depths) {
      const from = endOfDepth(path, depth);
      const targets = from === 0 ? undefined : byPrefix.get(path.slice(0, from));
      if (targets === undefined) continue;
      for (const target of targets) {
        const parameters = target.read(path, from);
        if (parameters !== undefined) return routed(target, method, parameters);
      }
    }
    return { refused: 'path.unknown' };
  };
}

const NO_PARAMETERS: PathParameters = {};

function routed<Name extends string, O extends Routable>(
  { byMethod }: Target<Name, O>,
  method: string,
  parameters: PathParameters,
): Routing<Name, O> {
  const found = byMethod.get(method);
  return found === undefined
    ? { refused: 'method.notAllowed', allow: [...byMethod.keys()].join(', ') }
    : { name: found.name, operation: found.operation, parameters };
}

/** A parameter is a whole segment, and a rest the last one. */
const ROUTABLE = /^(\/(\{\w+\}|[^/{}]*))+(\/\{\w+…\})?$/;

function checkPath(path: string): void {
  if (ROUTABLE.test(path)) return;
  throw new TypeError(
    `The path ${path} can't be routed: it begins with a slash, a {parameter} is a whole segment, and a {rest…} is the last one.`,
  );
}

/** The pieces of a path with the text before its first parameter at the front, up to its last slash. */
function prefixed(parts: readonly PathPart[]): readonly [{ readonly text: string }, ...PathPart[]] {
  const [first, ...after] = parts;
  if (first === undefined || !('text' in first)) throw new TypeError('A path begins with text.');
  if (after.length === 0) return [first];
  const lastSlash = first.text.lastIndexOf('/');
  // A rest that may be missing takes the slash before it along, so that slash is not among what must be there.
  const end = (isRest(after[0]) ? first.text.lastIndexOf('/', lastSlash - 1) : lastSlash) + 1;
  const left = first.text.slice(end);
  return [{ text: first.text.slice(0, end) }, ...(left === '' ? [] : [{ text: left }]), ...after];
}

const slashesIn = (text: string): number => text.split('/').length - 1;

/** Where a path goes on after its nth slash; 0 if it has fewer. */
function endOfDepth(path: string, depth: number): number {
  let end = 0;
  for (let left = depth; left > 0; left -= 1) {
    end = path.indexOf('/', end) + 1;
    if (end === 0) return 0;
  }
  return end;
}

const readerOf =
  (parts: readonly PathPart[]): Reader =>
  (path, from) => {
    const found: Record<string, string> = {};
    let at = from;
    for (let place = 0; place < parts.length; place += 1) {
      const part = parts[place] as PathPart;
      if ('text' in part) {
        if (path.length === at + part.text.length - 1 && isRest(parts[place + 1])) {
          return path.endsWith(part.text.slice(0, -1)) ? found : undefined;
        }
        if (!path.startsWith(part.text, at)) return undefined;
        at += part.text.length;
      } else {
        const slash = part.isRest ? -1 : path.indexOf('/', at);
        const end = slash < 0 ? path.length : slash;
        if (end === at && !part.isRest) return undefined;
        found[part.parameter] = path.slice(at, end);
        at = end;
      }
    }
    return at === path.length ? found : undefined;
  };
