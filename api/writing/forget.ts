import { sql } from "drizzle-orm";
import { type Declaration, fieldOf } from "../../schema/declaration.js";
import type { Transaction } from "../core/database.js";
import { kindOf } from "../events/kinds.js";
import { forgetPlaces, publishRows } from "../events/publish.js";
import { uuids } from "./apply.js";
import { column, placeColumn } from "./proposed.js";

/**
 * Removes rows of which nothing is to be kept: neither row nor history nor where they were in events
 * before. Their last events keep, for the hour that events live, what says who may be told.
 */
export async function forgetRows(
  tx: Transaction,
  layer: Declaration,
  county: number,
  ids: readonly string[],
  actor: string,
): Promise<void> {
  if (ids.length === 0) return;
  const told = (layer.tells ?? []).map((name) => fieldOf(layer, name).column);
  const kept = ["county_id", "id", "grid_id", "created_by", ...told].map(
    (name) => sql`${name}::text, ${column(name)}`,
  );
  await forgetPlaces(tx, county, ids);
  await publishRows(
    tx,
    {
      county,
      kind: kindOf(layer, "retired"),
      subjectKind: layer.name,
      action: "retired",
      actor,
      fields: [],
    },
    sql`forgotten as (
      delete from ${column(layer.table)} where county_id = ${county} and id = ${uuids(ids)}
      returning *)`,
    sql`select id as subject, version + 1 as version,
      ST_SnapToGrid(${placeColumn(layer)}, 0.001) as place,
      jsonb_build_object(${sql.join(kept, sql`, `)}) as gone from forgotten`,
  );
  await forgetHistory(tx, county, ids);
}

/** History goes, and with it the reasons of what concerned these alone. */
async function forgetHistory(
  tx: Transaction,
  county: number,
  ids: readonly string[],
): Promise<void> {
  await tx.rows(sql`
    with gone as (
      delete from history where county_id = ${county} and subject_id = ${uuids(ids)}
      returning set_id
    )
    delete from change_set c where c.county_id = ${county}
      and c.id in (select set_id from gone) and not exists (
        select 1 from history h where h.county_id = c.county_id and h.set_id = c.id
          and h.subject_id <> all(${sql.param([...ids])}::uuid[]))`);
}
