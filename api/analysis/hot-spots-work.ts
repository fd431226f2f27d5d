// Work for a thread: maps of hot spots, densities and near repeats, from what SQL counted.
import type { Position } from "geojson";
import {
  type Box,
  type CountsOptions,
  cellAt,
  cellCentre,
  cellCount,
  defaultKernelRadius,
  type HotSpots,
  hexCentre,
  hotSpotsOfCounts,
  kernelDensity,
  type Lattice,
  type LocalComputed,
  latticeFault,
  latticeOver,
  maskFromPolygons,
  type NearRepeatCell,
  nearRepeat,
  nextCellMetres,
  reasonByte,
  stableCells,
  type Warning,
  warning,
} from "../../geo/hotspots/index.js";
import { localProjection, type Projection } from "../../geo/projection.js";
import { Refusal } from "../core/refusal.js";
import type { CellAmounts } from "./exposure-work.js";
import type { CellsAt, Raster } from "./hot-outlines.js";

import { barriersIn, type GroundTask, projected, type Shape } from "./hot-plane.js";
import { type Chosen, chosenOf, type Exposure, type Statistic } from "./rate-choice.js";

/** Cells of a map: a county of 100 × 100 km at 250 m. */
export const CELLS_MOST = 300_000;

/** What incidents can be related to, in hexagons of both sizes; null: not for who asks. */
export interface ExposedCells {
  rate: Exposure["statistic"];
  fine: CellAmounts | null;
  wide: CellAmounts | null;
}

export interface HotTask extends GroundTask {
  /** Null: what `exposed` offers first that has enough of the incidents (rate-choice.ts). */
  statistic: Statistic | null;
  exposed: readonly ExposedCells[];
  cellMetres: number;
  /** `q r n` of hexagons, a comma between; `q r Q R n` where stability is asked for. */
  bins: string;
  stable: boolean;
  /** Incidents that are on no cell yet. */
  unmeasured: number;
}

/** Cells in columns: those that tell something first, hottest and fullest before others. */
export interface HotAnswer {
  /** What was looked at. */
  statistic: Statistic;
  /** Incidents of all its cells, those too that no rate tells of. */
  counted: number;
  telling: number;
  at: CellsAt;
  count: Float64Array;
  z: Float64Array;
  p: Float64Array;
  fdr: Float64Array;
  bin: Int8Array;
  reason: Uint8Array;
  stable: Uint8Array | null;
  rate: Float64Array | null;
  record: LocalComputed;
  stableMetres: number | null;
}

/** Households of a cell below this give no rate. */
const FEW_HOUSEHOLDS = 5;
/** Kilometres of street, as of rates of groups (denominators.ts); of small cells a fifth across. */
const FEW_KM = 0.1;

const leastOf = (rate: Exposure["statistic"], cellMetres: number): number =>
  rate === "EB_RATE" ? FEW_HOUSEHOLDS : Math.min(FEW_KM, cellMetres / 5000);

/**
 * Of fewer incidents a map has no hot spots: three would make six of their cells and neighbours.
 * Half of what is warned of (geo/hotspots, few-incidents).
 */
export const LEAST_INCIDENTS = 30;

export function mapHotSpots(task: HotTask): HotAnswer {
  const plane = localProjection(...task.origin);
  const shapes = task.mask.shapes.map((shape) => projected(shape, plane));
  const next = nextCellMetres(task.cellMetres);
  const binned = task.stable
    ? binsOfTwo(task.bins, task.cellMetres, next)
    : { fine: binsIn(task.bins, task.cellMetres), wide: null };
  const cells = cellsOf(shapes, binned.fine, task.cellMetres);
  const offered = task.exposed.map(({ rate, fine }) => exposureIn(cells.lattice, rate, fine));
  const chosen = chosenOf(task.statistic, offered, cells.counts, cells.mask);
  const map = mapOf(task, plane, cells, chosen);
  let stable: Uint8Array | null = null;
  if (binned.wide) {
    const coarse = cellsOf(shapes, binned.wide, next);
    const { wide = null } = task.exposed.find(({ rate }) => rate === chosen.statistic) ?? {};
    const exposure = chosen.exposure && exposureIn(coarse.lattice, chosen.exposure.statistic, wide);
    stable = stableCells(map, mapOf(task, plane, coarse, { ...chosen, exposure }));
  }
  return answerOf(map, cells, {
    stable,
    stableMetres: stable ? next : null,
    statistic: chosen.statistic,
    warnings: [...chosen.warnings, ...unmeasuredOf(task)],
  });
}

