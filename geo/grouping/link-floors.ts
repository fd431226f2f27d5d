import { floorName, type Survey } from "./survey.js";

/**
 * Whole floors first: the keep-together sets of a component, with every floor of a stair that a
 * group can hold made one set. A housing manager asks for "floors 1 to 3, 4 and 5 …"; whether
 * legal groups come of it only the search can tell.
 *
 * @returns null when no floor has two households that are free to stay together.
 */
export function linkFloors(survey: Survey, households: Int32Array): Map<number, number> | null {
  const { input, rules, linkOf, links, forbidden } = survey;
  if (rules.weights.floor === 0 || rules.capacitated) return null;
  const floors = new Map<string, number[]>();
  for (const i of households) {
    const name = floorName(input.households[i]);
    if (name === undefined || linkOf.has(i)) continue;
    const known = floors.get(name);
    if (known) known.push(i);
    else floors.set(name, [i]);
  }
  const whole = [...floors.values()].filter(
    (set) =>
      set.length > 1 &&
      set.length <= rules.high &&
      !set.some((i, k) => forbidden !== null && set.slice(k + 1).some((j) => forbidden(i, j))),
  );
  if (whole.length === 0) return null;
  const linked = new Map(linkOf);
  whole.forEach((set, k) => {
    for (const i of set) linked.set(i, links.length + k);
  });
  return linked;
}

/**
 * How many groups whole floors make: where all floors are alike (six homes each, say) the number
 * nearest to `groups` that leaves every group legal (ten groups of two floors, not twelve).
 *
 * @returns null when none does; `groups` itself where floors differ or houses stand beside them
 */
export function countOfWholeFloors(
  { rules: { low, high } }: Survey,
  households: Int32Array,
  groups: number,
  floors: ReadonlyMap<number, number>,
): number | null {
  const sizes = new Map<number, number>();
  for (const i of households) {
    const floor = floors.get(i);
    if (floor === undefined) return groups;
    sizes.set(floor, (sizes.get(floor) ?? 0) + 1);
  }
  const [size = 1, ...others] = sizes.values();
  if (others.some((s) => s !== size)) return groups;
  const least = Math.ceil(sizes.size / Math.floor(high / size)),
    most = Math.floor(sizes.size / Math.ceil(low / size));
  return least > most ? null : Math.min(most, Math.max(least, groups));
}
