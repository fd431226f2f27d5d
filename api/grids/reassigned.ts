import { sql } from "drizzle-orm";
import { inputName } from "../../schema/layer-types.js";
import type { Layer } from "../../schema/layers/index.js";
import type { Runner } from "../core/database.js";
import { formatId } from "../core/identifier.js";
import {
  type HistoryRow,
  publishChange,
  publishSet,
  writeHistories,
} from "../layers/change.queries.js";

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

/** From so many rows a set is told as one event. */
const SET = 1000;

/** Whoever is reassigned has a history row and an event like whoever is written. */
export async function recordReassigned(
  tx: Runner,
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
  if (rows.length <= SET)
    await publishSet(
      tx,
      rows.map((r) => ({
        layer: layer.name,
        county,
        id: r.id,
        action: r.wasAt === r.isAt ? "updated" : "moved",
        version: r.version,
        place: r.place,
      })),
    );
  else
    await publishChange(tx, {
      layer: layer.name,
      county,
      id: null,
      action: "updated",
      version: null,
      place: sql`(select ST_SetSRID(ST_Extent(p::geometry)::geometry, 4326)
        from unnest(${sql.param(rows.map((r) => r.place))}::text[]) as n(p))`,
    });
}
