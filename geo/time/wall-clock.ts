import { localClock } from "./local-clock.js";

/**
 * Local clock time as minutes since 1970-01-01 00:00 of the same clock. Day and hour then are plain
 * arithmetic, and daylight saving goes by the
 * clock on the wall: an hour that comes twice is one hour of the table.
 */
export function wallMinutes(instant: Date, timeZone: string): number {
  const at = instant.getTime();
  return Math.floor((at + localClock(timeZone).offsetAt(at)) / 1000) / 60;
}

/** Reads "2016-01-01T20:00[:00]", a clock time as written without a zone; null when it is none. */
export function parseWallMinutes(text: string): number | null {
  const m = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?$/.exec(text);
  if (!m) return null;
  const [year, month, day, hour, minute, second] = m.slice(1).map((s) => Number(s ?? 0));
  const time = Date.UTC(year, month - 1, day, hour, minute, second),
    back = new Date(time);
  return back.getUTCMonth() === month - 1 &&
    back.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60
    ? time / 60_000
    : null;
}

/** Hour of the week, 0 = Sunday 00:00-00:59 … 167 = Saturday 23:00-23:59, of wall minutes. */
export const hourOfWeek = (minutes: number): number => {
  // 1970-01-01 was a Thursday: 4 days after the Sunday before it.
  const hour = (Math.floor(minutes / 60) + 96) % 168;
  return hour < 0 ? hour + 168 : hour;
};
