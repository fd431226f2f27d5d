import { type SQL, sql } from "drizzle-orm";
import type { Geometry } from "geojson";
import type { grids } from "../../schema/layers/areas.js";
import { layerOf } from "../../schema/layers/index.js";
import type { Runner } from "../core/database.js";
import { formatId } from "../core/identifier.js";
import { countLivingIn } from "../households/households.service.js";
import { holdsOn, todayIn } from "../policy/policy.js";
import { isVillage } from "../villages/villages.service.js";
import type { Fault } from "../writing/command.js";
import type {
  Proposed,
  ProposedRow,
  ProposedSet,
  SetRefusal,
  WriteRules,
  WrittenSet,
} from "../writing/rules.js";
import { OVERLAP_M2, overlapReason, overlapsAmong } from "./overlaps.js";
import { redrawGrids } from "./places.js";

/** What a grid must satisfy by itself. */
const checkGrid = ({
  values: { validFrom, validTo },
}: ProposedRow<Proposed<typeof grids>>): Fault[] =>
  validFrom && validTo && validTo <= validFrom
    ? [{ field: "validTo", kind: "rule", reason: "must lie after validFrom" }]
    : [];

/** Grids of the same days that share ground with `s`, as what to select from. */
const overlapping = (county: number): SQL => sql`(
  select x.name, ST_CollectionExtract(ST_Intersection(x.geom, s.geom), 3) as piece from grid x
  where x.county_id = ${county} and x.retired_at is null and x.id <> s.id
    and x.geom && s.geom and ST_Intersects(x.geom, s.geom)
    and daterange(x.valid_from, x.valid_to) && daterange(s.valid_from, s.valid_to)
  offset 0) o where ST_Area(o.piece::geography) > ${OVERLAP_M2}`;

/** With whom, and where: a border is drawn anew by who sees the piece. */
async function explainOverlap(tx: Runner, set: ProposedSet, id: string): Promise<Fault> {
  const [overlap] = await tx.rows<{ name: string; piece: string }>(sql`
    select o.name, ST_AsGeoJSON(o.piece, 7) as piece
    from ${set.from} cross join lateral (select o.* from ${overlapping(set.county)}) o
    where s.id = ${id}::uuid order by ST_Area(o.piece::geography) desc limit 1`);
  return {
    field: "geometry",
    kind: "rule",
    reason: overlapReason(overlap!.name),
    geometry: JSON.parse(overlap!.piece) as Geometry,
  };
}

function refusals(set: ProposedSet): SetRefusal[] {
  const { county, changes } = set;
  return [
    {
      when: sql`(${changes("valid_from")} or ${changes("valid_to")} or ${changes("geom")})
        and exists (select 1 from ${overlapping(county)})`,
      fault: { field: "geometry", kind: "rule", reason: "overlaps another grid in the same days" },
      explain: explainOverlap,
    },
    {
      when: sql`s.village_code is not null and not ${isVillage(county, sql`s.village_code`)}`,
      fault: {
        field: "villageCode",
        kind: "reference",
        reason:
          "there is no village with this code. A grid belongs to a village or community, never " +
          "to a town or county",
      },
    },
  ];
}

/** What decides whose a grid's ground is: its border, its days, and of two its code. */
const DECIDES = new Set(["geometry", "code", "validFrom", "validTo"]);

/** The ground that may belong to another grid now: between two borders, where only they moved. */
function changedFaces({ county, action, rows }: WrittenSet): SQL | null {
  const redrawn = rows.filter((row) => action !== "updated" || row.fields.some(isDeciding));
  if (redrawn.length === 0) return null;
  const between = redrawn.map(
    (row) => row.placeBefore !== null && !row.fields.some((f) => f !== "geometry" && isDeciding(f)),
  );
  return sql`
    select case when n.was is null then g.geom
      when n.between then ST_SymDifference(n.was::geometry, g.geom)
      else ST_Union(n.was::geometry, g.geom) end as face
    from unnest(${sql.param(redrawn.map((row) => row.id))}::uuid[],
      ${sql.param(redrawn.map((row) => row.placeBefore))}::text[],
      ${sql.param(between)}::boolean[]) as n(id, was, between)
    join grid g on g.county_id = ${county} and g.id = n.id`;
}

const isDeciding = (field: string): boolean => DECIDES.has(field);

async function holdToday(tx: Runner, { county, rows }: WrittenSet): Promise<boolean> {
  const [row] = await tx.rows(sql`
    select 1 as one from grid where county_id = ${county}
      and id = any(${sql.param(rows.map((r) => r.id))}::uuid[])
      and ${holdsOn(layerOf("grids"), todayIn(county))} limit 1`);
  return row !== undefined;
}

export const gridRules: WriteRules = {
  check: checkGrid,

  among: overlapsAmong,

  settle: (_tx, set) => ({
    refuse: refusals(set),
    ...(set.action === "update" ? { grid: sql`s.id` } : {}),
    village: sql`s.village_code`,
  }),

  /**
   * Whoever draws a border in force across homes learns from their memberships on which side they
   * are: memberships come from exact places. So a change of one is logged like a reading of them.
   */
  async after(tx, written) {
    const { county, writer } = written;
    const faces = changedFaces(written);
    const given = faces ? await redrawGrids(tx, county, faces, written) : undefined;
    const households = given?.get("households") ?? [];
    if (!writer.notes || (households.length === 0 && !(await holdToday(tx, written)))) return;
    const notes = writer.notes("households");
    notes.opens("place", [county], "condition");
    notes.asks("grid.border");
    notes.answered(households.map((id) => formatId(county, id)));
  },

  async beforeRetire(tx, { county, ids }) {
    const inside = await countLivingIn(tx, county, "gridId", ids);
    if (inside === 0) return null;
    const reason = `${inside} households belong to this grid. Give its ground to another grid first`;
    return { field: "id", kind: "rule", reason };
  },
};
