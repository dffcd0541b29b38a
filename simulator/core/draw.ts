// Random numbers that can be repeated: the same seed gives the same numbers.

/** What a fault's luck is for one call: whether it hits, and two numbers for what it does; all in [0, 1). */
export interface Draw {
  readonly chance: number;
  readonly numbers: readonly [first: number, second: number];
  /** The seed of the next call. */
  readonly seed: number;
}

/** The next number of a seeded sequence in [0, 1), and the seed after it (mulberry32). */
function random(seed: number): readonly [value: number, next: number] {
  const next = (seed + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(next ^ (next >>> 15), next | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return [((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296, next];
}

/** Draws for one call. Every call takes three numbers, hit or not, so that the sequence never shifts. */
export function draw(seed: number): Draw {
  const [chance, afterChance] = random(seed);
  const [first, afterFirst] = random(afterChance);
  const [second, next] = random(afterFirst);
  return { chance, numbers: [first, second], seed: next };
}
