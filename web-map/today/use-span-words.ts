import { useTodayWords } from "./words.js";

/** First day of the first month, and how many months. */
interface Span {
  month: string;
  months: number;
}

/** The last month of a span, like 2026-10. */
function lastMonthOf({ month, months }: Span): string {
  const n = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months - 1;
  return `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, "0")}`;
}

/** How a span of months is written: one month, a whole year, or from and to. */
export function useSpanWords(): (span: Span) => string {
  const w = useTodayWords();
  return (span) => {
    const from = span.month.slice(0, 7);
    if (span.months === 1) return from;
    if (span.months === 12 && from.endsWith("-01")) return w("inYear", { year: from.slice(0, 4) });
    return w("fromTo", { from, to: lastMonthOf(span) });
  };
}
