import type { Rules } from "./model.js";
import { type GroupingSaid, said } from "./phrases.js";

/** Why households that reach each other make no number of groups. @param area whose they are */
export function whyUndivided(
  count: number,
  area: string | undefined,
  { low: least, high: most }: Rules,
): GroupingSaid {
  if (count < least)
    return area === undefined
      ? said("too-few-near", { count, least })
      : said("too-few-in-area", { count, least, area });
  return area === undefined
    ? said("no-division", { count, least, most })
    : said("no-division-in-area", { count, least, most, area });
}
