import type { MultiPolygon, Polygon } from "geojson";
import type { Sentence } from "../../civic/steps/machine.js";
import { sayBorder } from "../../civic/words/border-words.js";
import { borderCourse } from "../../geo/coverage/border-course.js";
import { polygonsOf } from "../../geo/coverage/propose/metric.js";
import { boundsOf } from "../../geo/geometry.js";
import type { Runner } from "../core/database.js";
import { namedWithin } from "../ground/ground.service.js";
import { gridShapes } from "./grids.service.js";

/** Degrees about a border within which names are read. */
const AROUND = 0.0005;

interface Outlined {
  id: string;
  geometry: Polygon | MultiPolygon;
}

/** Borders of grids of a county in words, by id: which names a map has there is no secret. */
export async function bordersInWords(
  run: Runner,
  county: number,
  grids: readonly Outlined[],
): Promise<Map<string, Sentence>> {
  if (grids.length === 0) return new Map();
  const coordinates = grids.flatMap(({ geometry }) => polygonsOf(geometry));
  const [w, s, e, n] = boundsOf({ type: "MultiPolygon", coordinates });
  const box = [w - AROUND, s - AROUND, e + AROUND, n + AROUND] as const;
  const { lines, places } = await namedWithin(run, county, box);
  return new Map(
    grids.map(({ id, geometry }) => [id, sayBorder(borderCourse(geometry, lines, places))]),
  );
}

/** The same of grids as they stand, by uuid. */
export async function bordersOfGrids(
  run: Runner,
  county: number,
  ids: readonly string[],
): Promise<Map<string, Sentence>> {
  const shapes = await gridShapes(run, county, ids);
  const grids = shapes.map(({ id, shape }) => ({
    id,
    geometry: JSON.parse(shape) as MultiPolygon,
  }));
  return bordersInWords(run, county, grids);
}
