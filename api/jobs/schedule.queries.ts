import { sql } from "drizzle-orm";
import { schedule } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";

const [COUNTY, NAME, RULE, NEXT] = [
  sql`${sql.identifier(schedule.countyId.name)}`,
  sql`${sql.identifier(schedule.name.name)}`,
  sql`${sql.identifier(schedule.rule.name)}`,
  sql`${sql.identifier(schedule.nextAt.name)}`,
];
const moment = (ms: number) => sql`${new Date(ms).toISOString()}::timestamptz`;

export interface Planned {
  county: number;
  name: string;
  rule: string;
  next: number;
}

/** Puts down when work is due that was not known, or was known under another rule. */
export async function plan(run: Runner, { county, name, rule, next }: Planned): Promise<void> {
  await run.rows(sql`
    insert into ${schedule} (${COUNTY}, ${NAME}, ${RULE}, ${NEXT})
    values (${county}, ${name}, ${rule}, ${moment(next)})
    on conflict (${COUNTY}, ${NAME}) do update set ${RULE} = excluded.${RULE},
      ${NEXT} = excluded.${NEXT}
    where ${schedule.rule} <> excluded.${RULE}`);
}

/** What is due, by the database's clock, or will be within so many ms; null: all that is planned. */
export async function planned(
  run: Runner,
  names: readonly string[],
  withinMs: number | null,
): Promise<(Planned & { now: number })[]> {
  const soon =
    withinMs === null
      ? sql``
      : sql`and ${schedule.nextAt} <= now() + make_interval(secs => ${withinMs / 1000})`;
  return await run.rows(sql`
    select ${schedule.countyId} as county, ${schedule.name} as name, ${schedule.rule} as rule,
      (extract(epoch from ${schedule.nextAt}) * 1000)::float8 as next,
      (extract(epoch from now()) * 1000)::float8 as now
    from ${schedule} where ${schedule.name} = any(${sql.param([...names])}::text[]) ${soon}
    order by ${schedule.nextAt}`);
}

/** Moves a due time on; false: another process did. */
export async function moveOn(
  run: Runner,
  { county, name }: Planned,
  next: number,
): Promise<boolean> {
  const rows = await run.rows(sql`
    update ${schedule} set ${NEXT} = ${moment(next)}
    where ${schedule.countyId} = ${county} and ${schedule.name} = ${name}
      and ${schedule.nextAt} <= now() returning ${schedule.name}`);
  return rows.length > 0;
}
