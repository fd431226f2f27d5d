import { type SQL, sql } from "drizzle-orm";
import type { Runner } from "../core/database.js";
import { localDay } from "../counties/local-day.js";

export interface Series {
  county: number;
  /** What is numbered, such as "incident". */
  name: string;
  /**
   * The highest running number that came from elsewhere (an import, an older database) under a
   * prefix; asked once, when a year's first number is made.
   */
  highestGiven(prefix: string): SQL;
}

/** Numbers taken: `prefix` and running numbers from `first` on. */
export interface Numbers {
  prefix: string;
  first: number;
}

/**
 * The next numbers of a series, like 510799-2026-000123: county, local year, running number. Taken
 * within the caller's transaction, so no two processes give the same one; a transaction that fails
 * leaves no gap, and a retired object keeps its number.
 */
export async function nextNumbers(tx: Runner, series: Series, many: number): Promise<Numbers> {
  const { county, name } = series;
  const year = await localYear(tx, county);
  const prefix = `${county}-${year}-`;
  const [next] = await tx.rows<{ last: number }>(sql`
    update numbering set last = last + ${many}
    where county_id = ${county} and series = ${name} and year = ${year} returning last`);
  const last = next?.last ?? (await firstOfYear(tx, series, { year, prefix, many }));
  return { prefix, first: last - many + 1 };
}

async function localYear(tx: Runner, county: number): Promise<number> {
  const [row] = await tx.rows<{ year: number }>(sql`
    select extract(year from ${localDay(county, sql`now()`)})::int as year`);
  return row!.year;
}

async function firstOfYear(
  tx: Runner,
  { county, name, highestGiven }: Series,
  { year, prefix, many }: { year: number; prefix: string; many: number },
): Promise<number> {
  const [row] = await tx.rows<{ last: number }>(sql`
    insert into numbering (county_id, series, year, last)
    values (${county}, ${name}, ${year}, coalesce((${highestGiven(prefix)}), 0) + ${many})
    on conflict (county_id, series, year) do update set last = numbering.last + ${many}
    returning last`);
  return row!.last;
}
