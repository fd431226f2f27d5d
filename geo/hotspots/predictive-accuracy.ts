import { sameLength } from "./check.js";
import { exists, missing, type Outcome } from "./reason.js";
import { type Computed, NO_INFERENCE } from "./record.js";

export interface PredictiveAccuracy {
  /** Share of later incidents inside the chosen cells, and share of the area chosen. */
  readonly hitRate: number;
  readonly areaShare: number;
  /**
   * Predictive accuracy index: hit rate over area share (Chainey, Tompson and Uhlig 2008). 1 is
   * what chance gives.
   */
  readonly pai: number;
  /** The PAI that the best choice of the same area would have had. */
  readonly bestPai: number;
  /** Predictive efficiency index: PAI over the best (Hunt 2016). */
  readonly pei: number;
}

/**
 * How good was a choice of cells, judged by incidents that came later (a hold-out)? Areas are
 * shares, not numbers of cells. The best
 * choice takes cells by density while they fit whole into the chosen area and cuts the last one (an
 * upper bound for unequal areas).
 */
export function predictiveAccuracy(
  chosen: Uint8Array,
  later: Float64Array,
  area: Float64Array,
): Outcome<PredictiveAccuracy> & { record: Computed } {
  const cells = chosen.length;
  sameLength("later", cells, later.length);
  sameLength("area", cells, area.length);
  let hits = 0,
    all = 0,
    part = 0,
    whole = 0;
  for (let i = 0; i < cells; i++) {
    if (!(later[i] >= 0) || !(area[i] > 0))
      throw new RangeError(`Cell ${i}: counts are zero or above, areas above zero`);
    all += later[i];
    whole += area[i];
    if (chosen[i]) {
      hits += later[i];
      part += area[i];
    }
  }
  const record: Computed = {
    method: "predictive-accuracy",
    n: cells,
    parameters: { incidents: all, hits, chosenArea: part, area: whole },
    inference: NO_INFERENCE,
    warnings: [],
  };
  if (!(part > 0)) return { ...missing("no-area"), record };
  if (!(all > 0)) return { ...missing("no-incidents"), record };
  const order = Uint32Array.from(chosen.keys()).sort(
    (a, b) => later[b] / area[b] - later[a] / area[a],
  );
  let room = part,
    best = 0;
  for (const i of order) {
    const taken = Math.min(1, room / area[i]);
    best += taken * later[i];
    room -= taken * area[i];
    if (!(room > 1e-12 * part)) break;
  }
  const hitRate = hits / all,
    areaShare = part / whole,
    pai = hitRate / areaShare,
    bestPai = best / all / areaShare;
  return { ...exists({ hitRate, areaShare, pai, bestPai, pei: pai / bestPai }), record };
}

/**
 * The floor(cells · share) cells of highest value; of equal ones the earlier wins. Cells with
 * `eligible` 0 are never taken and do not count.
 */
export function topCells(
  values: Float64Array,
  share: number,
  eligible: Uint8Array | null = null,
): Uint8Array {
  if (!(share >= 0 && share <= 1))
    throw new RangeError(`share must lie between 0 and 1, got ${share}`);
  const cells: number[] = [];
  for (let i = 0; i < values.length; i++) if (eligible === null || eligible[i]) cells.push(i);
  const chosen = new Uint8Array(values.length);
  // The sort is stable; 0.29 · 100 is 28.999999999999996 and means 29.
  for (const i of cells
    .sort((a, b) => values[b] - values[a])
    .slice(0, Math.floor(cells.length * share + 1e-9)))
    chosen[i] = 1;
  return chosen;
}
