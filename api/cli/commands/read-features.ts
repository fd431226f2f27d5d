import type { Feature, Geometry, MultiPolygon, Polygon, Position } from "geojson";

/** The user's mistake: one line on standard error, exit code 2, nothing on standard output. */
export class BadUse extends Error {
  override name = "Refusal";
}

export type Area = Polygon | MultiPolygon;

/** A feature, the file it stands in, and how a sentence names it. */
export interface Read<G extends Geometry> {
  geometry: G;
  properties: Record<string, unknown>;
  id: string | undefined;
  where: string;
}

/** What coordinates are: degrees (WGS 84), or metres in a plane. */
export type Plane = "degrees" | "metres";

/** @throws BadUse where something is no point */
export async function readPoints(file: string, plane?: Plane): Promise<Position[]> {
  return (await readFeatures(file, plane)).flatMap(({ geometry, where }) => {
    if (geometry.type === "Point") return [geometry.coordinates];
    if (geometry.type === "MultiPoint") return geometry.coordinates;
    throw new BadUse(`${where}, field geometry: ${geometry.type} is not a Point`);
  });
}

/** @throws BadUse where something is no polygon, or no valid one */
export async function readAreas(file: string, plane?: Plane): Promise<Read<Area>[]> {
  const { polygonFault } = await import("../../../geo/polygon-fault.js");
  return (await readFeatures(file, plane)).map((read) => {
    const { geometry, where } = read;
    if (geometry.type !== "Polygon" && geometry.type !== "MultiPolygon")
      throw new BadUse(`${where}, field geometry: ${geometry.type} is not a Polygon`);
    const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    for (const ring of parts.flat()) {
      const [first, last] = [ring[0], ring.at(-1)];
      if (ring.length < 4 || first![0] !== last![0] || first![1] !== last![1])
        throw new BadUse(`${where}, field geometry: a ring is not closed`);
    }
    if (parts.length === 0 || parts.some((p) => p.length === 0))
      throw new BadUse(`${where}, field geometry: is empty`);
    const fault = polygonFault(parts);
    if (fault)
      throw new BadUse(
        `${where}, field geometry: ${fault.reason}` +
          (fault.at ? ` (at ${fault.at.join(", ")})` : ""),
      );
    return { ...read, geometry };
  });
}

export const short = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
};

/** The features of a collection, a single feature, or a bare geometry. */
export async function readFeatures(
  file: string,
  plane: Plane = "degrees",
): Promise<Read<Exclude<Geometry, { type: "GeometryCollection" }>>[]> {
  const { jsonText } = await import("../../import/read/open-file.js");
  const name = file === "-" ? "standard input (-)" : file;
  let json: unknown;
  try {
    json = JSON.parse(await jsonText(file));
  } catch (error) {
    if (error instanceof SyntaxError) throw new BadUse(`${name}: not JSON: ${error.message}`);
    throw error;
  }
  const { type, features } = (json ?? {}) as { type?: unknown; features?: unknown };
  if (type === "FeatureCollection" && !Array.isArray(features))
    throw new BadUse(`${name}: features is missing, expected an array`);
  const list: unknown[] =
    type === "FeatureCollection"
      ? (features as unknown[])
      : [type === "Feature" ? json : { type: "Feature", geometry: json, properties: {} }];
  return list.map((one, k) => {
    const feature = one as Partial<Feature> | null;
    const id = feature?.id ?? (feature?.properties?.id as unknown);
    const known = typeof id === "string" || typeof id === "number" ? String(id) : undefined;
    const where = `${name}: feature ${k + 1}${known === undefined ? "" : ` '${known}'`}`;
    const { geometry } = feature ?? {};
    if (feature?.type !== "Feature" || !geometry || typeof geometry !== "object")
      throw new BadUse(`${where}: ${short(one)} is no feature with a geometry`);
    if (geometry.type === "GeometryCollection" || !Array.isArray(geometry.coordinates))
      throw new BadUse(`${where}, field geometry: ${short(geometry)} has no coordinates`);
    for (const place of positionsOf(geometry)) {
      const [lon, lat] = place;
      if (!Number.isFinite(lon) || !Number.isFinite(lat))
        throw new BadUse(
          `${where}, field coordinates: ${short(place)} is not [longitude, latitude]`,
        );
      if (plane === "degrees" && (Math.abs(lon!) > 180 || Math.abs(lat!) > 90))
        throw new BadUse(
          `${where}, field coordinates: ${short(place)} is outside of longitude -180 to 180 and ` +
            "latitude -90 to 90 (degrees, WGS 84)",
        );
    }
    return { geometry, properties: feature.properties ?? {}, id: known, where };
  });
}

/** All places of a geometry, whatever its depth. */
export function positionsOf(
  geometry: Exclude<Geometry, { type: "GeometryCollection" }>,
): Position[] {
  const walk = (c: unknown): Position[] =>
    Array.isArray(c) && Array.isArray(c[0]) ? c.flatMap(walk) : [c as Position];
  return walk(geometry.coordinates);
}

/** Lines of a file, each as its places. @throws BadUse where something is no line */
export async function readLinesOnly(file: string, plane?: Plane): Promise<Position[][]> {
  return (await readFeatures(file, plane)).flatMap(({ geometry, where }) => {
    if (geometry.type === "LineString") return [geometry.coordinates];
    if (geometry.type === "MultiLineString") return geometry.coordinates;
    throw new BadUse(`${where}, field geometry: ${geometry.type} is not a LineString`);
  });
}
