import {
  isInSpans,
  type SegmentSums,
  spreadOverSegments,
  touchedParts,
  type WeekSegments,
} from "../../geo/hotspots/week-segments.js";
import type { WeekSpan } from "../../geo/time/times-of-week.js";
import type { CountBy } from "../../schema/inputs.js";

/** Parts of a week: how many, the first one's key, into which one a minute of the week falls. */
interface Parts {
  parts: number;
  first: number;
  of: (minute: number) => number;
}

const PARTS = {
  HOUR_OF_WEEK: { parts: 168, first: 0, of: (m) => Math.floor(m / 60) },
  HOUR: { parts: 24, first: 0, of: (m) => Math.floor(m / 60) % 24 },
  WEEKDAY: { parts: 7, first: 1, of: (m) => Math.floor(m / 1440) },
} satisfies Partial<Record<`${CountBy}`, Parts>>;

/** Views of the time of the week, over which intervals are spread. */
export type WeekView = keyof typeof PARTS;

/** Does a view count by the time of the week? */
export const isWeekView = (by: `${CountBy}`): by is WeekView => Object.hasOwn(PARTS, by);

/** How many fall into a part of the week, by its key; of parts with any. */
export type PartCount = readonly [key: number, n: number];

/** Sums of a question's intervals, and how they are to be counted. */
export interface WeekSums {
  segments: WeekSegments;
  sums: readonly SegmentSums[];
  /** What counts of the week; null: all. */
  spans: readonly WeekSpan[] | null;
  /** An interval counts by its share; else once in each part that it touches. */
  shared: boolean;
}

/** A view of the time of the week. */
export function countedParts(
  by: WeekView,
  { segments, sums, spans, shared }: WeekSums,
): PartCount[] {
  const { parts, first, of } = PARTS[by];
  let counts = new Float64Array(parts);
  if (!shared) counts = touchedParts(segments, sums, spans, of, parts);
  else
    spreadOverSegments(segments, sums).forEach((weight, i) => {
      if (isInSpans(segments, i, spans)) counts[of(segments.marks[i]!)]! += weight;
    });
  return [...counts].flatMap((n, i): PartCount[] => (n > 0 ? [[i + first, n]] : []));
}
