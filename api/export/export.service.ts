import { once } from "node:events";
import { createWriteStream, rmSync } from "node:fs";
import { rename } from "node:fs/promises";
import path from "node:path";
import type { Writable } from "node:stream";
import type { Geometry } from "geojson";
import type { Declaration } from "../../schema/declaration.js";
import { DECLARED } from "../../schema/declared.js";
import { Context } from "../core/context.js";
import { badInput, Refusal } from "../core/refusal.js";
import type { Services } from "../core/services.js";
import type { Filter } from "../layers/filter.js";
import { countiesOf, type Viewer } from "../policy/viewer.js";
import { exportedColumns } from "./exported-columns.js";
import { type ExportFormat, openExport, refuseUnexported } from "./open-export.js";

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

/**
 * Exports a layer through the policy. The file has its name only once it is whole; what is unmasked
 * is logged before its first byte.
 */
export async function exportLayer(services: Services, o: ExportOptions): Promise<ExportReport> {
  const { layer, unmasked = false } = o;
  refuseUnexported(layer, DECLARED);
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
  const { masked } = exportedColumns(context.access(layer), layer, unmasked);
  if (unmasked && o.as !== undefined && masked.length > 0)
    throw new Refusal(
      "FORBIDDEN",
      `--unmasked: the role of ${o.as} does not show ${masked.join(", ")}.`,
    );
  const filter: Filter = o.area ? { area: { polygon: o.area } } : {};
  const text = await openExport(context, { layer, format, filter, unmasked });
  const sink = await openSink(o);
  try {
    let next = await text.next();
    for (; !next.done; next = await text.next()) await sink.write(next.value);
    await sink.done();
    return { layer: layer.name, rows: next.value, masked: [...masked], file: o.file };
  } catch (error) {
    await sink.fail();
    throw error;
  }
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
