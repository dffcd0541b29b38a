// All doors of a simulator: opened by `listen`, closed together. What closes waits for what opens, and the other way round.

import type { OpenDoors } from './open.js';

export interface Doors {
  /** Opens more. Rejects if `close` is called before they are open; they are closed again then. */
  open(make: () => Promise<OpenDoors>): Promise<OpenDoors>;
  /** Closes all that are open, and all that are opening. May be called again, and at the same time. */
  close(): Promise<void>;
}

export function createDoors(): Doors {
  const all = new Set<OpenDoors>();
  const opening = new Set<Promise<OpenDoors>>();
  let closing: Promise<void> | undefined;
  /** How often it was closed. */
  let closed = 0;

  const shut = async ({ doors }: OpenDoors) => {
    await Promise.all(doors.map((door) => door.close()));
  };
  const closeAll = async () => {
    for (const made of await Promise.allSettled(opening))
      if (made.status === 'fulfilled') all.add(made.value);
    const open = [...all];
    all.clear();
    await Promise.all(open.map(shut));
  };

  return {
    async open(make) {
      // A port that was just given up may be wanted again.
      while (closing !== undefined) await closing;
      const before = closed;
      const made = make();
      opening.add(made);
      try {
        const opened = await made;
        if (closed === before) all.add(opened);
        else {
          await closing;
          throw new Error('listen: the simulator was closed before it listened; nothing is open.');
        }
        return opened;
      } finally {
        opening.delete(made);
      }
    },
    close() {
      closed += 1;
      closing ??= closeAll().finally(() => {
        closing = undefined;
      });
      return closing;
    },
  };
}
