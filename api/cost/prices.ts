import type { Declaration, DeclaredName } from "../../schema/declaration.js";
import { LAYERS } from "../../schema/layers/index.js";
import type { LayerSize, Sizes } from "./layer-sizes.js";

/**
 * Prices, in milliseconds of the database and the service together, as measured on both engines
 * (docs/decisions/cost-before-execution.md). They are meant to be right within a factor of three:
 * a budget needs to tell a question of a second from one of a minute.
 */
export const PRICE = {
  /** A statement planned, sent and answered, however little it finds. */
  statement: 3,
  /** A field of a row in the answer. */
  value: 0.002,
  /** A value of the schema's description of itself. */
  described: 0.001,
  /** A vertex of a shape in the answer, or of one whose area or middle is worked out. */
  shapeVertex: 0.0015,
  /** A row that a count counts. */
  counted: 0.00015,
  /** What putting it into its group adds. */
  grouped: 0.0002,
  /** A row that is read to be ordered or judged. */
  visited: 0.0005,
  /** What laying a drawn area on such a row adds. */
  placed: 0.001,
  /** What looking for a text in it adds. */
  searched: 0.001,
  /** What a row's local time adds, for groups and for filters by hours and weekdays. */
  localTime: 0.0003,
  /** What ranking a row that a search found adds. */
  ranked: 0.003,
  /** A vertex of a drawn area: read and judged once a request, … */
  vertexRead: 0.006,
  /** … and cut and laid on rows by each statement. */
  vertexAsked: 0.006,
  /** The outline around an object of as many corners as one may have. */
  outline: 100,
  /** What a row of a page costs that something beside it is told of, such as its steps. */
  told: 0.02,
  /** A write, with its rules, history and event. */
  written: 20,
} as const;

/** Towns are dense: whatever the size of an area, a fourth of a layer may lie in it. */
const AREA_SHARE = 1 / 4;
/** An area of grids or villages, of which some are fuller than others. */
const DENSITY = 4;
const LEAST_SHARE = 1 / 50;
/** Rows that a text of one, two or more characters finds. */
const TEXT_SHARES = [1 / 2, 1 / 4, 1 / 20];

/** Vertices of what an object stands for: unknown until it is read, mostly fewer. */
const OBJECT_VERTICES = 500;

const NOTHING: LayerSize = { rows: 0, vertices: 1, moments: [] };
export const sizeOf = (sizes: Sizes, layer: DeclaredName): LayerSize => sizes.get(layer) ?? NOTHING;

/** A filter as it was sent: of any form, for it is priced before it is checked. */
export type AnyFilter = Readonly<Record<string, unknown>>;
export const objectIn = (value: unknown): AnyFilter =>
  typeof value === "object" && value !== null ? (value as AnyFilter) : {};
const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 1);

/** Vertices of a GeoJSON of any form. */
export function verticesOf(value: unknown): number {
  if (Array.isArray(value))
    return typeof value[0] === "number"
      ? 1
      : value.reduce<number>((n, part) => n + verticesOf(part), 0);
  const { coordinates, geometries } = objectIn(value);
  return coordinates === undefined && geometries === undefined
    ? 0
    : verticesOf(coordinates ?? []) + verticesOf(geometries ?? []);
}

function timeShare({ from, to }: AnyFilter, { moments }: LayerSize): number {
  const begin = typeof from === "string" ? Date.parse(from) : -Infinity;
  const end = typeof to === "string" ? Date.parse(to) : Infinity;
  const parts = moments.length - 1;
  if (parts < 1 || Number.isNaN(begin) || Number.isNaN(end)) return 1;
  let touched = 0;
  for (let i = 0; i < parts; i++) if (moments[i]! < end && moments[i + 1]! >= begin) touched++;
  return touched / parts;
}

/** What is saved, or an object, is looked up later, and taken for drawn. */
const isDrawn = (area: AnyFilter): boolean =>
  ["polygon", "bbox", "circle", "saved", "object"].some((way) => Boolean(area[way]));

function areaShare(area: AnyFilter, sizes: Sizes): number {
  for (const name of ["grids", "villages"] as const)
    if (Array.isArray(area[name]))
      return (DENSITY * area[name].length) / Math.max(1, sizeOf(sizes, name).rows);
  return isDrawn(area) ? AREA_SHARE : 1;
}

const textShare = (text: string): number =>
  TEXT_SHARES[Math.min([...text.trim()].length, TEXT_SHARES.length) - 1] ?? 1;

/** Rows that a filter leaves to look at. */
function left(layer: Declaration, filter: AnyFilter, sizes: Sizes, depth = 0): number {
  const size = sizeOf(sizes, layer.name);
  const text = filter["text"];
  const share =
    timeShare(filter, size) *
    areaShare(objectIn(filter["area"]), sizes) *
    (typeof text === "string" ? textShare(text) : 1);
  const narrowed =
    depth < NESTED_MOST
      ? partsIn(filter["and"]).map((part) => left(layer, part, sizes, depth + 1))
      : [];
  return Math.min(leftBy(size, share), ...narrowed);
}

const leftBy = (size: LayerSize, share: number): number =>
  size.rows * Math.min(1, Math.max(LEAST_SHARE, share));

/** Filters in a list within a filter; so many at most, for more are refused before they are run. */
const partsIn = (value: unknown): AnyFilter[] =>
  Array.isArray(value) ? value.slice(0, PARTS_MOST).map(objectIn) : [];
const PARTS_MOST = 50;

