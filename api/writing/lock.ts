import { sql } from "drizzle-orm";
import type { Geometry } from "geojson";
import type { Declaration } from "../../schema/declaration.js";
import type { Runner } from "../core/database.js";
import { Refusal } from "../core/refusal.js";
import { uuids } from "./apply.js";
import type { Values, Writer } from "./command.js";
import { column } from "./proposed.js";
import { stateOf } from "./shown.js";

/** A row as it is, held until the transaction ends. */
export interface LockedRow {
  id: string;
  version: number;
  retired: boolean;
  editable: boolean;
  values: Values & { geometry?: Geometry };
}

interface Named {
  id: string;
  version?: number;
}

/** Locks the rows of a command in the order of their ids, and refuses what may not be changed. */
export async function lockRows(
  tx: Runner,
  writer: Writer,
  layer: Declaration,
  county: number,
  named: readonly Named[],
): Promise<Map<string, LockedRow>> {
  const { access } = writer;
  const rows = await tx.rows<LockedRow>(sql`
    select id, version, retired_at is not null as retired,
      ${access?.editable([county]) ?? sql`true`} as editable,
      ${stateOf(layer)} as values
    from ${column(layer.table)}
    where county_id = ${county} and id = ${uuids(named.map(({ id }) => id))}
      and ${access?.rows([county]) ?? sql`true`} order by id for update`);
  const locked = new Map(rows.map((row) => [row.id, row]));
  for (const one of named) refuseUnchangeable(locked.get(one.id), one, layer);
  return locked;
}

function refuseUnchangeable(
  row: LockedRow | undefined,
  { version }: Named,
  layer: Declaration,
): void {
  if (!row)
    throw new Refusal("NOT_FOUND", `id: there is no such ${layer.singular} that you may see.`, {
      field: "id",
    });
  if (!row.editable)
    throw new Refusal("FORBIDDEN", `Your role may not change this ${layer.singular}.`);
  if (row.retired)
    throw new Refusal("CONFLICT", `This ${layer.singular} is retired and cannot be changed.`, {
      currentVersion: row.version,
    });
  if (version !== undefined && row.version !== version)
    throw new Refusal(
      "CONFLICT",
      `version: it has been changed since you read it (now version ${row.version}). Read it ` +
        "again and repeat your change.",
      { field: "version", currentVersion: row.version },
    );
}
