import type { StandingAt } from "../buildings/buildings.service.js";
import type { LivingAt } from "./households.service.js";

/** A place that figures are counted by; without an id a coarse one. */
export interface CountedAt {
  id: string | null;
  lon: number;
  lat: number;
  households: number;
  people: number;
}

/** As coarse places are snapped (writing/apply.ts). */
const cellOf = ({ lon, lat }: { lon: number; lat: number }): string =>
  `${Math.round(lon * 1000)} ${Math.round(lat * 1000)}`;

/**
 * Households where those who plan may count them: in their building where many live. The others are
 * spread evenly over the buildings of few in their coarse place and grid, whoever lives in which:
 * every sum and every difference of sums is made of what the list of households tells anyway.
 */
export function countedAt(
  living: readonly LivingAt[],
  buildings: readonly StandingAt[],
): CountedAt[] {
  const many = new Set(living.flatMap(({ buildingId }) => buildingId ?? []));
  const few = buildings.filter(({ id }) => !many.has(id));
  const inCell = grouped(few, (b) => `${cellOf(b)} ${b.gridId}`);
  const inGrid = grouped(few, (b) => b.gridId);
  const counts = new Map(buildings.map(({ id, lon, lat }) => [id, placeAt(id, lon, lat)]));
  const loose: CountedAt[] = [];
  for (const { buildingId, lon, lat, gridId, households, people } of living) {
    if (lon === null || lat === null) {
      const building = counts.get(buildingId!);
      if (building) Object.assign(building, { households, people });
      continue;
    }
    const grid = gridId === null ? [] : (inGrid.get(gridId) ?? []);
    const among = inCell.get(`${cellOf({ lon, lat })} ${gridId}`) ?? nearest(grid, lon, lat);
    for (const { id } of among) {
      const building = counts.get(id)!;
      building.households += households / among.length;
      building.people += people / among.length;
    }
    if (among.length === 0) loose.push({ ...placeAt(null, lon, lat), households, people });
  }
  return [...counts.values(), ...loose];
}

const placeAt = (id: string | null, lon: number, lat: number): CountedAt => ({
  ...{ id, lon, lat, households: 0, people: 0 },
});

function grouped<K>(buildings: readonly StandingAt[], by: (b: StandingAt) => K) {
  const groups = new Map<K, StandingAt[]>();
  for (const building of buildings) {
    const group = groups.get(by(building));
    if (group) group.push(building);
    else groups.set(by(building), [building]);
  }
  return groups;
}

/** The nearest of them alone; none of none. */
function nearest(buildings: readonly StandingAt[], lon: number, lat: number): StandingAt[] {
  const narrow = Math.cos((lat * Math.PI) / 180);
  const farness = (b: StandingAt) => Math.hypot((b.lon - lon) * narrow, b.lat - lat);
  const [first, ...rest] = buildings;
  if (!first) return [];
  return [rest.reduce((best, b) => (farness(b) < farness(best) ? b : best), first)];
}
