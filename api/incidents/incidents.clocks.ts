import type { PeriodUnit } from "../../civic/calendar/period.js";
import type { ClockRule } from "../clocks/clock-rules.js";
import { LAPSE_JOB } from "./lapse.job.js";

/** Levels 1 and 2 are urgent (紧急). */
const URGENT = 2;
/** Due soon once three quarters of the time have gone by. */
const WARN = 0.75;

/**
 * None of these is law: published practice of several places is followed where there is any, else
 * the time is proposed. A county gives its own with their source.
 */
const PRACTICE = "内部规定，参照各地公开做法 (a setting, after published practice)";
const PROPOSED = "内部规定，系统默认 (a setting, the default of the system)";

const rule = (
  kind: string,
  [n, unit]: readonly [number, PeriodUnit],
  source: string,
  more: { urgent?: true; onOverdue?: string } = {},
): ClockRule => ({
  id: `incidents.${kind}${more.urgent ? ".urgent" : ""}`,
  kind,
  category: "",
  levelMax: more.urgent ? URGENT : null,
  term: { n, unit },
  warnShare: WARN,
  source,
  law: false,
  onOverdue: more.onOverdue ?? null,
});

const both = (
  kind: string,
  usual: readonly [number, PeriodUnit],
  urgent: readonly [number, PeriodUnit],
  source: string,
): ClockRule[] => [rule(kind, usual, source), rule(kind, urgent, source, { urgent: true })];

/** How long each part of an incident's way may take, usually and when it is urgent. */
export const INCIDENT_CLOCKS: readonly ClockRule[] = [
  ...both("accept", [2, "hour"], [10, "minute"], PRACTICE),
  // Silence ends it; what is urgent does not end by silence.
  rule("answer", [3, "day"], PROPOSED, { onOverdue: LAPSE_JOB }),
  ...both("file", [4, "hour"], [10, "minute"], PRACTICE),
  ...both("dispatch", [4, "hour"], [10, "minute"], PRACTICE),
  ...both("sign", [4, "hour"], [1, "hour"], PRACTICE),
  ...both("finish", [7, "day"], [3, "day"], PRACTICE),
  ...both("verify", [1, "workingDay"], [4, "hour"], PROPOSED),
  rule("dispute", [7, "day"], PROPOSED),
];
