import { meanInterval } from "../../geo/hotspots/chance-range.js";
import { sharedRanks } from "../../geo/hotspots/shared-ranks.js";
import type { StatRank, StatRate } from "../../schema/incident-stats.js";
import { CountBy } from "../../schema/inputs.js";
import type { Denominator } from "./denominators.js";
import type { Group } from "./view-keys.js";

export interface Ranked {
  rate: StatRate | null;
  rank: StatRank | null;
}

const UNRANKED: Ranked = { rate: null, rank: null };

/** Groups of places: those where nothing happened too, where it is known that there are such. */
export function withEmpty(
  groups: readonly Group[],
  denominators: ReadonlyMap<string, Denominator> | null,
): Group[] {
  const found = new Set(groups.map((g) => g.key));
  const empty = [...(denominators ?? [])].filter(([key]) => !found.has(key));
  return [...groups, ...empty.map(([key, { label }]) => ({ key, label, n: 0 }))];
}

/** Rates and places of a view's groups; groups of other things than places have none. */
export const ranked = (
  by: CountBy,
  groups: readonly Group[],
  denominators: ReadonlyMap<string, Denominator> | null,
): Ranked[] =>
  by === CountBy.GRID || by === CountBy.VILLAGE
    ? rankedPlaces(groups, denominators)
    : groups.map(() => UNRANKED);

/** Rates and places, in the groups' order; of what has no rate, no place among rates. */
export function rankedPlaces(
  groups: readonly Group[],
  denominators: ReadonlyMap<string, Denominator> | null,
): Ranked[] {
  const known = groups.map(({ key, n }) => {
    const per = denominators ? denominators.get(key)?.amount : 1;
    if (per === undefined || key === "") return null;
    const { low, high } = meanInterval(n);
    return { value: n / per, low: low / per, high: high / per };
  });
  const ranks = sharedRanks(known.filter((one) => one !== null));
  let next = 0;
  return known.map((one) =>
    one === null ? UNRANKED : { rate: denominators ? one : null, rank: ranks[next++]! },
  );
}
