import type { DistanceRule, Household } from "./model.js";

/** Metres from household to household, by number; symmetric, never less than the straight line. */
export type Walk = (a: number, b: number) => number;

/**
 * Walking metres by rule: on one stair 3 m a floor; in one building by another stair 20 m and both
 * flights; otherwise
 * the straight line times the detour factor (1.3: common for street networks, Newell 1980 gives 1.2
 * … 1.3 for grids)
 * and both flights.
 *
 * @param between metres outdoors between two households, detour included.
 */
export function createWalk(
  households: readonly Household[],
  straight: Walk,
  outdoors: Walk,
  rule: Exclude<DistanceRule, { kind: "straight" }>,
): Walk {
  const building = numberNames(households.map((h) => h.building));
  const stair = numberNames(
    households.map((h) =>
      h.building === undefined || h.stair === undefined
        ? undefined
        : `${h.building}\u0000${h.stair}`,
    ),
  );
  const floor = Float64Array.from(households, (h) => h.floor ?? 0);
  const { metresPerFloor, otherStairMetres } = rule;
  return (a, b) => {
    if (a === b) return 0;
    if (building[a] >= 0 && building[a] === building[b]) {
      const sameStair = stair[a] === stair[b];
      const inside = sameStair
        ? metresPerFloor * Math.abs(floor[a] - floor[b])
        : otherStairMetres + metresPerFloor * (floor[a] + floor[b]);
      return Math.max(straight(a, b), inside);
    }
    return outdoors(a, b) + metresPerFloor * (floor[a] + floor[b]);
  };
}

/** Small numbers for names, -1 for none. */
export function numberNames(names: readonly (string | undefined)[]): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from(names, (name) => {
    if (name === undefined || name === "") return -1;
    let number = known.get(name);
    if (number === undefined) known.set(name, (number = known.size));
    return number;
  });
}
