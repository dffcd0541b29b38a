// Work that stands in line: for each key one at a time, in the order of its coming. Who would race each other within a
// process need not: only those of other processes are left to lose to.

export type StandInLine = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export function createLines(): StandInLine {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = last.get(key);
    const mine = before === undefined ? work() : before.then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
