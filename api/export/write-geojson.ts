import type { ExportedRow, RowWriter } from "./row-writer.js";

const feature = ({ id, properties, geometry }: ExportedRow) =>
  JSON.stringify({ type: "Feature", id, properties: { id, ...properties }, geometry });

/**
 * A FeatureCollection (RFC 7946), one feature a line, so that texts of two exports can be compared.
 */
export const geoJsonWriter = (name: string): RowWriter => ({
  begin: () => `{"type":"FeatureCollection","name":${JSON.stringify(name)},"features":[\n`,
  row: (row, index) => `${index > 0 ? ",\n" : ""}${feature(row)}`,
  end: () => "\n]}\n",
});

/** Of what has no place: one JSON object a line. */
export const recordsWriter = (): RowWriter => ({
  begin: () => "",
  row: ({ id, properties }) => `${JSON.stringify({ id, ...properties })}\n`,
  end: () => "",
});

/** Newline-delimited GeoJSON: one feature a line. */
export const ndjsonWriter = (): RowWriter => ({
  begin: () => "",
  row: (row) => `${feature(row)}\n`,
  end: () => "",
});
