import type { GroupingInput, Household } from "../../geo/grouping/index.js";
import { REGISTERED_ONLY } from "../households/residency.js";
import type { HouseholdRead, RunSurroundings, SurroundingsRead } from "./run-input.js";

const STRENGTH: Readonly<Record<string, number>> = { kin: 2 };

/** As the county counts floors: 1 is the ground floor, and none is 0. */
const storeys = (floor: number): number => (floor > 0 ? floor - 1 : floor);

/** Households and what is around them, as geo/grouping takes them; ids are uuids. */
export function groupingInput(
  households: readonly HouseholdRead[],
  {
    barriers,
    crossings,
    ties,
    locked = [],
  }: SurroundingsRead & Partial<Pick<RunSurroundings, "locked">>,
): GroupingInput {
  const known = new Set(households.map(({ id }) => id));
  return {
    planar: false,
    households: households.map(toGroup),
    barriers: barriers as NonNullable<GroupingInput["barriers"]>,
    crossings: crossings as NonNullable<GroupingInput["crossings"]>,
    ties: ties
      .filter(({ a, b }) => known.has(a) && known.has(b))
      .map(({ a, b, kind }) => ({ a, b, strength: STRENGTH[kind] ?? 1 })),
    // Who moved away is in the group no more, whatever locks it.
    locked: locked.map(({ id, members }) => ({ id, members: members.filter((m) => known.has(m)) })),
  };
}

const toGroup = (h: HouseholdRead): Household => ({
  id: h.id,
  x: h.lon,
  y: h.lat,
  area: h.gridId,
  ...(h.compound === null ? {} : { compound: h.compound }),
  ...(h.buildingId === null ? {} : { building: h.buildingId }),
  ...(h.stair === null ? {} : { stair: h.stair }),
  ...(h.floor === null ? {} : { floor: storeys(h.floor) }),
  ...(h.residency === REGISTERED_ONLY ? { livedIn: false } : {}),
  ...(h.previousGroup === undefined ? {} : { previousGroup: h.previousGroup }),
  ...(h.responders === null ? {} : { responders: h.responders }),
});
