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
  const [next] = await tx.rows<{ year: number; last: number }>(sql`
    update numbering set last = last + ${many}
    where county_id = ${county} and series = ${name} and year = (${localYear(county)})
    returning year, last`);
  const { year, last } = next ?? (await firstOfYear(tx, series, many));
  return { prefix: prefixOf(county, year), first: last - many + 1 };
}

/** Hands out numbers that are taken already. */
export type Reserve = (many: number) => Promise<Numbers>;

/**
 * Takes numbers before the transaction that uses them, for sets so large that nobody else could be
 * given one until they are written. A set that fails leaves its numbers unused.
 */
export async function reserveNumbers(run: Runner, series: Series, many: number): Promise<Reserve> {
  const { prefix, first } = await nextNumbers(run, series, many);
  let next = first;
  return async (asked) => {
    next += asked;
    if (next > first + many)
      throw new Error(`${many} numbers were reserved, and more are asked for`);
    return { prefix, first: next - asked };
  };
}

const prefixOf = (county: number, year: number) => `${county}-${year}-`;

const localYear = (county: number): SQL => sql`
  select extract(year from ${localDay(county, sql`now()`)})::int as year`;

async function firstOfYear(
  tx: Runner,
  { county, name, highestGiven }: Series,
  many: number,
): Promise<{ year: number; last: number }> {
  const [now] = await tx.rows<{ year: number }>(localYear(county));
  const { year } = now!;
  const [row] = await tx.rows<{ last: number }>(sql`
    insert into numbering (county_id, series, year, last)
    values (${county}, ${name}, ${year},
      coalesce((${highestGiven(prefixOf(county, year))}), 0) + ${many})
    on conflict (county_id, series, year) do update set last = numbering.last + ${many}
    returning last`);
  return { year, last: row!.last };
}
