import type { savedQuestions } from "../../schema/registers/saved-questions.js";
import type { Fault } from "../writing/command.js";
import type { Proposed, ProposedRow, WriteRules } from "../writing/rules.js";
import { sharedFaults } from "../writing/shared-with.js";

/** The arguments of incidentStats. */
const ARGUMENTS = ["filter", "groupBy", "brushes", "compare", "times", "grids", "rate"];

/** Whether its filter may be asked is judged when somebody asks, by what they may. */
function questionFaults(question: Record<string, unknown> | null | undefined): Fault[] {
  const other = Object.keys(question ?? {}).find((key) => !ARGUMENTS.includes(key));
  return other === undefined
    ? []
    : [
        {
          field: "question",
          kind: "rule",
          reason: `holds ${ARGUMENTS.join(", ")}, not ${other.slice(0, 40)}`,
        },
      ];
}

export const savedQuestionRules: WriteRules = {
  check: ({ values }: ProposedRow<Proposed<typeof savedQuestions>>) => [
    ...sharedFaults(values.sharedWithRole),
    ...questionFaults(values.question),
  ],
};
