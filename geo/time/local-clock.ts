import { type Day, dayOfNumber } from "./day.js";

/**
 * Offsets from UTC change on quarter hours at the finest (since 1972), so one answer holds for the
 * quarter.
 */
const QUARTER = 900_000;

export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
}

export interface Moment {
  at: number;
  kind:
    | "plain"
    | "gap"
    | "fold" /** The second of two moments that a clock set back shows alike. */;
  later?: number;
}

/**
 * Clock times of one time zone as moments. A time in the gap when clocks go forward is read with
 * the offset from before it;
 * one that occurs twice is the first (RFC 5545 section 3.3.5). Both kinds are told, so that an
 * import can count them.
 */
export class LocalClock {
  private readonly format: Intl.DateTimeFormat;
  private readonly offsets = new Map<number, number>();

  /** Throws a RangeError for a time zone that does not exist. */
  constructor(readonly timeZone: string) {
    this.format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
      era: "short",
    });
  }

  /** Milliseconds that local time is ahead of UTC at a moment. */
  offsetAt(at: number): number {
    const quarter = Math.floor(at / QUARTER);
    let offset = this.offsets.get(quarter);
    if (offset === undefined) {
      const start = quarter * QUARTER;
      const parts = Object.fromEntries(
        this.format.formatToParts(start).map((p) => [p.type, p.value]),
      );
      const year = parts["era"] === "BC" ? 1 - Number(parts["year"]) : Number(parts["year"]);
      const local = new Date(0);
      local.setUTCFullYear(year, Number(parts["month"]) - 1, Number(parts["day"]));
      local.setUTCHours(Number(parts["hour"]), Number(parts["minute"]), Number(parts["second"]));
      offset = local.getTime() - start;
      this.offsets.set(quarter, offset);
    }
    return offset;
  }

  moment(t: WallTime): Moment {
    const wall = Date.UTC(t.year, t.month - 1, t.day, t.hour, t.minute, t.second, t.ms);
    // Offsets of a day before and after bracket any change near the time.
    const [before, after] = [this.offsetAt(wall - 86_400_000), this.offsetAt(wall + 86_400_000)];
    const fits = [...new Set([before, after])]
      .map((o) => wall - o)
      .filter((at) => this.offsetAt(at) === wall - at)
      .sort((a, b) => a - b);
    if (fits.length === 0) return { at: wall - before, kind: "gap" };
    return fits.length === 1
      ? { at: fits[0]!, kind: "plain" }
      : { at: fits[0]!, kind: "fold", later: fits[1]! };
  }

  /** The day that this clock shows at a moment. */
  dayAt(at: number): Day {
    return dayOfNumber(Math.floor((at + this.offsetAt(at)) / 86_400_000));
  }

  /** What this clock shows at a moment, `HH:MM`. */
  timeAt(at: number): string {
    return new Date(at + this.offsetAt(at)).toISOString().slice(11, 16);
  }

  /** When a day of this clock begins: where its midnight is skipped, the first moment after it. */
  midnight(day: Day): number {
    const [year, month, date] = day.split("-").map(Number) as [number, number, number];
    return this.moment({ year, month, day: date, hour: 0, minute: 0, second: 0, ms: 0 }).at;
  }
}

const clocks = new Map<string, LocalClock>();

/** The clock of a zone, made once: what it has looked up serves all. */
export function localClock(timeZone: string): LocalClock {
  let clock = clocks.get(timeZone);
  if (!clock) clocks.set(timeZone, (clock = new LocalClock(timeZone)));
  return clock;
}
