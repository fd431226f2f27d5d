import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { localClock } from "../../geo/time/local-clock.js";
import type { Layer } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { refuseCostlyTile } from "../cost/cost-of.js";
import { boundaryVersion, boundsOf as gridBounds } from "../counties/county-ground.js";
import { versionsOf } from "../events/data-versions.js";
import { layersRead } from "../events/layers-read.js";
import type { Filter } from "../layers/filter.js";
import type { Access } from "../policy/policy.js";
import { policyKey } from "../policy/policy.js";
import { type CellRow, CountedCells, KEPT_ZOOM } from "./counted-cells.js";
import { encodeTile, type TileRow } from "./encode-tile.js";
import {
  countedCategory,
  countedFeatures,
  jsonQuery,
  keptCells,
  limitOf,
  mvtQuery,
  singleFeatures,
  type TileAnswer,
  type TileFeatures,
} from "./tile.queries.js";
import type { TileAddress } from "./tile-address.js";
import { partsOf, tileLayers } from "./tile-parts.js";
import { propertyKind, propertyName, tileFields } from "./tile-properties.js";

export { shapeInTile, type TileFeatures } from "./tile.queries.js";

/** Raised when the same question gets other bytes: clients then ask anew. */
const FORMAT = 3;

/** Deeper, maps enlarge this zoom's tiles: a unit is 4 cm there. */
const DEEPEST = 18;

const dialect = new PgDialect();
const EMPTY = Buffer.alloc(0);

interface PartAnswer {
  bytes: Buffer;
  scanned: number;
  objects: number;
}

/** All layers of a tile in one statement. */
async function ask(context: Context, layers: readonly TileFeatures[]): Promise<PartAnswer[]> {
  const { asMvt } = context.db.engine.capabilities;
  const queries = layers.map(
    (l, part) =>
      sql`select ${part}::int as part, q.* from (${asMvt ? mvtQuery(l) : jsonQuery(l)}) q`,
  );
  const rows = await context.db.rows<TileAnswer<Buffer | string> & { part: number }>(
    sql.join(queries, sql` union all `),
    "long",
  );
  return rows
    .sort((a, b) => a.part - b.part)
    .map(({ part, tile, scanned, objects }) => {
      const features = layers[part]!;
      const bytes =
        typeof tile === "string"
          ? encodeTile(features.name, features.keys, JSON.parse(tile) as TileRow[])
          : (tile ?? EMPTY);
      return { bytes, scanned, objects };
    });
}

/** A tile of features that a domain makes by itself, and how many rows it shows. */
export async function tileOfFeatures(
  context: Context,
  layers: readonly TileFeatures[],
): Promise<{ bytes: Buffer; objects: number }> {
  const parts = await ask(context, layers);
  return {
    bytes: Buffer.concat(parts.map(({ bytes }) => bytes)),
    objects: parts.reduce((sum, { objects }) => sum + objects, 0),
  };
}

/** Pages of 8 kB that are counted by one statement of the embedded engine: 8 MB. */
const PAGES_AT_ONCE = 1024;

/**
 * The embedded engine does nothing else while it counts and stops what takes a second, so it counts
 * part by part of the table. A row that is changed meanwhile may move to another part and be
 * counted twice or not at all: the data's version has changed then, and all are counted anew.
 */
export async function countCells(
  context: Context,
  access: Access<Layer>,
  filter: Filter,
  atOnce = PAGES_AT_ONCE,
): Promise<CellRow[]> {
  const { db } = context;
  if (db.engine.kind === "server") return db.rows<CellRow>(keptCells(access, filter), "long");
  const [size] = await db.rows<{ pages: number }>(
    sql`select (pg_relation_size(${access.layer.table}::regclass) / 8192)::int as pages`,
  );
  const cells: CellRow[] = [];
  const page = (n: number) => sql`${`(${n},0)`}::tid`;
  for (let from = 0; from === 0 || from < size!.pages; from += atOnce) {
    const to = from + atOnce;
    const isLast = to >= size!.pages;
    const part = sql`ctid >= ${page(from)}${isLast ? sql`` : sql` and ctid < ${page(to)}`}`;
    cells.push(...(await db.rows<CellRow>(keptCells(access, filter, part), "long")));
  }
  return cells;
}

/**
 * The kept counts that a tile of points is made of: far out always, nearer where they tell that
 * there are more than can be shown one by one; null: it is asked by itself.
 */
async function countsFor(
  context: Context,
  layer: Layer,
  tile: TileAddress,
  filter: Filter,
  tooMany = false,
): Promise<CountedCells | null> {
  if (layer.geometry !== "Point" || tile.z > KEPT_ZOOM) return null;
  const { keptCounts } = context.services;
  const access = context.access(layer);
  const question = keptCells(access, filter);
  const compiled = dialect.sqlToQuery(question);
  const key = JSON.stringify(compiled);
  const isDense = (cells?: CountedCells) => cells !== undefined && cells.in(tile) > limitOf(layer);
  if (tile.z >= layer.minZoom && !tooMany && !isDense(keptCounts.peek(key))) return null;
  const version = await versionsOf(context.db, access.counties, layersRead(compiled.sql));
  const cells = await keptCounts.get(
    key,
    version,
    async () => new CountedCells(await countCells(context, access, filter), version),
  );
  return tile.z < layer.minZoom || isDense(cells) ? cells : null;
}

/** What stands for a layer of which there is more than anyone can see in a tile. */
function thinned(
  access: Access<Layer>,
  address: TileAddress,
  filter: Filter,
  layers: readonly TileFeatures[],
): TileFeatures[] {
  if (access.layer.geometry === "Point") return [countedFeatures(access, address, filter)];
  const [objects, ...parts] = layers;
  return objects ? [singleFeatures(access, address, filter, true), ...parts] : [];
}

