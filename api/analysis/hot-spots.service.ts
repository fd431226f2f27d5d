import { hexScale } from "../../geo/hotspots/hexagon.js";
import { nextCellMetres } from "../../geo/hotspots/hot-spots-of-counts.js";
import { type HotSpotMask, HotSpotStatistic } from "../../schema/hot-spots.js";
import { layerOf } from "../../schema/layers/index.js";
import { buildingsWithin } from "../buildings/buildings.service.js";
import type { Context } from "../core/context.js";
import { badInput, Refusal } from "../core/refusal.js";
import { countedAt } from "../households/counted-at.js";
import { livingWithin } from "../households/households.service.js";
import { type Bins, hexagonBins } from "../incidents/incident-places.service.js";
import { Threads, threadModule } from "../jobs/threads.js";
import type { Filter } from "../layers/filter.js";
import { barrierGround, maskGround } from "./hot-ground.js";
import { type HotQuestion, keptFor, readHotQuestion } from "./hot-question.js";
import { CELLS_MOST, type HotAnswer, type HotTask } from "./hot-spots-work.js";

const WORK = threadModule(import.meta.url, "./hot-spots-work");
/** Of all statistics of a process: a map takes the tenth of a second. */
const threads = new Threads();
export const hotWork = <T>(work: string, input: unknown, signal: AbortSignal): Promise<T> =>
  threads.run<T>({ module: WORK, work, input, signal });

export interface HotSpotsAsked {
  filter?: Filter | null;
  cellMetres: number;
  statistic: HotSpotStatistic;
  mask: HotSpotMask;
  barriers: boolean;
  stable: boolean;
}

/** A map of hot spots, how it was asked for, and the plane its hexagons lie in. */
export interface HotMap {
  answer: HotAnswer;
  asked: HotSpotsAsked;
  origin: HotQuestion["origin"];
}

const LEAST_METRES = 20;
const MOST_METRES = 50_000;
/** Who lives where fewer than this do is not counted by building. */
const FEW = 5;

export async function hotSpots(context: Context, asked: HotSpotsAsked): Promise<HotMap> {
  const question = await readHotQuestion(context, asked.filter);
  const { cellMetres, statistic } = asked;
  if (!(cellMetres >= LEAST_METRES && cellMetres <= MOST_METRES))
    throw badInput(
      "unit.hex",
      `unit.hex: ${LEAST_METRES} to ${MOST_METRES} metres; finer cells show the geocoder.`,
    );
  // What the answer depends on is asked for, and noted, whether it is kept or not.
  if (statistic === HotSpotStatistic.EB_RATE) context.access(layerOf("households"));
  const answer = await keptFor(
    context,
    question,
    ["hot spots", { ...asked, filter: null }],
    async (signal) => {
      const task = await taskOf(context, question, asked);
      const value = await hotWork<HotAnswer>("mapHotSpots", task, signal);
      return { value, bytes: 60 * value.count.length };
    },
  );
  question.access.notes.counts(answer.record.parameters["incidents"] as number);
  return { answer, asked, origin: question.origin };
}

async function taskOf(
  context: Context,
  question: HotQuestion,
  asked: HotSpotsAsked,
): Promise<HotTask> {
  const { cellMetres, statistic } = asked;
  const binned = (metres: number) =>
    hexagonBins(context.db, question, hexScale(metres), CELLS_MOST).then(fewEnough(metres));
  const { bins, unmeasured } = await binned(cellMetres);
  const wide = asked.stable ? (await binned(nextCellMetres(cellMetres))).bins : null;
  return {
    origin: question.origin,
    ...{ cellMetres, bins, wide, unmeasured },
    mask: await maskGround(context, question, asked.mask),
    barriers: asked.barriers ? await barrierGround(context, question) : null,
    homes: statistic === HotSpotStatistic.EB_RATE ? await homesOf(context, question) : null,
  };
}

const fewEnough =
  (metres: number) =>
  (bins: Bins): Bins => {
    if (bins.cells <= CELLS_MOST) return bins;
    throw new Refusal(
      "TOO_COSTLY",
      `unit.hex: at ${metres} m more than ${CELLS_MOST} cells hold incidents. Ask for wider cells, ` +
        "or for less by area, time or category.",
      { field: "unit.hex" },
    );
  };

const EVERYWHERE = [-180, -90, 180, 90] as const;

/** Households where those who plan may count them (households/counted-at.ts). */
async function homesOf({ db }: Context, { county }: HotQuestion): Promise<HotTask["homes"]> {
  const living = await livingWithin(db, county, EVERYWHERE, FEW);
  const homes = countedAt(living, await buildingsWithin(db, county, EVERYWHERE));
  const of = (key: "lon" | "lat" | "households") => Float64Array.from(homes, (home) => home[key]);
  return { lon: of("lon"), lat: of("lat"), households: of("households") };
}
