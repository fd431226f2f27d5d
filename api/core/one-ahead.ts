import { setImmediate as turn } from "node:timers/promises";

/**
 * Uses parts in their order, each while the next is being made: who computes and the database it
 * writes to do not wait for each other in turn. Never more than one is made ahead. Ends once
 * nothing runs any more, also where one fails; of two failures the earlier part's is thrown.
 */
export async function oneAhead<P, M>(
  parts: Iterable<P> | AsyncIterable<P>,
  make: (part: P) => M | Promise<M>,
  use: (made: M) => Promise<void>,
): Promise<void> {
  let using = Promise.resolve();
  try {
    for await (const part of parts) {
      const made = await make(part);
      await using;
      using = use(made);
      using.catch(() => undefined); // thrown where it is awaited
    }
  } finally {
    await using;
  }
}

/** Values made between two turns of the event loop: about a millisecond, and more bytes sent. */
const SLICE = 50;

/** Makes one value of each, and lets what waits for the event loop come in between. */
export async function inSlices<T, M>(values: readonly T[], make: (value: T) => M): Promise<M[]> {
  const made: M[] = [];
  for (const value of values) {
    if (made.length > 0 && made.length % SLICE === 0) await turn();
    made.push(make(value));
  }
  return made;
}
