import { type SQL, sql } from "drizzle-orm";
import type { AreaInput } from "../../schema/inputs.js";
import type { Runner } from "../core/database.js";
import type { Access } from "../policy/policy.js";
import { asked, rowsOf } from "./filter.js";

/** Several areas, each as a condition on a layer's rows; `readFilter` has judged them before. */
export const inEachArea = (access: Access, areas: readonly AreaInput[]): SQL[] =>
  areas.map((area) => sql`(${sql.join(asked(access, { area }), sql` and `)})`);

/** Whatever lies in one of them at least. */
export const inAnyArea = (inside: readonly SQL[]): SQL =>
  sql`(${sql.join([...inside], sql` or `)})`;

/** One scan for all areas; a row of two areas counts in both. */
export async function countsInEachArea(
  run: Runner,
  access: Access,
  areas: readonly AreaInput[],
): Promise<number[]> {
  const inside = inEachArea(access, areas);
  const counts = inside.map((c) => sql`count(*) filter (where ${c})`);
  const [row] = await run.rows<{ counts: number[] }>(
    sql`select array[${sql.join(counts, sql`, `)}]::float8[] as counts
      from ${sql.identifier(access.layer.table)}
      where ${rowsOf(access)} and ${inAnyArea(inside)}`,
    "long",
  );
  access.notes.counts(row!.counts.reduce((a, b) => a + b, 0));
  return row!.counts;
}
