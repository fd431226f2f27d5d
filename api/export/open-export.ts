import type { Geometry } from "geojson";
import type { Declaration } from "../../schema/declaration.js";
import { isLayer } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { badInput, Refusal } from "../core/refusal.js";
import type { Filter } from "../layers/filter.js";
import { countRows, listRows, type Page, type Row } from "../layers/layer.queries.js";
import type { OrderInput } from "../layers/order.js";
import { readFilter } from "../layers/read-filter.js";
import { exportedColumns } from "./exported-columns.js";
import { type Language, type Reading, readingOf } from "./readable-values.js";
import type { RowWriter } from "./row-writer.js";
import { csvWriter } from "./write-csv.js";
import { geoJsonWriter, ndjsonWriter, recordsWriter } from "./write-geojson.js";
import { topoJsonWriter } from "./write-topojson.js";

export const EXPORT_FORMATS = ["csv", "geojson", "ndjson", "topojson"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportQuestion {
  layer: Declaration;
  format: ExportFormat;
  filter: Filter;
  orderBy?: OrderInput | null;
  /** As the viewer's purpose shows it; without it masked, whatever the viewer may see. */
  unmasked: boolean;
  /** Fields that are wanted, in this order; without it all that are exported. */
  only?: readonly string[];
  /** Headings and values as people read them. Without it as programs and an import do. */
  language?: Language;
}

const PAGE = 2000;

/** The order that can be paged through by the field the policy shows anyway: the id. */
const ORDER: OrderInput = { field: "ID" };

export function refuseUnexported(layer: Declaration, others: readonly Declaration[]): void {
  if (layer.exportable) return;
  throw new Refusal(
    "FORBIDDEN",
    `LAYER ${layer.name}: ${layer.label.en.toLowerCase()} are never exported (${others
      .filter((l) => l.exportable)
      .map((l) => l.name)
      .join(" ")} can be).`,
  );
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

const chosen = (names: readonly string[], only: readonly string[] | undefined) =>
  only ? only.filter((name) => names.includes(name)) : names;

/**
 * Rows of a layer as text, page by page, through the policy of the context's viewer; in the end
 * their number. What it opens is in the access log before the first byte is there to be read.
 */
export async function openExport(
  context: Context,
  { layer, format, filter: asked, orderBy = ORDER, unmasked, only, language }: ExportQuestion,
): Promise<AsyncGenerator<string, number>> {
  const access = context.access(layer);
  const columns = exportedColumns(access, layer, unmasked);
  const names = chosen(columns.names, only);
  // A blurred place looks like a place: it is marked, so that an import does not take it for one.
  // Masked names show themselves.
  const isBlurred =
    isLayer(layer) && layer.coarseColumn !== undefined && columns.masked.includes("geometry");
  const filter = (await readFilter(context, layer, asked)) ?? {};
  const reading = await readingOf(context, layer, names, language);
  const headings = names.map((name) => reading.heading(name));
  const writer = writerOf(format, layer, isBlurred ? [...headings, "masked"] : headings);
  const fields = ["id", ...(isLayer(layer) ? ["geometry"] : []), ...names];
  const read = (after: string | null) =>
    listRows(context, access, { filter, orderBy, first: PAGE, after }, { fields, cursors: "ends" });
  const first = await read(null);
  if (unmasked) await countRows(context.db, access, filter);
  await context.logDisclosures({ unmasked });
  return written(writer, reading, first, read, isBlurred ? { masked: "geometry" } : {});
}

async function* written(
  writer: RowWriter,
  reading: Reading,
  first: Page,
  read: (after: string) => Promise<Page>,
  marks: Row,
): AsyncGenerator<string, number> {
  let rows = 0;
  yield writer.begin();
  for (let page = first; ; page = await read(page.cursors.at(-1)!)) {
    let text = "";
    for (const row of await reading.rows(page.rows)) {
      const { id, geometry, "sort!": _s, "uuid!": _u, "key!": _k, ...properties } = row;
      text += writer.row(
        {
          id: id as string,
          properties: { ...properties, ...marks },
          geometry: geometry as Geometry | null,
        },
        rows++,
      );
    }
    yield text;
    if (!page.hasNextPage) break;
  }
  yield writer.end();
  return rows;
}
