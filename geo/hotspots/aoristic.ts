import { hourOfWeek } from "../time/wall-clock.js";
import { finite, sameLength } from "./check.js";
import { type Warning, warning } from "./phrases.js";
import { type Computed, NO_INFERENCE } from "./record.js";

const WEEK = 7 * 24 * 60;

/**
 * Aoristic weights of one incident over the 168 hours of the week (Ratcliffe 2000, "Aoristic
 * analysis"; rules of the R package
 * aoristic 1.1.1): an incident that happened at an unknown moment of an interval gives each hour
 * its share of the minutes.
 * `from` and `to` are wall-clock minutes; `to` null is an unknown end. Adds to `hours` (Mutates);
 * the shares add up to 1.
 *
 * No end, an end before the start, or a minute or less: the hour of the start. A week or longer:
 * 1/168 each.
 */
export function addAoristic(hours: Float64Array, from: number, to: number | null): void {
  const length = to === null ? 0 : Math.floor(to - from);
  if (length <= 1) {
    hours[hourOfWeek(from)] += 1;
    return;
  }
  if (length >= WEEK) {
    for (let h = 0; h < 168; h++) hours[h] += 1 / 168;
    return;
  }
  let at = from,
    hour = Math.floor(from / 60);
  const end = from + length;
  while (at < end) {
    const next = Math.min(end, (hour + 1) * 60);
    hours[hourOfWeek(hour * 60)] += (next - at) / length;
    at = next;
    hour++;
  }
}

/**
 * The week of many incidents. The sum of `hours` equals their number. `to` holds NaN where the end
 * is unknown.
 */
export function aoristicWeek(
  from: Float64Array,
  to: Float64Array,
): { hours: Float64Array; record: Computed } {
  sameLength("to", from.length, to.length);
  const hours = new Float64Array(168);
  let open = 0,
    reversed = 0,
    week = 0;
  for (let i = 0; i < from.length; i++) {
    finite(from[i], i);
    const end = Number.isNaN(to[i]) ? null : finite(to[i], i);
    if (end === null) open++;
    else if (end < from[i]) reversed++;
    else if (end - from[i] >= WEEK) week++;
    addAoristic(hours, from[i], end);
  }
  const warnings: Warning[] = reversed
    ? [warning("end-before-start", { count: reversed, all: from.length })]
    : [];
  return {
    hours,
    record: {
      method: "aoristic",
      n: from.length,
      parameters: { withoutEnd: open, endBeforeStart: reversed, weekOrLonger: week },
      inference: NO_INFERENCE,
      warnings,
    },
  };
}
