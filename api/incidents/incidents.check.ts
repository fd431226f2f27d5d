import type { incidents } from "../../schema/layers/objects.js";
import type { Fault } from "../writing/command.js";
import type { Proposed, ProposedRow } from "../writing/rules.js";

type Incident = ProposedRow<Proposed<typeof incidents>>;

const DAY_MS = 86_400_000;
const NEVER_EMPTY = ["level", "status", "reportedAt"] as const;

/** What an incident must satisfy by itself. */
export function checkIncident({ values, now }: Incident): Fault[] {
  const faults: Fault[] = [];
  for (const field of NEVER_EMPTY)
    if (values[field] === null)
      faults.push({ field, kind: "required", reason: "cannot be emptied" });
  const { occurredFrom: from, occurredUntil: until } = values;
  if (!from) return faults;
  if (until && Date.parse(until) < Date.parse(from))
    faults.push({
      field: "occurredUntil",
      kind: "rule",
      reason: "must not lie before occurredFrom",
    });
  if (Date.parse(from) > now + DAY_MS)
    faults.push({ field: "occurredFrom", kind: "rule", reason: "lies in the future" });
  return faults;
}
