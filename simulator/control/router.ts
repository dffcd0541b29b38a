// From a method and a path to a route of the control plane.

import { type ControlName, type ControlRoute, controlRoutes, fullPath } from './routes.js';

export type ControlRouting =
  | { readonly name: ControlName; readonly parameters: Readonly<Record<string, string>> }
  | { readonly allow: readonly string[] };

/** Compiles the table to a look-up from method and path; `allow` is empty where the path itself is unknown. */
export function createControlRouter(): (method: string, path: string) => ControlRouting {
  const table = Object.entries(controlRoutes as Record<string, ControlRoute>).map(
    ([name, { method, path }]) => ({
      name: name as ControlName,
      method,
      segments: fullPath(path).split('/'),
    }),
  );

  return (method, path) => {
    const segments = path.split('/');
    const fitting = table.filter(
      (row) =>
        row.segments.length === segments.length &&
        row.segments.every((segment, at) =>
          segment.startsWith('{') ? segments[at] !== '' : segment === segments[at],
        ),
    );
    const row = fitting.find((one) => one.method === method);
    if (row === undefined) return { allow: fitting.map((one) => one.method) };
    const parameters = row.segments.flatMap((segment, at) =>
      segment.startsWith('{') ? [[segment.slice(1, -1), segments[at] ?? '']] : [],
    );
    return { name: row.name, parameters: Object.fromEntries(parameters) };
  };
}
