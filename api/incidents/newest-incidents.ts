import { type SQL, sql } from "drizzle-orm";
import { incident } from "../../db/tables/index.js";
import { rowsOf } from "../layers/filter.js";
import { instantSql } from "../layers/select.js";
import type { AskedPlaces } from "./incident-places.service.js";

/** A row of `newestIncidents`. */
export interface NewestRow {
  /** Uuid. */
  id: string;
  at: string;
  county: number;
  category: string;
  level: number | null;
  /** Uuid. */
  grid: string | null;
}

const delicate = ({ access }: AskedPlaces): SQL => {
  const codes = access.layer.delicate?.codes ?? [];
  return sql`${incident.category} like any(${sql.param(codes.map((code) => `${code}%`))}::text[])`;
};

/** The last incidents that began before a moment, without what is delicate, as a statement. */
export function newestIncidents(asked: AskedPlaces, until: Date, most: number): SQL {
  for (const name of ["occurredFrom", "category", "level"])
    asked.access.value(asked.access.layer.fields.find((field) => field.name === name)!);
  return sql`
    select ${incident.id} as id, ${instantSql(sql`${incident.occurredFrom}`)} as at, ${incident.countyId} as county,
      ${incident.category} as category, ${incident.level} as level, ${incident.gridId}::text as grid
    from ${incident} where ${rowsOf(asked.access, asked.filter)}
      and ${incident.occurredFrom} < ${until.toISOString()}::timestamptz and not ${delicate(asked)}
    order by ${incident.occurredFrom} desc, ${incident.id} desc limit ${most}`;
}

/** How many delicate ones began within a window, as a statement of one row `n`. */
export const delicateIncidents = (asked: AskedPlaces, from: Date, until: Date): SQL => sql`
  select count(*)::int as n from ${incident} where ${rowsOf(asked.access, asked.filter)}
    and ${incident.occurredFrom} >= ${from.toISOString()}::timestamptz
    and ${incident.occurredFrom} < ${until.toISOString()}::timestamptz and ${delicate(asked)}`;
