import { sql } from "drizzle-orm";
import type { Runner } from "../core/database.js";
import type { DraftRow, Drafts } from "./import-rules.js";
import { ranges, refuse, type Staging, staged } from "./stage.queries.js";

/** Rows of a statement: under a second on the embedded engine. */
const PART = 1000;

/** Refuses the staged rows that a domain cannot take into a draft. */
export async function refuseForDraft(run: Runner, s: Staging, drafts: Drafts): Promise<void> {
  const value = (column: string) => sql`s.values->>${sql.raw(`'${column}'`)}`;
  for (const { when, fault } of drafts.refuse(s.county, value))
    await refuse(run, s, [1, s.rows], when, fault);
}

/** The staged rows that are good, in the order of the file. */
export async function draftRows(run: Runner, s: Staging, drafts: Drafts): Promise<DraftRow[]> {
  const found: DraftRow[] = [];
  const point = sql`ST_PointOnSurface(ST_MakeValid(s.geom))`;
  for (const range of ranges(s, PART))
    found.push(
      ...(await run.rows<DraftRow>(sql`
        select s.values, ST_AsGeoJSON(s.geom, 7) as shape,
          ${drafts.at(s.county, point)} as "standsIn",
          case when s.key like 'id:%' then s.subject_id::text end as exported
        from import_row s where ${staged(s, ...range, "staged")} order by s.row`)),
    );
  return found;
}
