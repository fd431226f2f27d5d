import { sql } from "drizzle-orm";
import { type ClockRow, clocksOf } from "../clocks/clocks.service.js";
import type { Context } from "../core/context.js";
import type { Workflow } from "./workflow.js";

/** Clocks of subjects of one county, by uuid; of whoever is not seen there are none. */
export async function clocksSeen(
  context: Context,
  { layer, table }: Workflow,
  county: number,
  ids: readonly string[],
): Promise<Map<string, ClockRow[]>> {
  const access = context.tryAccess(layer);
  if (!access?.seesPast) return new Map();
  const seen = await context.db.rows<{ id: string }>(sql`
    select ${table.id} as id from ${table} where ${table.countyId} = ${county}
      and ${table.id} = any(${sql.param([...ids])}::uuid[]) and (${access.pastRows([county])})`);
  return clocksOf(
    context.db,
    county,
    layer.name,
    seen.map(({ id }) => id),
  );
}
