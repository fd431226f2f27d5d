import { randomOf } from "../../geo/random.js";
import { DEMO_COUNTY_ID, type Frame } from "./frame.js";
import type { HeldBy } from "./grid-rows.js";
import type { Ground } from "./ground.js";
import { cellCentre } from "./lattice.js";
import type { BuildingRow } from "./rows.js";
import type { House } from "./town.js";

const TOWN_HOUSEHOLDS = 11_600;

/** Mutates the houses of the country: each learns its cell, the one whose middle is nearest. */
export function locate(g: Ground, houses: readonly House[]): void {
  const l = g.lattice,
    centres = [...l.inCounty.keys()]
      .filter((c) => l.inCounty[c] === 1 && !l.inTown[c])
      .map((c) => [c, cellCentre(l, c)] as const);
  for (const h of houses) {
    const [x, y] = h.stairs[0]!;
    let nearest = Infinity;
    for (const [c, p] of centres) {
      const d = (p[0] - x) ** 2 + (p[1] - y) ** 2;
      if (d < nearest) {
        nearest = d;
        h.cell = c;
      }
    }
  }
}

/**
 * Mutates units: flats and shop houses are thinned to the town's households, by one share for all.
 */
export function occupy(seed: number, houses: readonly House[]): void {
  const random = randomOf(seed, "units"),
    total = houses.reduce((s, h) => s + h.units, 0),
    part = Math.min(1, TOWN_HOUSEHOLDS / total);
  for (const h of houses)
    if (h.units > 0) {
      const wanted = h.units * part;
      h.units = Math.floor(wanted) + (random.chance(wanted % 1) ? 1 : 0);
    }
}

export const buildingRows = (frame: Frame, houses: readonly House[], now: HeldBy): BuildingRow[] =>
  houses.map((h, k) => ({
    county_id: DEMO_COUNTY_ID,
    id: frame.id(),
    code: `B${String(k + 1).padStart(5, "0")}`,
    name: h.name,
    use: h.use,
    address: h.address,
    floors: h.floors,
    stairs: h.stairs.length,
    units: h.units,
    grid_id: now(frame.at(h.stairs[0]!)).id,
    geom: frame.area(h.ring, h.holes),
  }));
