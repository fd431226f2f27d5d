import type { Geometry, MultiPolygon, Polygon } from "geojson";
import { admit, readGeometry, verticesOf } from "../../geo/geometry.js";
import type { AreaWord } from "./words.js";

const FILE_MB = 20;
const VERTICES_MOST = 10_000;

export type ReadFile =
  | { shape: Polygon | MultiPolygon; lines?: undefined; word?: undefined }
  /** Lines and points: an area is what lies near them. */
  | { lines: Geometry; shape?: undefined; word?: undefined }
  | {
      word: AreaWord;
      values: Record<string, string | number>;
      shape?: undefined;
      lines?: undefined;
    };

function geometriesOf(value: unknown): Geometry[] {
  const { type, features, geometry, geometries, coordinates } = (value ?? {}) as Record<
    string,
    unknown
  >;
  if (type === "FeatureCollection" && Array.isArray(features))
    return features.flatMap(geometriesOf);
  if (type === "Feature") return geometriesOf(geometry);
  if (type === "GeometryCollection" && Array.isArray(geometries))
    return geometries.flatMap(geometriesOf);
  return coordinates === undefined ? [] : [value as Geometry];
}

/** Files of before 2016 name their system; RFC 7946 knows WGS 84 alone. */
function otherSystem(value: unknown): string | null {
  const crs = (value as { crs?: { properties?: { name?: unknown } } } | null)?.crs;
  const name = crs?.properties?.name;
  return typeof name !== "string" || /CRS84|4326|4490|4979/.test(name) ? null : name;
}

/** The area that a GeoJSON file holds, or what is wrong with it in words of the page. */
export async function readAreaFile(file: File): Promise<ReadFile> {
  const { name } = file;
  const no = (word: AreaWord, values: Record<string, string | number> = {}): ReadFile => ({
    word,
    values: { name, ...values },
  });
  if (file.size > FILE_MB * 1e6) return no("fileBig", { most: FILE_MB });
  let value: unknown;
  try {
    value = JSON.parse(await file.text());
  } catch {
    return no("fileBroken");
  }
  const crs = otherSystem(value);
  if (crs !== null) return no("fileUnknownCrs", { crs });
  const found = geometriesOf(value);
  if (found.length === 0) return no("fileNothing");
  const read = found.map((g) => readGeometry(g));
  if (read.some((r) => r.fault?.at !== undefined)) return no("fileRange");
  const good = read.flatMap((r) => (r.geometry ? [r.geometry] : []));
  if (good.length < found.length) return no("fileBroken");
  const vertices = good.reduce((sum, g) => sum + verticesOf(g), 0);
  if (vertices > VERTICES_MOST) return no("fileLarge", { n: vertices, most: VERTICES_MOST });
  const shapes = good.filter((g) => g.type === "Polygon" || g.type === "MultiPolygon");
  if (shapes.length === 0) return { lines: { type: "GeometryCollection", geometries: good } };
  for (const shape of shapes) {
    const { fault } = admit(shape);
    if (fault) return no("fileShape", { at: (fault.at ?? []).slice(0, 2).join(", ") });
  }
  return { shape: (await import("./shape-ops.js")).together(shapes) };
}
