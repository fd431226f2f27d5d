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

const plain = ({ next, gaps }: Position) => [next, ...gaps].join(",");

export const formatPosition = (p: Position): string =>
  p.within ? [plain(p), plain(p.within.upto), p.within.at, p.within.id].join(" ") : plain(p);

const parsePlain = (text: string): Position => {
  const [next, ...gaps] = text.split(",").map(BigInt);
  return { next: next!, gaps };
};

/** What formatPosition wrote. */
export function parsePosition(text: string): Position {
  const [seen, upto, at, id] = text.split(" ");
  const position = parsePlain(seen!);
  return upto ? { ...position, within: { upto: parsePlain(upto), at: at!, id: id! } } : position;
}

/** Has whoever stands at `a` seen all that stands behind `b`? */
export const isPast = (a: Position, b: Position): boolean =>
  a.next >= b.next && a.gaps.every((gap) => gap >= b.next || b.gaps.includes(gap));

/** Has whoever stands there seen this event? */
export function hasSeen(
  { next, gaps, within }: Position,
  event: { xid: string; at: string; id: string },
): boolean {
  const xid = BigInt(event.xid);
  if (xid < next && !gaps.includes(xid)) return true;
  if (!within || !hasSeen(within.upto, event)) return false;
  return event.at < within.at || (event.at === within.at && event.id <= within.id);
}
