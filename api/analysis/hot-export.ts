import type { Geometry } from "geojson";
import { type Language, sayNoValue } from "../../civic/words/say.js";
import type { ReasonCode } from "../../geo/hotspots/reason.js";
import { localProjection } from "../../geo/projection.js";
import type { Said } from "../../schema/hot-spots.js";
import { csvWriter } from "../export/write-csv.js";
import { geoJsonWriter } from "../export/write-geojson.js";
import { cellOutline } from "./hot-outlines.js";
import type { HotMap } from "./hot-spots.service.js";
import { cellsOf } from "./hot-spots-shown.js";
import type { DensityAnswer } from "./hot-spots-work.js";

/** How a file is written. CSV has cells or the sheet: two tables are no table. */
export interface FileAsked {
  format: "csv" | "geojson";
  part: "cells" | "sheet";
  /** Headings and sentences as people read them; without it as programs do. */
  language: Language | undefined;
}

/** What was asked and computed, as a file says it. */
export interface FileSheet {
  asked: Readonly<Record<string, unknown>>;
  /** ISO text. */
  computedAt: string;
  sheet: object;
}

/** A column of a file, and what people call it. */
type Heading = readonly [name: string, zh: string, en: string];

const HOT: readonly Heading[] = [
  ["name", "名称", "Name"],
  ["count", "事件数", "Incidents"],
  ["own", "自有事件", "Holds incidents itself"],
  ["rate", "比率（每户或每公里街道）", "Incidents a household, or a km of street"],
  ["z", "z 值", "z"],
  ["p", "p 值", "p"],
  ["fdr", "校正后 q 值", "q (adjusted p)"],
  ["bin", "显著档", "Level of significance"],
  ["stable", "两档一致", "Stable at both sizes"],
  ["reason", "无值原因", "Why there is no value"],
];

const DENSITY: readonly Heading[] = [
  ["perKm2", "每平方千米事件数", "Incidents a square kilometre"],
];

const YES = { zh: ["是", "否"], en: ["yes", "no"] } as const;

const headingsIn = (columns: readonly Heading[], language: Language | undefined) =>
  columns.map(([name, zh, en]) => (language ? { zh, en }[language] : name));

interface Cell {
  id: string;
  values: Readonly<Record<string, unknown>>;
  geometry: Geometry | null;
}

/** Cells of an answer, from one on and up to another. */
interface Cells {
  name: string;
  columns: readonly Heading[];
  count: number;
  page(from: number, to: number): Cell[];
}

/** Outlines are worked out so many at a time; requests of others run between. */
const PAGE = 1000;

export const hotSpotCells = (map: HotMap): Cells => ({
  name: "hotspots",
  columns: HOT,
  count: map.answer.telling,
  page: (from, to) =>
    cellsOf(map, { from, to, outlines: true }).map(({ id, geometry, ...values }) => ({
      ...{ id, geometry, values: { ...values } },
    })),
});

export function densityPixels(
  { raster, columns, values }: DensityAnswer,
  origin: readonly [lon: number, lat: number],
): Cells {
  const pixels = Uint32Array.from(values.keys()).filter((i) => values[i]! > 0);
  const plane = localProjection(...origin);
  return {
    name: "density",
    columns: DENSITY,
    count: pixels.length,
    page: (from, to) =>
      Array.from(pixels.subarray(from, to), (pixel, k) => ({
        id: `${pixel % columns},${Math.floor(pixel / columns)}`,
        values: { perKm2: values[pixel] },
        geometry: cellOutline({ raster, columns, pixels }, from + k, plane),
      })),
  };
}

/** The text of a file of cells, page by page. */
export async function* writtenCells(
  { name, columns, count, page }: Cells,
  { format, language }: FileAsked,
  sheet: FileSheet,
): AsyncGenerator<string> {
  const words = format === "csv" ? language : undefined;
  const headings = headingsIn(columns, words);
  const writer =
    format === "csv" ? csvWriter(headings, "shape") : geoJsonWriter(name, { computed: sheet });
  yield writer.begin();
  for (let from = 0; from < count; from += PAGE) {
    let text = "";
    page(from, Math.min(count, from + PAGE)).forEach(({ id, values, geometry }, k) => {
      const properties = Object.fromEntries(
        columns.map(([key], c) => [headings[c]!, said(key, values[key], words)]),
      );
      text += writer.row({ id, properties, geometry }, from + k);
    });
    yield text;
    await new Promise(setImmediate);
  }
  yield writer.end();
}

function said(key: string, value: unknown, language: Language | undefined): unknown {
  if (!language || value === null) return value;
  if (typeof value === "boolean") return YES[language][value ? 0 : 1];
  return key === "reason" ? sayNoValue(value as ReasonCode, language) : value;
}

/** The sheet as a table of its own: what, and what it says. */
export function* writtenSheet(
  { asked, computedAt, sheet }: FileSheet,
  language: Language | undefined,
): Generator<string> {
  const writer = csvWriter([says(language)], "none");
  yield writer.begin();
  const rows = Object.entries({ ...asked, computedAt, ...sheet }).filter(([, v]) => v != null);
  for (const [i, [id, value]] of rows.entries())
    yield writer.row(
      { id, properties: { [says(language)]: textOf(value, language) }, geometry: null },
      i,
    );
  yield writer.end();
}

const says = (language: Language | undefined) => ({ zh: "说明", en: "says" })[language ?? "en"];

const isSaid = (value: unknown): value is Said =>
  typeof value === "object" && value !== null && "code" in value && "zh" in value;

function textOf(value: unknown, language: Language | undefined): unknown {
  if (isSaid(value)) return language ? value[language] : value.code;
  if (Array.isArray(value) && value.every(isSaid))
    return value.map((one) => textOf(one, language)).join("; ");
  return typeof value === "object" ? JSON.stringify(value) : value;
}

/** What a density was computed with. */
export const densitySheet = ({ values: _, ...said }: DensityAnswer) => {
  const { corners: _c, raster, ...rest } = said;
  return { ...rest, pixelMetres: raster.pixel, kernel: "quartic", unit: "incidents per km²" };
};
