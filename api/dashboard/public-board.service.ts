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
  const { publishedAt, lastMonth: latestMonth } = release;
  return {
    countyName: here.name,
    ...{ publishedAt, latestMonth },
    months: monthsOf(release),
    areas: areasOf(release),
  };
}

/** By the merged cells: grids and cells divide the same county, and counted together are twice it. */
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

function areasOf(release: Released): PublicBoardArea[] {
  const sums = new Map<string, number>();
  for (const { area, month, months, count } of release.counts)
    if (months === 1 && month === release.lastMonth) sums.set(area, (sums.get(area) ?? 0) + count);
  return release.areas
    .filter(({ partition }) => partition === "cell")
    .map(({ id, name, geometry }) => ({ id, name, geometry, atLeast: sums.get(id) ?? null }));
}
