import { type HexCell, joinedCells } from "../../geo/hotspots/hot-areas.js";
import { HotSpotMask, HotSpotStatistic } from "../../schema/hot-spots.js";
import { hotSpots } from "../analysis/hot-spots.service.js";
import type { HotAnswer } from "../analysis/hot-spots-work.js";
import type { Context } from "../core/context.js";
import { Refusal } from "../core/refusal.js";
import type { Filter } from "../layers/filter.js";

/** A cell that stands out at both sizes. */
export interface HotCell extends HexCell {
  count: number;
  fdr: number;
}

/** Cells that touch, the strongest first. */
export type JoinedArea = readonly HotCell[];

/** What cells are to be; where the county makes too many of them, they are twice as wide. */
const USUAL_METRES = 250;
const MOST_METRES = 32_000;
/** Of fewer cells those of twice the size would be too few to tell: they are half as wide. */
const FEWEST_CELLS = 500;

/** Incidents of one kind, or "" of all, from a moment on until another. */
export interface KindWindow {
  county: number;
  kind: string;
  from: string;
  to: string;
}

export const filterOf = ({ county, kind, from, to }: KindWindow): Filter => ({
  ...{ county, from, to },
  ...(kind === "" ? {} : { categories: [kind] }),
});

async function mapOf(context: Context, window: KindWindow, metres: number): Promise<HotAnswer> {
  const { answer } = await hotSpots(context, {
    filter: filterOf(window),
    unit: { hex: metres },
    statistic: HotSpotStatistic.GI_STAR,
    mask: HotSpotMask.VILLAGES,
    barriers: true,
    stable: true,
  });
  return answer;
}

/** Where incidents of a window stand out at two cell sizes. */
export async function hotAreasIn(
  context: Context,
  window: KindWindow,
  metres: number,
): Promise<JoinedArea[]> {
  const cells = hotCells(await mapOf(context, window, metres));
  return joinedCells(cells).map((area) =>
    area.map((i) => cells[i]!).sort((a, b) => a.fdr - b.fdr || b.count - a.count),
  );
}

function hotCells({ at, count, fdr, bin, stable }: HotAnswer): HotCell[] {
  if (!("q" in at) || stable === null) return [];
  const cells: HotCell[] = [];
  for (let i = 0; i < at.q.length; i++)
    if (stable[i] && bin[i]! > 0)
      cells.push({ q: at.q[i]!, r: at.r[i]!, count: count[i]!, fdr: fdr[i]! });
  return cells;
}

/** Cells that fit the ground: it makes enough of them, and not too many. */
export async function fittingMetres(context: Context, window: KindWindow): Promise<number> {
  for (let metres = USUAL_METRES; ; metres *= 2)
    try {
      const { count } = await mapOf(context, window, metres);
      return metres === USUAL_METRES && count.length < FEWEST_CELLS ? metres / 2 : metres;
    } catch (error) {
      const isTooMany = error instanceof Refusal && error.extensions["code"] === "TOO_COSTLY";
      if (!isTooMany || metres >= MOST_METRES) throw error;
    }
}
