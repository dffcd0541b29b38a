// What an `exec` that was ended by SIGKILL left behind: the next start removes it. A folder's name tells who made it, and
// only what nobody can be using is touched: it is this user's, its maker is gone, and it is not new.

import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

const NAME = 'kakaocert-simulator-exec-';
/** Younger ones are left alone, ms. */
const AGE = 10 * 60_000;

/** The process ids of another machine or container, which may share this folder, say nothing here. */
function numberingOf(): string {
  let namespace = '';
  try {
    namespace = readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has it.
  }
  return createHash('sha256').update(`${hostname()}\0${namespace}`).digest('hex').slice(0, 8);
}

/** The beginning of the names of this process's folders; `pid` is another's in tests. */
export const folderPrefix = (pid: number = process.pid): string => `${NAME}${pid}-${numberingOf()}-`;

/**
 * Whether the maker may still be at work. A number that another process has by now keeps the folder until that ends too;
 * this process's own number is its own only for what came after its start.
 */
function mayLive(pid: number, madeAt: number): boolean {
  if (pid === process.pid) return madeAt >= performance.timeOrigin;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Removes what is left in `base`; what can't be read or removed is left. `now` is in ms. */
export function removeLeftovers(base: string, now: number = Date.now()): void {
  const ours = new RegExp(`^${NAME}([1-9]\\d{0,9})-${numberingOf()}-\\w{6}$`);
  for (const name of readdirSync(base)) {
    const [, pid] = ours.exec(name) ?? [];
    if (pid === undefined) continue;
    try {
      const path = join(base, name);
      const { uid, mtimeMs } = lstatSync(path);
      const isMine = process.getuid === undefined || uid === process.getuid();
      if (!isMine || now - mtimeMs < AGE || mayLive(Number(pid), mtimeMs)) continue;
      rmSync(path, { recursive: true, force: true });
    } catch {
      // Another start was faster, or it can't be removed.
    }
  }
}
