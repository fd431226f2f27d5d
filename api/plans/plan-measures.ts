import {
  type Coverage,
  type Measures,
  measureCoverage,
  type WeightedPoints,
} from "../../geo/coverage/index.js";
import type { DeclaredName } from "../../schema/declaration.js";
import { buildingsWithin } from "../buildings/buildings.service.js";
import type { Runner } from "../core/database.js";
import { formatId } from "../core/identifier.js";
import type { DearPrice } from "../cost/dear-fields.js";
import type { Sizes } from "../cost/layer-sizes.js";
import { sizeOf } from "../cost/prices.js";
import { livingWithin } from "../households/households.service.js";
import { boxOfPlan } from "./plan.queries.js";

/** Fewer households than this in a building are told as this number with its sign: «<5». */
export const FEW = 5;

/**
 * What a planner counts by: buildings, never homes. A household whose building is not known stands
 * at its coarse place (about 100 m). Columns: households, people.
 */
export interface CountedPlaces {
  /** GraphQL ids; null: a coarse place. */
  ids: (string | null)[];
  points: WeightedPoints;
}

export async function placesOfPlan(
  run: Runner,
  county: number,
  plan: string,
): Promise<CountedPlaces> {
  const box = await boxOfPlan(run, county, plan);
  if (!box) return counted(county, []);
  const living = await livingWithin(run, county, box);
  const inBuildings = new Map(
    living.flatMap((l) => (l.buildingId === null ? [] : [[l.buildingId, l] as const])),
  );
  const buildings = await buildingsWithin(run, county, box);
  return counted(county, [
    ...buildings.map(({ id, lon, lat }) => {
      const { households = 0, people = 0 } = inBuildings.get(id) ?? {};
      return { id, lon, lat, households, people };
    }),
    ...living.flatMap(({ lon, lat, households, people }) =>
      lon === null || lat === null ? [] : [{ id: null, lon, lat, households, people }],
    ),
  ]);
}

interface Place {
  id: string | null;
  lon: number;
  lat: number;
  households: number;
  people: number;
}

const column = (places: readonly Place[], key: "lon" | "lat" | "households" | "people") =>
  Float64Array.from(places, (place) => place[key]);

const counted = (county: number, places: readonly Place[]): CountedPlaces => ({
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
  const [, households = 0, people = 0] = totals;
  return { households, people, areaM2: area, perimeterM: perimeter, polsbyPopper, parts };
}

export const measurePlan = (coverage: Coverage, { points }: CountedPlaces): Measures =>
  measureCoverage(coverage, points);

const rows = (sizes: Sizes, of: DeclaredName): number => sizeOf(sizes, of).rows;
/** The shapes of a plan, read and built into a coverage; its places, read and counted. */
const shapes: DearPrice = (sizes) => 5 + 0.4 * rows(sizes, "grids");
const places: DearPrice = (sizes) =>
  5 + 0.01 * rows(sizes, "buildings") + 0.003 * rows(sizes, "households");

/** What fields of a plan cost: measured on the demonstration's 67 grids and 9,860 buildings. */
export const PLAN_WORK: Readonly<Record<string, DearPrice>> = {
  grids: (sizes) => shapes(sizes) + places(sizes),
  places,
  findings: (sizes) => 2 * shapes(sizes) + places(sizes),
  compare: (sizes) => 2 * shapes(sizes) + 2 * places(sizes),
  editLog: () => 20,
  comments: () => 5,
  lineage: () => 5,
  otherPlans: () => 5,
};
