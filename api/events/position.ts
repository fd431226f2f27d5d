/**
 * How far a reader of the log has come: it has seen what transactions below `next` wrote, but for
 * those in `gaps`, which were open then. So it waits for none of them and misses nothing of what
 * they commit later. All are PostgreSQL's transaction numbers (xid8), which never come again.
 */
export interface Position {
  next: bigint;
  gaps: readonly bigint[];
  /** Inside a batch: it has also seen what stands before this event on the way to `upto`. */
  within?: { upto: Position; at: string; id: string };
}

export const BEGINNING: Position = { next: 0n, gaps: [] };
