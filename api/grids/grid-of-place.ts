import type { SQL } from "drizzle-orm";
import type { Geometry } from "geojson";
import type { LayerName } from "../../schema/layers/index.js";
import type { Runner } from "../core/database.js";
import { formatId, parseId } from "../core/identifier.js";
import { geometrySql } from "../layers/area.js";
import { type Proposal, requiredGeometry, type Settled, type Written } from "../layers/rules.js";
import { gridAt, recordMembership } from "./grids.service.js";

/**
 * Completes something that stands in a grid: the one in force today where `placeOf` its geometry
 * is.
 */
export function inGridOf(
  placeOf: (geometry: SQL) => SQL = (g) => g,
): (tx: Runner, p: Proposal) => Promise<Settled> {
  return async (tx, p) => {
    const geometry: Geometry = requiredGeometry(p.geometry);
    const grid = await gridAt(tx, p.county, placeOf(geometrySql(geometry)));
    return {
      values: { ...p.values, gridId: grid ? formatId(p.county, grid.id) : null },
      geometry,
      gridId: grid?.id ?? null,
      villageCode: grid?.villageCode ?? null,
    };
  };
}

/** Keeps the dated membership in step with the grid just written. */
export async function keepMembership(tx: Runner, layer: LayerName, w: Written): Promise<void> {
  const gridId = w.values["gridId"] as string | null;
  await recordMembership(tx, layer, w.county, w.id, gridId ? parseId(gridId).id : null);
}
