import { sql } from "drizzle-orm";
import type { Geometry } from "geojson";
import { verticesOf } from "../../geo/geometry.js";
import type { Declaration } from "../../schema/declaration.js";
import { DECLARED, declarationOf } from "../../schema/declared.js";
import type { AreaInput, ObjectAreaInput } from "../../schema/inputs.js";
import { isLayer } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import type { Runner } from "../core/database.js";
import { formatId, type Identifier, parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { geometrySql } from "./area.js";
import { layersOfIds } from "./locate.js";

const FIELD = "area.object";

const unseen = () =>
  new Refusal("NOT_FOUND", `${FIELD}: there is no such object with a place that you may see.`, {
    field: FIELD,
  });

/** The object's declaration, of a layer that the viewer has. */
async function layerOfObject(context: Context, at: Identifier): Promise<Declaration> {
  const layers = DECLARED.filter((d) => isLayer(d) && context.tryAccess(d));
  const name = (await layersOfIds(context.db, layers, [at])).get(formatId(at.county, at.id));
  if (!name) throw unseen();
  return declarationOf(name);
}

/** A field of the object as the viewer is shown it; none that they do not see stands for an area. */
async function seenOf<T>(context: Context, of: Declaration, field: string, at: Identifier) {
  const row = await context.loader(of, [field]).load(at);
  const value = row?.[field] as T | null | undefined;
  if (value == null) throw unseen();
  return value;
}

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
  const layer = await layerOfObject(context, at);
  if (metres == null && layer.members) {
    const { way, by } = layer.members;
    return { [way]: [await seenOf<string>(context, layer, by, at)] };
  }
  const place = await seenOf<Geometry>(context, layer, "geometry", at);
  if (metres == null) {
    if (place.type === "Polygon" || place.type === "MultiPolygon") return { polygon: place };
    throw badInput(
      `${FIELD}.metres`,
      `${FIELD}.metres: ${layer.name} have no extent; say how far around.`,
    );
  }
  if (place.type === "Point") return { circle: { center: place.coordinates, metres } };
  refuseManyCorners(context, place);
  return { polygon: await around(context.db, place, metres) };
}

/**
 * Of what is asked around: an outline's work grows with the square of the corners, and all of it is
 * done before its own could be counted. A comb of so many takes 0.4 s of the embedded engine's time,
 * which breaks off at 1 s; a natural border a fourth of that.
 */
const CORNERS_MOST = { embedded: 300, server: 500 };

function refuseManyCorners({ db }: Context, place: Geometry): void {
  const [corners, most] = [verticesOf(place), CORNERS_MOST[db.engine.kind]];
  if (corners <= most) return;
  throw new Refusal(
    "TOO_COSTLY",
    `${FIELD}.metres: this object has ${corners} corners; around one at most ${most} are allowed. ` +
      "Ask without metres, with a circle, or draw the area.",
    { field: `${FIELD}.metres` },
  );
}

/**
 * Corners of a quarter circle: the outline is inside the true one by 0.1 % of the distance, around
 * many corners, where each of them costs, by 0.5 %.
 */
const QUARTER = { few: 24, many: 8 };
const MANY = 100;

/** All that lies within some metres of a geometry, on the ground. */
async function around(run: Runner, place: Geometry, metres: number): Promise<Geometry> {
  const segments = verticesOf(place) > MANY ? QUARTER.many : QUARTER.few;
  const [row] = await run.rows<{ shape: string }>(sql`
    select ST_AsGeoJSON(ST_Buffer(${geometrySql(place)}::geography, ${metres}::float8,
      ${`quad_segs=${segments}`})::geometry, 7) as shape`);
  return JSON.parse(row!.shape) as Geometry;
}
