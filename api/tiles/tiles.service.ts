import { createHash } from "node:crypto";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Layer } from "../../schema/layers/index.js";
import type { Context } from "../context.js";
import type { Filter } from "../layers/filter.js";
import { layerService } from "../layers/layer.service.js";
import { policyKey } from "../policy/policy.js";
import { encodeTile, type TileRow } from "./encode-tile.js";
import {
  countedFeatures,
  FEATURE_LIMIT,
  jsonQuery,
  mvtQuery,
  singleFeatures,
  type TileAnswer,
  type TileFeatures,
} from "./tile.queries.js";
import type { TileAddress } from "./tile-address.js";
import { propertyKind, propertyName, tileFields } from "./tile-properties.js";

/** Raised when the same question gets other bytes: clients then ask anew. */
const FORMAT = 1;

/** Deeper, maps enlarge this zoom's tiles: a unit is 4 cm there. */
const DEEPEST = 18;

const dialect = new PgDialect();
const EMPTY = Buffer.alloc(0);

/** What a tile is made of at its zoom; null: this layer shows nothing there. */
function featuresAt(
  context: Context,
  layer: Layer,
  tile: TileAddress,
  filter: Filter,
): TileFeatures | null {
  const access = context.access(layer);
  if (tile.z >= layer.minZoom) return singleFeatures(access, tile, filter);
  return layer.geometry === "Point" ? countedFeatures(access, tile, filter) : null;
}

async function ask(
  context: Context,
  layer: Layer,
  features: TileFeatures,
): Promise<TileAnswer<Buffer>> {
  if (context.db.engine.capabilities.asMvt) {
    const [row] = await context.db.rows<TileAnswer<Buffer>>(mvtQuery(layer, features));
    return row!;
  }
  const [row] = await context.db.rows<TileAnswer<string>>(jsonQuery(features));
  const { tile, ...counts } = row!;
  return {
    ...counts,
    tile:
      tile === null ? null : encodeTile(layer.name, features.keys, JSON.parse(tile) as TileRow[]),
  };
}

/**
 * A layer in a tile as the viewer may see it: Mapbox vector tile 2.1, source layer named like the
 * layer, 4096 units,
 * margin 64; empty where there is nothing. Throws Refusal when the viewer
 * has no such layer.
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
  let features = featuresAt(context, layer, address, filter);
  if (!features) return EMPTY;
  let answer = await ask(context, layer, features);
  if (answer.scanned > FEATURE_LIMIT) {
    const access = context.access(layer);
    features =
      layer.geometry === "Point"
        ? countedFeatures(access, address, filter)
        : singleFeatures(access, address, filter, true);
    answer = await ask(context, layer, features);
  }
  context.access(layer).notes.answered([], answer.objects);
  return answer.tile ?? EMPTY;
}

/**
 * The local days on which a question without a day is answered: grids come into force at midnight.
 */
async function days(context: Context, layer: Layer, filter: Filter): Promise<string[]> {
  if (!layer.dated || filter.on != null) return [];
  const { counties } = context.access(layer);
  const now = new Date();
  return (await context.services.counties.all())
    .filter((c) => counties.includes(c.id))
    .map((c) => new Intl.DateTimeFormat("en-CA", { timeZone: c.timeZone }).format(now));
}

/**
 * An ETag that is known before the tile is made: a digest of the question as SQL (place, filter,
 * and all that the policy
 * makes of the viewer), the policy's key, the counties' data versions and the day. Throws Refusal
 * without access.
 */
export async function tileEtag(
  context: Context,
  layer: Layer,
  z: number,
  x: number,
  y: number,
  filter: Filter,
): Promise<string> {
  const features = featuresAt(context, layer, { z, x, y }, filter);
  const question = features && dialect.sqlToQuery(features.features);
  const versions = await context.services.counties.dataVersions(context.access(layer).counties);
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
  // Weak: the same tile leaves compressed in more than one way.
  return `W/"${createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 27)}"`;
}

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
  const boxes = (await Promise.all(counties.map((c) => layerService.bounds(context, c)))).filter(
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
    tiles: [`${baseUrl}/tiles/${layer.name}/{z}/{x}/{y}.mvt${query && `?${query}`}`],
    minzoom,
    maxzoom: DEEPEST,
    bounds: await boundsOf(context, access.counties),
    vector_layers: [
      { id: layer.name, description: layer.description, minzoom, maxzoom: DEEPEST, fields },
    ],
  };
}
