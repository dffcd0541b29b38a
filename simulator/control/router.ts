// From a method and a path to a route of the control plane.

import { type ControlName, controlRoutes, fullPath, pathFound } from './routes.js';

export type ControlRouting =
  | { readonly name: ControlName; readonly parameters: Readonly<Record<string, string>> }
  | { readonly allow: readonly string[] };

interface Row {
  readonly name: ControlName;
  readonly method: string;
  readonly segments: readonly Segment[];
}

/** A fixed part of a path, or a part that varies and has a name. */
interface Segment {
  readonly text: string;
  readonly varies: boolean;
}

const names = Object.keys(controlRoutes) as readonly ControlName[];

const rowOf = (name: ControlName): Row => ({
  name,
  method: controlRoutes[name].method,
  segments: pathFound(fullPath(controlRoutes[name].path))
    .split('/')
    .map((part) =>
      part.startsWith('{') ? { text: part.slice(1, -1), varies: true } : { text: part, varies: false },
    ),
});

/** Compiles the table to a look-up from method and path; `allow` is empty where the path itself is unknown. */
export function createControlRouter(): (method: string, path: string) => ControlRouting {
  const rowsByLength: Row[][] = [];
  for (const row of names.map(rowOf)) {
    const rows = rowsByLength[row.segments.length];
    if (rows === undefined) rowsByLength[row.segments.length] = [row];
    else rows.push(row);
  }

  return (method, path) => {
    const parts = pathFound(path).split('/');
    const allow: string[] = [];
    for (const row of rowsByLength[parts.length] ?? []) {
      if (!fits(row, parts)) continue;
      if (row.method === method) return { name: row.name, parameters: parametersOf(row, parts) };
      allow.push(row.method);
    }
    return { allow };
  };
}

function fits({ segments }: Row, parts: readonly string[]): boolean {
  // From the end, where the paths differ.
  for (let at = segments.length - 1; at >= 0; at -= 1) {
    const segment = segments[at];
    if (segment?.varies === true ? parts[at] === '' : segment?.text !== parts[at]) return false;
  }
  return true;
}

function parametersOf({ segments }: Row, parts: readonly string[]): Readonly<Record<string, string>> {
  const parameters: Record<string, string> = {};
  for (let at = 0; at < segments.length; at += 1) {
    const segment = segments[at];
    if (segment?.varies === true) parameters[segment.text] = parts[at] ?? '';
  }
  return parameters;
}
