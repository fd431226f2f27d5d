import {
  type ClockTimes,
  sharedSpans,
  spansOfWeek,
  type WeekSpan,
} from "../../geo/time/times-of-week.js";
import { badInput } from "../core/refusal.js";
import { type Filter, spansAsked } from "../layers/filter.js";
import { partsOf } from "../layers/nested-filter.js";

/** A filter, and apart from it what it asks of the time of the week: null, nothing. */
export interface ApartFromWeek {
  filter: Filter;
  spans: WeekSpan[] | null;
}

const KEYS = ["hours", "weekdays", "clock"] as const;
const two = (n: number) => String(n).padStart(2, "0");
const wholeDay = { from: "00:00", to: "24:00" };

export const bothSpans = (
  a: readonly WeekSpan[] | null,
  b: readonly WeekSpan[] | null,
): WeekSpan[] | null => (a && b ? sharedSpans(a, b) : ((a ?? b) as WeekSpan[] | null));

function checkedList(values: readonly number[], name: string, min: number, max: number) {
  if (values.length === 0 || values.some((v) => !Number.isInteger(v) || v < min || v > max))
    throw badInput(name, `${name}: name some of ${min} to ${max}.`);
  return [...new Set(values)];
}

function spansIn({ hours, weekdays, clock }: Filter): WeekSpan[] | null {
  const asked: WeekSpan[][] = [];
  if (hours) {
    const times = checkedList(hours, "hours", 0, 23).map(
      (h): ClockTimes => ({ from: `${two(h)}:00`, to: `${two(h + 1)}:00` }),
    );
    asked.push(spansOfWeek(times));
  }
  if (weekdays)
    asked.push(spansOfWeek([{ weekdays: checkedList(weekdays, "weekdays", 1, 7), ...wholeDay }]));
  if (clock) asked.push(spansAsked(clock));
  return asked.reduce<WeekSpan[] | null>(bothSpans, null);
}

/**
 * Where an interval counts by its share of some hours, a condition on the time of the week is none
 * that holds or not. It is taken out of a filter and of what is and-ed to it; within `or` and `not`
 * there is no such share, and it is refused.
 */
export function apartFromWeek(filter: Filter): ApartFromWeek {
  for (const part of [...(filter.or ?? []), ...(filter.not ? [filter.not] : [])]) refuseWeek(part);
  const { hours, weekdays, clock, ...rest } = filter;
  const parts = (rest.and ?? []).map(apartFromWeek);
  const spans = [spansIn({ hours, weekdays, clock }), ...parts.map((p) => p.spans)].reduce<
    WeekSpan[] | null
  >(bothSpans, null);
  return { filter: rest.and ? { ...rest, and: parts.map((p) => p.filter) } : rest, spans };
}

function refuseWeek(filter: Filter): void {
  for (const name of KEYS)
    if (filter[name] != null)
      throw badInput(
        name,
        `${name}: within or and not an interval has no share of it; ask with times: KNOWN, or ` +
          "name the times outside.",
      );
  for (const part of partsOf(filter)) refuseWeek(part);
}
