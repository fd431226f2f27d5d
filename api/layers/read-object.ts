import { sql } from "drizzle-orm";
import type { Geometry } from "geojson";
import { DECLARED, declarationOf } from "../../schema/declared.js";
import type { AreaInput, ObjectAreaInput } from "../../schema/inputs.js";
import { isLayer } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import type { Runner } from "../core/database.js";
import { formatId, parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { geometrySql } from "./area.js";
import { layersOfIds } from "./locate.js";

const FIELD = "area.object";

const unseen = () =>
  new Refusal("NOT_FOUND", `${FIELD}: there is no such object with a place that you may see.`, {
    field: FIELD,
  });

/**
 * The area that an object stands for: a grid or village its members, what has a shape its ground,
 * with a distance all that lies so near. Its place is read as the viewer would be shown it (and
 * noted as that), so that what is found near it tells no more of it.
 */
export async function areaOfObject(
  context: Context,
  { id, metres }: ObjectAreaInput,
): Promise<AreaInput> {
  const at = parseId(id, `${FIELD}.id`);
  const layers = DECLARED.filter((d) => isLayer(d) && context.tryAccess(d));
  const name = (await layersOfIds(context.db, layers, [at])).get(formatId(at.county, at.id));
  if (!name) throw unseen();
  const isMembers = metres == null && (name === "grids" || name === "villages");
  const fields = isMembers ? ["id", "code"] : ["geometry"];
  const row = await context.loader(declarationOf(name), fields).load(at);
  if (!row) throw unseen();
  if (isMembers) return name === "grids" ? { grids: [id] } : { villages: [row["code"] as string] };
  const place = row["geometry"] as Geometry | null;
  if (!place) throw unseen();
  const isShape = place.type === "Polygon" || place.type === "MultiPolygon";
  if (metres == null) {
    if (isShape) return { polygon: place };
    throw badInput(
      `${FIELD}.metres`,
      `${FIELD}.metres: ${name} have no extent; say how far around.`,
    );
  }
  return place.type === "Point"
    ? { circle: { center: place.coordinates, metres } }
    : { polygon: await around(context.db, place, metres) };
}

/** Corners of a quarter circle: the outline is inside the true one by 0.1 % of the distance. */
const QUARTER = 24;

/** All that lies within some metres of a geometry, on the ground. */
async function around(run: Runner, place: Geometry, metres: number): Promise<Geometry> {
  const [row] = await run.rows<{ shape: string }>(sql`
    select ST_AsGeoJSON(ST_Buffer(${geometrySql(place)}::geography, ${metres}::float8,
      ${`quad_segs=${QUARTER}`})::geometry, 7) as shape`);
  return JSON.parse(row!.shape) as Geometry;
}
