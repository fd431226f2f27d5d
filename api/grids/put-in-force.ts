import { type SQL, sql } from "drizzle-orm";
import type { Geometry, MultiPolygon, Polygon } from "geojson";
import { v7 as uuid } from "uuid";
import { grid } from "../../db/tables/index.js";
import type { GridFeature } from "../../geo/coverage/collection.js";
import { shareVertices } from "../../geo/coverage/share-vertices.js";
import { type LayerName, layerOf } from "../../schema/layers/index.js";
import type { Transaction } from "../core/database.js";
import { formatId } from "../core/identifier.js";
import { inTurn } from "../counties/in-turn.js";
import { holdsOn } from "../policy/policy.js";
import type { ChangeSet } from "../writing/change-set.js";
import type { Command, NewRow, Values, Writer } from "../writing/command.js";
import { write } from "../writing/write.js";
import { FACTS, type GridInForce, type RegisteredGrid } from "./grids.service.js";
import { redrawGrids } from "./places.js";

/** Ground of less is a vertex put in: the grid is drawn a little more exactly, not redrawn. */
const NO_GROUND_M2 = 1;

export interface PuttingInForce {
  county: number;
  /** Codes; `""`: ground of no village. */
  villages: readonly string[];
  /** First day on which the grids are in force. */
  day: string;
  /** All grids of these villages as they shall be; those that stay keep their ids. */
  grids: readonly GridInForce[];
  /**
   * What the register said of them when they were planned, by uuid: a fact that is as it was then
   * is not the plan's, and stays as the register has it now. Without it all facts are set.
   */
  begun?: ReadonlyMap<string, RegisteredGrid>;
}

/** Ground that changed hands, by uuids; null: nobody's. */
export interface Handed {
  from: string | null;
  to: string | null;
}

export interface Redrawn {
  /** Uuids. */
  redrawn: string[];
  founded: string[];
  ended: string[];
  handed: Handed[];
  /** Whose grid is another now, by layer. */
  moved: ReadonlyMap<LayerName, readonly string[]>;
}

interface Standing extends Omit<GridInForce, "gridId"> {
  id: string;
  planned: boolean;
  validFrom: string;
  differs: boolean;
  /** Square metres that are another's now. */
  ground: number;
}

/**
 * Puts grids in force from a day on, as one set of changes. A grid that stays keeps its identity:
 * its earlier shape is kept for the days before as a row of its own (`earlierOf`), so that the past
 * stays as it was, and only what stands inside changed ground is given another grid. The caller
 * answers for the grids being seamless.
 */
export async function putInForce(
  tx: Transaction,
  writer: Writer,
  set: ChangeSet,
  asked: PuttingInForce,
): Promise<Redrawn> {
  const { county, day } = asked;
  // Neighbours that come into force at the same midnight write a vertex into each other's grids,
  // and must not write it into a shape that the other has just redrawn.
  await inTurn(tx, county);
  const { grids, beside } = await shareBorders(tx, asked);
  const standing = new Map(
    (await standingGrids(tx, { ...asked, grids })).map((row) => [row.id, row]),
  );
  const layer = layerOf("grids");
  const founded = grids.filter(({ gridId }) => !standing.has(gridId));
  const ended = [...standing.values()].filter(({ planned }) => !planned);
  const redrawn = grids.filter(({ gridId }) => {
    const was = standing.get(gridId);
    return was?.differs && was.ground >= NO_GROUND_M2;
  });
  const changed = [
    ...redrawn.map(({ gridId, shape }) => ({ id: gridId, shape })),
    ...founded.map(({ gridId, shape }) => ({ id: gridId, shape })),
    ...ended.map(({ id }) => ({ id, shape: null })),
  ];
  const handed = await handedGround(tx, county, changed);
  const faces = await keepFaces(tx, county, changed);
  const earlier = redrawn.flatMap(({ gridId }) => {
    const was = standing.get(gridId)!;
    return was.validFrom < day ? [earlierShape(county, was, day)] : [];
  });
  const commands: Command[] = [
    {
      ...{ action: "update", layer, county, judged: true },
      rows: [
        ...grids.flatMap((planned) => changesOf(standing.get(planned.gridId), planned, asked)),
        ...ended.map(({ id }) => ({ id, changes: { validTo: day } })),
        ...beside,
      ],
    },
    {
      ...{ action: "create", layer, county, judged: true },
      rows: [...earlier, ...founded.map((planned) => newGrid(planned, day))],
    },
  ];
  await write(tx, writer, county, commands.filter(hasRows), set);
  const moved = await redrawGrids(tx, county, faces, { set, since: day });
  return {
    redrawn: redrawn.map(({ gridId }) => gridId),
    founded: founded.map(({ gridId }) => gridId),
    ended: ended.map(({ id }) => id),
    handed,
    moved,
  };
}

