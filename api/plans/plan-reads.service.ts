import { sql } from "drizzle-orm";
import type { MultiPolygon, Polygon } from "geojson";
import type { Sentence } from "../../civic/steps/machine.js";
import { measureCoverage, type WeightedPoints } from "../../geo/coverage/index.js";
import type { Context } from "../core/context.js";
import type { Runner } from "../core/database.js";
import { formatId } from "../core/identifier.js";
import { bordersInWords } from "../grids/borders.service.js";
import { gridsInForce } from "../grids/grids.service.js";
import { todayIn } from "../policy/policy.js";
import type { OnFoot } from "./on-foot.js";
import { gridsOfPlan, type PlanGridRow, type PlanRow } from "./plan.queries.js";
import { coverageOf } from "./plan-coverage.js";
import {
  figuresOf,
  type GridFigures,
  incidentsOfPlan,
  measuredPlan,
  placesOfPlan,
} from "./plan-measures.js";
import { planOnFoot } from "./plan-on-foot.js";
import { seenPlan } from "./plans.service.js";

/** Less is no ground that changed hands. */
const NO_GROUND_M2 = 1;
const NOTHING = { buildings: 0, households: 0, people: 0 };
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
  const measured = await measuredPlan(run, { county, id }, rows);
  return rows.map(({ gridId, shape, ...facts }) => {
    const grid = formatId(county, gridId);
    const figures = (measured && figuresOf(measured.measures, grid)) ?? NO_FIGURES;
    const geometry = JSON.parse(shape) as Polygon | MultiPolygon;
    return { ...facts, ...figures, id: grid, geometry, plan: { county, id } };
  });
}

/** Contiguity on foot of a plan's grids by their ids; of those without homes nothing. */
export async function gridsOnFoot(
  run: Runner,
  plan: { county: number; id: string },
): Promise<Map<string, OnFoot>> {
  const rows = await gridsOfPlan(run, plan.county, plan.id);
  const measured = await measuredPlan(run, plan, rows);
  return measured ? planOnFoot(run, plan, rows, measured) : new Map();
}

/** Borders of a plan's grids in words, by their ids. */
export async function gridBorders(
  run: Runner,
  { county, id }: { county: number; id: string },
): Promise<Map<string, Sentence>> {
  const rows = await gridsOfPlan(run, county, id);
  const grids = rows.map(({ gridId, shape }) => ({
    id: formatId(county, gridId),
    geometry: JSON.parse(shape) as Polygon | MultiPolygon,
  }));
  return bordersInWords(run, county, grids);
}

/** How many incidents of a year happened in a plan's grids; null: the viewer sees none of it. */
export async function gridIncidents(
  context: Context,
  plan: { county: number; id: string },
): Promise<Map<string, number> | null> {
  const points = await incidentsOfPlan(context, plan);
  const coverage = coverageOf(plan.county, await gridsOfPlan(context.db, plan.county, plan.id));
  if (!points || !coverage) return null;
  const { grids } = measureCoverage(coverage, points);
  return new Map([...grids].map(([id, { totals }]) => [id, totals[1]!]));
}

/** A thousandth of a household is near enough to reckon with. */
const told = (column: Float64Array) => Array.from(column, (n) => Math.round(n * 1000) / 1000);

/** What a program counts by while it drags: what the service counts by. */
export async function planPlaces(run: Runner, { county, id }: { county: number; id: string }) {
  const { ids, points } = await placesOfPlan(run, county, id);
  const [households, people] = points.columns as [Float64Array, Float64Array];
  return {
    buildings: ids,
    ...{ lon: Array.from(points.lon), lat: Array.from(points.lat) },
    ...{ households: told(households), people: told(people) },
  };
}

export interface Transfer {
  from: string | null;
  to: string | null;
  buildings: number;
  households: number;
  people: number;
  incidents: number | null;
}

export interface Comparison {
  transfers: Transfer[];
  households: number;
  buildings: number;
  incidents: number | null;
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
  const happened = await incidentsOfPlan(context, plan);
  const lists = happened ? [places.points, happened] : [places.points];
  const [now, was] = [ours, theirs].map((rows) => statedBy(county, rows, lists)) as [State, State];
  const transfers = new Map<string, Transfer>();
  const handed = (list: number, add: (to: Transfer, row: number) => void): void => {
    now.owners[list]!.forEach((to, row) => {
      const from = was.owners[list]![row] ?? null;
      if (from === to) return;
      const key = `${from} ${to}`;
      const sum = transfers.get(key) ?? { from, to, ...NOTHING, incidents: happened && 0 };
      add(sum, row);
      transfers.set(key, sum);
    });
  };
  const [households, people] = places.points.columns as [Float64Array, Float64Array];
  handed(0, (sum, row) => {
    if (places.ids[row] !== null) sum.buildings++;
    sum.households += households[row]!;
    sum.people += people[row]!;
  });
  if (happened)
    handed(1, (sum, row) => {
      sum.incidents! += happened.columns[0]![row]!;
    });
  const list = [...transfers.values()].sort((a, b) => b.households - a.households);
  const touched = new Set(list.flatMap(({ from, to }) => [from, to]));
  // A vertex that a neighbour's line put into its border redraws no grid.
  const isRedrawn = (id: string) =>
    touched.has(id) ||
    Math.abs((now.areas.get(id) ?? 0) - (was.areas.get(id) ?? 0)) >= NO_GROUND_M2;
  return { ...summary(county, ours, theirs, isRedrawn), ...totals(list, happened !== null) };
}

const inForce = async (run: Runner, county: number, villages: readonly string[]) => {
  const [row] = await run.rows<{ today: string }>(sql`select ${todayIn(county)}::text as today`);
  const grids = await gridsInForce(run, county, villages, row!.today);
  return grids.map((grid): PlanGridRow => ({ ...grid, locked: false }));
};

const totals = (transfers: Transfer[], happened: boolean) => ({
  transfers: transfers.map((t) => ({
    ...t,
    households: Math.round(t.households),
    people: Math.round(t.people),
  })),
  households: Math.round(transfers.reduce((sum, t) => sum + t.households, 0)),
  buildings: transfers.reduce((sum, t) => sum + t.buildings, 0),
  incidents: happened ? transfers.reduce((sum, t) => sum + t.incidents!, 0) : null,
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

interface State {
  /** Square metres by grid. */
  areas: ReadonlyMap<string, number>;
  /** Whose ground each of the places is, list by list; null: nobody's. */
  owners: readonly (string | null)[][];
}

/** A state of the grids, measured once for all lists of places. */
function statedBy(
  county: number,
  rows: readonly PlanGridRow[],
  lists: readonly WeightedPoints[],
): State {
  const joined = (key: "lon" | "lat") =>
    Float64Array.from(lists.flatMap((points) => Array.from(points[key])));
  const lon = joined("lon");
  const all: (string | null)[] = new Array(lon.length).fill(null);
  const coverage = coverageOf(county, rows);
  const measured = coverage && measureCoverage(coverage, { lon, lat: joined("lat"), columns: [] });
  for (const [id, members] of measured?.members ?? []) for (const row of members) all[row] = id;
  const areas = new Map([...(measured?.grids ?? [])].map(([id, { area }]) => [id, area]));
  let from = 0;
  const owners = lists.map((points) => all.slice(from, (from += points.lon.length)));
  return { areas, owners };
}
