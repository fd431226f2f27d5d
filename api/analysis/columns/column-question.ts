import type { MultiPolygon, Polygon } from "geojson";
import type { WeekSegments } from "../../../geo/hotspots/week-segments.js";
import { spansOfWeek, type WeekSpan } from "../../../geo/time/times-of-week.js";
import { TimesCounted } from "../../../schema/incident-stats.js";
import { CountBy } from "../../../schema/inputs.js";
import { parseId } from "../../core/identifier.js";
import type { Zone } from "../../counties/counties.service.js";
import type { Offset } from "../../counties/zone-offsets.js";
import { type Filter, spansAsked } from "../../layers/filter.js";
import type { RowsTold } from "../../policy/rules.js";
import { type Counting, isOfWeek, ownBrush, segmentsOf, spansBut } from "../stats.queries.js";
import type { WeekView } from "../week-parts.js";

/** What is asked of a row's columns. What is not known of it is not so, as in SQL's `where`. */
export type Condition =
  | { is: "all" | "any"; of: readonly Condition[] }
  | { is: "not"; of: Condition }
  /** Microseconds since 1970; `to` is outside. */
  | { is: "begun"; from: number; to: number }
  /** Some codes, or some beginnings of codes. */
  | { is: "coded"; by: CodeColumn; codes: readonly string[]; beginnings: readonly string[] }
  | { is: "level"; min: number; max: number }
  /** By the clock on the wall when it began. */
  | { is: "clock"; spans: readonly WeekSpan[] }
  | { is: "counties"; counties: readonly number[] }
  /** Uuids. */
  | { is: "grids"; grids: readonly string[] }
  /** Twelve digits; before rows are scanned they become grids. */
  | { is: "villages"; villages: readonly string[] }
  /** Degrees: west, south, east, north, borders inside. */
  | { is: "box"; box: readonly number[] }
  | { is: "polygon"; polygon: Polygon | MultiPolygon };

export type CodeColumn = "category" | "status" | "source";
/** By what a view groups rows; of a day, weekdays and months are made too. */
export type GroupColumn = CodeColumn | "grid" | "level" | "day" | "hour" | "hourOfWeek";

/** A question as the columns are asked it: of `brushes[i]` those views are free that have it. */
export interface ColumnQuestion {
  counties: readonly { county: number; offsets: readonly Offset[] }[];
  /** Filter and policy. */
  rows: Condition;
  brushes: readonly Condition[];
  /** Spans under all brushes but one: of the total, and of each brush. */
  spans: readonly (readonly WeekSpan[] | null)[];
  /** Views that group rows: their place in the question, their column, their own brush or -1. */
  views: readonly { view: number; by: GroupColumn; own: number }[];
  /** Views that are made of segments of the week: their place, which, their own brush or -1. */
  ofWeek: readonly { view: number; by: WeekView; own: number }[];
  segments: WeekSegments;
  knownOnly: boolean;
  /** An interval counts by its share; else whole where it has any. */
  shared: boolean;
}

const GROUPED: Record<CountBy, GroupColumn> = {
  [CountBy.GRID]: "grid",
  [CountBy.VILLAGE]: "grid",
  [CountBy.CATEGORY]: "category",
  [CountBy.TOP_CATEGORY]: "category",
  [CountBy.STATUS]: "status",
  [CountBy.SOURCE]: "source",
  [CountBy.LEVEL]: "level",
  [CountBy.DAY]: "day",
  [CountBy.MONTH]: "day",
  [CountBy.WEEKDAY]: "day",
  [CountBy.HOUR]: "hour",
  [CountBy.HOUR_OF_WEEK]: "hourOfWeek",
};

/** Thrown within this file alone: only SQL knows. */
class OnlySql extends Error {}

/**
 * A question that SQL has judged, as columns answer it; null where only SQL can: it asks for more
 * than they hold, or the policy does.
 * @param told what the policy lets the viewer see, `Access.told`
 */
