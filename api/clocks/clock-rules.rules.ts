import { PERIOD_UNITS, type PeriodUnit } from "../../civic/calendar/period.js";
import type { clockRules } from "../../schema/registers/clock-rules.js";
import type { Fault } from "../writing/command.js";
import type { Proposed, ProposedRow, WriteRules } from "../writing/rules.js";
import { mattersOf } from "./clock-rules.js";

const rule = (field: string, reason: string): Fault => ({ field, kind: "rule", reason });

/** A rule that no clock would ever ask for looks as if it held. */
function checkClockRule({ values }: ProposedRow<Proposed<typeof clockRules>>): Fault[] {
  const { subjectKind, kind, unit } = values;
  const faults: Fault[] = [];
  const matters = subjectKind ? mattersOf(subjectKind) : undefined;
  if (subjectKind && !matters) faults.push(rule("subjectKind", "has no clocks"));
  if (matters && kind && !matters.has(kind))
    faults.push(rule("kind", `is none of ${[...matters].join(", ")}`));
  if (unit && !PERIOD_UNITS.includes(unit as PeriodUnit))
    faults.push(rule("unit", `is none of ${PERIOD_UNITS.join(", ")}`));
  return faults;
}

export const clockRuleRules: WriteRules = { check: checkClockRule };
