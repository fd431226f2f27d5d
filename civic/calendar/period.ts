import { addDays, addMonths, type Day } from "../../geo/time/day.js";
import type { WorkingCalendar } from "./working-day.js";

export const PERIOD_UNITS = ["minute", "hour", "day", "workingDay", "month", "year"] as const;
export type PeriodUnit = (typeof PERIOD_UNITS)[number];

/** How long: 30 days, 3 working days, 1 year. */
export interface Term {
  n: number;
  unit: PeriodUnit;
}

/** Days that do not count, both included: what was paused. */
export type Excluded = readonly [first: Day, last: Day];

export interface Period {
  /** The day that plain counting ends on; null of working days, hours and minutes. */
  nominal: Day | null;
  /** The last lawful day; of hours and minutes, the instant. */
  deadline: Day | string;
  /**
   * The last working day on or before the nominal one: promise early, permit late. Null of working
   * days, hours and minutes, and where no working day lies between the beginning and the nominal day.
   */
  adviseBy: Day | null;
  /** Years that were counted without their rows. */
  unknownYears: number[];
  warnings: string[];
  /** Whose rule decided, in the order of its use. */
  sources: string[];
}

const FIRST_DAY_OUT = "民法典 第201条 (the day it begins on is not counted)";
const CORRESPONDING = "民法典 第202条 (ends on the corresponding date)";
const REST_DAY_ROLLS = "民法典 第203条 (a rest day at the end moves it to the next working day)";
const HOURS_AT_ONCE = "民法典 第201条第2款 (hours run at once)";

/** Of what runs at once, by the clock. */
export const UNIT_MS = { minute: 60_000, hour: 3_600_000 };

/** How long a calendar may rest without a break before it is taken for a mistake. */
const LONGEST_REST = 60;

/** The calendar as one question asks it: remembers what its answers rest on. */
class Asked {
  readonly sources = new Set<string>();
  private readonly unknown = new Set<number>();

  constructor(private readonly calendar: WorkingCalendar) {}

  rests(day: Day): boolean {
    const { rest, source, known } = this.calendar.kindOf(day);
    if (source) this.sources.add(source);
    if (!known) this.unknown.add(Number(day.slice(0, 4)));
    return rest;
  }

  /** The first day from `day` on, in steps of `step`, that is no rest day. */
  working(day: Day, step: 1 | -1): Day {
    for (let n = 0; n < LONGEST_REST; n++) {
      const at = addDays(day, n * step);
      if (!this.rests(at)) return at;
    }
    throw new RangeError(`the calendar rests ${LONGEST_REST} days in a row beside ${day}`);
  }

  result(of: Pick<Period, "nominal" | "deadline" | "adviseBy">, rules: string[]): Period {
    const unknownYears = [...this.unknown].sort((a, b) => a - b);
    return {
      ...of,
      unknownYears,
      warnings: unknownYears.map(
        (year) =>
          `${year}: no calendar rows are loaded; counted by weekends and statutory days, ` +
          "bridging holidays and make-up workdays are unknown",
      ),
      sources: [...rules, ...this.sources],
    };
  }
}

const isExcluded = (day: Day, excluded: readonly Excluded[]): boolean =>
  excluded.some(([first, last]) => first <= day && day <= last);

/** A last day moved on by what is excluded between `from` and it. */
function movedOn(from: Day, last: Day, excluded: readonly Excluded[]): Day {
  let end = last;
  for (let day = addDays(from, 1); excluded.length > 0 && day <= end; day = addDays(day, 1))
    if (isExcluded(day, excluded)) end = addDays(end, 1);
  return end;
}

function nominalDay(from: Day, { n, unit }: Term, excluded: readonly Excluded[]): Day {
  const last = unit === "day" ? addDays(from, n) : addMonths(from, unit === "year" ? n * 12 : n);
  return movedOn(from, last, excluded);
}

function workingDays(from: Day, n: number, asked: Asked, excluded: readonly Excluded[]): Day {
  let day = from;
  for (let counted = 0, rested = 0; counted < n; ) {
    day = addDays(day, 1);
    if (isExcluded(day, excluded)) continue;
    if (!asked.rests(day)) [counted, rested] = [counted + 1, 0];
    else if (++rested > LONGEST_REST)
      throw new RangeError(`the calendar rests ${LONGEST_REST} days in a row before ${day}`);
  }
  return day;
}

/**
 * A legal period that begins on a day, or at a moment of the calendar's clock. The first day is
 * out; months and years end on the corresponding date; an end on a rest day moves to the next
 * working day, and a make-up workday is no rest day.
 */
export function period(
  from: Day | Date,
  term: Term,
  calendar: WorkingCalendar,
  excluded: readonly Excluded[] = [],
): Period {
  const { n, unit } = term;
  if (!Number.isSafeInteger(n) || n < 1) throw new RangeError(`a period of ${n} ${unit}s`);
  const asked = new Asked(calendar);
  if (unit === "hour" || unit === "minute") {
    if (!(from instanceof Date)) throw new RangeError(`${unit}s run from a moment, not from a day`);
    const deadline = new Date(from.getTime() + n * UNIT_MS[unit]).toISOString();
    return asked.result({ nominal: null, deadline, adviseBy: null }, [HOURS_AT_ONCE]);
  }
  const first = from instanceof Date ? calendar.clock.dayAt(from.getTime()) : from;
  if (unit === "workingDay") {
    const deadline = workingDays(first, n, asked, excluded);
    return asked.result({ nominal: null, deadline, adviseBy: null }, [FIRST_DAY_OUT]);
  }
  const nominal = nominalDay(first, term, excluded);
  const deadline = asked.working(nominal, 1);
  const before = asked.working(nominal, -1);
  return asked.result({ nominal, deadline, adviseBy: before < first ? null : before }, [
    FIRST_DAY_OUT,
    ...(unit === "day" ? [] : [CORRESPONDING]),
    ...(deadline === nominal ? [] : [REST_DAY_ROLLS]),
  ]);
}

/** The moment at which a period has run out: of days, the midnight that ends the last one. */
export function endOf({ deadline }: Pick<Period, "deadline">, { clock }: WorkingCalendar): number {
  return deadline.includes("T") ? Date.parse(deadline) : clock.midnight(addDays(deadline, 1));
}
