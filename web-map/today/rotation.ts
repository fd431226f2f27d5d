/** What the rotation goes through: the county (null), then towns by their codes, in a fixed order. */
export type Stops = readonly (string | null)[];

/**
 * The county and the towns that have something to say. Who is shown stays until its time is over,
 * though it may have fallen silent meanwhile.
 */
export const stopsOf = (
  towns: readonly { code: string }[],
  speaking: ReadonlySet<string>,
): Stops => [null, ...towns.filter(({ code }) => speaking.has(code)).map(({ code }) => code)];

/** The one after; the county where nobody else has anything to say. */
export function nextStop(stops: Stops, now: string | null): string | null {
  const at = stops.indexOf(now);
  return at < 0 ? null : (stops[(at + 1) % stops.length] ?? null);
}
