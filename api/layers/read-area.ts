import type { Geometry, MultiPolygon, Polygon } from "geojson";
import { VERTEX_LIMIT, verticesOf } from "../../geo/geometry.js";
import type { GeometryFault } from "../../geo/polygon-fault.js";
import { wayOf } from "../../schema/area-value.js";
import type { AreaInput } from "../../schema/inputs.js";
import { registerOf } from "../../schema/registers/index.js";
import type { Context } from "../core/context.js";
import { parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import type { Shapes } from "../shapes/shapes.js";
import { refuseOdd } from "./asked-area.js";
import { type AskedPolygon, wasRead } from "./asked-polygon.js";
import { areaOfObject } from "./read-object.js";

/** Vertices of a polygon that is asked with; what is stored may have more. */
export const ANONYMOUS_LIMIT = 500;
export const SIGNED_IN_LIMIT = 10_000;
/** A polygon of more vertices is cut, so that each row meets a few of them only. */
const WHOLE_LIMIT = 256;
/**
 * Where more vertices than this stand in the cells of a cut polygon on average, cutting did not
 * help: 50,000 rows would take seconds. No border on earth is like that.
 */
const DENSITY_LIMIT = 1000;

/**
 * What was read of the polygons of requests, by the value itself: aliases with the same variable
 * share one look, and it is gone with the request.
 */
const reading = new WeakMap<Geometry, Promise<AskedPolygon>>();

/**
 * What an area stands for, for this viewer: what it names is looked up, its polygon is judged before
 * it becomes SQL, and cut if it is large. Asked after the policy, so that who may not ask costs
 * nothing.
 */
export async function readArea(
  context: Context,
  asked: AreaInput | null | undefined,
): Promise<AreaInput | null> {
  if (!asked) return null;
  refuseOdd(asked);
  const area = await meaningOf(context, asked);
  // What is wrong with it is said of what was asked: a saved area, an object, or what was drawn.
  const field = `area.${wayOf(asked)!}`;
  if (area.polygon) await readDrawn(context, area.polygon as Polygon | MultiPolygon, field);
  return area;
}

/** Once a request, however many lists ask with it: another viewer may be told another shape. */
async function meaningOf(context: Context, area: AreaInput): Promise<AreaInput> {
  const { saved, object } = area;
  if (object) return context.once(["area.object", object], () => areaOfObject(context, object));
  return saved === undefined ? area : readSaved(context, saved);
}

/** One that is not the viewer's does not exist. */
async function readSaved(context: Context, id: string): Promise<AreaInput> {
  const loader = context.loader(registerOf("savedAreas"), ["area", "retiredAt"]);
  const row = await loader.load(parseId(id, "area.saved"));
  if (!row || row["retiredAt"] !== null)
    throw new Refusal("NOT_FOUND", "area.saved: there is no such saved area that you may see.", {
      field: "area.saved",
    });
  return row["area"] as AreaInput;
}

async function readDrawn(
  context: Context,
  polygon: Polygon | MultiPolygon,
  field: string,
): Promise<void> {
  await refuseLarge(context, polygon, field);
  let known = reading.get(polygon);
  if (!known) {
    known = readPolygon(context, polygon, field);
    reading.set(polygon, known);
    // A literal lives as long as its compiled query: it is not to remember a broken thread.
    known.catch(() => reading.delete(polygon));
  }
  wasRead(polygon, await known);
}

async function readPolygon(
  { services: { shapes } }: Context,
  polygon: Polygon | MultiPolygon,
  field: string,
): Promise<AskedPolygon> {
  const fault = await shapes.fault(polygon);
  if (fault) throw shapeRefusal(field, fault);
  if (verticesOf(polygon) <= WHOLE_LIMIT) return { cut: null };
  const cut = await shapes.cut(polygon);
  if (cut.density > DENSITY_LIMIT)
    throw await costlyRefusal(shapes, polygon, {
      field,
      limit: ANONYMOUS_LIMIT,
      why: "has too many long edges side by side",
    });
  return { cut };
}

export const shapeRefusal = (field: string, { reason, at }: GeometryFault): Refusal =>
  badInput(
    field,
    `${field}: ${reason}${at ? `, near ${at[0]}, ${at[1]}` : ""}.`,
    at && { type: "Point", coordinates: at },
  );

async function refuseLarge(
  context: Context,
  polygon: Polygon | MultiPolygon,
  field: string,
): Promise<void> {
  const { viewer, outlet, services } = context;
  // What a command reads is the operator's own file.
  const limit =
    outlet === "export"
      ? VERTEX_LIMIT
      : viewer.kind === "anonymous"
        ? ANONYMOUS_LIMIT
        : SIGNED_IN_LIMIT;
  const vertices = verticesOf(polygon);
  if (vertices <= limit) return;
  throw await costlyRefusal(services.shapes, polygon, {
    field,
    limit,
    why:
      `has ${vertices} vertices; ` +
      (viewer.kind === "anonymous"
        ? `without signing in at most ${ANONYMOUS_LIMIT} are allowed, signed in ${SIGNED_IN_LIMIT}`
        : `at most ${limit} are allowed`),
  });
}

/** Says why a polygon costs too much, and offers a simpler one to ask with as `area.polygon`. */
async function costlyRefusal(
  shapes: Shapes,
  polygon: Polygon | MultiPolygon,
  { field, limit, why }: { field: string; limit: number; why: string },
): Promise<Refusal> {
  const simpler = await shapes.simplified(polygon, limit);
  const isDrawn = field === "area.polygon";
  const way = simpler
    ? `Ask with the simpler ${isDrawn ? "one" : "polygon"} in extensions.geometry.`
    : isDrawn
      ? "Simplify it."
      : "Draw the area.";
  return new Refusal(
    "TOO_COSTLY",
    `${field}: ${why}. ${way}`,
    simpler ? { field, geometry: simpler } : { field },
  );
}
