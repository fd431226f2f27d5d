import { sql } from "drizzle-orm";
import type { MultiPolygon, Polygon } from "geojson";
import { buildCoverage, type Coverage, isCoverage } from "../../geo/coverage/index.js";
import type { Context } from "../core/context.js";
import type { Runner } from "../core/database.js";
import { formatId } from "../core/identifier.js";
import { gridsInForce } from "../grids/grids.service.js";
import { todayIn } from "../policy/policy.js";
import { gridsOfPlan, type PlanGridRow, type PlanRow } from "./plan.queries.js";
import { featuresOf } from "./plan-coverage.js";
import {
  type CountedPlaces,
  FEW,
  figuresOf,
  type GridFigures,
  measurePlan,
  placesOfPlan,
} from "./plan-measures.js";
import { seenPlan } from "./plans.service.js";

/** Less is no ground that changed hands. */
const NO_GROUND_M2 = 1;
const NO_FIGURES: GridFigures = {
  ...{ households: 0, people: 0, areaM2: 0, perimeterM: 0 },
  ...{ polsbyPopper: null, parts: 0 },
};

type Shown = Omit<PlanGridRow, "gridId" | "shape"> &
  GridFigures & {
    id: string;
    geometry: Polygon | MultiPolygon;
    plan: { county: number; id: string };
  };

/** The grids of a plan with their figures, in the order of their codes. */
export async function planGrids(
  run: Runner,
  { county, id }: { county: number; id: string },
): Promise<Shown[]> {
  const rows = await gridsOfPlan(run, county, id);
  const coverage = coverageOf(county, rows);
  const measures = coverage && measurePlan(coverage, await placesOfPlan(run, county, id));
  return rows.map(({ gridId, shape, ...facts }) => {
    const grid = formatId(county, gridId);
    const figures = (measures && figuresOf(measures, grid)) ?? NO_FIGURES;
    const geometry = JSON.parse(shape) as Polygon | MultiPolygon;
    return { ...facts, ...figures, id: grid, geometry, plan: { county, id } };
  });
}

function coverageOf(county: number, rows: readonly PlanGridRow[]): Coverage | null {
  const features = featuresOf(county, rows);
  const built = buildCoverage({ type: "FeatureCollection", features }, { trusted: true });
  return isCoverage(built) ? built : null;
}

/** What a program counts by while it drags: small counts are not told (`PlanPlaces`). */
export async function planPlaces(run: Runner, { county, id }: { county: number; id: string }) {
  const { ids, points } = await placesOfPlan(run, county, id);
  const [households, people] = points.columns as [Float64Array, Float64Array];
  const rows = ids.flatMap((building, i) => (building === null ? [] : [i]));
  const few = rows.filter((i) => households[i]! > 0 && households[i]! < FEW);
  const mean = (column: Float64Array) =>
    few.length === 0 ? 0 : few.reduce((sum, i) => sum + column[i]!, 0) / few.length;
  const hidden = new Set(few);
  const told = (column: Float64Array) => rows.map((i) => (hidden.has(i) ? -1 : column[i]!));
  return {
    buildings: rows.map((i) => ids[i]!),
    lon: rows.map((i) => points.lon[i]!),
    lat: rows.map((i) => points.lat[i]!),
    households: told(households),
    people: told(people),
    meanOfFew: Math.round(mean(households) * 10) / 10,
    meanPeopleOfFew: Math.round(mean(people) * 10) / 10,
  };
}

export interface Transfer {
  from: string | null;
  to: string | null;
  buildings: number;
  households: number;
  people: number;
}

export interface Comparison {
  transfers: Transfer[];
  households: number;
  buildings: number;
  added: string[];
  removed: string[];
  redrawn: string[];
}

/** A plan beside another, or beside the grids that are in force today. */
export async function comparePlan(
  context: Context,
  plan: PlanRow,
  other: string | null,
): Promise<Comparison> {
  const { county, id, villages } = plan;
  const run = context.db;
  const ours = await gridsOfPlan(run, county, id);
  const theirs = other
    ? await gridsOfPlan(run, county, (await seenPlan(context, run, other)).id)
    : await inForce(run, county, villages);
  const places = await placesOfPlan(run, county, id);
  const { owners: now, areas } = ownersOf(county, ours, places);
  const { owners: was, areas: before } = ownersOf(county, theirs, places);
  const transfers = new Map<string, Transfer>();
  const [households, people] = places.points.columns as [Float64Array, Float64Array];
  for (const [i, to] of now.entries()) {
    const from = was[i] ?? null;
    if (from === to) continue;
    const key = `${from} ${to}`;
    const sum = transfers.get(key) ?? { from, to, buildings: 0, households: 0, people: 0 };
    if (places.ids[i] !== null) sum.buildings++;
    sum.households += households[i]!;
    sum.people += people[i]!;
    transfers.set(key, sum);
  }
  const list = [...transfers.values()].sort((a, b) => b.households - a.households);
  const touched = new Set(list.flatMap(({ from, to }) => [from, to]));
  // A vertex that a neighbour's line put into its border redraws no grid.
  const isRedrawn = (id: string) =>
    touched.has(id) || Math.abs((areas.get(id) ?? 0) - (before.get(id) ?? 0)) >= NO_GROUND_M2;
  return { ...summary(county, ours, theirs, isRedrawn), ...totals(list) };
}

const inForce = async (run: Runner, county: number, villages: readonly string[]) => {
  const [row] = await run.rows<{ today: string }>(sql`select ${todayIn(county)}::text as today`);
  const grids = await gridsInForce(run, county, villages, row!.today);
  return grids.map((grid): PlanGridRow => ({ ...grid, locked: false }));
};

const totals = (transfers: Transfer[]) => ({
  transfers,
  households: transfers.reduce((sum, t) => sum + t.households, 0),
  buildings: transfers.reduce((sum, t) => sum + t.buildings, 0),
});

function summary(
  county: number,
  ours: readonly PlanGridRow[],
  theirs: readonly PlanGridRow[],
  isRedrawn: (id: string) => boolean,
) {
  const before = new Set(theirs.map(({ gridId }) => gridId));
  const after = new Set(ours.map(({ gridId }) => gridId));
  const named = (rows: readonly PlanGridRow[]) => rows.map((r) => formatId(county, r.gridId));
  return {
    added: named(ours.filter(({ gridId }) => !before.has(gridId))),
    removed: named(theirs.filter(({ gridId }) => !after.has(gridId))),
    redrawn: named(ours.filter(({ gridId }) => before.has(gridId))).filter(isRedrawn),
  };
}

/** The grid of each place (null: none), and the square metres of each grid. */
function ownersOf(
  county: number,
  rows: readonly PlanGridRow[],
  places: CountedPlaces,
): { owners: (string | null)[]; areas: Map<string, number> } {
  const owners: (string | null)[] = new Array(places.ids.length).fill(null);
  const areas = new Map<string, number>();
  const coverage = coverageOf(county, rows);
  if (!coverage) return { owners, areas };
  const { members, grids } = measurePlan(coverage, places);
  for (const [id, rows] of members) for (const row of rows) owners[row] = id;
  for (const [id, { area }] of grids) areas.set(id, area);
  return { owners, areas };
}
