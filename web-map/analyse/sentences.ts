import { againstWords } from "./against-words.js";
import { hoursOf } from "./clock-windows.js";
import { type Change, changeSaid, type Ranked } from "./figures.js";
import type { SayAnalyse } from "./words.js";

/** What the three sentences of a note are made of; no name of a person is among it. */
export interface Facts {
  from: string;
  to: string;
  days: number;
  where: string;
  what: string;
  total: number;
  changes: readonly Change[];
  /** 168 hours, 0 Monday 00:00. */
  clock: readonly number[];
  grids: readonly Ranked[];
}

/** Hours that are told together: as long as a shift of a patrol. */
const LONG = 6;

/** The hours of the day, so many in a row and over midnight too, that have most; and how much. */
export function busiest(clock: readonly number[]): { from: number; to: number; count: number } {
  let best = { from: 0, to: LONG, count: -1 };
  for (let from = 0; from < 24; from++) {
    const window = { days: [1, 2, 3, 4, 5, 6, 7], from, to: ((from + LONG - 1) % 24) + 1 };
    let count = 0;
    for (const hour of hoursOf([window])) count += clock[hour] ?? 0;
    if (count > best.count + 1e-9) best = { from, to: window.to, count };
  }
  return best;
}

/** The weekday with most, 1 to 7. */
export function busiestDay(clock: readonly number[]): number {
  const days = Array.from({ length: 7 }, (_, day) =>
    clock.slice(day * 24, day * 24 + 24).reduce((a, b) => a + b, 0),
  );
  return days.indexOf(Math.max(...days)) + 1;
}

interface Say {
  t: SayAnalyse;
  number(n: number): string;
  dayName(day: number): string;
}

/** How many and whether that is more than chance; when; and where. */
export function sentences(facts: Facts, { t, number, dayName }: Say): string[] {
  const { from, to, days, where, what, total, changes, clock, grids } = facts;
  const rounded = (n: number) => number(Math.round(n * 10) / 10);
  const said = (percent: number) => changeSaid(percent, t, number);
  const against = changes.flatMap((change) => {
    const { percent, range, isBeyondChance } = change;
    return percent === null || !range
      ? []
      : [
          t("noteAgainst", {
            against: againstWords(change, t, "sentence"),
            percent: said(percent),
            low: said(range.low),
            high: said(range.high),
            verdict: t(isBeyondChance ? "beyondChance" : "withinChance"),
          }),
        ];
  });
  const first = [
    t("noteTotal", { from, to, days, where, what, count: rounded(total) }),
    ...against,
  ].join(" ");
  if (total === 0) return [first];
  const whole = clock.reduce((a, b) => a + b, 0);
  const hours = busiest(clock);
  const second = t("noteWhen", {
    from: hours.from,
    to: hours.to,
    count: number(Math.round(hours.count)),
    share: number(Math.round((100 * hours.count) / whole)),
    even: number(Math.round((100 * LONG) / 24)),
    day: dayName(busiestDay(clock)),
  });
  const sorted = grids.toSorted((a, b) => b.rate - a.rate);
  const [top] = sorted;
  // Where all places are open nothing is told by who stands first.
  if (!top?.range || top.places[1] >= grids.length) return [first, second, t("noteNowhere")];
  return [
    first,
    second,
    t("noteWhere", {
      name: top.name,
      rate: rounded(top.rate),
      low: rounded(top.range.low),
      high: rounded(top.range.high),
      first: top.places[0],
      last: top.places[1],
      of: grids.length,
    }),
  ];
}
