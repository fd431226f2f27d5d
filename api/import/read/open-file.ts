import { createReadStream, statSync } from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { badInput } from "../../core/refusal.js";
import { wholeText } from "./decode.js";
import { type FileSource, type RawFile, type ReadOptions, WHOLE_LIMIT } from "./raw-row.js";
import { readCsv } from "./read-csv.js";
import { readGeoJson } from "./read-geojson.js";
import { readNdjson } from "./read-ndjson.js";
import { readTopoJson } from "./read-topojson.js";

export const FORMATS = ["csv", "geojson", "ndjson", "topojson"] as const;
export type Format = (typeof FORMATS)[number];

const ENDINGS: Record<string, Format> = {
  ".csv": "csv",
  ".tsv": "csv",
  ".txt": "csv",
  ".geojson": "geojson",
  ".json": "geojson",
  ".ndjson": "ndjson",
  ".geojsonl": "ndjson",
  ".geojsons": "ndjson",
  ".jsonl": "ndjson",
  ".topojson": "topojson",
};

/** The format that a file's ending names; null when it names none. */
const formatOfEnding = (file: string): Format | null =>
  ENDINGS[path.extname(file).toLowerCase()] ?? null;

const OGR = "convert it: ogr2ogr -f GeoJSON -t_srs EPSG:4326 -lco RFC7946=YES out.geojson";
const SHEET = "save the sheet as CSV UTF-8";

/** What cannot be read yet, and what makes of it something that can. */
const NOT_YET: Record<string, string> = {
  ...Object.fromEntries(
    [".shp", ".gpkg", ".kml", ".kmz", ".fgb", ".gml", ".gdb", ".dxf", ".tab", ".mif", ".gpx"].map(
      (ending) => [ending, OGR],
    ),
  ),
  ...Object.fromEntries([".xlsx", ".xls", ".ods", ".et", ".numbers"].map((e) => [e, SHEET])),
};

function unreadable(file: string): string {
  const way = NOT_YET[path.extname(file).toLowerCase()];
  return way
    ? `${file}: ${path.extname(file)} is not read yet; ${way}${way === OGR ? ` ${file}` : ""}.`
    : `${file}: the ending names no format; give --format ${FORMATS.join("|")}.`;
}

export interface OpenFile extends ReadOptions {
  file: string;
  format?: Format;
  object?: string;
  layerName: string;
  input?: Readable;
}

/**
 * Opens a file, or standard input for `-`, by `format` or its ending. Refuses what cannot be
 * opened, in a sentence.
 */
export async function openFile(o: OpenFile): Promise<RawFile & { format: Format }> {
  const { file, format, object, layerName, input } = o;
  const chosen = format ?? (file === "-" ? null : formatOfEnding(file));
  if (!chosen)
    throw badInput(
      "file",
      file === "-"
        ? `-: say what standard input holds with --format ${FORMATS.join("|")}.`
        : unreadable(file),
    );
  if (file !== "-") checkReadable(file);
  const source = sourceOf(file, input);
  const read = { encoding: o.encoding, crs: o.crs, knows: o.knows };
  const raw =
    chosen === "csv"
      ? await readCsv(source, read)
      : chosen === "ndjson"
        ? await readNdjson(source, read)
        : chosen === "topojson"
          ? await readTopoJson(source, layerName, { ...read, object })
          : await readGeoJson(source, read);
  return { ...raw, format: chosen };
}

/** A file by its path, or standard input for `-`. */
const sourceOf = (file: string, input?: Readable): FileSource => ({
  name: file === "-" ? "standard input" : file,
  open: () =>
    file === "-" ? (input ?? process.stdin) : createReadStream(file, { highWaterMark: 1 << 18 }),
  reopens: file !== "-",
});

/** The text of a JSON file that is needed whole: never a character that the file does not have. */
export async function jsonText(file: string): Promise<string> {
  if (file !== "-") checkReadable(file);
  return await wholeText(sourceOf(file), { encoding: null, limit: WHOLE_LIMIT });
}

function checkReadable(file: string): void {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) throw badInput("file", `${file}: there is no such file.`);
  if (stat.isDirectory()) throw badInput("file", `${file}: is a directory.`);
}
