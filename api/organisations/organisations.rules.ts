import { sql } from "drizzle-orm";
import type { jurisdictions } from "../../schema/registers/organisations.js";
import { badInput, Refusal } from "../core/refusal.js";
import type { Fault } from "../writing/command.js";
import type { Proposed, ProposedRow, WriteRules } from "../writing/rules.js";
import { hangsOn, isBelow } from "./organisations.queries.js";

export const organisationRules: WriteRules = {
  /** The tree stays a tree: nobody is put below itself. */
  async settle(tx, { action, county, from, changes }) {
    if (action === "create") return {};
    const given = await tx.rows<{ id: string; parent: string }>(sql`
      select s.id, s.parent_id as parent from ${from}
      join organisation o on o.county_id = ${county} and o.id = s.id
      where s.parent_id is not null and ${changes("parent_id")}`);
    for (const { id, parent } of given)
      if (await isBelow(tx, { county, id }, parent))
        throw badInput(
          "parentId",
          "parentId: is this organisation or one below it; choose one that is not.",
        );
    return {};
  },

  async beforeRetire(tx, { county, ids }) {
    for (const id of ids) {
      const { below, places } = await hangsOn(tx, { county, id });
      if (below > 0)
        throw new Refusal(
          "CONFLICT",
          `This organisation has ${below} below it: give them another parent first.`,
        );
      if (places > 0)
        throw new Refusal(
          "CONFLICT",
          `This organisation answers for ${places} grids or villages: retire those jurisdictions ` +
            "first, or give them to another.",
        );
    }
    return null;
  },
};

const checkJurisdiction = ({ values }: ProposedRow<Proposed<typeof jurisdictions>>): Fault[] =>
  (values.gridId == null) !== (values.villageId == null)
    ? []
    : [{ field: "gridId", kind: "rule", reason: "give exactly one of gridId and villageId" }];

export const jurisdictionRules: WriteRules = { check: checkJurisdiction };
