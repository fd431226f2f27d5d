import { householdRange, type Range } from "../../civic/grids/household-range.js";
import { footprintsWithin } from "../buildings/buildings.service.js";
import type { Runner } from "../core/database.js";
import { formatId } from "../core/identifier.js";
import { badInput } from "../core/refusal.js";
import { type GroundPiece, groundWithin } from "../ground/ground.service.js";
import { villageShapes } from "../villages/villages.service.js";
import { boxOfPlan, gridsOfPlan, type PlanGridRow, type PlanRow } from "./plan.queries.js";
import { placesOfPlan } from "./plan-measures.js";

/** Footprints that one proposal takes in; a county of 100,000 households has some 40,000. */
const MOST = 60_000;

export interface ProposalWishes {
  /** Codes; null: all villages of the plan. */
  villages: readonly string[] | null;
  /** Of every village, in the place of the usual one of its kind. */
  range: Range | null;
}

/** A village whose ground is divided. */
export interface VillageToDivide {
  code: string;
  name: string;
  kind: string | null;
  range: Range;
}

/** All that a proposal for villages of a plan is worked out from: plain data, for a thread. */
export interface ProposalGround {
  county: number;
  villages: VillageToDivide[];
  /** The whole plan as it stands. */
  grids: PlanGridRow[];
  /** Footprints, GeoJSON text, with what a planner may count there (households/counted-at.ts). */
  buildings: { id: string; shape: string; households: number; people: number }[];
  /** Who is counted at a coarse place alone. */
  unhoused: { lon: number; lat: number; households: number; people: number }[];
  streets: GroundPiece[];
  waters: GroundPiece[];
  parcels: GroundPiece[];
  barriers: GroundPiece[];
  crossings: GroundPiece[];
}

/** The villages that are meant, of those that the plan divides. */
export function villagesMeant(plan: PlanRow, { villages, range }: ProposalWishes): string[] {
  if (villages?.length === 0)
    throw badInput("villages", "villages: name at least one, or leave it out for all of them.");
  const unknown = (villages ?? []).filter((code) => !plan.villages.includes(code));
  if (unknown.length > 0)
    throw badInput(
      "villages",
      `villages: the plan does not divide ${unknown.slice(0, 5).join(", ")}.`,
    );
  if (range && !(range[0] >= 1 && range[1] >= range[0]))
    throw badInput("least", "least, most: the fewest households of a grid and the most, from 1.");
  return [...(villages ?? plan.villages)];
}

/** Null: the plan has no ground in these villages. */
export async function readProposalGround(
  run: Runner,
  plan: PlanRow,
  wishes: ProposalWishes,
): Promise<ProposalGround | null> {
  const { county, id } = plan;
  const codes = villagesMeant(plan, wishes);
  const box = await boxOfPlan(run, county, id, codes);
  if (!box) return null;
  const known = new Map((await villageShapes(run, county, codes)).map((v) => [v.code, v]));
  const footprints = await footprintsWithin(run, county, box, MOST);
  const { ids, points } = await placesOfPlan(run, county, id, codes);
  const [households, people] = points.columns as [Float64Array, Float64Array];
  const rowOf = new Map(ids.map((building, row) => [building, row]));
  const countsAt = (row: number | undefined) =>
    row === undefined
      ? { households: 0, people: 0 }
      : { households: households[row]!, people: people[row]! };
  const ground = (layer: Parameters<typeof groundWithin>[2]) =>
    groundWithin(run, county, layer, box);
  return {
    county,
    villages: codes.map((code) => {
      const { name = code, kind = null } = known.get(code) ?? {};
      return { code, name, kind, range: wishes.range ?? householdRange(null, kind)! };
    }),
    grids: await gridsOfPlan(run, county, id),
    buildings: footprints.map(({ id: uuid, shape }) => {
      const building = formatId(county, uuid);
      return { id: building, shape, ...countsAt(rowOf.get(building)) };
    }),
    unhoused: ids.flatMap((building, row) =>
      building === null ? [{ lon: points.lon[row]!, lat: points.lat[row]!, ...countsAt(row) }] : [],
    ),
    streets: await ground("streets"),
    waters: await ground("waters"),
    parcels: await ground("parcels"),
    barriers: await ground("barriers"),
    crossings: await ground("crossings"),
  };
}
