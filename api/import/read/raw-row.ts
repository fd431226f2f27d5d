import type { Readable } from "node:stream";
import type { Geometry } from "geojson";
import { badInput, type Refusal } from "../../refusal.js";

/**
 * One row or feature as the file has it, before anything is understood. `row` counts data rows and
 * features from 1.
 */
export interface RawRow {
  row: number;
  properties: Readonly<Record<string, unknown>>;
  geometry?: Geometry | null;
}

/** A file to read. `name` is how messages call it; `open` may be called once for standard input. */
export interface FileSource {
  name: string;
  open(): Readable;
}

export interface RawFile {
  /** The columns, where the file says them before its rows (CSV). */
  columns?: readonly string[];
  /** Rows in batches of a thousand or so. */
  batches: AsyncIterable<RawRow[]>;
  /** What a person should know of how the file was understood. */
  notes: string[];
}

export const BATCH = 1000;

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

/** A feature's parts, or why it is none. */
export function rawOfFeature(value: unknown, row: number): RawRow | string {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return "is not a GeoJSON feature";
  const { type, properties, geometry, id } = value as {
    type?: unknown;
    properties?: unknown;
    geometry?: unknown;
    id?: unknown;
  };
  if (type !== "Feature")
    return `is a GeoJSON ${typeof type === "string" ? type.slice(0, 40) : "value"}, not a Feature`;
  const own =
    typeof properties === "object" && properties !== null && !Array.isArray(properties)
      ? (properties as Record<string, unknown>)
      : {};
  const known = id === undefined || id === null || Object.hasOwn(own, "id") ? own : { ...own, id };
  return { row, properties: known, geometry: (geometry ?? null) as Geometry | null };
}
