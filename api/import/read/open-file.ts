import { createReadStream, statSync } from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { badInput } from "../../refusal.js";
import type { FileSource, RawFile } from "./raw-row.js";
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

export interface OpenFile {
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
export async function openFile({
  file,
  format,
  object,
  layerName,
  input,
}: OpenFile): Promise<RawFile & { format: Format }> {
  const chosen = format ?? (file === "-" ? null : formatOfEnding(file));
  if (!chosen)
    throw badInput(
      "file",
      file === "-"
        ? `-: say what standard input holds with --format ${FORMATS.join("|")}.`
        : `${file}: the ending names no format; give --format ${FORMATS.join("|")}.`,
    );
  const source: FileSource = {
    name: file === "-" ? "standard input" : file,
    open: () =>
      file === "-" ? (input ?? process.stdin) : createReadStream(file, { highWaterMark: 1 << 18 }),
  };
  if (file !== "-") checkReadable(file);
  const raw =
    chosen === "csv"
      ? await readCsv(source)
      : chosen === "ndjson"
        ? await readNdjson(source)
        : chosen === "topojson"
          ? await readTopoJson(source, layerName, object)
          : await readGeoJson(source);
  return { ...raw, format: chosen };
}

function checkReadable(file: string): void {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) throw badInput("file", `${file}: there is no such file.`);
  if (stat.isDirectory()) throw badInput("file", `${file}: is a directory.`);
}
