import type { Geometry, MultiPolygon, Polygon, Position } from "geojson";
import { type CrsName, crsOfName, toWgs84 } from "../../geo/crs.js";
import { admit, readGeometry, verticesOf } from "../../geo/geometry.js";
import type { AreaWord } from "./words.js";

// Loaded with the first file: parsers and datums are nobody's first need.

const FILE_MB = 20;
const VERTICES_MOST = 10_000;

/** What its coordinates are of, where the file does not say. */
export type Datum = "wgs84" | "gcj02" | "bd09";

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

/** What a file holds, as GeoJSON; null where it is neither that nor KML nor GPX. */
async function contentOf(text: string): Promise<unknown> {
  if (!text.trimStart().startsWith("<")) {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }
  const tree = new DOMParser().parseFromString(text, "application/xml");
  const root = tree.documentElement.localName;
  if (root !== "kml" && root !== "gpx") return null;
  const read = await import("@tmcw/togeojson");
  return read[root](tree);
}

/** Files of before 2016 name their system; RFC 7946 knows WGS 84 alone. */
function namedSystem(value: unknown): string | null {
  const crs = (value as { crs?: { properties?: { name?: unknown } } } | null)?.crs;
  const name = crs?.properties?.name;
  return typeof name === "string" ? name : null;
}

/** Every position of nested coordinates; what is none stays, for the gate to tell. */
function moved(coordinates: unknown, to: (at: Position) => Position): unknown {
  if (!Array.isArray(coordinates)) return coordinates;
  return Number.isFinite(coordinates[0]) && Number.isFinite(coordinates[1])
    ? to(coordinates as Position)
    : coordinates.map((c) => moved(c, to));
}

const inWgs84 = (geometries: readonly Geometry[], crs: CrsName): Geometry[] => {
  const to = toWgs84(crs);
  return geometries.map(
    ({ type, coordinates }: { type: string; coordinates?: unknown }) =>
      ({ type, coordinates: moved(coordinates, to) }) as Geometry,
  );
};

/** The area that a file holds, or what is wrong with it in words of the page. */
export async function readAreaFile(file: File, datum: Datum): Promise<ReadFile> {
  const { name } = file;
  const no = (word: AreaWord, values: Record<string, string | number> = {}): ReadFile => ({
    word,
    values: { name, ...values },
  });
  if (file.size > FILE_MB * 1e6) return no("fileBig", { most: FILE_MB });
  const text = await file.text();
  if (text.startsWith("PK")) return no("fileZip");
  const value = await contentOf(text);
  if (value === null) return no("fileBroken");
  const named = namedSystem(value);
  const system = datum !== "wgs84" || named === null ? datum : crsOfName(named);
  if (system === null) return no("fileUnknownCrs", { crs: named ?? "" });
  const found = inWgs84(geometriesOf(value), system);
  if (found.length === 0) return no("fileNothing");
  const read = found.map((g) => readGeometry(g));
  if (read.some((r) => r.fault?.at !== undefined)) return no("fileRange");
  const good = read.flatMap((r) => (r.geometry ? [r.geometry] : []));
  if (good.length < found.length) return no("fileBroken");
  const shapes = good.filter((g) => g.type === "Polygon" || g.type === "MultiPolygon");
  if (shapes.length === 0) return { lines: { type: "GeometryCollection", geometries: good } };
  const vertices = shapes.reduce((sum, g) => sum + verticesOf(g), 0);
  if (vertices > VERTICES_MOST) return no("fileLarge", { n: vertices, most: VERTICES_MOST });
  for (const shape of shapes) {
    const { fault } = admit(shape);
    if (fault) return no("fileShape", { at: (fault.at ?? []).slice(0, 2).join(", ") });
  }
  return { shape: (await import("./shape-ops.js")).together(shapes) };
}
