import type { Position } from "geojson";
import { townshipOfVillage } from "../../geo/codes.js";
import { type Grid, multiPolygon, type Village } from "./coverage.js";
import { DEMO_COUNTY_ID, type Frame } from "./frame.js";
import { gridLookup } from "./grid-lookup.js";
import type { Ground } from "./ground.js";
import type { GridRow, TownshipRow, VillageRow } from "./rows.js";
import { TOWNSHIPS } from "./townships.js";

export const villageRows = (frame: Frame, g: Ground, villages: readonly Village[]): VillageRow[] =>
  villages.map((v) => ({
    county_id: DEMO_COUNTY_ID,
    id: frame.id(),
    code: v.code,
    name: v.name,
    kind: v.kind,
    township_code: townshipOfVillage(v.code)!,
    geom: multiPolygon(g, v.cells, frame.at),
  }));

/** Villages whose codes begin with the same nine digits make a township. */
export const townshipRows = (
  frame: Frame,
  g: Ground,
  villages: readonly Village[],
): TownshipRow[] =>
  TOWNSHIPS.map(({ code, name, nameEn, kind }) => ({
    county_id: DEMO_COUNTY_ID,
    id: frame.id(),
    code,
    name,
    name_en: nameEn,
    kind,
    geom: multiPolygon(
      g,
      villages.filter((v) => townshipOfVillage(v.code) === code).flatMap((v) => v.cells),
      frame.at,
    ),
  }));

/** Of each grid that was redrawn also how it was before. */
export const gridRows = (
  frame: Frame,
  g: Ground,
  villages: readonly Village[],
  grids: readonly Grid[],
): GridRow[] =>
  grids.map((x) => ({
    county_id: DEMO_COUNTY_ID,
    id: frame.id(),
    code: x.code,
    name: x.name,
    kind: x.kind,
    village_code: villages[x.village]!.code,
    complaint_phone: `1990000${String(9000 + x.village).padStart(4, "0")}`,
    valid_from: x.later ? frame.redrawn : frame.began,
    valid_to: x.earlier ? frame.redrawn : null,
    geom: multiPolygon(g, x.cells, frame.at),
  }));

/** The grid that holds a place of the county. */
export type HeldBy = (p: Position) => GridRow;

/** Of the grids in force, and of those before the redrawing. */
export function holders(
  frame: Frame,
  grids: readonly GridRow[],
): { now: HeldBy; before: HeldBy; inside: (p: Position) => boolean } {
  const present = gridLookup(grids.filter((x) => x.valid_to === null)),
    past = gridLookup(grids.filter((x) => x.valid_from === frame.began));
  const held =
    (lookup: typeof past): HeldBy =>
    (p) => {
      const grid = lookup(p);
      if (!grid) throw new Error(`${p.join(", ")} lies in no grid of the demonstration county`);
      return grid;
    };
  return { now: held(present), before: held(past), inside: (p) => present(p) !== undefined };
}
