import type { Range } from "../../civic/grids/household-range.js";

export type Class = "below" | "within" | "above" | "dedicated";

/** Three classes, not a ramp: a planner asks what is out of the range. */
export function classOf(households: number, range: Range | null): Class {
  if (!range) return "dedicated";
  if (households < range[0]) return "below";
  return households > range[1] ? "above" : "within";
}