/** Looking up an object that is asked with: of which layer it is, its place, what is around it. */
export function objectWork(value: unknown): number {
  const { id, metres } = objectIn(value);
  if (id == null) return 0;
  const read = OBJECT_VERTICES * PRICE.vertexRead;
  return 2 * PRICE.statement + read + (metres == null ? 0 : PRICE.outline);
}

/** Vertices that each statement lays on rows. */
const verticesAsked = ({ polygon, object }: AnyFilter): number =>
  object ? OBJECT_VERTICES : verticesOf(polygon);

/** Deeper filters are refused before they are run. */
const NESTED_MOST = 6;

/** What a filter costs whatever it finds, and more for each row that it is asked of. */
function filtering(filter: AnyFilter, depth = 0): { once: number; perRow: number } {
  const area = objectIn(filter["area"]);
  const timed = filter["hours"] || filter["weekdays"] || filter["clock"];
  const ids = Object.values({ ...filter, ...area }).reduce<number>((n, v) => n + lengthOf(v), 0);
  const own = {
    once: PRICE.statement + verticesAsked(area) * PRICE.vertexAsked + ids * PRICE.value,
    perRow:
      (isDrawn(area) ? PRICE.placed : 0) +
      (timed ? PRICE.localTime : 0) +
      (filter["text"] ? PRICE.searched : 0),
  };
  if (depth >= NESTED_MOST) return own;
  const { and, or, not } = filter;
  return [...partsIn(and), ...partsIn(or), ...(not ? [objectIn(not)] : [])]
    .map((part) => filtering(part, depth + 1))
    .reduce((sum, part) => ({ once: sum.once + part.once, perRow: sum.perRow + part.perRow }), own);
}

export function countWork(layer: Declaration, filter: AnyFilter, sizes: Sizes): number {
  const { once, perRow } = filtering(filter);
  return once + left(layer, filter, sizes) * (PRICE.counted + perRow);
}

const LOCAL_TIMES = new Set(["DAY", "MONTH", "WEEKDAY", "HOUR", "HOUR_OF_WEEK"]);

export const groupsWork = (
  layer: Declaration,
  filter: AnyFilter,
  by: unknown,
  sizes: Sizes,
): number =>
  countWork(layer, filter, sizes) +
  left(layer, filter, sizes) *
    (PRICE.grouped + (LOCAL_TIMES.has(String(by)) ? PRICE.localTime : 0));

/** Orders that an index keeps, and the conditions that it narrows beside. */
const KEPT = new Set<unknown>([undefined, "ID", "OCCURRED_FROM", "DISTANCE"]);
const BESIDE = new Set(["from", "to", "retired", "on"]);

/**
 * A page: few rows are read where an index leads to them in the order asked for, else all that the
 * filter leaves.
 */
export function pageWork(
  layer: Declaration,
  filter: AnyFilter,
  orderBy: unknown,
  rows: number,
  sizes: Sizes,
): number {
  const { once, perRow } = filtering(filter);
  const led =
    KEPT.has(objectIn(orderBy)["field"]) &&
    Object.keys(filter).every((name) => filter[name] == null || BESIDE.has(name));
  const read = led ? rows : Math.max(left(layer, filter, sizes), rows);
  return once + Math.min(read, sizeOf(sizes, layer.name).rows) * (PRICE.visited + perRow);
}

/** What belongs to an object: of each layer what lies in an area is counted. */
export const relationsWork = ({ from, to }: AnyFilter, sizes: Sizes): number =>
  LAYERS.reduce<number>(
    (work, layer) => work + countWork(layer, { from, to, area: { circle: {} } }, sizes),
    PRICE.statement,
  );

/** A search in one layer. */
export function searchWork(layer: Declaration, text: unknown, sizes: Sizes): number {
  const filter = { text: typeof text === "string" ? text : "" };
  return PRICE.statement + left(layer, filter, sizes) * (PRICE.visited + PRICE.ranked);
}

/** Further out than this a tile may hold all of a county; each zoom deeper a fourth of that. */
const COUNTY_ZOOM = 9;

/** A tile: what of the layer lies in it, counted or with its shapes. */
export function tileWork(
  layer: Declaration,
  filter: AnyFilter,
  zoom: number,
  sizes: Sizes,
): number {
  const { once, perRow } = filtering(filter);
  const share = Math.min(1, DENSITY * 4 ** (COUNTY_ZOOM - zoom));
  return once + share * left(layer, filter, sizes) * (PRICE.visited + perRow);
}

const SHAPES = new Set(["geometry", "centroid", "areaM2", "lengthM", "distance"]);

/** What a field of one row costs in an answer. */
export function valueWork(layer: Declaration | undefined, field: string, sizes: Sizes): number {
  const shape = layer && SHAPES.has(field) ? sizeOf(sizes, layer.name).vertices : 0;
  return PRICE.value + shape * PRICE.shapeVertex;
}

/** Statements that tell something of all the objects of a page, whatever their number. */
const STATEMENTS: Readonly<Record<string, number>> = { steps: 1, clocks: 2, can: 4 };
export const BATCHED: ReadonlySet<string> = new Set(Object.keys(STATEMENTS));

/** What is told of the objects of a page: their steps and clocks, and what can be done with them. */
export const batchWork = (name: string, rows: number): number =>
  STATEMENTS[name]! * (PRICE.statement + rows * PRICE.told);

/** A subscription asks again whenever something changed; so many times are its price. */
const ASKED_AGAIN = 10;

/** Watching an area of one layer. */
export const watchWork = (area: unknown): number => ASKED_AGAIN * filtering({ area }).once;
