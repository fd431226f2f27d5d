import { AsyncLocalStorage } from "node:async_hooks";
import { setMaxListeners } from "node:events";

/** What one request is known by while it runs, wherever it has got to. */
export interface RunningRequest {
  /** In `X-Request-Id`, in every line of the log it causes, and shown as an error's number. */
  readonly id: string;
  /** Codes of the errors it was answered with. */
  readonly codes: Set<string>;
  /** The GraphQL operation's name, as the program that asks calls it. */
  operation?: string;
  /** Something it asked for was done, so that it is not to be sent again as a whole. */
  answered?: boolean;
  /** Whose share of the database it uses; its own until it is known who asks. */
  asker?: string;
  /** It has written: what is left of it is not refused, lest it be taken for undone. */
  wrote?: boolean;
  /** A page or a count was read for it: what little is left is not refused, lest that be wasted. */
  began?: boolean;
  /** Aborted when whoever asked is gone: what nobody waits for is not computed to its end. */
  readonly gone: AbortController;
  /** Connections to the database that it has now. */
  connections: number;
}

export function beginRequest(id: string): RunningRequest {
  const gone = new AbortController();
  // Each figure that a request asks for hears of it, and it may ask for forty.
  setMaxListeners(0, gone.signal);
  return { id, codes: new Set(), gone, connections: 0 };
}

const running = new AsyncLocalStorage<RunningRequest | undefined>();

/** `undefined`: on behalf of no request, whoever caused it. */
export const runRequest = <T>(request: RunningRequest | undefined, work: () => T): T =>
  running.run(request, work);

/** The request that runs here; undefined for jobs, housekeeping and sockets. */
export const requestNow = (): RunningRequest | undefined => running.getStore();