interface Reshaped {
  id: string;
  changes: Values;
  geometry: Geometry;
}

/**
 * A line that ends at the border of a village puts a vertex there, which the grids beyond lack:
 * they are drawn with it (`beside`), as the planned ones are with theirs, and the county stays one
 * coverage whatever villages are divided apart.
 */
async function shareBorders(
  tx: Transaction,
  { county, villages, day, grids }: PuttingInForce,
): Promise<{ grids: GridInForce[]; beside: Reshaped[] }> {
  const around = await tx.rows<{ id: string; shape: string }>(sql`
    with planned as materialized (
      select ST_SetSRID(ST_GeomFromGeoJSON(s), 4326) as shape
      from unnest(${sql.param(grids.map((g) => g.shape))}::text[]) as n(s)),
    near as (select distinct x.id from planned cross join lateral (
      select ${grid.id} as id from ${grid}
      where ${grid.countyId} = ${county} and ${grid.retiredAt} is null
        and not coalesce(${grid.villageCode}, '') = any(${sql.param([...villages])}::text[])
        and ${holdsOn(layerOf("grids"), sql`${day}::date`)}
        and ${grid.geom} && planned.shape and ST_Intersects(${grid.geom}, planned.shape)
      offset 0) x)
    select ${grid.id} as id, ST_AsGeoJSON(${grid.geom}, 7) as shape
    from near join ${grid} on ${grid.countyId} = ${county} and ${grid.id} = near.id
    order by ${grid.id}`);
  const features = [...grids, ...around].map(
    ({ shape }): GridFeature => ({
      ...{ type: "Feature", properties: {} },
      geometry: JSON.parse(shape) as Polygon | MultiPolygon,
    }),
  );
  const shared = shareVertices(features);
  const isAs = (i: number) => shared[i] === features[i];
  return {
    grids: grids.map((planned, i) =>
      isAs(i) ? planned : { ...planned, shape: JSON.stringify(shared[i]!.geometry) },
    ),
    beside: around.flatMap(({ id }, k) => {
      const i = grids.length + k;
      return isAs(i) ? [] : [{ id, changes: {}, geometry: shared[i]!.geometry }];
    }),
  };
}

interface ChangedShape {
  id: string;
  /** As it shall be; null: the grid ends. */
  shape: string | null;
}

/**
 * Whose ground goes to whom, as far as it is more than rounding. `offset 0`: the embedded engine's
 * estimate of a spatial join fails on tables of a few rows.
 */
async function handedGround(
  tx: Transaction,
  county: number,
  changed: readonly ChangedShape[],
): Promise<Handed[]> {
  const { ids, shapes } = asArrays(changed);
  const handed = await tx.rows<{ from: string; to: string }>(sql`
    with will as materialized (
      select id, ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326)) as shape
      from unnest(${ids}::uuid[], ${shapes}::text[]) as n(id, shape) where shape is not null)
    select w.id as "from", x.id as "to" from ${grid} w cross join lateral (
      select will.id, ST_CollectionExtract(ST_Intersection(w.geom, will.shape), 3) as piece
      from will where will.id <> w.id and will.shape && w.geom
        and ST_Intersects(will.shape, w.geom) offset 0) x
    where w.county_id = ${county} and w.id = any(${ids}::uuid[])
      and ST_Area(x.piece::geography) >= ${NO_GROUND_M2}
    order by 1, 2`);
  const founded = changed.filter(
    ({ id, shape }) => shape !== null && !handed.some(({ to }) => to === id),
  );
  const ended = changed.filter(
    ({ id, shape }) => shape === null && !handed.some(({ from }) => from === id),
  );
  const known = new Set(handed.map(({ from }) => from));
  return [
    ...handed,
    ...founded.filter(({ id }) => !known.has(id)).map(({ id }) => ({ from: null, to: id })),
    ...ended.map(({ id }) => ({ from: id, to: null })),
  ];
}

