import { type SQL, sql } from "drizzle-orm";
import { CountBy } from "../../schema/inputs.js";
import type { Runner } from "../core/database.js";
import type { Zone } from "../counties/counties.service.js";
import type { Access } from "../policy/policy.js";
import { type Filter, rowsOf } from "./filter.js";
import { counted, groupingOf } from "./groupings.js";
import { byOffset } from "./local-time.js";

export interface CountGroup {
  key: string;
  label: string | null;
  count: number;
}

const GROUP_LIMIT = 5000;

/**
 * Rows of some time, grid by grid: the index of grids has the times in each, and to PostgreSQL only
 * a join says so. A row's grid is always one of the table's, whose rows are never deleted.
 */
const gridByGrid = (from: SQL, grid: SQL): SQL => sql`
  select r.county_id, r.value, count(*) as n
  from (select county_id, ${grid} as value ${from}) r
  join grid on grid.county_id = r.county_id and grid.id = r.value
  group by r.county_id, r.value
  union all
  select county_id, null::uuid, count(*) ${from} and ${grid} is null group by county_id`;

/**
 * Grouped counts: by grid, code, or the county's local time. Times, keys and labels are made of
 * groups, not of rows, and an index that has the column has all that the rows are asked.
 */
export async function countGroups(
  run: Runner,
  access: Access,
  zones: () => Promise<readonly Zone[]>,
  filter: Filter,
  by: CountBy,
): Promise<CountGroup[]> {
  const { value, key, field: name, ownOfCounty, label: l } = groupingOf(access.layer, by);
  const column = counted(access, by, name);
  const county = ownOfCounty ? sql`county_id, ` : sql``;
  const known = value ? await zones() : [];
  const byZone = (made: (seconds: number) => SQL) => byOffset(column, known, filter, made);
  const from = sql`from ${sql.identifier(access.layer.table)} where ${rowsOf(access, filter)}`;
  const isOfSomeTime = !filter.area && (filter.from ?? filter.to) != null;
  const grouped =
    by === CountBy.GRID && isOfSomeTime
      ? gridByGrid(from, column)
      : sql`
    select ${county}${value?.(column, byZone) ?? column} as value, count(*) as n
    ${from} group by ${county}value`;
  const rows = await run.rows<CountGroup>(
    sql`
    select coalesce(key, '') as key, label, count
    from (select ${key} as key, ${l ? sql`min(${l.text})` : sql`null::text`} as label,
        sum(n)::int as count
      from (${grouped}) g ${l ? sql`left join ${l.from}` : sql``} group by 1) k
    order by count desc, k.key collate "C" limit ${GROUP_LIMIT}`,
    "long",
  );
  access.notes.counts(rows.reduce((n, r) => n + r.count, 0));
  return rows;
}
