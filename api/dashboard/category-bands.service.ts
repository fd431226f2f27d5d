import { chanceOf, dispersionOfDays, dispersionOfShare } from "../../geo/hotspots/chance-range.js";
import { type Window, windowOfLastYear } from "../../geo/time/earlier-window.js";
import { UsualState } from "../../schema/dashboard.js";
import type { CategoryBand, CategoryBands } from "../../schema/dashboard-tiles.js";
import { CountBy } from "../../schema/inputs.js";
import { incidentStats } from "../analysis/incident-stats.service.js";
import type { Context } from "../core/context.js";
import { type AreaArguments, askedArea } from "./dashboard-area.js";
import { isDelicate } from "./delicate.js";
import { knownSince } from "./known-since.js";
import { asFilter, daysWindow } from "./windows.js";

const YEARS = 3;

interface Counted {
  /** By top-level code, without what is delicate. */
  categories: Map<string, number>;
  delicate: number;
  total: number;
  days: number[];
}

async function countedIn(
  context: Context,
  { area }: AreaArguments,
  window: Window,
): Promise<Counted> {
  const { total, views } = await incidentStats(context, {
    filter: { ...(area ? { area } : {}), ...asFilter(window) },
    groupBy: [CountBy.CATEGORY, CountBy.DAY],
  });
  const categories = new Map<string, number>();
  let delicate = 0;
  for (const { key, count } of views[0]!.groups)
    if (isDelicate(key)) delicate += count;
    else categories.set(key.slice(0, 2), (categories.get(key.slice(0, 2)) ?? 0) + count);
  const days = views[1]!.groups.map(({ count }) => count);
  return { categories, delicate, total: total.count, days };
}

/**
 * Categories of the last 28 whole days, each with where chance would put it if it were as in the
 * same days of the last three years, as far as they are known.
 */
export async function categoryBands(
  context: Context,
  asked: AreaArguments,
  now = Date.now(),
): Promise<CategoryBands> {
  const { clock } = await askedArea(context, asked.area);
  const window = daysWindow(clock, now);
  const here = await countedIn(context, asked, window);
  const since = await knownSince(context, asked.area);
  const years: Counted[] = [];
  let earlier: Window = window;
  for (let year = 0; year < YEARS; year++) {
    earlier = windowOfLastYear(earlier, clock);
    if (earlier.from < since) break;
    years.push(await countedIn(context, asked, earlier));
  }
  const { counties, categories } = context.services;
  const names = await categories.names(
    (await counties.all()).map(({ id }) => id),
    "incident",
  );
  const codes = new Set([here, ...years].flatMap((one) => [...one.categories.keys()]));
  const bands = [...codes].map((category): CategoryBand => {
    const count = here.categories.get(category) ?? 0;
    return {
      category,
      label: names.get(category) ?? null,
      count,
      ...bandOf(category, count, years),
    };
  });
  bands.sort((a, b) => b.count - a.count || (a.category < b.category ? -1 : 1));
  return {
    categories: bands,
    delicate: here.delicate,
    years: years.length,
    ...{ from: window.first, to: window.last },
  };
}

function bandOf(
  category: string,
  count: number,
  years: readonly Counted[],
): Pick<CategoryBand, "band" | "state"> {
  if (years.length === 0) return { band: null, state: UsualState.UNKNOWN };
  const sum = (of: (year: Counted) => number) => years.reduce((all, year) => all + of(year), 0);
  const before = sum((year) => year.categories.get(category) ?? 0);
  const total = sum((year) => year.total);
  const dispersion = dispersionOfShare(
    sum((year) => dispersionOfDays(year.days)) / years.length,
    total > 0 ? before / total : 0,
  );
  const { low, high } = chanceOf(before, { ratio: 1 / years.length, dispersion });
  const state = count < low ? UsualState.BELOW : count > high ? UsualState.ABOVE : UsualState.USUAL;
  return { band: { low, high }, state };
}
