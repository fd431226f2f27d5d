import type { SolvedPart } from "../../geo/grouping/index.js";
import { writeLine } from "../access-log/write-line.js";
import type { Runner } from "../core/database.js";
import { gridShapes, gridsOfVillages } from "../grids/grids.service.js";
import { barriersWithin, compoundsAt } from "../ground/ground.service.js";
import { type HouseholdToGroup, householdsToGroup } from "../households/households.service.js";
import { tiesToGroup } from "../ties/ties.service.js";

/** Of a statement: well under a second on the embedded engine, and a message of a moment. */
const BATCH = 500;

/** A household as the thread gets it. */
export interface HouseholdRead extends HouseholdToGroup {
  compound: string | null;
  village: string;
  /** Group (uuid) in the plan that the run begins from. */
  previousGroup?: string;
}

/** What of the ground and of acquaintance a run is worked out from. */
export interface SurroundingsRead {
  barriers: number[][][];
  crossings: number[][];
  ties: { a: string; b: string; kind: string }[];
  /** Outlines of the grids, GeoJSON text, to draw groups within. */
  grids: { id: string; shape: string }[];
}

/** And what else of a run's. */
export interface RunSurroundings extends SurroundingsRead {
  /** Groups of the plan that the run begins from which stay as they are. */
  locked: { id: string; members: string[] }[];
  /** Present households of the villages that no grid has. */
  gridless: string[];
}

/** All that came over the port. */
export interface Gathered {
  households: HouseholdRead[];
  surroundings: RunSurroundings;
  solved: SolvedPart[];
}

/**
 * One line of the access log: a run reads exact places under the county's own duty, whoever asked
 * for it.
 */
export const noteRun = (run: Runner, county: number, actor: string, plan: string): Promise<void> =>
  writeLine(run, {
    ...{ viewer: actor, roles: [], purpose: "grouping run", outlet: "command" },
    counties: [county],
    what: { plan, layers: { households: { kinds: ["place"] }, ties: { kinds: ["place"] } } },
  });

export interface GroundToGroup {
  /** Village of each grid, by uuid. */
  villageOf: Map<string, string>;
  grids: string[];
}

export async function gridsToGroup(
  run: Runner,
  county: number,
  villages: readonly string[],
): Promise<GroundToGroup> {
  const of = await gridsOfVillages(run, [county], villages);
  const villageOf = new Map([...of].flatMap(([code, ids]) => ids.map((id) => [id, code] as const)));
  return { villageOf, grids: [...villageOf.keys()] };
}

/** Households batch by batch, and the box of their places. */
export async function* readHouseholds(
  run: Runner,
  county: number,
  { villageOf, grids }: GroundToGroup,
): AsyncGenerator<HouseholdRead[], [number, number, number, number]> {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let after: string | null = null; ; ) {
    const rows = await householdsToGroup(run, county, grids, { after, most: BATCH });
    if (rows.length === 0) return box;
    const compounds = await compoundsAt(
      run,
      county,
      rows.map(({ lon, lat }) => [lon, lat] as const),
    );
    for (const { lon, lat } of rows) {
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    }
    yield rows.map((row, k) => ({
      ...row,
      compound: compounds.get(k) ?? null,
      village: villageOf.get(row.gridId)!,
    }));
    after = rows.at(-1)!.id;
  }
}

/** About 300 m of latitude: as far as a walk over a crossing may go. */
const AROUND = 0.003;

/** @param box of the households' places; one of nothing is none */
export async function readSurroundings(
  run: Runner,
  county: number,
  grids: readonly string[],
  [w, s, e, n]: readonly [number, number, number, number],
): Promise<SurroundingsRead> {
  if (w > e) return { barriers: [], crossings: [], ties: [], grids: [] };
  const around = [w - AROUND, s - AROUND, e + AROUND, n + AROUND] as const;
  return {
    ...(await barriersWithin(run, county, around)),
    ties: await tiesToGroup(run, county, grids),
    grids: await gridShapes(run, county, grids),
  };
}
