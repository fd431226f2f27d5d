import { type Warning, warning } from "../../geo/hotspots/phrases.js";
import type { HotSpotStatistic } from "../../schema/hot-spots.js";

/** Threads know its names alone: the contract takes them a second to read. */
export type Statistic = `${HotSpotStatistic}`;

/** What incidents of a map can be related to, a cell or an area. */
export interface Exposure {
  statistic: Exclude<Statistic, "GI_STAR">;
  /** Null: who asks may not see it. */
  amount: Float64Array | null;
  /** Below this there is no rate. */
  least: number;
}

export interface Chosen {
  statistic: Statistic;
  /** Null: incidents are related to nothing. */
  exposure: Exposure | null;
  /** Why they are not related to what was offered before. */
  warnings: Warning[];
}

const NAMES = {
  EB_RATE: "households",
  EB_STREETS: "streets",
} as const;

/** A rate that tells of fewer of the incidents than this is no map of them. */
const MOST_OF = 0.5;

/**
 * What a map is of: what was asked for, else the first that is offered and has enough where most of
 * the incidents are, else incidents alone.
 * @param mask 1 for cells of the map
 */
export function chosenOf(
  asked: Statistic | null,
  offered: readonly Exposure[],
  counts: Float64Array,
  mask: Uint8Array,
): Chosen {
  if (asked !== null)
    return {
      statistic: asked,
      exposure: offered.find(({ statistic }) => statistic === asked) ?? null,
      warnings: [],
    };
  const warnings: Warning[] = [];
  for (const exposure of offered) {
    const why = whyNot(exposure, counts, mask);
    if (!why) return { statistic: exposure.statistic, exposure, warnings };
    warnings.push(why);
  }
  return { statistic: "GI_STAR", exposure: null, warnings };
}

function whyNot(
  { statistic, amount, least }: Exposure,
  counts: Float64Array,
  mask: Uint8Array,
): Warning | null {
  const what = NAMES[statistic];
  if (!amount) return warning(`${what}-unseen`, {});
  let [all, count, most] = [0, 0, 0];
  for (const [i, value] of amount.entries()) {
    if (mask[i] !== 1) continue;
    all += counts[i]!;
    if (value >= least) count += counts[i]!;
    if (value > most) most = value;
  }
  if (most === 0) return warning(`${what}-missing`, {});
  return most < least || count < MOST_OF * all ? warning(`${what}-few`, { count, all }) : null;
}
