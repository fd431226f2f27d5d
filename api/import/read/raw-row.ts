import type { Readable } from "node:stream";
import type { Geometry } from "geojson";
import { type CrsName, crsOfName } from "../../../geo/crs.js";
import { badInput, type Refusal } from "../../core/refusal.js";

/**
 * One row or feature as the file has it, before anything is understood. `row` counts data rows and
 * features from 1.
 */
export interface RawRow {
  row: number;
  properties: Readonly<Record<string, unknown>>;
  geometry?: Geometry | null;
  /** Why the row cannot be read, though the rows after it can. */
  fault?: { field: string; reason: string };
}

/** A file to read. `name` is how messages call it. */
export interface FileSource {
  name: string;
  open(): Readable;
  /** May it be opened again? Standard input may not. */
  reopens: boolean;
}

export interface ReadOptions {
  /** What the file is in, where it is not UTF-8; null where there is no way to say it. */
  encoding?: string | null | undefined;
  /** What the coordinates are in, where a person said so. */
  crs?: CrsName | undefined;
  /** Is a column one that the reader of the rows has a use for? */
  knows?: ((column: string) => boolean) | undefined;
}

export interface RawFile {
  /** The columns, where the file says them before its rows (CSV). */
  columns?: readonly string[];
  /** Rows in batches of a thousand or so. */
  batches: AsyncIterable<RawRow[]>;
  /** What a person should know of how the file was understood. */
  notes: string[];
  /** The same, known only after the last row. */
  lateNotes?: readonly string[];
}

export const BATCH = 1000;
/** Characters of one row or feature: twenty times what the largest geometry taken needs. */
export const ROW_LIMIT = 1 << 25;
/** Characters of a file that is read whole. */
export const WHOLE_LIMIT = 1 << 28;
/** Columns of a file, or different properties of its features. A spreadsheet ends at 16,384. */
export const COLUMN_LIMIT = 5000;
/** Levels of JSON inside a feature; a multipolygon needs eight. */
export const DEPTH_LIMIT = 64;

/** The file as a whole cannot be read: where and why. */
export const badFile = (source: FileSource, where: string, reason: string): Refusal =>
  badInput("file", `${source.name}: ${where}${where ? ": " : ""}${reason}`);

/** Batches of one-by-one rows. */
export async function* inBatches(rows: AsyncIterable<RawRow>): AsyncGenerator<RawRow[]> {
  let batch: RawRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length >= BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** Is a JSON value nested deeper than `limit`? Asks no deeper, so that no stack overflows. */
export const isTooDeep = (value: unknown, limit = DEPTH_LIMIT): boolean =>
  typeof value === "object" &&
  value !== null &&
  (limit === 0 || Object.values(value).some((v) => isTooDeep(v, limit - 1)));

/**
 * Heeds the member `crs` of GeoJSON of before RFC 7946, wherever it stands. Degrees of WGS 84 or
 * CGCS2000 pass; anything else ends the reading, unless `--crs` says what the coordinates are in.
 */
export class CrsGuard {
  readonly notes: string[] = [];

  constructor(
    private readonly source: FileSource,
    private readonly asked: CrsName | undefined,
  ) {}

  meet(member: unknown, where = ""): void {
    if (member === undefined || member === null) return;
    const name = nameOfCrs(member);
    const crs = crsOfName(name);
    if (this.asked === undefined && crs !== "wgs84" && crs !== "cgcs2000")
      throw badFile(
        this.source,
        `${where}crs`,
        `is ${name.slice(0, 80)}, and GeoJSON is in degrees of WGS 84 (RFC 7946); ${wayOut(crs)}.`,
      );
    if (this.asked !== undefined && crs !== this.asked && this.notes.length === 0)
      this.notes.push(`the file says crs ${name.slice(0, 80)}; read as --crs ${this.asked}`);
  }
}

const wayOut = (crs: CrsName | null) =>
  crs
    ? `give --crs ${crs} if that is what they are in`
    : "convert it first: ogr2ogr -t_srs EPSG:4326 -lco RFC7946=YES out.geojson FILE";

/** `{"type":"name","properties":{"name":…}}`, and the older forms with a code or a link. */
function nameOfCrs(member: unknown): string {
  const { type, properties } = member as { type?: unknown; properties?: Record<string, unknown> };
  const value = properties?.["name"] ?? properties?.["code"] ?? properties?.["href"] ?? member;
  if (typeof value === "number") return `EPSG:${value}`;
  if (typeof value !== "string") return JSON.stringify(value).slice(0, 80);
  return type === "EPSG" ? `EPSG:${value}` : value;
}

/** A feature's parts, or why it is none. */
export function rawOfFeature(value: unknown, row: number, crs: CrsGuard): RawRow | string {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return "is not a GeoJSON feature";
  const { type, properties, geometry, id, ...others } = value as {
    type?: unknown;
    properties?: unknown;
    geometry?: unknown;
    id?: unknown;
    crs?: unknown;
  };
  if (isGeometryType(type))
    return rawOfFeature({ type: "Feature", properties: null, geometry: value }, row, crs);
  if (type !== "Feature")
    return `is a GeoJSON ${typeof type === "string" ? type.slice(0, 40) : "value"}, not a Feature`;
  crs.meet(others.crs, `feature ${row}: `);
  crs.meet((geometry as { crs?: unknown } | null | undefined)?.crs, `feature ${row}: `);
  const own =
    typeof properties === "object" && properties !== null && !Array.isArray(properties)
      ? (properties as Record<string, unknown>)
      : {};
  const known = id === undefined || id === null || Object.hasOwn(own, "id") ? own : { ...own, id };
  return { row, properties: known, geometry: (geometry ?? null) as Geometry | null };
}

const GEOMETRY = /^(Multi)?(Point|LineString|Polygon)$|^GeometryCollection$/;

export const isGeometryType = (type: unknown): boolean =>
  typeof type === "string" && GEOMETRY.test(type);
