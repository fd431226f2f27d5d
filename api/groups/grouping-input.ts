import type { GroupingInput, Household } from "../../geo/grouping/model.js";
import { REGISTERED_ONLY } from "../households/residency.js";
import type { HouseholdRead, SurroundingsRead } from "./run-input.js";

const STRENGTH: Readonly<Record<string, number>> = { kin: 2 };

/** As the county counts floors: 1 is the ground floor, and none is 0. */
const storeys = (floor: number): number => (floor > 0 ? floor - 1 : floor);

/** Households and what is around them, as geo/grouping takes them. */
export function groupingInput(
  households: readonly HouseholdRead[],
  { barriers, crossings, ties }: SurroundingsRead,
): GroupingInput {
  const known = new Set(households.map(({ id }) => id));
  return {
    planar: false,
    households: households.map(toGroup),
    barriers: barriers as GroupingInput["barriers"] & object,
    crossings: crossings as GroupingInput["crossings"] & object,
    ties: ties
      .filter(({ a, b }) => known.has(a) && known.has(b))
      .map(({ a, b, kind }) => ({ a, b, strength: STRENGTH[kind] ?? 1 })),
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
  ...(h.responders === null ? {} : { responders: h.responders }),
});
