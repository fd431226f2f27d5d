import { type SQL, sql } from "drizzle-orm";
import { numbering } from "../../db/tables/index.js";
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
  highestGiven(prefix: SQL): SQL;
}

/** Numbers taken: `prefix` and running numbers from `first` on. */
export interface Numbers {
  prefix: string;
  first: number;
}

const column = (of: { name: string }): SQL => sql`${sql.identifier(of.name)}`;

/**
 * The next numbers of a series, like 510799-2026-000123: county, local year, running number. A
 * common table expression, `numbers` (prefix, first), of the statement that gives them away: so no
 * two processes give the same one, a transaction that fails leaves no gap, and a retired object
 * keeps its number.
 */
export function nextNumbers({ county, name, highestGiven }: Series, many: number): SQL {
  const [countyId, series, year, last] = [
    numbering.countyId,
    numbering.series,
    numbering.year,
    numbering.last,
  ].map(column) as [SQL, SQL, SQL, SQL];
  const prefixOf = (of: SQL) => sql`(${`${county}-`}::text || ${of} || '-')`;
  const begun = sql`exists (select 1 from ${numbering} k where k.${countyId} = ${county}::int
    and k.${series} = ${name} and k.${year} = now.year)`;
  return sql`numbers as (
    insert into ${numbering} as n (${countyId}, ${series}, ${year}, ${last})
    select ${county}::int, ${name}::text, now.year, ${many}::int
      + case when ${begun} then 0 else coalesce((${highestGiven(prefixOf(sql`now.year`))}), 0) end
    from (select extract(year from ${localDay(county, sql`now()`)})::int as year) now
    on conflict (${countyId}, ${series}, ${year}) do update set ${last} = n.${last} + ${many}::int
    returning ${prefixOf(sql`n.${year}`)} as prefix, n.${last} - ${many}::int + 1 as first)`;
}

/** The same where they were taken beforehand. */
export const numbersTaken = ({ prefix, first }: Numbers): SQL =>
  sql`numbers as (select ${prefix}::text as prefix, ${first}::int as first)`;

/** Hands out numbers that are taken already. */
export type Reserve = (many: number) => Numbers;

/**
 * Takes numbers before the transaction that uses them, for sets so large that nobody else could be
 * given one until they are written. A set that fails leaves its numbers unused.
 */
export async function reserveNumbers(run: Runner, series: Series, many: number): Promise<Reserve> {
  const [taken] = await run.rows<Numbers>(
    sql`with ${nextNumbers(series, many)} select prefix, first from numbers`,
  );
  const { prefix, first } = taken!;
  let next = first;
  return (asked) => {
    next += asked;
    if (next > first + many)
      throw new Error(`${many} numbers were reserved, and more are asked for`);
    return { prefix, first: next - asked };
  };
}
