/**
 * What the rotation goes through: the county (null), then towns by their codes, in a fixed order.
 */
export type Stops = readonly (string | null)[];

/**
 * The county and the towns that have something to say. Who is shown stays until its time is over,
 * though it may have fallen silent meanwhile.
 */
export const stopsOf = (
  towns: readonly { code: string }[],
  speaking: ReadonlySet<string>,
): Stops => [null, ...towns.filter(({ code }) => speaking.has(code)).map(({ code }) => code)];

/**
 * What is shown next: the county after the last town, or where the one shown is none of the stops.
 */
export function nextStop(stops: Stops, now: string | null): string | null {
  const at = stops.indexOf(now);
  return at < 0 ? null : (stops[(at + 1) % stops.length] ?? null);
}
