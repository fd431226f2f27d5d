import { type SQL, sql } from "drizzle-orm";
import { householdGroup, householdGroupMember } from "../../db/tables/index.js";
import { envelope } from "../layers/area.js";
import type { Ground } from "../policy/policy.js";
import type { TileKey } from "../tiles/encode-tile.js";
import { degreesOf, type TileAddress } from "../tiles/tile-address.js";
import { shapeInTile, type TileFeatures } from "../tiles/tiles.service.js";
import { type GroupPlanRow, inGround } from "./groups.queries.js";

const g = householdGroup;
const m = householdGroupMember;
const MOST = 20_000;

const figure = (name: string): SQL => sql`(${g.figures} ->> ${name})`;

const CELL_KEYS: readonly TileKey[] = [
  { name: "id", kind: "string" },
  { name: "number", kind: "integer" },
  { name: "size", kind: "integer" },
  { name: "locked", kind: "boolean" },
];
const THIN_KEYS: readonly TileKey[] = [
  { name: "isolated", kind: "integer" },
  { name: "thin", kind: "boolean" },
  { name: "opened", kind: "boolean" },
];

interface Seen {
  ground: Ground | null;
  /** Households whose homes are seen, as what to select `id` from; null: all. */
  seen: SQL | null;
  thin: boolean;
}

/** Outlines and spokes of a plan's groups in a tile, as far as they are seen. */
export function tiledGroups(
  { county, id: plan }: GroupPlanRow,
  tile: TileAddress,
  { ground, seen, thin }: Seen,
): TileFeatures[] {
  const box = envelope(degreesOf(tile));
  const whole = seen
    ? sql`not exists (select 1 from ${m} where ${m.countyId} = ${county}
        and ${m.planId} = ${plan}::uuid and ${m.groupId} = ${g.id} and ${m.until} is null
        and ${m.householdId} not in (select id from ${seen} s))`
    : sql`true`;
  const of = (place: SQL) => sql`
    from ${g} where ${g.countyId} = ${county} and ${g.planId} = ${plan}::uuid
      and ${place} && ${box} and ${inGround(ground)} and ${whole} limit ${MOST}`;
  const id = sql`${g.countyId} || '-' || ${g.id} as id`;
  const cells = shapeInTile({ geometry: "MultiPolygon" }, sql`${g.cell}`, tile);
  const spokes = shapeInTile({ geometry: "MultiLineString" }, sql`${g.spokes}`, tile);
  const told = sql`, ${figure("isolated")}::int as isolated, ${figure("thin")}::boolean as thin,
    ${g.openedAt} is not null as opened`;
  return [
    {
      ...{ name: "cells", keys: [...CELL_KEYS, ...(thin ? THIN_KEYS : [])] },
      ...{ sparse: true, objects: sql`sum(feature.size)` },
      features: sql`select ${id}, ${g.number} as number, ${figure("size")}::int as size,
        ${g.locked} as locked ${thin ? told : sql``}, ${cells} as geom ${of(sql`${g.cell}`)}`,
    },
    {
      ...{ name: "spokes", keys: [{ name: "id", kind: "string" }] },
      ...{ sparse: true, objects: sql`0` },
      features: sql`select ${id}, ${spokes} as geom ${of(sql`${g.spokes}`)}`,
    },
  ];
}
