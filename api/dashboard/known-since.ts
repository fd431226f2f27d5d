import { sql } from "drizzle-orm";
import type { AreaInput } from "../../schema/inputs.js";
import { layerOf } from "../../schema/layers/index.js";
import { clockFor } from "../analysis/comparison.js";
import { keptStatement } from "../analysis/kept-statement.js";
import type { Context } from "../core/context.js";
import { firstOnRecord } from "../incidents/incidents.service.js";

/**
 * First local midnight from which on a county's incidents are known: days before its first incident
 * are not quiet but unknown. Of several counties the latest; Infinity: there are none. It is the
 * county's, not the viewer's, and tells nothing but a day.
 */
export async function knownSince(
  context: Context,
  area: AreaInput | null | undefined,
): Promise<number> {
  const access = context.access(layerOf("incidents"));
  const counties = area?.county == null ? access.counties : [area.county];
  const firsts = sql.join(
    counties.map((county) => sql`select date_part('epoch', ${firstOnRecord(county)}) as first`),
    sql` union all `,
  );
  const rows = await keptStatement<{ first: number | null }>(
    context,
    access,
    sql`select first::float8 as first from (${firsts}) f`,
  );
  const clock = await clockFor(context, { filter: area ? { area } : {} });
  const known = rows.flatMap(({ first }) => (first === null ? [] : [first * 1000]));
  if (known.length === 0) return Number.POSITIVE_INFINITY;
  return clock.midnight(clock.dayAt(Math.max(...known)));
}
