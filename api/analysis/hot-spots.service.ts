import { hexScale } from "../../geo/hotspots/hexagon.js";
import { nextCellMetres } from "../../geo/hotspots/index.js";
import { type HotSpotMask, HotSpotStatistic } from "../../schema/hot-spots.js";
import { layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { badInput, Refusal } from "../core/refusal.js";
import { hexagonBins } from "../incidents/incident-places.service.js";
import type { Filter } from "../layers/filter.js";
import { accessFor, exposedInAreas, exposedInCells, RATES } from "./exposures.js";
import { type AreasAsked, countedAreas } from "./hot-areas.js";
import type { AreasTask, ExposedAreas } from "./hot-areas-work.js";
import { barrierGround, maskGround } from "./hot-ground.js";
import type { GroundTask } from "./hot-plane.js";
import { type HotQuestion, keptFor, readHotQuestion } from "./hot-question.js";
import { CELLS_MOST, type ExposedCells, type HotAnswer, type HotTask } from "./hot-spots-work.js";
import { hotWork } from "./hot-threads.js";

export interface HotSpotsAsked {
  filter?: Filter | null;
  unit: { hex: number } | AreasAsked;
  /** Null: a rate where there is one of most incidents (rate-choice.ts), else incidents. */
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
export async function hotSpots(context: Context, asked: HotSpotsAsked): Promise<HotMap> {
  const question = await readHotQuestion(context, asked.filter);
  const { unit } = asked;
  if ("hex" in unit && !(unit.hex >= LEAST_METRES && unit.hex <= MOST_METRES))
    throw badInput(
      "unit.hex",
      `unit.hex: ${LEAST_METRES} to ${MOST_METRES} metres; finer cells show the geocoder.`,
    );
  // What the answer depends on is asked for, and noted, whether it is kept or not.
  if (asked.statistic === HotSpotStatistic.EB_RATE) context.access(layerOf("households"));
  if (asked.statistic === HotSpotStatistic.EB_STREETS) context.access(layerOf("streets"));
  if (asked.statistic === null) for (const rate of RATES) accessFor(context, rate);
  const answer = await keptFor(
    context,
    question,
    ["hot spots", { ...asked, filter: null }],
    async (signal) => {
      const ground = await groundOf(context, question, asked);
      const value =
        "hex" in unit
          ? await mapOfHexagons(context, question, { ...asked, metres: unit.hex }, ground, signal)
          : await mapOfAreas(context, question, { ...asked, unit }, ground, signal);
      return { value, bytes: bytesOf(value) };
    },
  );
  question.access.notes.counts(answer.counted);
  return { answer, asked, origin: question.origin };
}

function bytesOf({ at, count }: HotAnswer): number {
  const outlines = "shapes" in at ? at.shapes.reduce((n, shape) => n + shape.length, 0) : 0;
  return 60 * count.length + outlines;
}

async function mapOfHexagons(
  context: Context,
  question: HotQuestion,
  { metres: cellMetres, stable, statistic }: HotSpotsAsked & { metres: number },
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
  const exposed: ExposedCells[] = [];
  for (const rate of ratesFor(statistic)) {
    const at = (metres: number) =>
      exposedInCells(context, question, { rate, cellMetres: metres }, signal);
    const wide = stable ? await at(nextCellMetres(cellMetres)) : null;
    exposed.push({ rate, fine: await at(cellMetres), wide });
  }
  const task: HotTask = { ...ground, statistic, cellMetres, bins, unmeasured, stable, exposed };
  return hotWork<HotAnswer>("mapHotSpots", task, signal);
}

/** What has to be looked at of the ground before it is known what the map is of. */
const ratesFor = (statistic: HotSpotStatistic | null) =>
  RATES.filter((rate) => statistic === null || rate === statistic);

async function mapOfAreas(
  context: Context,
  question: HotQuestion,
  { unit, statistic }: HotSpotsAsked & { unit: AreasAsked },
  ground: GroundTask,
  signal: AbortSignal,
): Promise<HotAnswer> {
  const counted = await countedAreas(context, question, unit);
  const { shapes } = counted.areas;
  const exposed: ExposedAreas[] = [];
  for (const rate of ratesFor(statistic))
    exposed.push({
      rate,
      amount: await exposedInAreas(context, question, { rate, shapes }, signal),
    });
  const task: AreasTask = { ...ground, ...counted, statistic, exposed };
  return hotWork<HotAnswer>("mapAreas", task, signal);
}

async function groundOf(
  context: Context,
  question: HotQuestion,
  { mask, barriers }: HotSpotsAsked,
): Promise<GroundTask> {
  return {
    origin: question.origin,
    mask: await maskGround(context, question, mask),
    barriers: barriers ? await barrierGround(context, question) : null,
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
