import type { Question } from "./question.js";

/** Why the list has another number of rows than the figure; null: it has the same. */
export type Difference = "spread" | "overlap" | "known" | null;

/**
 * What the list below the map has of a question: it goes by when incidents began. Those of unknown
 * moment are in it with the hour at which they may have begun first, while the figure spreads them
 * over their hours, counts them in each or leaves them out. Of a share of incidents nobody knows a
 * number of rows.
 */
export function listedOf(
  { clock, times }: Pick<Question, "clock" | "times">,
  { total, uncertain }: { total: number; uncertain: number },
): { count: number | undefined; differs: Difference } {
  if (times === "KNOWN")
    return { count: total + uncertain, differs: uncertain > 0 ? "known" : null };
  if (clock.length > 0 && uncertain > 0)
    return { count: undefined, differs: times === "SPREAD" ? "spread" : "overlap" };
  return { count: Number.isInteger(total) ? total : undefined, differs: null };
}
