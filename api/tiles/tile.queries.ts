import { type SQL, sql } from "drizzle-orm";
import type { Field, Layer } from "../../schema/layers/index.js";
import { fieldOf } from "../../schema/layers/index.js";
import { envelope } from "../layers/area.js";
import { type Filter, rowsOf } from "../layers/filter.js";
import type { Access } from "../policy/policy.js";
import { CELLS, CELLS_TILE } from "./counted-cells.js";
import type { TileKey } from "./encode-tile.js";
import { degreesOf, EXTENT, MARGIN, type TileAddress, WORLD } from "./tile-address.js";
import { tileProperties } from "./tile-properties.js";

/**
 * More single objects than this nobody can see in a tile: points are then aggregated, and of the
 * rest the largest stay.
 */
const FEATURE_LIMIT = 50_000;

/** Of points fewer: an id is 43 characters that nothing compresses, and 15,000 make 450 kB. */
export const POINT_LIMIT = 15_000;
export const limitOf = ({ geometry }: Layer): number =>
  geometry === "Point" ? POINT_LIMIT : FEATURE_LIMIT;

const CELL = EXTENT / CELLS;

/**
 * Below this zoom a coverage is generalised to half a pixel (of 512 a tile). Every shared vertex
 * goes to the same place
 * for both neighbours, so borders stay shared; simplifying polygon by polygon would tear slivers
 * between them.
 */
const COVERAGE_DETAIL_ZOOM = 12;
const HALF_PIXEL = EXTENT / 512 / 2;

/**
 * One of the layers that a tile is made of, as SQL: columns named like `keys`, then `geom` in units
 * of the tile.
 */
export interface TileFeatures {
  /** How it is called in the tile. */
  name: string;
  keys: readonly TileKey[];
  features: SQL;
  /** `geom` may be empty or null in some rows. */
  sparse: boolean;
  /** How many objects the rows (as `feature`) show as the viewer's right opens them, as SQL. */
  objects: SQL;
}

export const number = (n: number): SQL => sql`${n}::float8`;

/** Areas that lie border to border. */
export const isCoverage = (layer: Pick<Layer, "boundary">): boolean => layer.boundary === true;

/**
 * Rows in the tile that may be in it, by the index, on the place as precisely as the viewer may see
 * it.
 */
export const rowsInTile = (access: Access<Layer>, tile: TileAddress, filter: Filter): SQL =>
  sql`${rowsOf(access, filter)}
    and ${access.where("tile", (g) => sql`${g} && ${envelope(degreesOf(tile))}`)}`;

/**
 * A point's place in units of the tile, not yet rounded. Web Mercator is spherical, so two formulas
 * do what ST_Transform
 * and ST_AsMVTGeom do at several times the price.
 */
export function pointInTile(place: SQL, { z, x, y }: TileAddress): { x: SQL; y: SQL } {
  const world = EXTENT * 2 ** z;
  return {
    x: sql`(ST_X(${place}) + 180) * ${number(world / 360)} - ${number(x * EXTENT)}`,
    y: sql`${number(world / 2 - y * EXTENT)} - asinh(tand(ST_Y(${place}))) *
      ${number(world / (2 * Math.PI))}`,
  };
}

/** Metres of web Mercator along one unit of a tile. */
export const unitAt = (z: number): number => WORLD / 2 ** z / EXTENT;

/**
 * Lines or areas of web Mercator clipped to a tile and its margin, in units of the tile rounded to
 * what is seen, y still upwards; `extract` takes of the clipped what is wanted.
 */
