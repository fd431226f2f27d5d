import { once } from "node:events";
import { createWriteStream, rmSync } from "node:fs";
import { rename } from "node:fs/promises";
import path from "node:path";
import type { Writable } from "node:stream";
import type { Geometry } from "geojson";
import type { Declaration } from "../../schema/declaration.js";
import { DECLARED } from "../../schema/declared.js";
import { isLayer } from "../../schema/layers/index.js";
import { Context } from "../core/context.js";
import { badInput, Refusal } from "../core/refusal.js";
import type { Services } from "../core/services.js";
import type { Filter } from "../layers/filter.js";
import { countRows, listRows } from "../layers/layer.queries.js";
import { readArea } from "../layers/read-area.js";
import { countiesOf, type Viewer } from "../policy/viewer.js";
import { exportedColumns } from "./exported-columns.js";
import type { RowWriter } from "./row-writer.js";
import { csvWriter } from "./write-csv.js";
import { geoJsonWriter, ndjsonWriter, recordsWriter } from "./write-geojson.js";
import { topoJsonWriter } from "./write-topojson.js";

export const EXPORT_FORMATS = ["csv", "geojson", "ndjson", "topojson"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportOptions {
  layer: Declaration;
  /** Path, or `-` for `output` (standard output). */
  file: string;
  format?: ExportFormat;
  county?: number;
  area?: Geometry;
  /** Login of the account whose policy holds; without it the operator's, masked all the same. */
  as?: string;
  unmasked?: boolean;
  reason?: string;
  output?: Writable;
}

export interface ExportReport {
  layer: string;
  rows: number;
  masked: string[];
  file: string;
}

const PAGE = 2000;
const REASON_MIN = 4,
  REASON_LIMIT = 500;
const ENDINGS: Record<string, ExportFormat> = {
  ".csv": "csv",
  ".geojson": "geojson",
  ".json": "geojson",
  ".ndjson": "ndjson",
  ".geojsonl": "ndjson",
  ".geojsons": "ndjson",
  ".jsonl": "ndjson",
  ".topojson": "topojson",
};

function formatOf({ file, format }: ExportOptions): ExportFormat {
  const chosen = format ?? ENDINGS[path.extname(file).toLowerCase()];
  if (!chosen)
    throw badInput(
      "file",
      `${file}: the ending names no format; end it in .geojson, .ndjson, .topojson or .csv, or ` +
        "give --format.",
    );
  return chosen;
}

function writerOf(format: ExportFormat, layer: Declaration, columns: readonly string[]): RowWriter {
  if (!isLayer(layer)) {
    if (format === "csv") return csvWriter(columns, "none");
    if (format === "ndjson") return recordsWriter();
    throw badInput("format", `${layer.name} have no place: export them as csv or ndjson.`);
  }
  switch (format) {
    case "csv":
      return csvWriter(columns, layer.geometry === "Point" ? "point" : "shape");
    case "geojson":
      return geoJsonWriter(layer.name);
    case "ndjson":
      return ndjsonWriter();
    case "topojson":
      return topoJsonWriter(layer.name);
  }
}

/**
 * Whose policy an export follows. Someone at the machine's own command line may see every row;
 * names, phones and exact
 * places need `unmasked` and a reason, of an operator as of an account, so that no export of them
 * goes unlogged.
 */
async function viewerOf(services: Services, o: ExportOptions): Promise<Viewer> {
  const reason = o.reason?.trim();
  if (o.unmasked && (!reason || reason.length < REASON_MIN || reason.length > REASON_LIMIT))
    throw badInput(
      "reason",
      `--reason: an unmasked export needs a reason of ${REASON_MIN} to ${REASON_LIMIT} ` +
        "characters; it goes into the access log.",
    );
  if (!o.unmasked && reason) throw badInput("unmasked", "--reason: goes with --unmasked.");
  const asked = (county: number) => o.county === undefined || o.county === county;
  if (o.as !== undefined) {
    const viewer = await services.accounts.viewerByLogin(o.as);
    return {
      ...viewer,
      assignments: viewer.assignments.filter((a) => asked(a.county)),
      ...(o.unmasked ? { purpose: reason! } : {}),
    };
  }
  const counties = (await services.counties.all()).map((c) => c.id).filter(asked);
  return {
    kind: "operator",
    actor: "operator",
    command: "export",
    counties,
    ...(o.unmasked ? { reason: reason! } : {}),
  };
}

/** The order that can be paged through by the field the policy shows anyway: the id. */
const ORDER = { field: "ID" } as const;

/**
 * Exports a layer through the policy. The file has its name only once it is whole; what is unmasked
 * is logged before its first byte.
 */
export async function exportLayer(services: Services, o: ExportOptions): Promise<ExportReport> {
  const { layer } = o;
  if (!layer.exportable)
    throw new Refusal(
      "FORBIDDEN",
      `LAYER ${layer.name}: ${layer.label.en.toLowerCase()} are never exported (${DECLARED.filter(
        (l) => l.exportable,
      )
        .map((l) => l.name)
        .join(" ")} can be).`,
    );
  const format = formatOf(o);
  const viewer = await viewerOf(services, o);
  if (countiesOf(viewer).length === 0)
    throw badInput(
      "county",
      o.county === undefined
        ? "There is no county here to export from, or the account has no role in one."
        : `--county ${o.county}: there is no such county here, or the account has no role in it.`,
    );
  const context = new Context(services, viewer, "export");
  const access = context.access(layer);
  const columns = exportedColumns(access, layer, o.unmasked === true);
  if (o.unmasked && o.as !== undefined && columns.masked.length > 0)
    throw new Refusal(
      "FORBIDDEN",
      `--unmasked: the role of ${o.as} does not show ${columns.masked.join(", ")}.`,
    );
  // A blurred place looks like a place: it is marked, so that an import does not take it for one.
  // Masked names show themselves.
  const isBlurred =
    isLayer(layer) && layer.coarseColumn !== undefined && columns.masked.includes("geometry");
  const names = isBlurred ? [...columns.names, "masked"] : [...columns.names];
  const filter: Filter = o.area ? { area: { polygon: o.area } } : {};
  await readArea(context, filter.area);
  const read = async (after: string | null) =>
    listRows(
      context,
      access,
      { filter, orderBy: ORDER, first: PAGE, after },
      {
        fields: ["id", ...(isLayer(layer) ? ["geometry"] : []), ...columns.names],
        cursors: "ends",
      },
    );
  let page = await read(null);
  if (o.unmasked) await countRows(context.db, access, filter);
  await context.logDisclosures({ unmasked: o.unmasked ?? false });
  const writer = writerOf(format, layer, names);
  const sink = await openSink(o);
  let rows = 0;
  try {
    await sink.write(writer.begin());
    for (;;) {
      let text = "";
      for (const row of page.rows) {
        const { id, geometry, "sort!": _s, "uuid!": _u, "key!": _k, ...properties } = row;
        const marked = isBlurred ? { ...properties, masked: "geometry" } : properties;
        text += writer.row(
          { id: id as string, properties: marked, geometry: geometry as Geometry | null },
          rows++,
        );
      }
      await sink.write(text);
      if (!page.hasNextPage) break;
      page = await read(page.cursors.at(-1)!);
    }
    await sink.write(writer.end());
    await sink.done();
  } catch (error) {
    await sink.fail();
    throw error;
  }
  return { layer: layer.name, rows, masked: [...columns.masked], file: o.file };
}

interface Sink {
  write(text: string): Promise<void>;
  done(): Promise<void>;
  fail(): Promise<void>;
}

const drainedOrBroken = (stream: Writable) =>
  new Promise<void>((resolve) => {
    const go = () => {
      stream.off("drain", go).off("close", go);
      resolve();
    };
    stream.on("drain", go).on("close", go);
  });

async function openSink(o: ExportOptions): Promise<Sink> {
  const target = o.file === "-" ? null : path.resolve(o.file);
  const temporary =
    target && path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.part`);
  const stream: Writable = temporary
    ? createWriteStream(temporary, { flags: "w", mode: 0o600 })
    : (o.output ?? process.stdout);
  let broken: Error | undefined;
  stream.on("error", (error: Error) => (broken = error));
  if (temporary) await once(stream, "open").catch(() => undefined);
  const checked = () => {
    if (broken)
      throw badInput(
        "file",
        `${o.file}: cannot be written (${(broken as { code?: string }).code ?? broken.message}).`,
      );
  };
  checked();
  return {
    async write(text) {
      checked();
      if (text !== "" && !stream.write(text)) await drainedOrBroken(stream);
      checked();
    },
    async done() {
      if (!temporary) return;
      stream.end();
      await once(stream, "close").catch(() => undefined);
      checked();
      await rename(temporary, target!);
    },
    async fail() {
      if (!temporary) return;
      stream.destroy();
      rmSync(temporary, { force: true });
    },
  };
}
