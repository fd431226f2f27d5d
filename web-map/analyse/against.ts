import type { Day } from "../../geo/time/day.js";
import type { CompareInput } from "../gql/graphql.js";
import { periodOf } from "../state/time-range.js";

/**
 * What the days of a question are compared with: as many just before, the same of last year, or
 * days that somebody chose, both included.
 */
export type Against = "PRECEDING" | "LAST_YEAR" | Readonly<{ from: Day; to: Day }>;

const DAYS = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;
const isDay = (text: string) => !Number.isNaN(Date.parse(text));

/** As a link says it; what is no period is the one before. */
export function againstFromText(text: string | null): Against {
  if (text === "lastyear") return "LAST_YEAR";
  const [, from, to] = DAYS.exec(text ?? "") ?? [];
  return from && to && isDay(from) && isDay(to) && from <= to ? { from, to } : "PRECEDING";
}

/** Null: the usual one, which a link does not say. */
export function againstToText(against: Against): string | null {
  if (against === "PRECEDING") return null;
  return against === "LAST_YEAR" ? "lastyear" : `${against.from}..${against.to}`;
}

/** What the service is asked. */
export function compareInput(against: Against, timeZone: string): CompareInput {
  return typeof against === "string"
    ? { against }
    : periodOf({ kind: "days", ...against }, timeZone);
}

/** The other that is told beside it: how it was a year ago, or just before. */
export const besides = (against: Against): Against =>
  against === "LAST_YEAR" ? "PRECEDING" : "LAST_YEAR";