export function clippedToTile(
  layer: Pick<Layer, "boundary">,
  mercator: SQL,
  { z, x, y }: TileAddress,
  extract: (clipped: SQL) => SQL = (clipped) => clipped,
): SQL {
  const side = WORLD / 2 ** z;
  const [west, north] = [x * side - WORLD / 2, WORLD / 2 - y * side];
  const margin = (side * MARGIN) / EXTENT;
  const scale = number(EXTENT / side);
  const box = sql`ST_MakeEnvelope(${number(west - margin)}, ${number(north - side - margin)},
    ${number(west + side + margin)}, ${number(north + margin)}, 3857)`;
  const moved = sql`ST_Affine(${extract(sql`ST_ClipByBox2D(${mercator}, ${box})`)},
    ${scale}, 0, 0, ${scale}, ${number((-west * EXTENT) / side)},
    ${number((-north * EXTENT) / side)})`;
  const step = isCoverage(layer) && z < COVERAGE_DETAIL_ZOOM ? HALF_PIXEL : 1;
  return sql`ST_SnapToGrid(${moved}, ${number(step)})`;
}

export const turnedOver = (shape: SQL): SQL => sql`ST_Affine(${shape}, 1, 0, 0, -1, 0, 0)`;

/**
 * A line or area in whole units of the tile. Outer rings get a positive area with y downwards as
 * the format asks: wound clockwise first, then turned over, because ST_ForcePolygonCCW also
 * reverses lines.
 */
export function shapeInTile(
  layer: Pick<Layer, "boundary" | "geometry">,
  place: SQL,
  tile: TileAddress,
): SQL {
  // Clipping may leave lines and points where an area only touches the box.
  const dimension = {
    MultiPolygon: sql`3`,
    MultiLineString: sql`2`,
    Point: sql`1`,
    Geometry: sql`ST_Dimension(${place}) + 1`,
  }[layer.geometry];
  const shape = clippedToTile(
    layer,
    sql`ST_Transform(${place}, 3857)`,
    tile,
    (clipped) => sql`ST_CollectionExtract(${clipped}, ${dimension})`,
  );
  return turnedOver(sql`ST_ForcePolygonCW(${shape})`);
}

/** Of a layer that says so, far out only its larger kinds. */
function kindsAt({ fewerUntil, category }: Layer, zoom: number): SQL {
  const shown = fewerUntil?.find((step) => zoom < step.zoom);
  return shown
    ? sql`${sql.identifier(category!)} = any(${sql.param([...shown.kinds])}::text[])`
    : sql`true`;
}

/**
 * Every object by itself, but for those whose place is only coarse; `largest`: when there are more
 * than FEATURE_LIMIT, those.
 */
export function singleFeatures(
  access: Access<Layer>,
  tile: TileAddress,
  filter: Filter,
  largest = false,
): TileFeatures {
  const properties = tileProperties(access);
  const place = sql`(${access.place()})`;
  const isPoint = access.layer.geometry === "Point";
  const at = pointInTile(place, tile);
  const geom = isPoint
    ? sql`ST_MakePoint(round(${at.x}), round(${at.y}))`
    : shapeInTile(access.layer, place, tile);
  const list = sql.join(
    properties.map((p) => sql`${p.value} as ${sql.identifier(p.name)}`),
    sql`, `,
  );
  const { every, rows: exact } = access.exact();
  const order = largest ? sql`order by ST_Length(ST_BoundingDiagonal(${place})) desc, id` : sql``;
  return {
    name: access.layer.name,
    keys: properties,
    sparse: !isPoint,
    objects: sql`count(*)`,
    // The limit also keeps ST_AsMVT above the rows of all counties (reference: scale.md section 2).
    features: sql`
      select ${list}, ${geom} as geom from ${sql.identifier(access.layer.table)}
      where ${rowsInTile(access, tile, filter)} and ${kindsAt(access.layer, tile.z)}
        ${every ? sql`` : sql`and ${exact}`}
      ${order} limit ${largest ? FEATURE_LIMIT : limitOf(access.layer) + 1}`,
  };
}

/** The field whose most frequent value a cell of points shows. */
export const countedCategory = (layer: Layer): Field | null =>
  layer.topCategories ? fieldOf(layer, layer.category!) : null;

/**
 * All points that a filter asks for, counted in the cells that are kept: rows of CellRow. It notes
 * what a tile made of them opens and asks. `part`: only of rows that lie there in the table.
 */
