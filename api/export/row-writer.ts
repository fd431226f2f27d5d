import type { Geometry } from "geojson";

export interface ExportedRow {
  id: string;
  properties: Readonly<Record<string, unknown>>;
  geometry: Geometry | null;
}

/** A format that can be written row by row: each call gives text to append. */
export interface RowWriter {
  begin(): string;
  row(row: ExportedRow, index: number): string;
  end(): string;
}
