import {
  isInSpans,
  type SegmentSums,
  spreadOverSegments,
  touchedParts,
} from "../../geo/hotspots/week-segments.js";
import { TimesCounted } from "../../schema/incident-stats.js";
import { CountBy } from "../../schema/inputs.js";
import {
  type CountedRow,
  type Counting,
  isOfWeek,
  ownBrush,
  segmentsOf,
  segmentView,
  spansBut,
} from "./stats.queries.js";

export interface CountedView {
  groups: Map<string, { label: string | null; n: number }>;
  /** In all groups, those beyond the limit too. */
  whole: number;
}

/** A question's answer of one window. */
export interface CountedViews {
  total: number;
  incidents: number;
  uncertain: number;
  views: CountedView[];
}

/** Into which part of the week a minute falls, by view; its key is so much larger. */
const PARTS: Partial<Record<CountBy, { parts: number; first: number; of: (m: number) => number }>> =
  {
    [CountBy.HOUR_OF_WEEK]: { parts: 168, first: 0, of: (m) => Math.floor(m / 60) },
    [CountBy.HOUR]: { parts: 24, first: 0, of: (m) => Math.floor(m / 60) % 24 },
    [CountBy.WEEKDAY]: { parts: 7, first: 1, of: (m) => Math.floor(m / 1440) },
  };

function overWeek(rows: readonly CountedRow[], asking: Counting, by: CountBy): CountedView {
  const own = ownBrush(asking, by);
  const segments = segmentsOf(asking);
  const spans = spansBut(asking, own);
  const sums = rows
    .filter((row) => row.view === segmentView(own))
    .map(
      ({ from, to, n, rate, begun, ended }): SegmentSums => ({
        ...{ from, to, n, rate: rate ?? 0, begun: begun ?? 0, ended: ended ?? 0 },
      }),
    );
  const { parts, first, of } = PARTS[by]!;
  let counts = new Float64Array(parts);
  if (asking.times === TimesCounted.OVERLAP)
    counts = touchedParts(segments, sums, spans, of, parts);
  else
    spreadOverSegments(segments, sums).forEach((weight, i) => {
      if (isInSpans(segments, i, spans)) counts[of(segments.marks[i]!)]! += weight;
    });
  const groups = new Map(
    [...counts].flatMap((n, i) => (n > 0 ? [[String(i + first), { label: null, n }]] : [])),
  );
  return { groups, whole: counts.reduce((sum, n) => sum + n, 0) };
}

/** Rows of `countedViews` view by view. */
export function gathered(rows: readonly CountedRow[], asking: Counting): CountedViews {
  const views = asking.views.map((by, i): CountedView => {
    if (isOfWeek(asking, by)) return overWeek(rows, asking, by);
    const own = rows.filter((row) => row.view === i);
    return {
      groups: new Map(own.map(({ key, label, n }) => [key, { label, n }])),
      whole: own[0]?.whole ?? 0,
    };
  });
  const { n, whole, uncertain } = rows.find((row) => row.view === -1)!;
  return { total: n, incidents: whole, uncertain: uncertain ?? 0, views };
}
