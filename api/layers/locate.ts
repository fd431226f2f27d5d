import { sql } from "drizzle-orm";
import type { Declaration, DeclaredName } from "../../schema/declaration.js";
import type { Runner } from "../core/database.js";
import { formatId, type Identifier } from "../core/identifier.js";

/**
 * Which layers ids are of: an id does not say it itself. Nothing is shown by it: whoever asks for
 * the object next sees of it what the policy lets them.
 */
export async function layersOfIds(
  run: Runner,
  layers: readonly Declaration[],
  ids: readonly Identifier[],
): Promise<Map<string, DeclaredName>> {
  if (layers.length === 0 || ids.length === 0) return new Map();
  const counties = sql.param([...new Set(ids.map((i) => i.county))]);
  const uuids = sql.param(ids.map((i) => i.id));
  const parts = layers.map(
    (layer) => sql`
      select ${layer.name}::text as layer, county_id as county, id
      from ${sql.identifier(layer.table)}
      where county_id = any(${counties}::int[]) and id = any(${uuids}::uuid[])`,
  );
  const rows = await run.rows<{ layer: DeclaredName } & Identifier>(
    sql`${sql.join(parts, sql` union all `)}`,
  );
  return new Map(rows.map((row) => [formatId(row.county, row.id), row.layer]));
}
