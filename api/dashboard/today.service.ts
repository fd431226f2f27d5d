import { setImmediate as turn } from "node:timers/promises";
import { type AboveUsual, aboveUsual } from "../../geo/hotspots/above-usual.js";
import { usualRange } from "../../geo/hotspots/usual-range.js";
import { addDays, dayOfNumber, numberOfDay } from "../../geo/time/day.js";
import { type AboveUsualVillage, type Today, UsualState } from "../../schema/dashboard.js";
import type { AreaInput } from "../../schema/inputs.js";
import { layerOf } from "../../schema/layers/index.js";
import { type DaysOfVillage, daysOfVillages } from "../analysis/days-of-villages.js";
import type { Context } from "../core/context.js";
import type { KeptResults } from "../core/kept-results.js";
import { askedArea } from "./dashboard-area.js";
import { smallVillages } from "./small-villages.js";

/** Half a year tells what is usual; before it lie the four weeks that are watched (above-usual.ts). */
export const DAYS_KNOWN = 182 + 28;
const USUAL_DAYS = 182;
const MINUTE = 60_000;
/** A community is not named for fewer: a single event could be somebody's. */
const LEAST_NAMED = 3;
const NAMED_LIMIT = 20;

/** Counts of every day from the first known to the one before `today`; days without any are 0. */
function series(days: readonly number[], counts: readonly number[], first: number, today: number) {
  const all = new Float64Array(Math.max(0, today - first));
  for (const [i, day] of days.entries())
    if (day >= first && day < today) all[day - first] = counts[i]!;
  return all;
}

const lastOf = (counts: Float64Array, days: number) =>
  counts.subarray(Math.max(0, counts.length - days));

/** By its counts: those of a village seldom change but once a day. */
async function keptAbove(kept: KeptResults, counts: Float64Array): Promise<AboveUsual | null> {
  return kept.get(`above usual ${counts.join()}`, undefined, async () => {
    await turn(); // some milliseconds each, and a county has hundreds
    return { value: aboveUsual(counts), bytes: 16 * counts.length };
  });
}

async function villagesAbove(
  { services, db }: Context,
  villages: readonly DaysOfVillage[],
  first: number,
  today: number,
): Promise<AboveUsualVillage[]> {
  const found: AboveUsualVillage[] = [];
  for (const { county, village, name, days, counts } of villages) {
    if (village === null) continue;
    const rise = await keptAbove(services.keptResults, series(days, counts, first, today));
    if (!rise || rise.count < LEAST_NAMED) continue;
    const { count, expected } = rise;
    found.push({
      ...{ county, village, name, count, expected },
      since: dayOfNumber(first + rise.since),
    });
  }
  const small = new Set<string>();
  for (const county of new Set(found.map((one) => one.county))) {
    const codes = found.filter((one) => one.county === county).map((one) => one.village);
    for (const village of await smallVillages(db, county, codes)) small.add(village);
  }
  const sureness = ({ count, expected }: AboveUsualVillage) =>
    count * Math.log(count / expected) - (count - expected);
  return found
    .filter(({ village }) => !small.has(village))
    .sort((a, b) => sureness(b) - sureness(a))
    .slice(0, NAMED_LIMIT);
}

/**
 * Incidents of today so far against those of this weekday up to this hour, and the villages that
 * have had more than usual for some days. Of an area, or of all that the viewer may see.
 */
export async function today(
  context: Context,
  area?: AreaInput | null,
  now = Date.now(),
): Promise<Today> {
  const { filter: asked, clock } = await askedArea(context, area);
  const at = Math.floor(now / MINUTE) * MINUTE;
  const day = clock.dayAt(at);
  const [hour, minute] = clock.timeAt(at).split(":").map(Number) as [number, number];
  const from = new Date(clock.midnight(addDays(day, -DAYS_KNOWN))).toISOString();
  const until = hour * 60 + minute;
  const whole = await daysOfVillages(context, { from }, until);
  const villages = area ? await daysOfVillages(context, { ...asked, from }, until) : whole;
  const number = numberOfDay(day);
  // Days before the county's first incident are not quiet but unknown.
  const first = whole.reduce((least, { days }) => Math.min(least, days[0]!), number);
  const soFar = new Float64Array(Math.max(0, number - first));
  let count = 0;
  for (const village of villages) {
    const past = series(village.days, village.soFar, first, number);
    for (const [i, n] of past.entries()) soFar[i] = soFar[i]! + n;
    count += village.soFar[village.days.indexOf(number)] ?? 0;
  }
  context.access(layerOf("incidents")).notes.counts(count);
  const range = usualRange(lastOf(soFar, USUAL_DAYS));
  return {
    at: new Date(at).toISOString(),
    day,
    count,
    usual: range && { expected: range.expected, low: range.low, high: range.high },
    state: range ? UsualState[range.state(count)] : UsualState.UNKNOWN,
    above: await villagesAbove(context, villages, first, number),
  };
}
