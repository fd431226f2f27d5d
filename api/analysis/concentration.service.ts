import { HotSpotStatistic } from "../../schema/hot-spots.js";
import type { Context } from "../core/context.js";
import type { ConcentrationAnswer } from "./concentration-work.js";
import { keptFor, readHotQuestion } from "./hot-question.js";
import { type HotMap, hotSpots } from "./hot-spots.service.js";
import { type HotArguments, hotAsked } from "./hot-spots-asked.js";
import { hotWork } from "./hot-threads.js";

export interface Concentrated {
  answer: ConcentrationAnswer;
  map: HotMap;
}

/**
 * How concentrated incidents are, over the cells or areas of the map of hot spots that the same
 * arguments make: its mask says where nothing counts as zero, and it is kept for both.
 */
export async function concentrationOf(
  context: Context,
  given: HotArguments,
): Promise<Concentrated> {
  const asked = hotAsked({ ...given, statistic: HotSpotStatistic.GI_STAR });
  const map = await hotSpots(context, asked);
  const question = await readHotQuestion(context, asked.filter);
  const how = ["concentration", { ...asked, filter: null }];
  const answer = await keptFor(context, question, how, async (signal) => {
    const value = await hotWork<ConcentrationAnswer>("concentrate", map.answer.count, signal);
    return { value, bytes: 60 * value.curve.length };
  });
  return { answer, map };
}
