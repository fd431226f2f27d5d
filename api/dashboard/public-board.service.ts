import type { PublicBoard, PublicBoardArea, PublicMonth } from "../../schema/dashboard-tiles.js";
import type { Context } from "../core/context.js";
import { badInput } from "../core/refusal.js";
import { newestRelease, type Released } from "../release/release.service.js";

/** The board for everybody: what the newest release says, and nothing that it does not. */
export async function publicBoard(context: Context, county: number): Promise<PublicBoard | null> {
  const counties = await context.services.counties.all();
  const here = counties.find(({ id }) => id === county);
  if (!here) throw badInput("county", `county: there is no county ${county} here.`);
  const release = await newestRelease(context.db, county);
  if (!release) return null;
  return { countyName: here.name, ...boardOf(release) };
}

/** What a release says by its merged cells. */
export function boardOf(release: Released): Omit<PublicBoard, "countyName"> {
  const { publishedAt, lastMonth: latestMonth } = release;
  const months = monthsOf(release);
  const newest = newestOf(months);
  return { publishedAt, latestMonth, months, newest, areas: areasOf(release, newest) };
}

const endOf = ({ month, months }: PublicMonth): number =>
  Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) + months;

/**
 * Where little happens nothing is told by the month, but by the year: the period that ends last.
 */
const newestOf = (months: readonly PublicMonth[]): PublicMonth | null =>
  months.toSorted((a, b) => endOf(b) - endOf(a) || a.months - b.months)[0] ?? null;

/**
 * By the merged cells: grids and cells divide the same county, and counted together are twice it.
 */
const isCell = ({ areas }: Released) => {
  const cells = new Set(areas.filter((a) => a.partition === "cell").map(({ id }) => id));
  return ({ area }: { area: string }) => cells.has(area);
};

/** Numbers of categories that are told by the month stand apart from those of longer periods. */
function monthsOf(release: Released): PublicMonth[] {
  const sums = new Map<string, PublicMonth>();
  for (const { month, months, count } of release.counts.filter(isCell(release))) {
    const key = `${month} ${months}`;
    const known = sums.get(key);
    sums.set(key, { month, months, atLeast: (known?.atLeast ?? 0) + count });
  }
  return [...sums.values()].sort((a, b) =>
    a.month < b.month ? -1 : a.month > b.month ? 1 : a.months - b.months,
  );
}

function areasOf(release: Released, newest: PublicMonth | null): PublicBoardArea[] {
  const sums = new Map<string, number>();
  for (const { area, month, months, count } of release.counts)
    if (month === newest?.month && months === newest.months)
      sums.set(area, (sums.get(area) ?? 0) + count);
  return release.areas
    .filter(({ partition }) => partition === "cell")
    .map(({ id, name, geometry }) => ({ id, name, geometry, atLeast: sums.get(id) ?? null }));
}
