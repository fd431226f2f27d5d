import { type SQL, sql } from "drizzle-orm";
import type { Layer } from "../../schema/layers/index.js";
import { envelope } from "../layers/area.js";
import type { Filter } from "../layers/filter.js";
import type { Access } from "../policy/policy.js";
import {
  clippedToTile,
  countedFeatures,
  isCoverage,
  number,
  pointInTile,
  rowsInTile,
  singleFeatures,
  type TileFeatures,
  turnedOver,
  unitAt,
} from "./tile.queries.js";
import { degreesOf, EXTENT, type TileAddress } from "./tile-address.js";
import { tileProperties } from "./tile-properties.js";

/**
 * What a layer's tile may hold beside its objects, each as a layer of the tile of its own:
 * `grids-edges`.
 */
interface Part {
  part: "names" | "edges" | "cells";
  /** What it holds, for TileJSON. */
  about: string;
  /** From which zoom a viewer's tiles have it; null: never. */
  from(access: Access<Layer>): number | null;
  features(access: Access<Layer>, tile: TileAddress, filter: Filter): Omit<TileFeatures, "name">;
}

/**
 * A hole smaller than this, in units of the tile, is a speck that reads as a fault: neither its
 * border nor what fills it is outlined. 20 pixels.
 */
const SPECK = (20 * EXTENT) / 512;

const inTile = sql`x >= 0 and x < ${number(EXTENT)} and y >= 0 and y < ${number(EXTENT)}`;
/** Rounded down: what lies in the tile stays in it, and is drawn by no other. */
const pointHere = sql`ST_MakePoint(floor(x), floor(y))`;

/**
 * A point on an area. Of one that is longer than the tile and named along its way: a point on what
 * lies in this tile, in tiles like the black squares of a chessboard, so that no two meet.
 */
function namedAt(layer: Layer, place: SQL, { z, x, y }: TileAddress): SQL {
  const whole = sql`ST_PointOnSurface(${place})`;
  if (!layer.namesRepeat) return whole;
  const here = sql`ST_PointOnSurface(ST_ClipByBox2D(${place},
    ${envelope(degreesOf({ z, x, y }, 0))}))`;
  return sql`case
    when ST_Length(ST_BoundingDiagonal(${place})) < ${number(360 / 2 ** z)} then ${whole}
    else ${(x + y) % 2 === 0 ? here : sql`null::geometry`} end`;
}

/**
 * Where areas are named: one point on each, in the tile that holds the point and in no other, the
 * largest first.
 */
function nameFeatures(
  access: Access<Layer>,
  tile: TileAddress,
  filter: Filter,
): Omit<TileFeatures, "name"> {
  const { layer } = access;
  const properties = tileProperties(access);
  const list = sql.join(
    properties.map((p) => sql`${p.value} as ${sql.identifier(p.name)}`),
    sql`, `,
  );
  const place = sql`(${access.place()})`;
  const at = pointInTile(sql`point`, tile);
  const keys = sql.join(
    properties.map((p) => sql.identifier(p.name)),
    sql`, `,
  );
  return {
    keys: properties,
    sparse: false,
    objects: sql`0`,
    features: sql`
      select ${keys}, ${pointHere} as geom
      from (select *, ${at.x} as x, ${at.y} as y
        from (select ${list}, ${namedAt(layer, place, tile)} as point,
          ST_Area(${place}) as size, id as tie
          from ${sql.identifier(layer.table)}
          where ${rowsInTile(access, tile, filter)} and ST_Dimension(${place}) = 2 offset 0) named
        where name <> '' offset 0) placed
      where ${inTile} order by size desc, tie`,
  };
}

/**
 * The borders of a coverage, each once: neighbours share them, and what is drawn twice is neither
 * dashed nor half transparent. The tile's rounding takes a shared corner to the same place from
 * both sides, so equal steps of a border are equal.
 */
function edgeFeatures(
  access: Access<Layer>,
  tile: TileAddress,
  filter: Filter,
): Omit<TileFeatures, "name"> {
  const { layer } = access;
  const line = clippedToTile(layer, sql`ST_ExteriorRing(ring.geom)`, tile);
  return {
    keys: [],
    sparse: true,
    objects: sql`0`,
    features: sql`
      select ${turnedOver(sql`ST_LineMerge(ST_Collect(step))`)} as geom
      from (select step from (select ST_Normalize((ST_DumpSegments(line)).geom) as step, speck
        from (select ${line} as line,
            ring.path[1] > 0
              and ST_Area(ring.geom) < ${number((SPECK * unitAt(tile.z)) ** 2)} as speck
          from (select ST_Transform(${access.place()}, 3857) as area
            from ${sql.identifier(layer.table)}
            where ${rowsInTile(access, tile, filter)} offset 0) own,
            lateral ST_Dump(area) one, lateral ST_DumpRings(one.geom) ring offset 0) rings) steps
      group by step having not bool_or(speck)) once`,
  };
}

/**
 * Objects of which the viewer sees a coarse place only: how many at each. One mark each would be a
 * stack of dots that claims to know where they are.
 */
function cellFeatures(
  access: Access<Layer>,
  tile: TileAddress,
  filter: Filter,
): Omit<TileFeatures, "name"> {
  const { layer } = access;
  const { some, rows: exact } = access.exact();
  const at = pointInTile(sql`place`, tile);
  return {
    keys: [{ name: "count", kind: "integer" }],
    sparse: false,
    objects: sql`0`,
    features: sql`
      select "count", ${pointHere} as geom
      from (select "count", ${at.x} as x, ${at.y} as y
        from (select count(*)::int as "count", ${sql.identifier(layer.coarseColumn!)} as place
          from ${sql.identifier(layer.table)}
          where ${rowsInTile(access, tile, filter)} ${some ? sql`and not ${exact}` : sql``}
          group by 2 offset 0) cell offset 0) placed
      where ${inTile}`,
  };
}

const PARTS: readonly Part[] = [
  {
    part: "cells",
    about: "How many at each coarse place",
    from: ({ layer, exact }) => (layer.coarseColumn && !exact().every ? layer.minZoom : null),
    features: cellFeatures,
  },
  {
    part: "edges",
    about: "Borders, each once",
    from: ({ layer }) => (isCoverage(layer) ? layer.minZoom : null),
    features: edgeFeatures,
  },
  {
    part: "names",
    about: "Where each is named: one point on it",
    from: ({ layer }) => layer.namesZoom ?? null,
    features: nameFeatures,
  },
];

/** Parts of a viewer's tiles of a layer, and from which zoom. */
export const partsOf = (access: Access<Layer>) =>
  PARTS.flatMap(({ part, from, ...rest }) => {
    const minzoom = from(access);
    return minzoom === null ? [] : [{ name: `${access.layer.name}-${part}`, minzoom, ...rest }];
  });

/** The layers of a layer's tile at a zoom; none: it shows nothing there. */
export function tileLayers(
  access: Access<Layer>,
  tile: TileAddress,
  filter: Filter,
): TileFeatures[] {
  const { layer } = access;
  if (tile.z < layer.minZoom)
    return layer.geometry === "Point" ? [countedFeatures(access, tile, filter)] : [];
  const hasObjects = access.exact().some || !layer.coarseColumn;
  return [
    ...(hasObjects ? [singleFeatures(access, tile, filter)] : []),
    ...partsOf(access)
      .filter((p) => tile.z >= p.minzoom)
      .map((p) => ({ name: p.name, ...p.features(access, tile, filter) })),
  ];
}