/** Of which amounts each cell of a lattice has. */
function exposureIn(
  lattice: Lattice,
  statistic: Exposure["statistic"],
  amounts: CellAmounts | null,
): Exposure {
  const least = leastOf(statistic, lattice.spacing);
  if (!amounts) return { statistic, amount: null, least };
  const amount = new Float64Array(cellCount(lattice));
  for (const [k, value] of amounts.amount.entries()) {
    const column = amounts.q[k]! - lattice.firstColumn,
      row = amounts.r[k]! - lattice.firstRow;
    if (column >= 0 && column < lattice.columns && row >= 0 && row < lattice.rows)
      amount[row * lattice.columns + column]! += value;
  }
  return { statistic, amount, least };
}

interface Bin {
  x: number;
  y: number;
  n: number;
}

const rowsIn = (text: string): number[][] =>
  text === "" ? [] : text.split(",").map((bin) => bin.split(" ").map(Number));

function binAt(cellMetres: number, q: number, r: number, n: number): Bin {
  const [x, y] = hexCentre(cellMetres, q, r);
  return { x, y, n };
}

/** Hexagons that hold incidents, by their centres. */
const binsIn = (text: string, cellMetres: number): Bin[] =>
  rowsIn(text).map(([q, r, n]) => binAt(cellMetres, q!, r!, n!));

/** Those of both sizes, from what they share. */
function binsOfTwo(text: string, fineMetres: number, wideMetres: number) {
  const [fine, wide] = [new Map<string, Bin>(), new Map<string, Bin>()];
  const add = (to: Map<string, Bin>, metres: number, [q, r, n]: [number, number, number]) => {
    const known = to.get(`${q} ${r}`);
    if (known) known.n += n;
    else to.set(`${q} ${r}`, binAt(metres, q, r, n));
  };
  for (const [q, r, wideQ, wideR, n] of rowsIn(text)) {
    add(fine, fineMetres, [q!, r!, n!]);
    add(wide, wideMetres, [wideQ!, wideR!, n!]);
  }
  return { fine: [...fine.values()], wide: [...wide.values()] };
}

/** Cells of some ground, what was counted in each, and which of them are of the map. */
interface Cells {
  lattice: Lattice;
  counts: Float64Array;
  mask: Uint8Array;
  total: number;
}

function cellsOf(shapes: readonly Shape[], bins: readonly Bin[], cellMetres: number): Cells {
  const box = boxOf(bins, shapes);
  const fault = latticeFault(box, cellMetres, "hex", CELLS_MOST);
  if (fault) throw tooMany(cellMetres, fault.cells, fault.leastMetres);
  const lattice = latticeOver(box, cellMetres, "hex");
  const counts = new Float64Array(cellCount(lattice));
  for (const { x, y, n } of bins) counts[cellAt(lattice, x, y)] = n;
  const inside = shapes.length > 0 ? maskFromPolygons(lattice, shapes) : insideBox(lattice, box);
  // Where something happened something is possible.
  const mask = inside.map((possible, i) => (possible || counts[i]! > 0 ? 1 : 0));
  return { lattice, counts, mask, total: bins.reduce((n, bin) => n + bin.n, 0) };
}

