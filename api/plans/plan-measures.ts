import type { Measures, WeightedPoints } from "../../geo/coverage/index.js";
import type { DeclaredName } from "../../schema/declaration.js";
import { layerOf } from "../../schema/layers/index.js";
import { buildingsWithin } from "../buildings/buildings.service.js";
import type { Context } from "../core/context.js";
import type { Runner } from "../core/database.js";
import { formatId } from "../core/identifier.js";
import type { DearPrice } from "../cost/dear-fields.js";
import type { Sizes } from "../cost/layer-sizes.js";
import { sizeOf } from "../cost/prices.js";
import { type CountedAt, countedAt } from "../households/counted-at.js";
import { livingWithin } from "../households/households.service.js";
import { type HappenedAt, happenedWithin, incidentYear } from "../incidents/incidents.service.js";
import { type CountedPlaces, type MeasuredPlan, measuredBy } from "./measured-plan.js";
import { boxOfPlan, type PlanGridRow } from "./plan.queries.js";

/** Who lives where fewer than this do is not counted by building. */
const FEW = 5;
/** Degrees between coarse places: whose own place is in a plan may have the next one. */
const COARSE = 0.001;

export async function placesOfPlan(
  run: Runner,
  county: number,
  plan: string,
  villages: readonly string[] | null = null,
): Promise<CountedPlaces> {
  const box = await boxOfPlan(run, county, plan, villages);
  if (!box) return counted(county, []);
  const around = [box[0] - COARSE, box[1] - COARSE, box[2] + COARSE, box[3] + COARSE] as const;
  const living = await livingWithin(run, county, around, FEW);
  return counted(county, countedAt(living, await buildingsWithin(run, county, around)));
}

const column = (places: readonly CountedAt[], key: "lon" | "lat" | "households" | "people") =>
  Float64Array.from(places, (place) => place[key]);

const counted = (county: number, places: readonly CountedAt[]): CountedPlaces => ({
  ids: places.map(({ id }) => id && formatId(county, id)),
  points: {
    ...{ lon: column(places, "lon"), lat: column(places, "lat") },
    columns: [column(places, "households"), column(places, "people")],
  },
});

export interface GridFigures {
  households: number;
  people: number;
  areaM2: number;
  perimeterM: number;
  polsbyPopper: number | null;
  parts: number;
}

export function figuresOf(measures: Measures, id: string): GridFigures | null {
  const grid = measures.grids.get(id);
  if (!grid) return null;
  const { area, perimeter, polsbyPopper, parts, totals } = grid;
  const [households = 0, people = 0] = Array.from(totals.subarray(1), Math.round);
  return { households, people, areaM2: area, perimeterM: perimeter, polsbyPopper, parts };
}

/** Null: its grids are no coverage. */
export async function measuredPlan(
  run: Runner,
  { county, id }: { county: number; id: string },
  rows: readonly PlanGridRow[],
): Promise<MeasuredPlan | null> {
  return measuredBy(county, rows, await placesOfPlan(run, county, id));
}

/** What happened in a plan's ground in a year, as far as a viewer sees it; null: sees none of it. */
export async function incidentsOfPlan(
  context: Context,
  { county, id }: { county: number; id: string },
): Promise<WeightedPoints | null> {
  const access = context.tryAccess(layerOf("incidents"));
  const box = access && (await boxOfPlan(context.db, county, id));
  const year = box && (await incidentYear(context.db, county));
  const found = year ? await happenedWithin(context.db, access, county, box, year) : [];
  const of = (key: keyof HappenedAt) => Float64Array.from(found, (place) => place[key]);
  return access && { lon: of("lon"), lat: of("lat"), columns: [of("incidents")] };
}

const rows = (sizes: Sizes, of: DeclaredName): number => sizeOf(sizes, of).rows;
/** The shapes of a plan, read and built into a coverage; its places, read and counted. */
const shapes: DearPrice = (sizes) => 5 + 0.4 * rows(sizes, "grids");
const places: DearPrice = (sizes) =>
  5 + 0.01 * rows(sizes, "buildings") + 0.003 * rows(sizes, "households");

/** Where incidents of a year happened, and the barriers of the ground. */
const others: DearPrice = (sizes) => 20 + 0.001 * rows(sizes, "incidents");

/** What fields of a plan cost: measured on the demonstration's 67 grids and 9,860 buildings. */
export const PLAN_WORK: Readonly<Record<string, DearPrice>> = {
  grids: (sizes) => shapes(sizes) + places(sizes) + others(sizes),
  places,
  findings: (sizes) => 2 * shapes(sizes) + places(sizes) + others(sizes),
  cleaning: (sizes) => 3 * shapes(sizes),
  compare: (sizes) => 2 * shapes(sizes) + 2 * places(sizes) + others(sizes),
  // The search is a thread's; reading the ground for it is the database's.
  suggestHandOver: (sizes) => shapes(sizes) + 3 * places(sizes),
  editLog: () => 20,
  comments: () => 5,
  lineage: () => 5,
  otherPlans: () => 5,
  incidentYear: () => 5,
};
