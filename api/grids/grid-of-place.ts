import type { Geometry } from "geojson";
import { type LayerName, layerOf } from "../../schema/layers/index.js";
import type { Runner, Transaction } from "../core/database.js";
import { formatId } from "../core/identifier.js";
import { geometrySql } from "../layers/area.js";
import {
  type Proposal,
  type Retired,
  requiredGeometry,
  type Settled,
  type Written,
} from "../layers/rules.js";
import { standsAt } from "./grid-in-force.js";
import { gridAt } from "./grids.service.js";
import { followPlace } from "./places.js";

/** Completes something that stands in a grid: the one in force today where it is. */
export function inGridOf(name: LayerName): (tx: Runner, p: Proposal) => Promise<Settled> {
  const layer = layerOf(name);
  return async (tx, p) => {
    const geometry: Geometry = requiredGeometry(p.geometry);
    const grid = await gridAt(tx, p.county, standsAt(layer, geometrySql(geometry)));
    return {
      values: { ...p.values, gridId: grid ? formatId(p.county, grid.id) : null },
      geometry,
      gridId: grid?.id ?? null,
      villageCode: grid?.villageCode ?? null,
    };
  };
}

/** What follows from where it now is: its memberships, and what joins it to others. */
export const followed =
  (name: LayerName) =>
  (tx: Transaction, w: Written): Promise<void> =>
    followPlace(tx, w.county, layerOf(name), w.id, w);

/** What is retired belongs to no grid any more from today. */
export const left =
  (name: LayerName) =>
  (tx: Transaction, retired: Retired): Promise<void> =>
    followPlace(tx, retired.county, layerOf(name), retired.id, retired);
