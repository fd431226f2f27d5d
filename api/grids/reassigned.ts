import { sql } from "drizzle-orm";
import { inputName } from "../../schema/layer-types.js";
import type { Layer } from "../../schema/layers/index.js";
import type { Transaction } from "../core/database.js";
import { formatId } from "../core/identifier.js";
import { kindOf } from "../events/kinds.js";
import { publish, SET_LIMIT } from "../events/publish.js";
import { type HistoryRow, writeHistories } from "../layers/change.queries.js";

/** Whose change it is that others follow: what follows from it is theirs too. */
export interface Because {
  actor: string;
  reason?: string | null | undefined;
}

/** A row that was given another grid, or a new line between those whom it joins. */
export interface Reassigned {
  id: string;
  version: number;
  was: string | null;
  grid: string | null;
  /** Where it was and is, as EWKB. */
  place: string;
  /** GeoJSON of a line, null for what stayed where it was. */
  wasAt: string | null;
  isAt: string | null;
}

/** Whoever is reassigned has a history row and an event like whoever is written. */
export async function recordReassigned(
  tx: Transaction,
  county: number,
  layer: Layer,
  rows: readonly Reassigned[],
  because: Because,
): Promise<void> {
  const gridField = inputName(layer.fields.find((f) => f.column === "grid_id")!);
  const state = (grid: string | null, line: string | null) => ({
    [gridField]: grid === null ? null : formatId(county, grid),
    ...(line === null ? {} : { geometry: JSON.parse(line) as object }),
  });
  await writeHistories(
    tx,
    rows.map((r): HistoryRow => {
      const moved = r.wasAt !== r.isAt;
      return {
        layer,
        county,
        id: r.id,
        action: moved ? "moved" : "updated",
        version: r.version,
        actor: because.actor,
        reason: because.reason,
        before: state(r.was, moved ? r.wasAt : null),
        after: state(r.grid, moved ? r.isAt : null),
      };
    }),
  );
  const base = { county, subjectKind: layer.name, actor: because.actor };
  const happened = (moved: boolean) => {
    const action = moved ? "moved" : "updated";
    const fields = [gridField, ...(moved ? ["geometry"] : [])];
    return { ...base, kind: kindOf(layer, action), action, fields };
  };
  if (rows.length <= SET_LIMIT)
    await publish(
      tx,
      rows.map((r) => ({
        ...happened(r.wasAt !== r.isAt),
        subject: r.id,
        version: r.version,
        place: sql`${r.place}::geometry`,
      })),
    );
  else
    await publish(tx, [
      {
        ...happened(rows.some((r) => r.wasAt !== r.isAt)),
        subject: null,
        version: null,
        count: rows.length,
        place: sql`(select ST_SetSRID(ST_Extent(p::geometry)::geometry, 4326)
        from unnest(${sql.param(rows.map((r) => r.place))}::text[]) as n(p))`,
      },
    ]);
}
