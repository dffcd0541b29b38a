// What the log is.

/** - `calls`: a line for each call. · `json`: each event as a line of JSON. · `none`: nothing. */
export const logModes = ['calls', 'json', 'none'] as const;
export type LogMode = (typeof logModes)[number];
