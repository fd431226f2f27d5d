import { randomOf } from "../../geo/random.js";
import { DEMO_COUNTY_ID, dayBefore, type Frame } from "./frame.js";
import type { HeldBy } from "./grid-rows.js";
import { personName, phoneNumber } from "./names.js";
import { distance, type XY } from "./plane.js";
import type { BuildingRow, HouseholdPlaceRow, HouseholdRow, TieRow } from "./rows.js";
import type { House } from "./town.js";

export interface Dwelling {
  house: number;
  at: XY;
  stair: string;
  floor: number;
  unit: string;
  head: string;
  phone: string;
  members: number;
  residency: string;
  years: number;
  months: number;
  since: string | null;
  village: string;
}

/** Members of 三湾村 together. */
const SAN_WAN_PEOPLE = 731;
const SIZES_TOWN = [0, 0.17, 0.28, 0.29, 0.16, 0.07, 0.03],
  SIZES_LAND = [0, 0.14, 0.24, 0.24, 0.2, 0.12, 0.06];

/** A household for each occupied unit, its place at the entrance of its stair. */
export function fillHouseholds(
  seed: number,
  houses: readonly House[],
  villageOf: (h: House) => string,
): Dwelling[] {
  const random = randomOf(seed, "households"),
    found: Dwelling[] = [];
  houses.forEach((h, house) => {
    if (h.units === 0) return;
    const stairs = h.stairs.length,
      lowest = h.use === "06" ? 2 : 1,
      floors = Math.max(1, h.floors - lowest + 1),
      per = Math.max(1, h.perFloor, Math.ceil(h.units / (stairs * floors)));
    const all = Array.from({ length: stairs * floors * per }, (_, k) => k);
    const village = villageOf(h),
      rural = village.endsWith("村");
    for (let n = 0; n < h.units && all.length; n++) {
      const k = all.splice(Math.floor(random.next() * all.length), 1)[0]!;
      const stair = k % stairs,
        floor = lowest + (Math.floor(k / stairs) % floors),
        door = Math.floor(k / (stairs * floors)) + 1;
      found.push({
        house,
        at: h.stairs[stair]!,
        stair: String(stair + 1),
        floor,
        unit: `${floor}${String(door).padStart(2, "0")}`,
        head: personName(random),
        phone: phoneNumber(random),
        members: random.weighted(rural ? SIZES_LAND : SIZES_TOWN),
        residency: random.chance(rural ? 0.9 : 0.8)
          ? "01"
          : random.chance(rural ? 0.35 : 0.85)
            ? "02"
            : "03",
        years: Math.min(30, Math.floor(random.exponential(rural ? 18 : 7))),
        months: random.integer(0, 11),
        since: null,
        village,
      });
    }
  });
  const own = found.filter((d) => d.village === "三湾村");
  for (
    let people = own.reduce((s, d) => s + d.members, 0);
    own.length > 0 && people !== SAN_WAN_PEOPLE;
  ) {
    const d = random.pick(own),
      step = people < SAN_WAN_PEOPLE ? 1 : -1;
    if (d.members + step < 1 || d.members + step > 7) continue;
    d.members += step;
    people += step;
  }
  return found;
}

/**
 * Pairs of households that are kin or know each other: mostly of the same house or the next, some
 * far; none twice.
 */
function tieHouseholds(
  seed: number,
  dwellings: readonly Dwelling[],
): [from: number, to: number, kind: string][] {
  const random = randomOf(seed, "ties"),
    bins = new Map<string, number[]>(),
    seen = new Set<number>();
  const key = (p: XY) => `${Math.floor(p[0] / 60)},${Math.floor(p[1] / 60)}`;
  dwellings.forEach((d, k) => {
    const list = bins.get(key(d.at));
    if (list) list.push(k);
    else bins.set(key(d.at), [k]);
  });
  const ties: [number, number, string][] = [];
  dwellings.forEach((d, a) => {
    const rural = d.village.endsWith("村");
    for (let n = Math.floor(random.exponential(rural ? 1.6 : 0.9)); n > 0; n--) {
      const far = random.chance(0.12);
      const near: XY = far
        ? d.at
        : [d.at[0] + random.gaussian() * 35, d.at[1] + random.gaussian() * 35];
      const choices = bins.get(key(near));
      const b = far || !choices ? random.integer(0, dwellings.length - 1) : random.pick(choices),
        pair = Math.min(a, b) * 100_000 + Math.max(a, b);
      if (a === b || seen.has(pair) || (!far && distance(d.at, dwellings[b]!.at) > 400)) continue;
      seen.add(pair);
      ties.push([
        Math.min(a, b),
        Math.max(a, b),
        random.chance(rural ? 0.42 : far ? 0.6 : 0.15) ? "kin" : "acquainted",
      ]);
    }
  });
  return ties;
}

export const householdRows = (
  frame: Frame,
  dwellings: readonly Dwelling[],
  buildings: readonly BuildingRow[],
  now: HeldBy,
): HouseholdRow[] =>
  dwellings.map((d, k) => {
    const geom = frame.point(d.at);
    return {
      county_id: DEMO_COUNTY_ID,
      id: frame.id(),
      code: `H${String(k + 1).padStart(6, "0")}`,
      head_name: d.head,
      phone: d.phone,
      members: d.members,
      residency: d.residency,
      building_id: buildings[d.house]!.id,
      stair: d.stair,
      floor: d.floor,
      unit: d.unit,
      grid_id: now(geom.coordinates).id,
      place_since: d.since ?? dayBefore(frame.today, d.years, d.months),
      geom,
    };
  });

/** Where households live and, for a few that moved, where they lived before. */
export function placeRows(frame: Frame, households: readonly HouseholdRow[]): HouseholdPlaceRow[] {
  const random = randomOf(frame.seed, "moves"),
    rows: HouseholdPlaceRow[] = [];
  households.forEach((h) => {
    const { county_id, building_id, stair, floor, unit, geom } = h;
    rows.push({
      county_id,
      id: frame.id(),
      household_id: h.id,
      building_id,
      stair,
      floor,
      unit,
      valid_from: h.place_since,
      valid_to: null,
      geom,
    });
    if (!random.chance(0.02)) return;
    const before = random.pick(households);
    rows.push({
      county_id,
      id: frame.id(),
      household_id: h.id,
      building_id: before.building_id,
      stair: before.stair,
      floor: before.floor,
      unit: before.unit,
      valid_from: `${Number(h.place_since.slice(0, 4)) - 4}-01-01`,
      valid_to: h.place_since,
      geom: before.geom,
    });
  });
  return rows;
}

export const tieRows = (
  frame: Frame,
  dwellings: readonly Dwelling[],
  households: readonly HouseholdRow[],
): TieRow[] =>
  tieHouseholds(frame.seed, dwellings).map(([a, b, kind]) => {
    const from = households[a]!,
      to = households[b]!;
    return {
      county_id: DEMO_COUNTY_ID,
      id: frame.id(),
      from_id: from.id,
      to_id: to.id,
      kind,
      grid_id: from.grid_id,
      geom: {
        type: "MultiLineString",
        coordinates: [[from.geom.coordinates, to.geom.coordinates]],
      },
    };
  });
