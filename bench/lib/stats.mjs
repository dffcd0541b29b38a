// Numbers: medians, and how they are written.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median of ours/reference round by round: neighbours in time, so that a drift of the machine cancels out. */
export const pairedRatio = (ours, reference) => median(ours.map((value, at) => value / reference[at]));

export const whole = (value) => Math.round(value).toLocaleString('en-US');

/** Three significant digits at most, e.g. 0.834, 5.21, 41.3, 1,234. */
export function short(value) {
  if (value >= 100) return whole(value);
  return String(Number(value.toPrecision(3)));
}
