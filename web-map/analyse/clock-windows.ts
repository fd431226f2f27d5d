/**
 * Hours of the week as people say them: on these days, from this hour until before that one. A
 * window whose end is not after its start runs past midnight into the next day, and belongs to the
 * day on which it begins. Several windows hold together what any of them holds.
 */
export interface ClockWindow {
  /** 1 Monday to 7 Sunday (ISO 8601), ascending, each once. */
  days: readonly number[];
  /** 0 to 23. */
  from: number;
  /** 1 to 24. */
  to: number;
}

export const ALL_DAYS: readonly number[] = [1, 2, 3, 4, 5, 6, 7];
export const WORK_DAYS: readonly number[] = [1, 2, 3, 4, 5];
const WEEK = 168;

/** Hours that a window has in a day. */
const hoursLong = ({ from, to }: ClockWindow): number => (to > from ? to : to + 24) - from;

/** Hours of the week that windows hold, 0 Monday 00:00–00:59 to 167. */
export function hoursOf(windows: readonly ClockWindow[]): ReadonlySet<number> {
  const hours = new Set<number>();
  for (const window of windows)
    for (const day of window.days)
      for (let h = 0; h < hoursLong(window); h++)
        hours.add(((day - 1) * 24 + window.from + h) % WEEK);
  return hours;
}

/**
 * The window that a brush spans on the clock: from one cell to another, rows from the upper to the
 * lower, columns from the first that was touched to the last. An hour before 0 is of the evening
 * before, one from 24 on of the next day: there the brush went over midnight.
 */
export function brushed(
  from: { day: number; hour: number },
  to: { day: number; hour: number },
): ClockWindow {
  const [first, last] = [Math.min(from.day, to.day), Math.max(from.day, to.day)];
  const start = Math.min(from.hour, to.hour);
  const end = start + Math.min(24, Math.abs(to.hour - from.hour) + 1);
  const by = Math.floor(start / 24);
  return {
    days: Array.from(
      { length: last - first + 1 },
      (_, i) => modulo(first + i - 1 + by, 7) + 1,
    ).sort((a, b) => a - b),
    from: modulo(start, 24),
    to: modulo(end - 1, 24) + 1,
  };
}

const modulo = (n: number, by: number) => ((n % by) + by) % by;

/** One more window; one that is there already goes. */
export function toggled(windows: readonly ClockWindow[], one: ClockWindow): ClockWindow[] {
  const text = windowsToText([one]);
  const rest = windows.filter((window) => windowsToText([window]) !== text);
  return rest.length < windows.length ? rest : [...rest, one];
}

/** `12345.22-6_67.0-24`: as they stand in the address. */
export const windowsToText = (windows: readonly ClockWindow[]): string =>
  windows.map(({ days, from, to }) => `${days.join("")}.${from}-${to}`).join("_");

const WINDOW = /^([1-7]{1,7})\.(\d{1,2})-(\d{1,2})$/;
/** Windows that are kept of a link; more than a brush makes in an afternoon. */
const MOST = 20;

export function windowsFromText(text: string): ClockWindow[] {
  return text
    .split("_")
    .flatMap((part): ClockWindow[] => {
      const [, days = "", first, last] = WINDOW.exec(part) ?? [];
      const [from, to] = [Number(first), Number(last)];
      if (days === "" || from > 23 || to < 1 || to > 24) return [];
      return [{ days: [...new Set([...days].map(Number))].sort((a, b) => a - b), from, to }];
    })
    .slice(0, MOST);
}

const HOURS = /^(\d{1,2})(?::00|[时点])?\s*(?:-|–|—|~|～|至|到|to)\s*(\d{1,2})(?::00|[时点])?$/;

/** Hours as people type them: 22-6, 22–06, 22:00-06:00, 22点到6点. Null when they are none. */
export function parseHours(text: string): { from: number; to: number } | null {
  const [, first, last] = HOURS.exec(text.trim().toLowerCase()) ?? [];
  const [from, to] = [Number(first) % 24, Number(last)];
  if (first === undefined || Number(first) > 24 || to > 24) return null;
  return { from, to: to === 0 ? 24 : to };
}
