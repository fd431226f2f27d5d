import { hexScale } from "../../geo/hotspots/hexagon.js";
import { HotSpotMask } from "../../schema/hot-spots.js";
import type { Context } from "../core/context.js";
import { badInput, Refusal } from "../core/refusal.js";
import { hexagonBins, placesAndDays } from "../incidents/incident-places.service.js";
import type { Filter } from "../layers/filter.js";
import { maskGround } from "./hot-ground.js";
import { keptFor, readHotQuestion } from "./hot-question.js";
import {
  CELLS_MOST,
  type DensityAnswer,
  type DensityTask,
  type RepeatAnswer,
  type RepeatTask,
} from "./hot-spots-work.js";
import { hotWork } from "./hot-threads.js";

/** Where no radius is given the rule of thumb has one, of points so far apart at least. */
const BIN_METRES = 25;
/** Bins of a radius: what they shift is below a hundredth of the kernel's height. */
const BINS = 16;

export interface DensityAsked {
  filter?: Filter | null;
  radiusMetres: number | null;
  pixels: number;
}

export async function densityOf(context: Context, asked: DensityAsked): Promise<DensityAnswer> {
  const { radiusMetres, pixels } = asked;
  if (radiusMetres !== null && !(radiusMetres >= 50 && radiusMetres <= 50_000))
    throw badInput("radiusMetres", "radiusMetres: 50 to 50,000 metres.");
  if (!(pixels >= 16 && pixels <= 256)) throw badInput("pixels", "pixels: 16 to 256.");
  const question = await readHotQuestion(context, asked.filter);
  const { filter: _, ...how } = asked;
  return keptFor(context, question, ["density", how], async (signal) => {
    const binMetres = radiusMetres === null ? BIN_METRES : Math.max(5, radiusMetres / BINS);
    const { bins, cells } = await hexagonBins(
      context.db,
      question,
      { scale: hexScale(binMetres), isTwice: false },
      CELLS_MOST,
    );
    if (cells > CELLS_MOST)
      throw new Refusal(
        "TOO_COSTLY",
        "radiusMetres: so fine there are too many places. Ask for a wider radius, or for less by " +
          "area, time or category.",
        { field: "radiusMetres" },
      );
    const { shapes } = await maskGround(context, question, HotSpotMask.AREA);
    const { origin } = question;
    const task: DensityTask = { origin, bins, binMetres, shapes, radiusMetres, pixels };
    const value = await hotWork<DensityAnswer>("mapDensity", task, signal);
    return { value, bytes: 8 * value.values.length };
  });
}

const REPEATS_MOST = 50_000;
const BANDS_MOST = 10;

export async function repeatsOf(
  context: Context,
  asked: { filter?: Filter | null; metres: number[] | null; days: number[] | null },
): Promise<RepeatAnswer> {
  const { metres, days } = asked;
  for (const [name, bands, least, most] of [
    ["metres", metres, 1, 2000],
    ["days", days, 0, 366],
  ] as const)
    if (bands && !ascends(bands, least, most))
      throw badInput(
        name,
        `${name}: 1 to ${BANDS_MOST} upper bounds, ascending, above ${least} and at most ${most}.`,
      );
  const question = await readHotQuestion(context, asked.filter);
  return keptFor(context, question, ["near repeat", { metres, days }], async (signal) => {
    const { rows, n } = await placesAndDays(context.db, question, REPEATS_MOST);
    if (n > REPEATS_MOST)
      throw new Refusal(
        "TOO_COSTLY",
        `filter: near repeats are looked for among at most ${REPEATS_MOST} incidents. Ask for less ` +
          "by area, time or category.",
        { field: "filter" },
      );
    const task: RepeatTask = { rows, metres, days };
    const value = await hotWork<RepeatAnswer>("findRepeats", task, signal);
    return { value, bytes: 200 * value.bands.length };
  });
}

const ascends = (bands: readonly number[], least: number, most: number): boolean =>
  bands.length > 0 &&
  bands.length <= BANDS_MOST &&
  bands.every((bound, k) => bound > (k > 0 ? bands[k - 1]! : least) && bound <= most);
