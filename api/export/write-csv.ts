import { stringify } from "csv-stringify/sync";
import type { Geometry } from "geojson";
import { guardFormula } from "./formula-guard.js";
import type { ExportedRow, RowWriter } from "./row-writer.js";

const positions = (value: unknown): string => {
  const list = value as unknown[];
  return typeof list[0] === "number"
    ? `${list[0]} ${list[1] as number}`
    : `${list
        .map((v) =>
          (v as unknown[])[0] !== undefined && typeof (v as unknown[])[0] === "number"
            ? positions(v)
            : `(${positions(v)})`,
        )
        .join(", ")}`;
};

/** GeoJSON as well-known text, coordinates as they stand. */
export const wktOf = (g: Exclude<Geometry, { type: "GeometryCollection" }>): string =>
  `${g.type.toUpperCase()} (${positions(g.coordinates)})`;

/**
 * CSV for spreadsheets and programs: UTF-8 with BOM, CRLF, ids as text, points as lon and lat
 * beside their WKT; without them where there is no place.
 */
export function csvWriter(
  columns: readonly string[],
  place: "none" | "point" | "shape",
): RowWriter {
  const isPoint = place === "point";
  const isPlaced = place !== "none";
  const header = [
    "id",
    ...columns,
    ...(isPoint ? ["lon", "lat"] : []),
    ...(isPlaced ? ["wkt"] : []),
  ];
  const line = (cells: unknown[]) =>
    stringify([cells], {
      record_delimiter: "\r\n",
      // By itself it quotes only what holds its own delimiters: readers take others for theirs.
      quoted_match: /[\r\n\t;|]/,
      cast: { boolean: (v) => (v ? "true" : "false") },
    });
  return {
    begin: () => `\uFEFF${line(header)}`,
    row: ({ id, properties, geometry }: ExportedRow) => {
      const point = geometry?.type === "Point" ? geometry.coordinates : ["", ""];
      const wkt = geometry && geometry.type !== "GeometryCollection" ? wktOf(geometry) : "";
      return line([
        id,
        ...columns.map((c) =>
          typeof properties[c] === "string" ? guardFormula(properties[c]) : properties[c],
        ),
        ...(isPoint ? [point[0], point[1]] : []),
        ...(isPlaced ? [wkt] : []),
      ]);
    },
    end: () => "",
  };
}
