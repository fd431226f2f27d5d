import { type SQL, sql } from "drizzle-orm";
import { incident } from "../../db/tables/index.js";
import { type HexScale, hexSql } from "../../geo/hotspots/hexagon.js";
import type { Runner } from "../core/database.js";
import { type Filter, rowsOf } from "../layers/filter.js";
import type { Access } from "../policy/policy.js";

/** Which incidents are asked for, and how far the viewer sees them. */
export interface AskedPlaces {
  access: Access;
  filter: Filter;
}

/**
 * Rows of a question whose exact place the viewer may see: what is counted on cells tells where it
 * happened.
 */
const placedRows = ({ access, filter }: AskedPlaces): SQL => sql`
  ${rowsOf(access, filter)} and ${access.where("hotspots", () => sql`true`)}`;

/** Incidents on hexagons, as text: `q r n` of each that holds some, a comma between. */
export interface Bins {
  bins: string;
  cells: number;
  total: number;
  /** Of an earlier release, and not measured yet: on no cell. */
  unmeasured: number;
}

/**
 * Counts on hexagons, from the columns in metres alone. One value instead of a row a cell: a driver
 * takes longer to read those than SQL to count them.
 * @param most cells are read, and one more, by which it is told that there are more
 */
export async function hexagonBins(
  run: Runner,
  question: AskedPlaces,
  scale: HexScale,
  most: number,
): Promise<Bins> {
  const { q, r } = hexSql(scale, "x_m", "y_m");
  const [row] = await run.rows<Bins>(
    sql`
    select coalesce(string_agg(q::int || ' ' || r::int || ' ' || n, ',')
        filter (where q is not null), '') as bins,
      count(q)::int as cells, coalesce(sum(n), 0)::int as total,
      coalesce(sum(n) filter (where q is null), 0)::int as unmeasured
    from (select ${sql.raw(q)} as q, ${sql.raw(r)} as r, count(*) as n
      from ${incident} where ${placedRows(question)} group by 1, 2 limit ${most + 1}) b`,
    "long",
  );
  question.access.notes.counts(row!.total);
  return row!;
}
