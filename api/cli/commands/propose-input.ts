import type {
  Building,
  GroundLine,
  LineClass,
  ProposeInput,
  Site,
  Village,
} from "../../../geo/coverage/propose/model.js";
import {
  type Area,
  BadUse,
  positionsOf,
  type Read,
  readAreas,
  readFeatures,
  readPoints,
  short,
} from "./read-features.js";

export interface Files {
  boundary: string;
  buildings: string;
  lines: string;
  compounds?: string;
  crossings?: string;
  present?: string;
  dedicated?: string;
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
