// One connection to the server at a time. Whoever asks while there is none, and the last try to get one has failed, is
// refused at once: nothing waits for the server to return, and nothing is sent when it does. Tries go on by themselves.

import { later, moment, notLater } from '../moment.js';
import { StoreUnavailable } from '../store.js';
import { soon } from '../turn.js';

/** What is used of `@redis/client`. */
export interface RedisClient {
  connect(): Promise<unknown>;
  sendCommand(words: readonly string[]): Promise<unknown>;
  destroy(): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export interface RedisLibrary {
  createClient(options: {
    readonly url: string;
    readonly RESP: 2;
    readonly name: string;
    readonly disableOfflineQueue: true;
    readonly disableClientInfo: true;
    readonly socket: { readonly reconnectStrategy: false; readonly connectTimeout: number };
  }): RedisClient;
  /** What the server says no with; every other error is one of the way to it. */
  readonly ErrorReply: abstract new (
    ...given: never[]
  ) => Error;
}

/** How long an answer is waited for, ms. */
export const ANSWER = 1000;
/** How long the try after a loss may take, ms, and those that follow. */
const FIRST_TRY = 400;
const LATER_TRY = 1000;
/** How long the server's clock is known well enough, ms: clocks drift by some 20 ms in a quarter of an hour. */
const TIME_KNOWN = 60_000;
/** Between two tries, ms. */
const BETWEEN = 200;

/** A connection that is up. */
export interface Link {
  /** Sends a command. Rejects with a Refused where the server says no, with a Lost where no answer came. */
  send(words: readonly string[]): Promise<unknown>;
  /** The server's clock, us, at a moment of `moment()`; never later than it really is. */
  serverTime(at: number): number;
  /** The server told its clock, us. */
  setTime(us: number): void;
  askTime(): Promise<void>;
  /** Ends the connection. */
  end(): void;
}

/** No answer came: the command may have been done or not. */
export class Lost extends Error {}

/** The server says no; the message is what it says. */
export class Refused extends Error {}

export interface Connection {
  /** The first one: rejects with a Refused, or with the error of the way to the server. */
  open(limit: number): Promise<void>;
  /** A link, if there is one by `deadline` (of `moment()`); else rejects with a StoreUnavailable. */
  link(deadline: number): Promise<Link>;
  /** It is no good any more. */
  leave(link: Link): void;
  close(): void;
}

/** The work, or `late` after so many ms; what has come by then, and was not read yet for want of a turn, is not late. */
function within<T>(ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = later(() => soon(() => reject(late())), ms);
    work.then(resolve, reject).finally(() => notLater(timer));
  });
}

/** A client whose every command is answered in time, or is lost. */
function linkOf(library: RedisLibrary, client: RedisClient, onLost: (link: Link) => void): Link {
  let told = 0;
  let toldAt = 0;
  let isAsking = false;
  const link: Link = {
    async send(words) {
      if (!isAsking && moment() - toldAt > TIME_KNOWN) link.askTime().catch(() => {});
      try {
        return await within(ANSWER, client.sendCommand(words), () => new Lost('it does not answer'));
      } catch (error) {
        if (error instanceof library.ErrorReply) throw new Refused(error.message);
        onLost(link);
        throw error instanceof Lost ? error : new Lost((error as Error).message, { cause: error });
      }
    },
    serverTime: (at) => told + Math.floor((at - toldAt) * 1000),
    setTime(us) {
      told = us;
      toldAt = moment();
    },
    async askTime() {
      isAsking = true;
      const [seconds, us] = (await client.sendCommand(['TIME'])) as readonly [string, string];
      link.setTime(Number(seconds) * 1e6 + Number(us));
      isAsking = false;
    },
    end: () => client.destroy(),
  };
  client.on('error', () => onLost(link));
  return link;
}

/** One try to connect, which takes no longer than `limit`. */
async function dial(
  library: RedisLibrary,
  url: string,
  limit: number,
  onLost: (link: Link) => void,
): Promise<Link> {
  const client = library.createClient({
    url,
    RESP: 2,
    name: 'kakaocert-simulator',
    disableOfflineQueue: true,
    disableClientInfo: true,
    socket: { reconnectStrategy: false, connectTimeout: limit },
  });
  const link = linkOf(library, client, onLost);
  const up = async () => {
    await client.connect();
    await link.askTime();
  };
  try {
    await within(limit, up(), () => new Error('it does not answer'));
    return link;
  } catch (error) {
    link.end();
    throw error instanceof library.ErrorReply ? new Refused(error.message) : error;
  }
}

/** `place` is the server's, for messages. */
export function createConnection(library: RedisLibrary, url: string, place: string): Connection {
  let current: Link | undefined;
  let opening: Promise<Link> | undefined;
  let timer: NodeJS.Timeout | undefined;
  /** Why the last try failed. */
  let failed: string | undefined;
  let isClosed = false;
  const unavailable = (why: string) => new StoreUnavailable(`The store at ${place}: ${why}.`);
  const unreached = ({ message }: Error) => `it can't be reached (${message})`;

  const take = async (limit: number): Promise<Link> => {
    const link = await dial(library, url, limit, leave);
    if (isClosed) link.end();
    else current = link;
    return link;
  };
  /** Tries until there is a connection. */
  const begin = (limit: number): void => {
    opening = take(limit);
    opening.then(
      () => {
        failed = undefined;
      },
      (error: Error) => {
        failed = unreached(error);
        if (isClosed) return;
        timer = later(() => begin(LATER_TRY), BETWEEN);
        timer.unref();
      },
    );
  };
  function leave(link: Link) {
    if (link !== current) return;
    current = undefined;
    link.end();
    if (!isClosed) begin(FIRST_TRY);
  }
  return {
    async open(limit) {
      begin(limit);
      await opening;
    },
    async link(deadline) {
      if (current !== undefined) return current;
      if (isClosed) throw unavailable('it is closed');
      if (failed !== undefined || opening === undefined) throw unavailable(failed ?? 'it is not reached yet');
      return within(Math.max(0, deadline - moment()), opening, () => new Error('it does not answer')).catch(
        (error: Error) => {
          throw unavailable(unreached(error));
        },
      );
    },
    leave,
    close() {
      isClosed = true;
      notLater(timer);
      current?.end();
      current = undefined;
    },
  };
}
