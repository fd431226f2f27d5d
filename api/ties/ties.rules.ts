import { sql } from "drizzle-orm";
import type { ties } from "../../schema/layers/objects.js";
import { followed, villageOfGrid } from "../grids/grid-of-place.js";
import { forgetMemberships } from "../grids/memberships.js";
import { ofHousehold } from "../households/households.service.js";
import type { Fault } from "../writing/command.js";
import type { Proposed, ProposedRow, WriteRules } from "../writing/rules.js";

const WITH_ITSELF: Fault = {
  field: "toId",
  kind: "rule",
  reason: "a tie joins two different households",
};

const checkTie = ({ values }: ProposedRow<Proposed<typeof ties>>): Fault[] =>
  values.fromId !== undefined && values.fromId === values.toId ? [WITH_ITSELF] : [];

/**
 * A tie is drawn between its households; it belongs to the grid of the first, and is gone when
 * either side withdraws.
 */
export const tieRules: WriteRules = {
  check: checkTie,
  after: followed,
  async beforeRetire(tx, { county, ids }) {
    await forgetMemberships(tx, county, ids);
    return null;
  },

  settle(_tx, { county }) {
    const [from, to] = [sql`s.from_id`, sql`s.to_id`];
    const grid = ofHousehold(county, from, "gridId");
    const joined = (from: string, to: string) => sql`exists (
      select 1 from tie x where x.county_id = ${county} and x.from_id = s.${sql.identifier(from)}
        and x.to_id = s.${sql.identifier(to)} and x.kind = s.kind and x.retired_at is null
        and x.id <> s.id)`;
    return {
      columns: {
        grid_id: grid,
        geom: sql`ST_Multi(ST_MakeLine(${ofHousehold(county, from, "geom")},
          ${ofHousehold(county, to, "geom")}))`,
      },
      grid,
      village: villageOfGrid(county, grid),
      refuse: [
        { when: sql`s.from_id = s.to_id`, fault: WITH_ITSELF },
        {
          // Each direction by itself: the index of pairs answers that, and not an "or".
          when: sql`(${joined("from_id", "to_id")} or ${joined("to_id", "from_id")})`,
          fault: { field: "kind", kind: "taken", reason: "this tie exists already" },
        },
      ],
    };
  },
};
