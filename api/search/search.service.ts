import { sql } from "drizzle-orm";
import { isLayerName, LAYERS, type Layer, type LayerName } from "../../schema/layers/index.js";
import type { Context } from "../context.js";
import { rowsOf } from "../layers/filter.js";
import { badInput } from "../refusal.js";

export interface Hit {
  layer: LayerName;
  id: string;
  label: string;
  detail: string | null;
  point: number[];
  bounds: number[];
}

const LIMIT = 50;
/** What a hit is called: the first searched field that has a value, and the next one beside it. */
const labels = (layer: Layer) =>
  layer.search
    .map((name) => layer.fields.find((f) => f.name === name)!)
    .map((f) => sql`${sql.identifier(f.column)}`);

/**
 * Names in the layers the viewer may search: exact first, then beginnings, then the rest, shorter
 * names first.
 */
export async function search(
  context: Context,
  text: string,
  layers: readonly string[] | null,
  first: number,
): Promise<Hit[]> {
  if (first < 1 || first > LIMIT) throw badInput("first", `first: 1 to ${LIMIT}.`);
  const asked = LAYERS.filter(
    (l) =>
      l.search.length > 0 &&
      (layers === null ? l.name !== "incidents" : layers.filter(isLayerName).includes(l.name)),
  );
  const hits: (Hit & { rank: number })[] = [];
  for (const layer of asked) {
    const access = context.tryAccess(layer);
    if (
      !access ||
      !layer.search.every((name) =>
        access.isClear(layer.fields.find((f) => f.name === name)!.sensitivity),
      )
    )
      continue;
    const columns = labels(layer);
    const label = sql`coalesce(${sql.join(columns, sql`, `)})`;
    const place = sql`(${access.place()})`;
    const needle = text.trim().toLowerCase();
    hits.push(
      ...(await context.db.rows<Hit & { rank: number }>(sql`
      select ${layer.name} as layer, county_id || '-' || id as id, ${label} as label, ${columns[1] ? sql`nullif(concat_ws(' ', ${sql.join(columns.slice(1), sql`, `)}), ${label})` : sql`null`} as detail,
        array[ST_X(ST_PointOnSurface(${place})), ST_Y(ST_PointOnSurface(${place}))] as point,
        array[ST_XMin(${place}), ST_YMin(${place}), ST_XMax(${place}), ST_YMax(${place})] as bounds,
        (case when lower(${label}) = ${needle} then 0 when starts_with(lower(${label}), ${needle}) then 1 else 2 end) as rank
      from ${sql.identifier(layer.table)} where ${rowsOf(access, { text })} and ${label} is not null
      order by rank, length(${label}), ${label} collate "C", id limit ${first}`)),
    );
  }
  return hits.sort((a, b) => a.rank - b.rank || a.label.length - b.label.length).slice(0, first);
}
