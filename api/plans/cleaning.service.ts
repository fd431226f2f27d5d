import { area } from "@turf/area";
import type { MultiPolygon, Polygon } from "geojson";
import type { CleanOptions } from "../../geo/coverage/index.js";
import type { Context } from "../core/context.js";
import type { Runner } from "../core/database.js";
import { formatId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { villageShapes } from "../villages/villages.service.js";
import type { EditRow } from "./edit.queries.js";
import { type EditInput, edit, redrawn } from "./edits.service.js";
import { gridsOfPlan } from "./plan.queries.js";
import type { CleanedPlan } from "./plan-work.js";
import { cleanedUp } from "./worked-out.js";

/** How far cleaning goes; what is not named is as geo/coverage has it. */
export interface CleaningOptions {
  snapM?: number | null;
  sliverWidthM?: number | null;
  gapAreaM2?: number | null;
}

const MOST: Readonly<Record<keyof CleaningOptions, number>> = {
  ...{ snapM: 5, sliverWidthM: 100, gapAreaM2: 1e9 },
};

/** Pieces that a preview shows, largest first. */
const SHOWN = 500;

export interface CleaningPreview {
  fixes: {
    code: string;
    params: unknown;
    grids: string[];
    areaM2: number;
    geometry: Polygon;
  }[];
  pieces: number;
  areaM2: number;
  vertices: number;
  farthestM: number;
  grids: {
    id: string;
    geometry: Polygon | MultiPolygon | null;
    areaBeforeM2: number;
    areaAfterM2: number;
  }[];
}

interface PlanGround {
  county: number;
  id: string;
  villages: readonly string[];
}

/** What cleaning would change, piece by piece. */
export async function previewCleaning(
  run: Runner,
  plan: PlanGround,
  options: CleaningOptions,
): Promise<CleaningPreview> {
  const { change, moved, ...cleaned } = await cleaningOf(run, plan, options);
  const mends = cleaned.mends.toSorted((a, b) => b.area - a.area);
  const areaOf = (shape: Polygon | MultiPolygon | null) => (shape ? area(shape) : 0);
  return {
    fixes: mends.slice(0, SHOWN).map(({ code, params, from, to, area: areaM2, geometry }) => ({
      ...{ code, params, areaM2, geometry },
      grids: [...new Set([...from, ...(to === null ? [] : [to])])],
    })),
    pieces: mends.length,
    areaM2: mends.reduce((sum, mend) => sum + mend.area, 0),
    vertices: moved.count,
    farthestM: moved.farthest,
    grids: (change?.redrawn ?? []).map(({ id, before, after }) => ({
      ...{ id, geometry: after, areaBeforeM2: areaOf(before), areaAfterM2: areaOf(after) },
    })),
  };
}

/** Makes the grids of a draft seamless, and each village's its own: one edit, taken back as one. */
export const cleanPlan = (
  context: Context,
  input: EditInput,
  options: CleaningOptions,
): Promise<EditRow> =>
  edit(
    context,
    input,
    { kind: "do", operations: [{ kind: "clean", options }] },
    async (tx, plan) => {
      const { change, locked } = await cleaningOf(tx, plan, options);
      if (!change)
        throw new Refusal("COVERAGE_REFUSED", "The grids of this plan are clean already.", {
          reason: "no-effect",
        });
      const held = change.redrawn!.filter(({ id }) => locked.has(id)).map(({ id }) => id);
      if (held.length > 0)
        throw new Refusal(
          "COVERAGE_REFUSED",
          `Cleaning would redraw ${held.length} locked grids: unlock them first.`,
          { reason: "locked", grids: held },
        );
      const left = await redrawn(tx, plan, change, null);
      return { of: null, operations: null, ...left };
    },
  );

async function cleaningOf(
  run: Runner,
  { county, id, villages }: PlanGround,
  options: CleaningOptions,
): Promise<CleanedPlan & { locked: ReadonlySet<string> }> {
  const wished = read(options);
  const shapes = await villageShapes(run, county, villages);
  const rows = await gridsOfPlan(run, county, id);
  const locked = rows.filter((row) => row.locked).map(({ gridId }) => formatId(county, gridId));
  const cleaned = await cleanedUp({ county, rows, shapes, options: wished });
  return { ...cleaned, locked: new Set(locked) };
}

function read(options: CleaningOptions): CleanOptions {
  for (const [name, most] of Object.entries(MOST)) {
    const value = options[name as keyof CleaningOptions];
    if (value != null && !(value >= 0 && value <= most))
      throw badInput(`options.${name}`, `options.${name}: 0 to ${most}.`);
  }
  const { snapM, sliverWidthM, gapAreaM2 } = options;
  return {
    ...(snapM == null ? {} : { snap: snapM }),
    ...(sliverWidthM == null ? {} : { sliverWidth: sliverWidthM }),
    ...(gapAreaM2 == null ? {} : { gapArea: gapAreaM2 }),
  };
}
