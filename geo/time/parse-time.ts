import type { LocalClock, WallTime } from "./local-clock.js";

export type ParsedTime =
  | { kind: "moment"; at: number; clock: "plain" | "gap" | "fold"; later?: number }
  /** A day without a time: it happened between its midnights. */
  | { kind: "day"; from: number; until: number; clock: "plain" };

/** Moments and days outside these years are slips of the pen: 0024, 20226. */
const YEARS = { first: 1900, last: 2200 };

/**
 * Year first, in whatever way, and DIN 5008: day.month.year, written with dots in no other order.
 */
const DAY = [
  /^(?<y>\d{4})(?<sign>[-/.])(?<m>\d{1,2})\k<sign>(?<d>\d{1,2})/,
  /^(?<y>\d{4}) ?年 ?(?<m>\d{1,2}) ?月 ?(?<d>\d{1,2}) ?[日号]/,
  /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})(?!\d{1,5}$)/,
  /^(?<d>\d{1,2})\.(?<m>\d{1,2})\.(?<y>\d{4})/,
];
const HALF = "上午|下午|凌晨|清晨|早晨|早上|中午|傍晚|晚上|AM|PM";
const TIME = new RegExp(
  `^(?:T|(?: |(?=${HALF}))(?<before>${HALF})? ?)` +
    "(?<h>\\d{1,2})(?:[:时点] ?(?<min>\\d{2})(?:[:分] ?(?<s>\\d{2})(?:[.,](?<f>\\d{1,9}))?)?" +
    `[分秒]?|[时点])(?: ?(?<after>AM|PM))?(?: ?(?<zone>Z|[+-]\\d{2}(?::?\\d{2})?))?$`,
  "i",
);
const COMPACT = /^T?(?<h>\d{2})(?<min>\d{2})(?<s>\d{2})?(?<zone>Z|[+-]\d{2}(?::?\d{2})?)?$/i;

interface Parts {
  year: number;
  month: number;
  day: number;
  time?: { hour: number; minute: number; second: number; ms: number };
  /** Minutes that the text says its clock is ahead of UTC. */
  offset?: number;
}

/**
 * What a text says, if it is a day or a time that exists: in full-width figures too, with blanks
 * beside it, and with nothing else.
 */
function partsOf(text: string): Parts | null {
  const plain = text.normalize("NFKC").trim().replace(/\s+/g, " ");
  for (const pattern of DAY) {
    const found = pattern.exec(plain);
    if (!found) continue;
    const { y, m, d } = found.groups!;
    const parts: Parts = { year: Number(y), month: Number(m), day: Number(d) };
    if (!isDay(parts)) return null;
    const rest = plain.slice(found[0].length);
    if (rest === "") return parts;
    const apart = /[日号]$/.test(found[0]) ? ` ${rest.trimStart()}` : rest;
    const clock = TIME.exec(apart) ?? (found.groups!["sign"] ? null : COMPACT.exec(rest.trim()));
    return clock && withTime(parts, clock.groups!);
  }
  return null;
}

function isDay({ year, month, day }: Parts): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  // A day that the month does not have rolls over into another.
  return year >= YEARS.first && year <= YEARS.last && date.getUTCMonth() === month - 1;
}

function withTime(day: Parts, g: Record<string, string | undefined>): Parts | null {
  const hour = hourOf(Number(g["h"]), (g["before"] ?? g["after"] ?? "").toUpperCase());
  if (hour === null || (g["before"] && g["after"])) return null;
  const time = {
    hour,
    minute: Number(g["min"] ?? 0),
    second: Number(g["s"] ?? 0),
    ms: Number((g["f"] ?? "").padEnd(3, "0").slice(0, 3)),
  };
  const isMidnight = time.hour === 24 && !time.minute && !time.second && !Number(g["f"] ?? 0);
  if ((time.hour > 23 && !isMidnight) || time.minute > 59 || time.second > 59) return null;
  if (!g["zone"]) return { ...day, time };
  const offset = offsetOf(g["zone"]);
  return offset === null ? null : { ...day, time, offset };
}

/** The hour of 24 that an hour is with a word for its half of the day; null when they disagree. */
function hourOf(hour: number, half: string): number | null {
  if (half === "") return hour;
  if (half === "AM" || half === "PM") {
    if (hour < 1 || hour > 12) return null;
    return (hour % 12) + (half === "PM" ? 12 : 0);
  }
  if (half === "中午")
    return hour === 11 || hour === 12 ? hour : hour < 3 && hour > 0 ? hour + 12 : null;
  const isMorning = /凌晨|清晨|早晨|早上|上午/.test(half);
  // 晚上十二点 is the midnight of this day to some and of the next to others.
  if (half === "晚上" && hour === 12) return null;
  if (isMorning) return hour > 12 ? null : hour % 12;
  return hour > 12 && hour < 24 ? hour : hour >= 1 && hour <= 12 ? (hour % 12) + 12 : null;
}

/** Offsets from UTC go from -12:00 to +14:00. */
function offsetOf(zone: string): number | null {
  if (/^z$/i.test(zone)) return 0;
  const [, sign, h, m = "0"] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone)!;
  const minutes = (sign === "-" ? -1 : 1) * (Number(h) * 60 + Number(m));
  return Number(m) > 59 || minutes < -720 || minutes > 840 ? null : minutes;
}

const two = (n: number) => String(n).padStart(2, "0");

/**
 * `YYYY-MM-DD` of a day written in one of the accepted ways (a time beside it is dropped); null
 * when it is no day.
 */
export function parseDay(text: string): string | null {
  const parts = partsOf(text);
  return parts && `${parts.year}-${two(parts.month)}-${two(parts.day)}`;
}

/** Milliseconds of a moment that a text states with its offset; null when it does not. */
export function parseMoment(text: string): number | null {
  const parts = partsOf(text);
  return parts?.time && parts.offset !== undefined ? atOffset(parts, parts.offset) : null;
}

const atOffset = ({ year, month, day, time: t }: Parts, offset: number): number =>
  Date.UTC(year, month - 1, day, t!.hour, t!.minute, t!.second, t!.ms) - offset * 60_000;

/**
 * A moment (with an offset), a clock time of the zone, or a day of it; null when the text is none
 * of them.
 */
export function parseTime(text: string, clock: LocalClock): ParsedTime | null {
  const parts = partsOf(text);
  if (!parts) return null;
  const { year, month, day, time, offset } = parts;
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
  if (offset !== undefined) return { kind: "moment", at: atOffset(parts, offset), clock: "plain" };
  const m = clock.moment(wall(time));
  return {
    kind: "moment",
    at: m.at,
    clock: m.kind,
    ...(m.later === undefined ? {} : { later: m.later }),
  };
}