/**
 * A layer in a tile as the viewer may see it: Mapbox vector tile 2.1, 4096 units, margin 128; empty
 * where there is nothing. Its objects are a source layer named like the layer; names, edges and
 * coarse cells stand beside them (`tile-parts.ts`). Throws Refusal when the
 * viewer has no such layer.
 */
export async function tile(
  context: Context,
  layer: Layer,
  z: number,
  x: number,
  y: number,
  filter: Filter,
): Promise<Buffer> {
  const address = { z, x, y };
  const access = context.access(layer);
  refuseCostlyTile(context.viewer, layer, filter, z, await context.services.sizes.get());
  const layers = tileLayers(access, address, filter);
  if (layers.length === 0) return EMPTY;
  const ofCounts = (cells: CountedCells) => {
    const made = cells.tile(layer.name, countedCategory(layer) !== null, address);
    access.notes.answered([], made.objects);
    return made.bytes;
  };
  const cells = await countsFor(context, layer, address, filter);
  if (cells) return ofCounts(cells);
  let answers = await ask(context, layers);
  if (answers.some((a) => a.scanned > limitOf(layer))) {
    const dense = await countsFor(context, layer, address, filter, true);
    if (dense) return ofCounts(dense);
    answers = await ask(context, thinned(access, address, filter, layers));
  }
  access.notes.answered(
    [],
    answers.reduce((sum, a) => sum + a.objects, 0),
  );
  return Buffer.concat(answers.map((a) => a.bytes));
}

/**
 * The local days on which a question without a day is answered: grids come into force at midnight.
 */
async function days(context: Context, layer: Layer, filter: Filter): Promise<string[]> {
  if (!layer.dated || filter.on != null) return [];
  const { counties } = context.access(layer);
  const now = Date.now();
  return (await context.services.counties.all())
    .filter((c) => counties.includes(c.id))
    .map((c) => localClock(c.timeZone).dayAt(now));
}

/**
 * An ETag that is known before the tile is made: a digest of the question as SQL (place, filter,
 * and all that the policy
 * makes of the viewer), the policy's key, the versions of the layers that it reads, and the day.
 * Throws Refusal without access.
 */
export async function tileEtag(
  context: Context,
  layer: Layer,
  z: number,
  x: number,
  y: number,
  filter: Filter,
): Promise<string> {
  const question = tileLayers(context.access(layer), { z, x, y }, filter).map(
    (l) => [l.name, dialect.sqlToQuery(l.features)] as const,
  );
  const { counties, todayOnly } = context.access(layer);
  const kept = await countsFor(context, layer, { z, x, y }, filter);
  const versions = kept
    ? kept.version
    : todayOnly
      ? await Promise.all(counties.map((c) => boundaryVersion(context.db, c)))
      : await versionsOf(
          context.db,
          counties,
          layersRead(question.map(([, q]) => q.sql).join(" ")),
        );
  const parts = [
    FORMAT,
    layer.name,
    z,
    x,
    y,
    filter,
    question,
    policyKey(context.viewer),
    versions,
    await days(context, layer, filter),
  ];
  return etagOf(parts);
}

/** Weak: the same tile leaves compressed in more than one way. */
export const etagOf = (parts: readonly unknown[]): string => `W/"${digestOf(parts)}"`;

/** A short text that is another for other parts. */
export const digestOf = (parts: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 27);

export interface TileJson {
  tilejson: "3.0.0";
  name: string;
  description: string;
  scheme: "xyz";
  tiles: string[];
  minzoom: number;
  maxzoom: number;
  /** West, south, east, north, degrees. */
  bounds: number[];
  vector_layers: {
    id: string;
    description: string;
    minzoom: number;
    maxzoom: number;
    fields: Record<string, string>;
  }[];
}

async function boundsOf(context: Context, counties: readonly number[]): Promise<number[]> {
  const boxes = (await Promise.all(counties.map((c) => gridBounds(context.db, c)))).filter(
    (b) => b !== null,
  );
  if (boxes.length === 0) return [-180, -85.0511, 180, 85.0511];
  const side = (k: number, pick: (...n: number[]) => number) => pick(...boxes.map((b) => b[k]!));
  return [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)];
}

/**
 * The layer's TileJSON 3.0.0 with the attributes this viewer's tiles carry. `query` is kept in the
 * tiles' address.
 */
export async function tileJson(
  context: Context,
  layer: Layer,
  baseUrl: string,
  query = "",
): Promise<TileJson> {
  const access = context.access(layer);
  const minzoom = layer.geometry === "Point" ? 0 : layer.minZoom;
  const fields: Record<string, string> = { id: "String: county and uuid" };
  const kinds = { string: "String", integer: "Number", double: "Number", boolean: "Boolean" };
  for (const field of tileFields(access))
    fields[propertyName(layer, field)] =
      `${kinds[propertyKind(layer, field)]}: ${field.label.zh} ${field.label.en}`;
  if (minzoom < layer.minZoom)
    fields["count"] = `Number: objects in the cell, below zoom ${layer.minZoom}`;
  return {
    tilejson: "3.0.0",
    name: layer.name,
    description: layer.description,
    scheme: "xyz",
    tiles: [`${baseUrl}tiles/${layer.name}/{z}/{x}/{y}.mvt${query && `?${query}`}`],
    minzoom,
    maxzoom: DEEPEST,
    bounds: await boundsOf(context, access.counties),
    vector_layers: [
      { id: layer.name, description: layer.description, minzoom, maxzoom: DEEPEST, fields },
      ...partsOf(access).map(({ name, about, minzoom }) => ({
        id: name,
        description: about,
        minzoom,
        maxzoom: DEEPEST,
        fields: {},
      })),
    ],
  };
}
