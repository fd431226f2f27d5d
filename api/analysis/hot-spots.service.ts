import { hexScale } from "../../geo/hotspots/hexagon.js";
import { type HotSpotMask, HotSpotStatistic } from "../../schema/hot-spots.js";
import { layerOf } from "../../schema/layers/index.js";
import { buildingsWithin } from "../buildings/buildings.service.js";
import type { Context } from "../core/context.js";
import { badInput, Refusal } from "../core/refusal.js";
import { countedAt } from "../households/counted-at.js";
import { livingWithin } from "../households/households.service.js";
import { hexagonBins } from "../incidents/incident-places.service.js";
import { Threads, threadModule } from "../jobs/threads.js";
import type { Filter } from "../layers/filter.js";
import { type AreasAsked, countedAreas } from "./hot-areas.js";
import { barrierGround, maskGround } from "./hot-ground.js";
import type { GroundTask, Homes } from "./hot-plane.js";
import { type HotQuestion, keptFor, readHotQuestion } from "./hot-question.js";
import { CELLS_MOST, type HotAnswer, type HotTask } from "./hot-spots-work.js";

/** Where each work is. */
const MODULES = {
  mapHotSpots: "./hot-spots-work",
  mapDensity: "./hot-spots-work",
  findRepeats: "./hot-spots-work",
  mapAreas: "./hot-areas-work",
  outlineCells: "./hot-outlines",
  concentrate: "./concentration-work",
} as const;
/** Of all statistics of a process: a map takes the tenth of a second. */
const threads = new Threads();
export function hotWork<T>(
  work: keyof typeof MODULES,
  input: unknown,
  signal: AbortSignal,
): Promise<T> {
  const module = threadModule(import.meta.url, MODULES[work]);
  return threads.run<T>({ module, work, input, signal });
}

export interface HotSpotsAsked {
  filter?: Filter | null;
  unit: { hex: number } | AreasAsked;
  /** Null: the rate of areas where the viewer may see households, else incidents. */
  statistic: HotSpotStatistic | null;
  mask: HotSpotMask;
  barriers: boolean;
  /** Of hexagons. */
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

export async function hotSpots(context: Context, given: HotSpotsAsked): Promise<HotMap> {
  const question = await readHotQuestion(context, given.filter);
  const { unit, statistic = null } = given;
  if ("hex" in unit && !(unit.hex >= LEAST_METRES && unit.hex <= MOST_METRES))
    throw badInput(
      "unit.hex",
      `unit.hex: ${LEAST_METRES} to ${MOST_METRES} metres; finer cells show the geocoder.`,
    );
  const asked = { ...given, statistic: statistic ?? usualStatistic(context, unit) };
  // What the answer depends on is asked for, and noted, whether it is kept or not.
  if (asked.statistic === HotSpotStatistic.EB_RATE) context.access(layerOf("households"));
  const answer = await keptFor(
    context,
    question,
    ["hot spots", { ...asked, filter: null }],
    async (signal) => {
      const ground = await groundOf(context, question, asked);
      const value =
        "hex" in unit
          ? await mapOfHexagons(context, question, { ...asked, metres: unit.hex }, ground, signal)
          : await hotWork<HotAnswer>(
              "mapAreas",
              { ...ground, ...(await countedAreas(context, question, unit)) },
              signal,
            );
      return { value, bytes: bytesOf(value) };
    },
  );
  question.access.notes.counts(answer.record.parameters["incidents"] as number);
  return { answer, asked, origin: question.origin };
}

const usualStatistic = (context: Context, unit: HotSpotsAsked["unit"]): HotSpotStatistic =>
  "areas" in unit && context.tryAccess(layerOf("households"))
    ? HotSpotStatistic.EB_RATE
    : HotSpotStatistic.GI_STAR;

function bytesOf({ at, count }: HotAnswer): number {
  const outlines = "shapes" in at ? at.shapes.reduce((n, shape) => n + shape.length, 0) : 0;
  return 60 * count.length + outlines;
}

async function mapOfHexagons(
  context: Context,
  question: HotQuestion,
  { metres: cellMetres, stable }: { metres: number; stable: boolean },
  ground: GroundTask,
  signal: AbortSignal,
): Promise<HotAnswer> {
  const { bins, cells, unmeasured } = await hexagonBins(
    context.db,
    question,
    { scale: hexScale(cellMetres), isTwice: stable },
    CELLS_MOST,
  );
  refuseMany(cells, cellMetres);
  const task: HotTask = { ...ground, cellMetres, bins, unmeasured, stable };
  return hotWork<HotAnswer>("mapHotSpots", task, signal);
}

async function groundOf(
  context: Context,
  question: HotQuestion,
  { mask, barriers, statistic }: HotSpotsAsked,
): Promise<GroundTask> {
  return {
    origin: question.origin,
    mask: await maskGround(context, question, mask),
    barriers: barriers ? await barrierGround(context, question) : null,
    homes: statistic === HotSpotStatistic.EB_RATE ? await homesOf(context, question) : null,
  };
}

function refuseMany(cells: number, metres: number): void {
  if (cells <= CELLS_MOST) return;
  throw new Refusal(
    "TOO_COSTLY",
    `unit.hex: at ${metres} m more than ${CELLS_MOST} cells hold incidents. Ask for wider cells, ` +
      "or for less by area, time or category.",
    { field: "unit.hex" },
  );
}

const EVERYWHERE = [-180, -90, 180, 90] as const;

/** Households where those who plan may count them (households/counted-at.ts). */
async function homesOf({ db }: Context, { county }: HotQuestion): Promise<Homes> {
  const living = await livingWithin(db, county, EVERYWHERE, FEW);
  const homes = countedAt(living, await buildingsWithin(db, county, EVERYWHERE));
  const of = (key: "lon" | "lat" | "households") => Float64Array.from(homes, (home) => home[key]);
  return { lon: of("lon"), lat: of("lat"), households: of("households") };
}
