import { compareInput } from "./against.js";
import { baseFilter, brushesOf } from "./filters.js";
import type { Question } from "./question.js";

/** A question as the arguments of incidentStats: what any program asks it again by. */
export function statsArguments(question: Question, county: { id: number; timeZone: string }) {
  const { days, times, gridsOn, against } = question;
  return {
    filter: baseFilter(question, days, county),
    brushes: brushesOf(question),
    times,
    compare: compareInput(against, county.timeZone),
    ...(gridsOn !== null && { grids: { on: gridsOn } }),
    rate: "HOUSEHOLDS",
  };
}
