import { AsyncLocalStorage } from "node:async_hooks";

/** What one request is known by while it runs, wherever it has got to. */
export interface RunningRequest {
  /** In `X-Request-Id`, in every line of the log it causes, and shown as an error's number. */
  readonly id: string;
  /** Codes of the errors it was answered with. */
  readonly codes: Set<string>;
  /** The GraphQL operation's name, as the program that asks calls it. */
  operation?: string;
}

const running = new AsyncLocalStorage<RunningRequest>();

export const runRequest = <T>(request: RunningRequest, work: () => T): T =>
  running.run(request, work);

/** The request that runs here; undefined for jobs, housekeeping and sockets. */
export const requestNow = (): RunningRequest | undefined => running.getStore();