export function keptCells(access: Access<Layer>, filter: Filter, part = sql`true`): SQL {
  const { layer } = access;
  const category = countedCategory(layer);
  const at = pointInTile(sql`(${access.place()})`, CELLS_TILE);
  const top = category ? sql`left(${access.value(category)}, 2)` : sql`null::text`;
  const world = number(EXTENT * 2 ** CELLS_TILE.z);
  access.where("tile", (place) => place);
  return sql`
    select floor(x)::int as x, floor(y)::int as y, top, count(*)::int as n,
      sum(x - floor(x)) as dx, sum(y - floor(y)) as dy
    from (select ${at.x} as x, ${at.y} as y, ${top} as top
      from ${sql.identifier(layer.table)} where ${rowsOf(access, filter)} and ${part} offset 0) p
    where x >= 0 and x < ${world} and y >= 0 and y < ${world} group by 1, 2, 3`;
}

/**
 * Points counted in squares of the tile: how many, their mean position, and of incidents the most
 * frequent top-level category. Without the margin, because a cell over the edge would be counted in
 * part.
 */
export function countedFeatures(
  access: Access<Layer>,
  tile: TileAddress,
  filter: Filter,
): TileFeatures {
  const { layer } = access;
  const category = countedCategory(layer);
  const at = pointInTile(sql`(${access.place()})`, tile);
  const cell = sql`(floor(x / ${number(CELL)}) * ${CELLS} + floor(y / ${number(CELL)}))::int`;
  const top = category ? sql`left(${access.value(category)}, 2)` : sql`null::text`;
  const most = sql`(array_agg(top order by top is null, n desc, top collate "C"))[1]`;
  return {
    name: layer.name,
    keys: [
      { name: "count", kind: "integer" },
      ...(category ? [{ name: "category", kind: "string" as const }] : []),
    ],
    sparse: false,
    objects: sql`sum(feature."count")`,
    // Two levels: counting by category first spares mode() its sort of every row.
    features: sql`
      select sum(n)::int as "count"${category ? sql`, ${most} as "category"` : sql``}, 
        ST_MakePoint(floor(sum(sx) / sum(n)), floor(sum(sy) / sum(n))) as geom
      from (select ${cell} as cell, top, count(*) as n, sum(x) as sx, sum(y) as sy
        from (select ${at.x} as x, ${at.y} as y, ${top} as top from ${sql.identifier(layer.table)}
          where ${rowsInTile(access, tile, filter)} offset 0) p
        where x >= 0 and x < ${number(EXTENT)} and y >= 0 and y < ${number(EXTENT)} group by 1, 2) c
      group by cell offset 0`,
  };
}

export interface TileAnswer<T> {
  tile: T | null;
  scanned: number;
  objects: number;
}

const answer = (tile: SQL, { features, objects }: TileFeatures): SQL =>
  sql`select ${tile} as tile, count(*)::int as scanned, coalesce(${objects}, 0)::int as objects
    from (${features}) feature`;

const present = ({ sparse }: TileFeatures): SQL =>
  sparse ? sql` filter (where not ST_IsEmpty(geom))` : sql``;

/** The features as PostGIS encodes them: rows of TileAnswer<Buffer>. */
export const mvtQuery = (features: TileFeatures): SQL =>
  answer(
    sql`ST_AsMVT(feature, ${features.name}, ${EXTENT}::int, 'geom')${present(features)}`,
    features,
  );

/** The features as one JSON text for `encodeTile`: rows of TileAnswer<string>. */
export function jsonQuery(features: TileFeatures): SQL {
  const values = sql.join(
    [
      ...features.keys.map((k) => sql`feature.${sql.identifier(k.name)}`),
      sql`ST_AsGeoJSON(geom, 0)::json`,
    ],
    sql`, `,
  );
  return answer(sql`(json_agg(json_build_array(${values}))${present(features)})::text`, features);
}
