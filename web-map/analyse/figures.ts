import type { Day } from "../../geo/time/day.js";
import type { SayAnalyse } from "./words.js";

/** What chance alone would give, both ends included. */
export interface Range {
  low: number;
  high: number;
}

/** How a number stands to that of another time. */
export interface Change {
  against: "preceding" | "lastYear" | "chosen";
  /** The days it is compared with, both included. */
  from: Day;
  to: Day;
  /** Until when of the last of them, where today is not over; null: to its end. */
  until: string | null;
  /**
   * How many of so many days there were; of a period of another length what that makes of these.
   */
  before: number;
  isScaled: boolean;
  /** Percent of before; null where there was nothing before. */
  percent: number | null;
  /** Percent within which the change would be chance, both signs. */
  range: Range | null;
  isBeyondChance: boolean;
}

/** One part of what a question finds; the parts of a view add up to its total. */
export interface Part {
  key: string;
  /** In the viewer's language. */
  name: string;
  /** Whole, or parts where incidents of unknown moment are spread. */
  count: number;
  /** Of the period before; null: not asked. */
  before: number | null;
}

/** A grid among others: what it has per 100 households, how sure that is, and its places. */
export interface Ranked extends Part {
  rate: number;
  /** Null where it is told by its count alone. */
  range: Range | null;
  /** The first and the last that it may have: where ranges overlap they are shared. */
  places: readonly [first: number, last: number];
}

/** How much more than before, percent; null where there was nothing before. */
export const percentOf = (count: number, before: number): number | null =>
  before > 0 ? (100 * (count - before)) / before : null;

/** A percentage with its sign, and a real minus. */
const signed = (percent: number): string => {
  const whole = Math.round(percent);
  return whole === 0 ? "±0%" : `${whole < 0 ? "−" : "+"}${Math.abs(whole)}%`;
};

/** From so many times as many on, percent tell nobody anything. */
const TIMES_FROM = 10;

/** By how much more or less than before: percent, or how many times as many. */
export function changeSaid(percent: number, t: SayAnalyse, number: (n: number) => string): string {
  const times = 1 + percent / 100;
  return times < TIMES_FROM
    ? signed(percent)
    : t("timesAsMany", { times: number(Math.round(times)) });
}

/** Of a share whole percent; a few are not none. */
export const wholePercent = (share: number): string =>
  share > 0 && share < 0.005 ? "< 1" : String(Math.round(share * 100));
