import type { Geometry } from "geojson";
import { layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { checkedPoint } from "../layers/area.js";
import { layerService } from "../layers/layer.service.js";
import { plannedAt } from "./plan.queries.js";
import { plans } from "./plans.service.js";

export interface GridOnDay {
  id: string;
  code: string;
  name: string;
  kind: string | null;
  villageCode: string | null;
  complaintPhone: string | null;
  geometry: Geometry;
  /** The approved plan that is to make it so; null: it is so, or was. */
  plan: string | null;
}

const FIELDS = [
  ...["id", "code", "name", "kind", "villageCode", "complaintPhone", "geometry", "earlierOfId"],
];

/**
 * The grid of a place on a day; default today. What approved plans will have made of it by then is
 * told to who may see plans.
 */
export async function gridAt(
  context: Context,
  point: readonly number[],
  on: string | null,
): Promise<GridOnDay | null> {
  const at = checkedPoint(point, "point");
  const access = on === null ? null : context.tryAccess(plans);
  const planned = access && (await plannedAt(context.db, access, at, on!));
  if (planned) return { ...planned, geometry: JSON.parse(planned.shape) as Geometry };
  const row = await layerService.atPoint(context, layerOf("grids"), at, on, FIELDS);
  if (!row) return null;
  const { earlierOfId, ...grid } = row as unknown as GridOnDay & { earlierOfId: string | null };
  return { ...grid, id: earlierOfId ?? grid.id, plan: null };
}