function mapOf(
  task: HotTask,
  plane: Projection,
  { lattice, counts, mask, total }: Cells,
  { exposure }: Chosen,
): HotSpots {
  const options: CountsOptions = {
    mask,
    maskSaid: task.mask.said,
    leastIncidents: LEAST_INCIDENTS,
    barriers: barriersIn(task.barriers, plane),
    ...(exposure && ratesBy(exposure, cellCount(lattice))),
  };
  return hotSpotsOfCounts(lattice, counts, total, options);
}

/** Where the viewer may count nothing there is no rate of anything. */
export const ratesBy = ({ statistic, amount, least }: Exposure, cells: number) => ({
  denominator: amount ?? new Float64Array(cells),
  leastDenominator: least,
  values:
    statistic === "EB_STREETS"
      ? ("empirical-bayes-street-rate" as const)
      : ("empirical-bayes-rate" as const),
});

export const tooMany = (cellMetres: number, cells: number, leastMetres: number): Refusal =>
  new Refusal(
    "TOO_COSTLY",
    `unit.hex: ${cellMetres} m makes ${cells} cells of this ground, at most ${CELLS_MOST} are ` +
      `allowed. Ask for ${leastMetres} m or more, or for a smaller area.`,
    {
      ...{ field: "unit.hex", leastMetres },
      said: { code: "too-many-cells", params: { metres: cellMetres, cells, leastMetres } },
    },
  );

function boxOf(bins: readonly Bin[], shapes: readonly Shape[]): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  const add = (x: number, y: number): void => {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  };
  for (const { x, y } of bins) add(x, y);
  for (const { type, coordinates } of shapes)
    for (const ring of type === "Polygon" ? coordinates : coordinates.flat())
      for (const [x, y] of ring as Position[]) add(x!, y!);
  return minX <= maxX ? { minX, minY, maxX, maxY } : { minX: 0, minY: 0, maxX: 0, maxY: 0 };
}

function insideBox(lattice: Lattice, { minX, minY, maxX, maxY }: Box): Uint8Array {
  const mask = new Uint8Array(cellCount(lattice));
  for (let i = 0; i < mask.length; i++) {
    const [x, y] = cellCentre(lattice, i);
    if (x >= minX && x <= maxX && y >= minY && y <= maxY) mask[i] = 1;
  }
  return mask;
}

interface Found {
  statistic: Statistic;
  stable: Uint8Array | null;
  stableMetres: number | null;
  warnings: readonly Warning[];
}

function answerOf(
  map: HotSpots,
  { counts, total }: Cells,
  { statistic, stable, stableMetres, warnings }: Found,
): HotAnswer {
  const { lattice, mask, bin, record } = map;
  const tells = (i: number): boolean => counts[i]! > 0 || bin[i] !== 0;
  // What has no rate is listed all the same: cells add up to the incidents.
  const cells = Uint32Array.from(mask.keys())
    .filter((i) => mask[i] || counts[i]! > 0)
    .sort(
      (a, b) =>
        Number(tells(b)) - Number(tells(a)) ||
        bin[b]! - bin[a]! ||
        counts[b]! - counts[a]! ||
        a - b,
    );
  const of = (values: Float64Array) => Float64Array.from(cells, (i) => values[i]!);
  return {
    statistic,
    counted: total,
    telling: cells.reduce((n, i) => n + (tells(i) ? 1 : 0), 0),
    at: {
      metres: lattice.spacing,
      q: Int32Array.from(cells, (i) => (i % lattice.columns) + lattice.firstColumn),
      r: Int32Array.from(cells, (i) => Math.floor(i / lattice.columns) + lattice.firstRow),
    },
    ...{ count: of(counts), z: of(map.z), p: of(map.p), fdr: of(map.q) },
    bin: Int8Array.from(cells, (i) => bin[i]!),
    reason: Uint8Array.from(cells, (i) => (mask[i] ? map.reason[i]! : NO_RATE)),
    stable: stable && Uint8Array.from(cells, (i) => stable[i]!),
    rate: map.rate && of(map.rate),
    record: { ...record, warnings: [...record.warnings, ...warnings] },
    stableMetres,
  };
}

