import type { Position } from "geojson";
import proj4 from "proj4";
import { gcoord } from "./gcj02.js";

/**
 * Coordinate systems with a name. GCJ-02 and BD-09 are shifted; CGCS2000 differs from WGS 84 below
 * map accuracy.
 */
export const CRS_NAMES = ["wgs84", "cgcs2000", "gcj02", "bd09"] as const;
/** Named ones, and those in metres by their EPSG number. */
export type CrsName = (typeof CRS_NAMES)[number] | `epsg:${number}`;

/** EPSG numbers and OGC names of the systems in degrees. */
const DEGREES: Record<string, CrsName> = {
  "4326": "wgs84",
  "4979": "wgs84",
  "4490": "cgcs2000",
  "4480": "cgcs2000",
};

/**
 * The projections of CGCS2000 in the EPSG register: zones of six and three degrees, each with the
 * zone's number before the easting, or with the central meridian in the name and no number.
 */
const ZONES = [
  { from: 4491, to: 4501, first: 75, step: 6, zone: 13 },
  { from: 4502, to: 4512, first: 75, step: 6, zone: null },
  { from: 4513, to: 4533, first: 75, step: 3, zone: 25 },
  { from: 4534, to: 4554, first: 75, step: 3, zone: null },
];

/** What proj4 calls a system in metres; null for one that is not known here. */
function projected(epsg: number): string | null {
  if (epsg === 3857) return "EPSG:3857";
  const group = ZONES.find((z) => epsg >= z.from && epsg <= z.to);
  if (!group) return null;
  const index = epsg - group.from;
  const easting = group.zone === null ? 500_000 : (group.zone + index) * 1e6 + 500_000;
  return (
    `+proj=tmerc +lat_0=0 +lon_0=${group.first + group.step * index} +k=1 ` +
    `+x_0=${easting} +y_0=0 +ellps=GRS80 +units=m +no_defs`
  );
}

/**
 * The system that a text names, in any of the ways people and files write it: `gcj-02`, `GCJ02`,
 * `EPSG:4549`, `urn:ogc:def:crs:OGC:1.3:CRS84`; null when it is not one that can be read.
 */
export function crsOfName(text: string): CrsName | null {
  const folded = text.toLowerCase().replace(/[-_\s]/g, "");
  const name = CRS_NAMES.find((n) => n === folded);
  if (name) return name;
  if (/crs84h?$/.test(folded)) return "wgs84";
  const epsg = /(?:epsg|^)[:/\w.]*?[:/]{0,2}(\d{4,5})$/.exec(folded)?.[1];
  if (epsg === undefined) return null;
  return DEGREES[epsg] ?? (projected(Number(epsg)) ? `epsg:${Number(epsg)}` : null);
}

/** Are its coordinates metres, so that the limits of degrees say nothing of them? */
export const isProjected = (crs: CrsName): boolean => crs.startsWith("epsg:");

/**
 * A function from positions of `crs` to WGS 84; the two datums that agree pass through unchanged.
 */
export function toWgs84(crs: CrsName): (position: Position) => Position {
  if (crs === "wgs84" || crs === "cgcs2000") return (p) => p;
  if (crs === "gcj02" || crs === "bd09") {
    const from = crs === "gcj02" ? gcoord.GCJ02 : gcoord.BD09;
    return ([lon, lat]) => gcoord.transform([lon!, lat!], from, gcoord.WGS84);
  }
  const definition = projected(Number(crs.slice("epsg:".length)));
  if (definition === null) throw new RangeError(`${crs} is not a system that can be read`);
  const converter = proj4(definition, "EPSG:4326");
  return ([x, y]) => converter.forward([x!, y!]);
}
