import { sql } from "drizzle-orm";
import type { Geometry } from "geojson";
import { layerOf } from "../../schema/layers/index.js";
import { formatId, parseId } from "../core/identifier.js";
import { badInput } from "../core/refusal.js";
import { followed } from "../grids/grid-of-place.js";
import { forgetMemberships } from "../grids/memberships.js";
import type { LayerRules } from "../layers/rules.js";
import { requireSeen } from "../layers/values.js";

/**
 * A tie is drawn between its households; it belongs to the grid of the first, and is gone when
 * either side withdraws.
 */
export const tieRules: LayerRules = {
  after: followed("ties"),
  beforeRetire: (tx, at) => forgetMemberships(tx, at.county, [at.id]),

  async complete(tx, p) {
    const [from, to] = [
      parseId(String(p.values["fromId"]), "fromId"),
      parseId(String(p.values["toId"]), "toId"),
    ];
    if (from.county !== p.county || to.county !== p.county)
      throw badInput("toId", "toId: both households must be of the same county.");
    if (from.id === to.id) throw badInput("toId", "toId: a tie joins two different households.");
    await requireSeen(tx, p.visible, layerOf("households"), from, "fromId");
    await requireSeen(tx, p.visible, layerOf("households"), to, "toId");
    const [ends] = await tx.rows<{
      line: string | null;
      grid: string | null;
      village: string | null;
    }>(sql`
      select ST_AsGeoJSON(ST_Multi(ST_MakeLine(a.geom, b.geom)), 7) as line, a.grid_id as grid,
        g.village_code as village
      from household a join household b on b.county_id = a.county_id
      left join grid g on g.county_id = a.county_id and g.id = a.grid_id
      where a.county_id = ${p.county} and a.id = ${from.id}::uuid and b.id = ${to.id}::uuid`);
    if (!ends?.line) throw new Error("two households without a line between them");
    const [twin] = await tx.rows(sql`
      select 1 as one from tie where county_id = ${p.county} and retired_at is null
        and kind = ${String(p.values["kind"])} and id is distinct from ${p.before?.id ?? null}::uuid
        and ((from_id = ${from.id}::uuid and to_id = ${to.id}::uuid)
          or (from_id = ${to.id}::uuid and to_id = ${from.id}::uuid))`);
    if (twin) throw badInput("kind", "kind: this tie exists already.");
    return {
      values: { ...p.values, gridId: ends.grid ? formatId(p.county, ends.grid) : null },
      geometry: JSON.parse(ends.line) as Geometry,
      gridId: ends.grid,
      villageCode: ends.village,
    };
  },
};