/** Of what has incidents, and nothing that they are related to. */
export const NO_RATE = reasonByte("no-denominator");

const unmeasuredOf = ({ unmeasured: count }: HotTask): Warning[] =>
  count > 0 ? [warning("unmeasured", { count })] : [];

export interface DensityTask {
  origin: readonly [lon: number, lat: number];
  /** Incidents on fine hexagons. */
  bins: string;
  binMetres: number;
  shapes: readonly string[];
  /** Null: by the rule of thumb, which smooths much. */
  radiusMetres: number | null;
  /** Pixels of the longer side. */
  pixels: number;
}

export interface DensityAnswer {
  columns: number;
  rows: number;
  corners: [number, number][];
  /** Of the south-west corner, and a pixel's side; metres in the county's plane. */
  raster: Raster;
  radiusMetres: number;
  values: Float64Array;
  peak: number;
  incidents: number;
  reason: string | null;
}

export function mapDensity(task: DensityTask): DensityAnswer {
  const plane = localProjection(...task.origin);
  const bins = binsIn(task.bins, task.binMetres);
  const shapes = task.shapes.map((shape) => projected(shape, plane));
  const of = (key: keyof Bin) => Float64Array.from(bins, (bin) => bin[key]);
  const [x, y, weight] = [of("x"), of("y"), of("n")];
  const incidents = weight.reduce((a, b) => a + b, 0);
  const rule = task.radiusMetres === null ? defaultKernelRadius(x, y) : null;
  const radiusMetres = task.radiusMetres ?? rule?.value ?? null;
  const { minX, minY, maxX, maxY } = boxOf(bins, shapes);
  const pixel = Math.max(maxX - minX, maxY - minY) / task.pixels;
  const none = {
    columns: 0,
    rows: 0,
    corners: [],
    raster: { minX, minY, pixel },
    values: new Float64Array(0),
    peak: 0,
    incidents,
  };
  if (radiusMetres === null || !(pixel > 0)) {
    // The rule is asked of places, and does not know how many incidents are on one.
    const reason = bins.length === 1 && incidents > 1 ? "coincident" : rule?.reason;
    return { ...none, radiusMetres: radiusMetres ?? 0, reason: reason ?? "few-points" };
  }
  const columns = Math.max(1, Math.ceil((maxX - minX) / pixel)),
    rows = Math.max(1, Math.ceil((maxY - minY) / pixel));
  const box = { minX, minY, maxX: minX + columns * pixel, maxY: minY + rows * pixel };
  const { values, peak } = kernelDensity(x, y, { radiusMetres, box, columns, rows, weight });
  const corner = (cx: number, cy: number) => plane.inverse(cx, cy);
  const corners = [
    corner(box.minX, box.maxY),
    corner(box.maxX, box.maxY),
    corner(box.maxX, box.minY),
    corner(box.minX, box.minY),
  ];
  const raster = { minX, minY, pixel };
  return { columns, rows, corners, raster, radiusMetres, values, peak, incidents, reason: null };
}

export interface RepeatTask {
  /** `x y days` of each incident, a comma between. */
  rows: string;
  metres: number[] | null;
  days: number[] | null;
}

export interface RepeatAnswer {
  incidents: number;
  bands: readonly NearRepeatCell[];
  shuffles: number;
  reason: string | null;
  warnings: readonly Warning[];
}

export function findRepeats({ rows, metres, days }: RepeatTask): RepeatAnswer {
  const read = rows === "" ? [] : rows.split(",").map((row) => row.split(" ").map(Number));
  const of = (k: number) => Float64Array.from(read, (row) => row[k]!);
  const [x, y, t] = [of(0), of(1), of(2)];
  const found = nearRepeat(x, y, t, { ...(metres ? { metres } : {}), ...(days ? { days } : {}) });
  return {
    incidents: read.length,
    bands: found.value ?? [],
    shuffles: found.record.inference.permutations ?? 0,
    reason: found.reason,
    warnings: found.record.warnings,
  };
}
