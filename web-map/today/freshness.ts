const MINUTE = 60_000;
const LATE_MS = 3 * MINUTE;
const OLD_MS = 15 * MINUTE;

/** How far what is shown can be trusted to be of now. */
export type Freshness = "fresh" | "late" | "old";

/** Both moments by the clock of the service. */
export function freshnessOf(readAt: number | null, now: number): Freshness {
  if (readAt === null) return "fresh"; // nothing is shown yet that could be old
  const age = now - readAt;
  return age > OLD_MS ? "old" : age > LATE_MS ? "late" : "fresh";
}
