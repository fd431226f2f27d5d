import type { Feature, Geometry, MultiPolygon, Polygon, Position } from "geojson";
import type {
  Building,
  GroundLine,
  LineClass,
  ProposeInput,
  Site,
  Village,
} from "../../../geo/coverage/propose/model.js";

/** The user's mistake: one line on standard error, exit code 2, nothing on standard output. */
export class BadUse extends Error {
  override name = "Refusal";
}

export interface Files {
  boundary: string;
  buildings: string;
  lines: string;
  compounds?: string;
  crossings?: string;
  present?: string;
  dedicated?: string;
}

type Area = Polygon | MultiPolygon;

/** A feature, the file it stands in, and how a sentence names it. */
interface Read<G extends Geometry> {
  geometry: G;
  properties: Record<string, unknown>;
  id: string | undefined;
  where: string;
}

/** Reads and checks all files. @throws BadUse naming file, feature, field and reason */
export async function readProposeInput(files: Files, locked: string[]): Promise<ProposeInput> {
  const given = Object.values(files).filter((f) => f === "-").length;
  if (given > 1) throw new BadUse("-: only one file can be standard input");
  const villages = await readVillages(files.boundary);
  const buildings = (await readAreas(files.buildings)).map(buildingOf);
  const sites = async (file: string | undefined): Promise<Site[] | undefined> =>
    file === undefined
      ? undefined
      : (await readAreas(file)).map(({ id, geometry, where }, k) => {
          if (id === undefined) throw new BadUse(`${where}: has no id`);
          return { id: id ?? String(k + 1), geometry };
        });
  const present = await sites(files.present);
  if (locked.length > 0 && !present)
    throw new BadUse("--locked needs --present, the grids in force");
  const dedicated = await sites(files.dedicated);
  const twice = dedicated?.find((d) =>
    present?.some((p) => p.id === d.id && locked.includes(p.id)),
  );
  if (twice)
    throw new BadUse(`${files.dedicated}: feature '${twice.id}': is locked among --present too`);
  return {
    villages,
    buildings: distinct(files.buildings, buildings),
    lines: await readLines(files.lines),
    compounds: await sites(files.compounds),
    crossings: files.crossings === undefined ? undefined : await readPoints(files.crossings),
    present: present && distinct(files.present!, present),
    dedicated: dedicated && distinct(files.dedicated!, dedicated),
    locked,
  };
}

function distinct<T extends { id: string }>(file: string, rows: T[]): T[] {
  const seen = new Set<string>();
  for (const { id } of rows) {
    if (seen.has(id)) throw new BadUse(`${file}: feature '${id}': the id comes twice`);
    seen.add(id);
  }
  return rows;
}

async function readVillages(file: string): Promise<Village[]> {
  const read = await readAreas(file);
  if (read.length === 0) throw new BadUse(`${file}: features is empty, expected the boundary`);
  const villages = read.map(({ geometry, properties, where }) => {
    const code = properties.code ?? "";
    if (typeof code !== "string" && typeof code !== "number")
      throw new BadUse(`${where}, field code: ${short(code)} is not text`);
    if (code === "" && read.length > 1) throw new BadUse(`${where}, field code: missing`);
    return { code: String(code), geometry, where };
  });
  const seen = new Map<string, string>();
  for (const { code, where } of villages) {
    const before = seen.get(code);
    if (before) throw new BadUse(`${where}, field code: '${code}' comes twice, first in ${before}`);
    seen.set(code, where.slice(file.length + 2));
  }
  await refuseOverlap(villages);
  return villages.map(({ code, geometry }) => ({ code, geometry }));
}

/** Square metres common to two villages that drawing explains. */
const DRAWN = 10;

async function refuseOverlap(villages: { geometry: Area; where: string }[]): Promise<void> {
  const [{ overlapArea }, { metricBox, metricRings }, { localProjection }] = await Promise.all([
    import("../../../geo/coverage/propose/overlap-area.js"),
    import("../../../geo/coverage/propose/metric.js"),
    import("../../../geo/projection.js"),
  ]);
  const [lon, lat] = positionsOf(villages[0]!.geometry)[0]!;
  const projection = localProjection(lon!, lat!);
  const drawn = villages.map(({ geometry }) => {
    const rings = metricRings(geometry, projection);
    return { rings, box: metricBox(rings) };
  });
  for (const [k, one] of drawn.entries())
    for (const [n, other] of drawn.slice(0, k).entries()) {
      const [a, b] = [one.box, other.box];
      if (a[0] >= b[2] || b[0] >= a[2] || a[1] >= b[3] || b[1] >= a[3]) continue;
      const area = overlapArea(one.rings, other.rings);
      if (area > DRAWN)
        throw new BadUse(
          `${villages[k]!.where}, field geometry: overlaps feature ${n + 1} by ` +
            `${Math.round(area)} square metres`,
        );
    }
}

function buildingOf({ id, geometry, properties, where }: Read<Area>): Building {
  if (id === undefined) throw new BadUse(`${where}: has no id`);
  const count = (field: string): number => {
    const value = properties[field];
    if (typeof value !== "number" || !(value >= 0) || !Number.isFinite(value))
      throw new BadUse(
        `${where}, field ${field}: ` +
          (value === undefined ? "missing" : `${short(value)} is not a number of 0 or more`),
      );
    return value;
  };
  const people = properties.people;
  return {
    id,
    geometry,
    households: count("households"),
    ...(people === undefined || people === null ? {} : { people: count("people") }),
  };
}

async function readLines(file: string): Promise<GroundLine[]> {
  const { LINE_CLASSES } = await import("../../../geo/coverage/propose/model.js");
  return (await readFeatures(file)).map(({ geometry, properties, where }) => {
    if (geometry.type !== "LineString" && geometry.type !== "MultiLineString")
      throw new BadUse(`${where}, field geometry: ${geometry.type} is not a LineString`);
    const kind = properties.class;
    if (!LINE_CLASSES.includes(kind as LineClass))
      throw new BadUse(
        `${where}, field class: ${kind === undefined ? "missing" : short(kind)}; it is one of ` +
          LINE_CLASSES.join(", "),
      );
    return { class: kind as LineClass, geometry };
  });
}

async function readPoints(file: string): Promise<Position[]> {
  return (await readFeatures(file)).flatMap(({ geometry, where }) => {
    if (geometry.type === "Point") return [geometry.coordinates];
    if (geometry.type === "MultiPoint") return geometry.coordinates;
    throw new BadUse(`${where}, field geometry: ${geometry.type} is not a Point`);
  });
}

async function readAreas(file: string): Promise<Read<Area>[]> {
  const { polygonFault } = await import("../../../geo/polygon-fault.js");
  return (await readFeatures(file)).map((read) => {
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

const short = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
};

/** The features of a collection, a single feature, or a bare geometry. */
async function readFeatures(file: string): Promise<Read<Geometry>[]> {
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
      if (Math.abs(lon!) > 180 || Math.abs(lat!) > 90)
        throw new BadUse(
          `${where}, field coordinates: ${short(place)} is outside of longitude -180 to 180 and ` +
            "latitude -90 to 90 (degrees, WGS 84)",
        );
    }
    return { geometry, properties: feature.properties ?? {}, id: known, where };
  });
}

/** All places of a geometry, whatever its depth. */
function positionsOf(geometry: Exclude<Geometry, { type: "GeometryCollection" }>): Position[] {
  const walk = (c: unknown): Position[] =>
    Array.isArray(c) && Array.isArray(c[0]) ? c.flatMap(walk) : [c as Position];
  return walk(geometry.coordinates);
}