export function columnQuestion(
  told: readonly RowsTold[] | null,
  zones: readonly Zone[],
  asking: Counting,
): ColumnQuestion | null {
  const { views, brushes, times, gridsOn } = asking;
  if (!told) return null;
  const byGrids = views.some((by) => GROUPED[by] === "grid");
  if (gridsOn !== null && byGrids) return null;
  try {
    const { county, retired, ...filter } = asking.filter;
    if (retired) return null;
    const asked = county == null ? [] : [{ is: "counties", counties: [county] } as const];
    const grouped = views.flatMap((by, view) =>
      isOfWeek(asking, by) ? [] : [{ view, by: GROUPED[by], own: ownBrush(asking, by) }],
    );
    const ofWeek = views.flatMap((by, view) =>
      isOfWeek(asking, by) ? [{ view, by, own: ownBrush(asking, by) }] : [],
    );
    return {
      counties: zones.flatMap(({ counties, offsets }) =>
        counties.map((county) => ({ county, offsets })),
      ),
      rows: { is: "all", of: [seen(told), ...asked, ...conditions(filter)] },
      brushes: brushes.map((b) => ({ is: "all", of: conditions(b.filter) })),
      spans: [-1, ...brushes.keys()].map((t) => spansBut(asking, t)),
      views: grouped,
      ofWeek,
      segments: segmentsOf(asking),
      knownOnly: times === TimesCounted.KNOWN,
      shared: times === TimesCounted.SPREAD,
    };
  } catch (error) {
    if (error instanceof OnlySql) return null;
    throw error;
  }
}

const seen = (told: readonly RowsTold[]): Condition => ({
  is: "any",
  of: told.map(({ county, area, without }) => ({
    is: "all",
    of: [
      { is: "counties", counties: [county] },
      ...(area ? [areaSeen(area)] : []),
      ...(without.length > 0 ? [{ is: "not", of: beginning(without) } as const] : []),
    ],
  })),
});

const areaSeen = ({ grids, villages }: NonNullable<RowsTold["area"]>): Condition => ({
  is: "any",
  of: [
    { is: "grids", grids },
    { is: "villages", villages },
  ],
});

const beginning = (beginnings: readonly string[]): Condition => ({
  is: "coded",
  by: "category",
  codes: [],
  beginnings,
});

const coded =
  (by: CodeColumn) =>
  (codes: readonly string[]): Condition => ({
    is: "coded",
    by,
    codes,
    // Two digits are a level-one code and take all that begins with them.
    beginnings: codes.filter((code) => /^\d{2}$/.test(code)),
  });

/** Keys of a filter, each with what it asks; of any other the columns know nothing. */
const ASKED: Readonly<Record<string, (value: never) => Condition>> = {
  categories: coded("category"),
  statuses: coded("status"),
  sources: coded("source"),
  level: ({ min, max }: { min?: number | null; max?: number | null }) => ({
    is: "level",
    min: min ?? -Infinity,
    max: max ?? Infinity,
  }),
  from: (from: string) => ({ is: "begun", from: microseconds(from), to: Infinity }),
  to: (to: string) => ({ is: "begun", from: -Infinity, to: microseconds(to) }),
  clock: (clock: NonNullable<Filter["clock"]>) => ({ is: "clock", spans: spansAsked(clock) }),
  hours: (hours: readonly number[]) => ({
    is: "clock",
    spans: hours.flatMap((hour) => spansOfWeek([{ from: clockOf(hour), to: clockOf(hour + 1) }])),
  }),
  weekdays: (weekdays: readonly number[]) => ({
    is: "clock",
    spans: spansOfWeek([{ weekdays, from: "00:00", to: "24:00" }]),
  }),
  and: (of: readonly Filter[]) => ({ is: "all", of: of.flatMap(conditions) }),
  or: (of: readonly Filter[]) => ({
    is: "any",
    of: of.map((filter) => ({ is: "all", of: conditions(filter) })),
  }),
  not: (filter: Filter) => ({ is: "not", of: { is: "all", of: conditions(filter) } }),
  area: areaAsked,
};

function conditions(filter: Filter): Condition[] {
  return Object.entries(filter).flatMap(([name, value]) => {
    if (value === null || value === undefined) return [];
    const asked = Object.hasOwn(ASKED, name) ? ASKED[name] : undefined;
    if (!asked) throw new OnlySql();
    return [asked(value as never)];
  });
}

function areaAsked(area: NonNullable<Filter["area"]>): Condition {
  const { county, grids, villages, bbox, polygon } = area;
  if (county !== undefined) return { is: "counties", counties: [county] };
  if (bbox) return { is: "box", box: bbox };
  if (polygon) return { is: "polygon", polygon: polygon as Polygon | MultiPolygon };
  if (villages) return { is: "villages", villages };
  if (!grids) throw new OnlySql();
  const parsed = grids.map((id) => parseId(id, "area.grids"));
  return {
    is: "all",
    of: [
      { is: "counties", counties: parsed.map((p) => p.county) },
      { is: "grids", grids: parsed.map((p) => p.id) },
    ],
  };
}

const clockOf = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

const MILLISECONDS = /^[^.]*(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;

function microseconds(moment: string): number {
  const ms = Date.parse(moment);
  if (!MILLISECONDS.test(moment) || Number.isNaN(ms)) throw new OnlySql();
  return ms * 1000;
}
