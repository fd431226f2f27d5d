import type { ExportedRow, RowWriter } from "./row-writer.js";

const feature = ({ id, properties, geometry }: ExportedRow) =>
  JSON.stringify({ type: "Feature", id, properties: { id, ...properties }, geometry });

/**
 * A FeatureCollection (RFC 7946), one feature a line, so that texts of two exports can be compared.
 * @param more members of its own (RFC 7946 section 6.1): what is said of all of them
 */
export const geoJsonWriter = (
  name: string,
  more: Readonly<Record<string, unknown>> = {},
): RowWriter => ({
  begin: () =>
    `${JSON.stringify({ type: "FeatureCollection", name, ...more }).slice(0, -1)},"features":[\n`,
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
