import { type SQL, sql } from "drizzle-orm";
import { dataVersion as held } from "../../db/tables/events.js";
import type { Runner } from "../core/database.js";

const [county, kind, slot, version] = [
  held.countyId,
  held.subjectKind,
  held.slot,
  held.version,
].map((c) => sql.identifier(c.name)) as [
  ReturnType<typeof sql.identifier>,
  ReturnType<typeof sql.identifier>,
  ReturnType<typeof sql.identifier>,
  ReturnType<typeof sql.identifier>,
];

/**
 * Another version for what was changed. A writer raises a row that nobody else holds and makes one
 * if all are held, so none waits for another; the version is their sum, which a commit changes
 * however late it comes.
 */
export async function raiseVersions(
  tx: Runner,
  of: number,
  kinds: readonly string[],
): Promise<void> {
  const { first, last } = raising(of, kinds);
  await tx.rows(sql`with ${first} ${last}`);
}

/** The same as parts of a statement that writes more: common table expressions, and what is last. */
export function raising(of: number, kinds: readonly string[]): { first: SQL; last: SQL } {
  const wanted = sql`unnest(${sql.param([...new Set(kinds)])}::text[]) w(kind)`;
  return {
    first: sql`free as (
      select w.kind, s.slot from ${wanted}, lateral (
        select d.${slot} as slot from ${held} d
        where d.${county} = ${of} and d.${kind} = w.kind limit 1 for update skip locked) s
    ), raised as (
      update ${held} d set ${version} = d.${version} + 1 from free
      where d.${county} = ${of} and d.${kind} = free.kind and d.${slot} = free.slot
      returning d.${kind} as kind)`,
    last: sql`insert into ${held} (${county}, ${kind}, ${slot}, ${version})
    select ${of}::int, w.kind, gen_random_uuid(), 1 from ${wanted}
    where w.kind not in (select kind from raised)`,
  };
}

/** A text that is another after every change of these kinds in these counties. */
export async function versionsOf(
  run: Runner,
  counties: readonly number[],
  kinds: readonly string[],
): Promise<string> {
  const rows = await run.rows<{ county: number; kind: string; v: string }>(sql`
    select ${county} as county, ${kind} as kind, sum(${version})::text as v from ${held}
    where ${county} = any(${sql.param([...counties])}::int[])
      and ${kind} = any(${sql.param([...kinds])}::text[])
    group by 1, 2 order by 1, 2`);
  return rows.map((r) => `${r.county}.${r.kind}.${r.v}`).join("-");
}

/** Of each county a number that grows with every change of a kind; of those without any, none. */
export async function versionByCounty(
  run: Runner,
  counties: readonly number[],
  of: string,
): Promise<ReadonlyMap<number, number>> {
  const rows = await run.rows<{ county: number; v: number }>(sql`
    select ${county} as county, sum(${version})::float8 as v from ${held}
    where ${county} = any(${sql.param([...counties])}::int[]) and ${kind} = ${of} group by 1`);
  return new Map(rows.map((r) => [r.county, r.v]));
}

/** A number that is another after every change of any kind in a county. */
export async function versionOfCounty(run: Runner, of: number): Promise<number> {
  const [row] = await run.rows<{ v: number }>(
    sql`select coalesce(sum(${version}), 0)::int as v from ${held} where ${county} = ${of}`,
  );
  return row!.v;
}
