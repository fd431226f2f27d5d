import type { SegmentSums } from "../../geo/hotspots/week-segments.js";
import { TimesCounted } from "../../schema/incident-stats.js";
import type { Kept } from "../core/kept-results.js";
import {
  type CountedRow,
  type Counting,
  isOfWeek,
  ownBrush,
  segmentsOf,
  segmentView,
  spansBut,
} from "./stats.queries.js";
import { countedParts, type PartCount } from "./week-parts.js";

export interface CountedView {
  groups: ReadonlyMap<string, { label: string | null; n: number }>;
  /** In all groups, those beyond the limit too. */
  whole: number;
}

/** A question's answer of one window. */
export interface CountedViews {
  total: number;
  incidents: number;
  uncertain: number;
  views: readonly CountedView[];
}

/** A view of the time of the week, by its parts. */
export const viewOfParts = (parts: readonly PartCount[]): CountedView => ({
  groups: new Map(parts.map(([key, n]) => [String(key), { label: null, n }])),
  whole: parts.reduce((sum, [, n]) => sum + n, 0),
});

/** The view at a place in the list, of rows that have its groups. */
export function viewOfRows(rows: readonly CountedRow[], view: number): CountedView {
  const own = rows.filter((row) => row.view === view);
  return {
    groups: new Map(own.map(({ key, label, n }) => [key, { label, n }])),
    whole: own[0]?.whole ?? 0,
  };
}

/** Rows of `countedViews` view by view. */
export function gathered(rows: readonly CountedRow[], asking: Counting): CountedViews {
  const segments = segmentsOf(asking);
  const shared = asking.times === TimesCounted.SPREAD;
  const views = asking.views.map((by, i): CountedView => {
    if (!isOfWeek(asking, by)) return viewOfRows(rows, i);
    const own = ownBrush(asking, by);
    const sums = sumsIn(rows, segmentView(own));
    return viewOfParts(countedParts(by, { segments, sums, spans: spansBut(asking, own), shared }));
  });
  const { n, whole, uncertain } = rows.find((row) => row.view === -1)!;
  return { total: n, incidents: whole, uncertain: uncertain ?? 0, views };
}

const sumsIn = (rows: readonly CountedRow[], view: number): SegmentSums[] =>
  rows
    .filter((row) => row.view === view)
    .map(({ from, to, n, rate, begun, ended }) => ({
      ...{ from, to, n, rate: rate ?? 0, begun: begun ?? 0, ended: ended ?? 0 },
    }));

const GROUP_BYTES = 150;
const RESULT_BYTES = 1000;

/** To be kept, with what it takes, about. */
export const keptViews = (value: CountedViews): Kept<CountedViews> => ({
  value,
  bytes: value.views.reduce((sum, { groups }) => sum + groups.size * GROUP_BYTES, RESULT_BYTES),
});
