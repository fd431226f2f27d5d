// Work for a thread: what is wrong with the grids of a plan, and how they would be cleaned.
import { checkCoverage } from "../../geo/coverage/check.js";
import {
  type CleanOptions,
  checkWithin,
  cleanCoverage,
  type Finding,
  type GridCollection,
  type PackedChange,
  packCleaning,
} from "../../geo/coverage/index.js";
import type { WalkedGround } from "../../geo/coverage/walk-parts.js";
import { formatId } from "../core/identifier.js";
import type { VillageShape } from "../villages/villages.service.js";
import { type CountedPlaces, measuredBy } from "./measured-plan.js";
import { type Box, type OnFoot, onFootIn } from "./on-foot.js";
import type { PlanGridRow } from "./plan.queries.js";
import { featuresOf } from "./plan-coverage.js";
import { withinVillages } from "./village-ground.js";

/** All that a plan's grids are judged by: plain data. */
export interface PlanToJudge {
  county: number;
  rows: readonly PlanGridRow[];
  shapes: readonly VillageShape[];
  places: CountedPlaces;
  /** Null: the plan has no ground. */
  box: Box | null;
  walked: WalkedGround;
}

export interface JudgedPlan {
  faults: Finding[];
  /** Null: the grids are no coverage, so that nobody is counted in them. */
  counted: { households: Map<string, number>; onFoot: Map<string, OnFoot> } | null;
}

export function judgePlan({ county, rows, shapes, places, box, walked }: PlanToJudge): JudgedPlan {
  const collection: GridCollection = {
    type: "FeatureCollection",
    features: featuresOf(county, rows),
  };
  const within = withinVillages(shapes);
  const faults = [...checkCoverage(collection), ...(within ? checkWithin(collection, within) : [])];
  const measured = measuredBy(county, rows, places);
  if (!measured) return { faults, counted: null };
  const households = new Map(
    [...measured.measures.grids].map(([id, { totals }]) => [id, Math.round(totals[1] ?? 0)]),
  );
  const grids = rows.map(({ gridId }) => formatId(county, gridId));
  const onFoot = box ? onFootIn(grids, box, walked, measured) : new Map<string, OnFoot>();
  return { faults, counted: { households, onFoot } };
}

export interface PlanToClean {
  county: number;
  rows: readonly PlanGridRow[];
  shapes: readonly VillageShape[];
  options: CleanOptions;
}

export interface CleanedPlan {
  mends: ReturnType<typeof cleanCoverage>["mends"];
  moved: { count: number; farthest: number };
  change: PackedChange | null;
}

export function cleanGrids({ county, rows, shapes, options }: PlanToClean): CleanedPlan {
  const within = withinVillages(shapes);
  const collection: GridCollection = {
    type: "FeatureCollection",
    features: featuresOf(county, rows),
  };
  const cleaned = cleanCoverage(collection, { ...options, ...(within && { within }) });
  const { mends, moved } = cleaned;
  return { mends, moved, change: packCleaning(collection, cleaned) };
}
