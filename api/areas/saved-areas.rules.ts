import type { savedAreas } from "../../schema/registers/saved-areas.js";
import type { Proposed, ProposedRow, WriteRules } from "../writing/rules.js";
import { sharedFaults } from "../writing/shared-with.js";

export const savedAreaRules: WriteRules = {
  check: ({ values }: ProposedRow<Proposed<typeof savedAreas>>) =>
    sharedFaults(values.sharedWithRole),
};
