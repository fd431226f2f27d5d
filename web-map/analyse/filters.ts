import type { BrushInput, IncidentFilter } from "../gql/graphql.js";
import { areaInput } from "../state/area.js";
import { periodOf } from "../state/time-range.js";
import type { ClockWindow } from "./clock-windows.js";
import type { Days, Question } from "./question.js";

/** How a question is put to the service: what all views obey, and what each brushed. */

const hour = (h: number) => `${String(h).padStart(2, "0")}:00`;

const clockInput = (windows: readonly ClockWindow[]) =>
  windows.map(({ days, from, to }) => ({ weekdays: [...days], from: hour(from), to: hour(to) }));

/** Levels that stand in a row are a range; others are several. */
function levelFilter(levels: readonly number[]): IncidentFilter {
  const [min, max] = [Math.min(...levels), Math.max(...levels)];
  if (max - min === levels.length - 1) return { level: { min, max } };
  return { or: levels.map((level) => ({ level: { min: level, max: level } })) };
}

/** Place and days: what everything is counted under. */
export const baseFilter = (
  { area, notAt }: Pick<Question, "area" | "notAt">,
  days: Days,
  county: { id: number; timeZone: string },
): IncidentFilter => ({
  area: area ? areaInput(area) : { county: county.id },
  ...periodOf({ kind: "days", ...days }, county.timeZone),
  ...(notAt && notAt.length > 0 && { notAt: notAt.map((at) => [...at]) }),
});

/** What was brushed in each view; the view itself goes on showing what else there is. */
export function brushesOf(question: Question): BrushInput[] {
  const { clock, kinds, levels, sources, grids } = question;
  return [
    ...(clock.length > 0
      ? [{ by: "HOUR_OF_WEEK" as const, filter: { clock: clockInput(clock) } }]
      : []),
    ...(kinds ? [{ by: "CATEGORY" as const, filter: { categories: kinds } }] : []),
    ...(levels.length > 0 ? [{ by: "LEVEL" as const, filter: levelFilter(levels) }] : []),
    ...(sources.length > 0 ? [{ by: "SOURCE" as const, filter: { sources } }] : []),
    ...(grids.length > 0 ? [{ by: "GRID" as const, filter: gridFilter(question) }] : []),
  ];
}

/**
 * Grids as they were are a field of an incident; those of another day are where they lie. Under
 * `and`, since the question has an area of its own.
 */
function gridFilter({ grids, gridsOn, gridShapes }: Question): IncidentFilter {
  if (gridsOn === null || !gridShapes) return { grids };
  return { and: [{ or: gridShapes.map((polygon) => ({ area: { polygon } })) }] };
}

/** All of it together: what the list, the points and a file are of. */
export const wholeFilter = (
  question: Question,
  county: { id: number; timeZone: string },
): IncidentFilter => ({
  ...baseFilter(question, question.days, county),
  ...narrowed(question),
});

/** What was brushed, beside place and days. */
export function narrowed(question: Question): IncidentFilter {
  const { within, notAt } = question;
  const filter = Object.assign(
    notAt?.length ? { notAt: notAt.map((at) => [...at]) } : {},
    ...brushesOf(question).map(({ filter }) => filter),
  ) as IncidentFilter;
  return within ? { ...filter, and: [...(filter.and ?? []), { area: areaInput(within) }] } : filter;
}
