import { sql } from "drizzle-orm";
import type { grids } from "../../schema/layers/areas.js";
import { isVillage } from "../villages/villages.service.js";
import type { Fault } from "../writing/command.js";
import type { Proposed, ProposedRow, WriteRules } from "../writing/rules.js";
import { noSuchVillage } from "./grids.service.js";

/** What a grid must satisfy by itself. */
const checkGrid = ({
  values: { validFrom, validTo },
}: ProposedRow<Proposed<typeof grids>>): Fault[] =>
  validFrom && validTo && validTo <= validFrom
    ? [{ field: "validTo", kind: "rule", reason: "must lie after validFrom" }]
    : [];

/** Borders are drawn in plans; what comes into force is judged there (api/plans). */
export const gridRules: WriteRules = {
  check: checkGrid,

  settle: (_tx, { county, action }) => ({
    refuse: [
      {
        when: sql`s.village_code is not null and not ${isVillage(county, sql`s.village_code`)}`,
        fault: noSuchVillage,
      },
    ],
    ...(action === "update" ? { grid: sql`s.id` } : {}),
    village: sql`s.village_code`,
  }),
};
