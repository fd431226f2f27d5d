import { type SQL, sql } from "drizzle-orm";
import { searchQuery } from "../../geo/search.js";
import { fieldOf, type LayerName, searchedLayers } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { badInput } from "../core/refusal.js";
import { rowsOf } from "../layers/filter.js";
import type { Access } from "../policy/policy.js";

export interface Hit {
  layer: LayerName;
  id: string;
  label: string;
  detail: string | null;
  point: number[];
  bounds: number[];
}

const LIMIT = 50;
/**
 * What a hit is called: the first searched field that has a value, and the next one beside it. Null
 * where the viewer may not search by all of them.
 */
function labels(access: Access): SQL[] | null {
  const columns = access.layer.search.map((name) =>
    access.column(fieldOf(access.layer, name), "search"),
  );
  const clear = columns.filter((c) => c !== null);
  return clear.length === columns.length ? clear : null;
}

/**
 * How well a row answers: one of its names is just that, begins so, or holds it; a number within
 * another number (3号楼 in 13号楼) comes last.
 */
function rankOf(needle: string): SQL {
  const names = sql`(chr(10) || search_text || chr(10))`;
  const whole = /^\d/.test(needle)
    ? sql`search_text ~ ${`(^|[^0-9])${needle.replace(/[^\p{L}\p{N}]/gu, "\\$&")}`}`
    : sql`true`;
  return sql`case when strpos(${names}, chr(10) || ${needle}::text || chr(10)) > 0 then 0
    when strpos(${names}, chr(10) || ${needle}::text) > 0 then 1
    when ${whole} then 2 else 3 end`;
}

export interface SearchArguments {
  text: string;
  layers: readonly string[] | null;
  first: number;
  /** At most so many of each layer, so that one layer's names do not crowd out the others'. */
  firstOfEach: number | null;
}

/** Names in the layers the viewer may search: best answers first, shorter names first. */
export async function search(
  context: Context,
  { text, layers, first, firstOfEach }: SearchArguments,
): Promise<Hit[]> {
  if (first < 1 || first > LIMIT) throw badInput("first", `first: 1 to ${LIMIT}.`);
  if (firstOfEach !== null && (firstOfEach < 1 || firstOfEach > LIMIT))
    throw badInput("firstOfEach", `firstOfEach: 1 to ${LIMIT}.`);
  const hits: Ranked[] = [];
  for (const layer of searchedLayers(layers)) {
    const access = context.tryAccess(layer);
    if (!access) continue;
    hits.push(...(await hitsIn(context, access, text, Math.min(first, firstOfEach ?? first))));
  }
  return hits.sort((a, b) => a.rank - b.rank || a.label.length - b.label.length).slice(0, first);
}

type Ranked = Hit & { rank: number };

async function hitsIn(
  context: Context,
  access: Access,
  text: string,
  limit: number,
): Promise<Ranked[]> {
  const { layer } = access;
  const columns = labels(access);
  if (!columns) return [];
  const label = sql`coalesce(${sql.join(columns, sql`, `)})`;
  const detail = columns[1]
    ? sql`nullif(concat_ws(' ', ${sql.join(columns.slice(1), sql`, `)}), ${label})`
    : sql`null`;
  const place = sql`(${access.place()})`;
  const hits = await context.db.rows<Ranked>(
    sql`
    select ${layer.name} as layer, county_id || '-' || id as id, ${label} as label,
      ${detail} as detail,
      array[ST_X(ST_PointOnSurface(${place})), ST_Y(ST_PointOnSurface(${place}))] as point,
      array[ST_XMin(${place}), ST_YMin(${place}), ST_XMax(${place}), ST_YMax(${place})] as bounds,
      (${rankOf(searchQuery(text)?.needle ?? "")}) as rank
    from ${sql.identifier(layer.table)}
    where ${rowsOf(access, { text })} and ${label} is not null
    order by rank, length(${label}), ${label} collate "C", id limit ${limit}`,
    "page",
  );
  access.notes.answered(hits.map((h) => h.id));
  return hits;
}
