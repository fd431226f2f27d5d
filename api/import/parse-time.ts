import type { LocalClock, WallTime } from "./local-clock.js";

export type ParsedTime =
  | { kind: "moment"; at: number; clock: "plain" | "gap" | "fold"; later?: number }
  /** A day without a time: it happened between its midnights. */
  | { kind: "day"; from: number; until: number; clock: "plain" };

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?$/;
const SLASHED = /^(\d{4})\/(\d{1,2})\/(\d{1,2})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
/** DIN 5008: day.month.year, written with dots in no other order. */
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const CHINESE =
  /^(\d{4})年(\d{1,2})月(\d{1,2})[日号](?:\s*(\d{1,2})[时:：](\d{1,2})分?(?:[:：]?(\d{1,2})秒?)?)?$/;

interface Parts {
  year: number;
  month: number;
  day: number;
  time?: { hour: number; minute: number; second: number; ms: number };
  offset?: string;
}

function partsOf(text: string): Parts | null {
  const numbers = (m: RegExpExecArray, y: number, mo: number, d: number): Parts => {
    const parts: Parts = { year: Number(m[y]), month: Number(m[mo]), day: Number(m[d]) };
    if (m[4] !== undefined)
      parts.time = {
        hour: Number(m[4]),
        minute: Number(m[5]),
        second: Number(m[6] ?? 0),
        ms: m[7] ? Math.floor(Number(`0.${m[7]}`) * 1000) : 0,
      };
    return parts;
  };
  const iso = ISO.exec(text);
  if (iso) return { ...numbers(iso, 1, 2, 3), ...(iso[8] ? { offset: iso[8] } : {}) };
  const first = COMPACT.exec(text) ?? SLASHED.exec(text) ?? CHINESE.exec(text);
  if (first) return numbers(first, 1, 2, 3);
  const dotted = DOTTED.exec(text);
  return dotted ? numbers(dotted, 3, 2, 1) : null;
}

function isReal({ year, month, day, time }: Parts): boolean {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  if (month < 1 || month > 12 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day)
    return false;
  return !time || (time.hour < 24 && time.minute < 60 && time.second < 61);
}

const minutesOf = (offset: string): number => {
  if (/^z$/i.test(offset)) return 0;
  const [, sign, h, m] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset)!;
  return (sign === "-" ? -1 : 1) * (Number(h) * 60 + Number(m ?? 0));
};

/**
 * `YYYY-MM-DD` of a day written in one of the accepted ways (a time beside it is dropped); null
 * when it is no day.
 */
export function parseDay(text: string): string | null {
  const parts = partsOf(text);
  if (!parts || !isReal(parts)) return null;
  return `${String(parts.year).padStart(4, "0")}-${String(parts.month).padStart(2, "0")}-${String(parts.day).padStart(2, "0")}`;
}

/**
 * A moment (ISO with an offset), a clock time of the zone, or a day of it; null when the text is
 * none of them.
 */
export function parseTime(text: string, clock: LocalClock): ParsedTime | null {
  const parts = partsOf(text);
  if (!parts || !isReal(parts)) return null;
  const { year, month, day, time } = parts;
  const wall = (t: Partial<WallTime>): WallTime => ({
    year,
    month,
    day,
    hour: 0,
    minute: 0,
    second: 0,
    ms: 0,
    ...t,
  });
  if (!time)
    return {
      kind: "day",
      from: clock.moment(wall({})).at,
      until: clock.moment(wall({ day: day + 1 })).at,
      clock: "plain",
    };
  if (parts.offset) {
    const at =
      Date.UTC(year, month - 1, day, time.hour, time.minute, time.second, time.ms) -
      minutesOf(parts.offset) * 60_000;
    return { kind: "moment", at, clock: "plain" };
  }
  const m = clock.moment(wall(time));
  return {
    kind: "moment",
    at: m.at,
    clock: m.kind,
    ...(m.later === undefined ? {} : { later: m.later }),
  };
}
