/** 专属网格: a site of its own; how many live in it says nothing. */
const DEDICATED = "02";

export type Range = readonly [least: number, most: number];

/** As the service judges by them: `RANGES` of the findings of plans. */
const RANGES = { community: [300, 500], village: [200, 400] } as const;

/** The range of a grid, by the kind of its village; null of a dedicated one. */
export function rangeOf(
  kind: string | null | undefined,
  villageKind: string | null | undefined,
): Range | null {
  if (kind === DEDICATED) return null;
  return villageKind === "village" ? RANGES.village : RANGES.community;
}

export type Class = "below" | "within" | "above" | "dedicated";

/** Three classes, not a ramp: a planner asks what is out of the range. */
export function classOf(households: number, range: Range | null): Class {
  if (!range) return "dedicated";
  if (households < range[0]) return "below";
  return households > range[1] ? "above" : "within";
}