const asArrays = (changed: readonly ChangedShape[]) => ({
  ids: sql.param(changed.map(({ id }) => id)),
  shapes: sql.param(changed.map(({ shape }) => shape)),
});

const hasRows = ({ rows }: Command): boolean => "chunks" in rows || rows.length > 0;

/**
 * A shape by its vertices, wherever its rings begin: a vertex in a straight border is one too, since
 * a neighbour that lacks it tears the coverage. On the lattice of 1e-7 degrees (geo/snap.ts).
 */
const drawn = (shape: SQL): SQL => sql`ST_AsBinary(ST_Normalize(ST_SnapToGrid(${shape}, 1e-7)))`;

/**
 * The grids of the villages that hold on the day before, each beside how it is planned; held, so
 * that what the register says is what it says until the plan has written.
 */
const standingGrids = (
  tx: Transaction,
  { county, villages, day, grids }: PuttingInForce,
): Promise<Standing[]> =>
  tx.rows<Standing>(sql`
    with planned as materialized (
      select id, ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326)) as shape
      from unnest(${sql.param(grids.map((g) => g.gridId))}::uuid[],
        ${sql.param(grids.map((g) => g.shape))}::text[]) as n(id, shape))
    select ${grid.id} as id, planned.id is not null as planned,
      ${grid.validFrom}::text as "validFrom",
      ${drawn(sql`${grid.geom}`)} is distinct from ${drawn(sql`planned.shape`)} as differs,
      coalesce(ST_Area(ST_SymDifference(${grid.geom}, planned.shape)::geography), 0) as ground,
      ${grid.code} as code, ${grid.name} as name, ${grid.kind} as kind,
      ${grid.villageCode} as "villageCode", ${grid.complaintPhone} as "complaintPhone",
      ST_AsGeoJSON(${grid.geom}, 7) as shape
    from ${grid} left join planned on planned.id = ${grid.id}
    where ${grid.countyId} = ${county} and ${grid.retiredAt} is null
      and coalesce(${grid.villageCode}, '') = any(${sql.param([...villages])}::text[])
      and ${grid.validFrom} < ${day}::date
      and (${grid.validTo} is null or ${grid.validTo} >= ${day}::date)
    order by ${grid.id} for update of ${grid}`);

/**
 * The ground that changes hands, kept for this transaction: once the grids are written it can no
 * longer be told from them.
 */
async function keepFaces(
  tx: Transaction,
  county: number,
  changed: readonly ChangedShape[],
): Promise<SQL> {
  const { ids, shapes } = asArrays(changed);
  const faces = await tx.rows<{ face: string }>(sql`
    select case when shape is null then g.geom
      when g.geom is null then ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326)
      else ST_SymDifference(g.geom, ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326)) end::text as face
    from unnest(${ids}::uuid[], ${shapes}::text[]) as n(id, shape)
    left join ${grid} g on g.county_id = ${county} and g.id = n.id`);
  return sql`select f::geometry as face
    from unnest(${sql.param(faces.map(({ face }) => face))}::text[]) as n(f)`;
}

function changesOf(
  was: Standing | undefined,
  planned: GridInForce,
  { day, begun }: PuttingInForce,
): { id: string; changes: Values; geometry?: Geometry }[] {
  if (!was) return [];
  const changes: Values = {};
  const before = begun?.get(planned.gridId);
  for (const key of FACTS)
    if (was[key] !== planned[key] && before?.[key] !== planned[key]) changes[key] = planned[key];
  if (was.differs && was.ground >= NO_GROUND_M2) changes["validFrom"] = day;
  if (!was.differs && Object.keys(changes).length === 0) return [];
  const geometry = JSON.parse(planned.shape) as Geometry;
  return [{ id: planned.gridId, changes, ...(was.differs ? { geometry } : {}) }];
}

const factsOf = (of: Pick<GridInForce, (typeof FACTS)[number]>): Values =>
  Object.fromEntries(FACTS.map((key) => [key, of[key]]));

const newGrid = (planned: GridInForce, day: string): NewRow => ({
  id: planned.gridId,
  values: { ...factsOf(planned), validFrom: day },
  geometry: JSON.parse(planned.shape) as Geometry,
});

const earlierShape = (county: number, was: Standing, day: string): NewRow => ({
  id: uuid(),
  values: {
    ...factsOf(was),
    validFrom: was.validFrom,
    validTo: day,
    earlierOfId: formatId(county, was.id),
  },
  geometry: JSON.parse(was.shape) as Geometry,
});
