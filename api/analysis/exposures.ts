import { type Layer, layerOf } from "../../schema/layers/index.js";
import { buildingsWithin } from "../buildings/buildings.service.js";
import type { Context } from "../core/context.js";
import type { Kept } from "../core/kept-results.js";
import { stableText } from "../core/stable-text.js";
import { versionsOf } from "../events/data-versions.js";
import { gridShapes } from "../grids/grids.service.js";
import { groundWithin } from "../ground/ground.service.js";
import { countedAt } from "../households/counted-at.js";
import { livingWithin } from "../households/households.service.js";
import type { Access } from "../policy/policy.js";
import { digestOf } from "../tiles/tiles.service.js";
import { villageShapes } from "../villages/villages.service.js";
import type { CellAmounts, Exposed, ExposedTask } from "./exposure-work.js";
import { outlinesOf } from "./hot-ground.js";
import type { Homes } from "./hot-plane.js";
import type { HotQuestion } from "./hot-question.js";
import { hotWork } from "./hot-threads.js";
import type { Exposure } from "./rate-choice.js";
import { streetKm } from "./street-km.js";

type Rate = Exposure["statistic"];

/** Who lives where fewer than this do is not counted by building. */
const FEW = 5;
const EVERYWHERE = [-180, -90, 180, 90] as const;

/** What each rate is of, and on which layers that depends. */
const OF: Readonly<Record<Rate, { layer: "households" | "streets"; depends: string[] }>> = {
  EB_RATE: { layer: "households", depends: ["households", "buildings"] },
  EB_STREETS: { layer: "streets", depends: ["streets"] },
};

/** Rates in the order in which a map takes them that is not told which. */
export const RATES: readonly Rate[] = ["EB_RATE", "EB_STREETS"];

export const accessFor = (context: Context, rate: Rate): Access<Layer> | null =>
  context.tryAccess(layerOf(OF[rate].layer));

/**
 * Ground outside of which nothing may count against a question's incidents: none of them are from
 * there, or what stands there is not the viewer's to count. Null: the viewer may not count at all.
 */
async function exposedWithin(
  context: Context,
  question: HotQuestion,
  rate: Rate,
): Promise<ExposedTask["within"] | null> {
  const access = accessFor(context, rate);
  if (!access) return null;
  const { county, filter } = question;
  const own = rate === "EB_RATE" ? access : question.access;
  const told = own.told()?.filter((one) => one.county === county) ?? null;
  if (!told?.length && rate === "EB_RATE") return null;
  const area = filter.area ? await outlinesOf(context, county, filter.area) : null;
  const areas = told?.every((one) => one.area !== null) ? told.map((one) => one.area!) : null;
  return [...(area ? [area] : []), ...(areas ? [await outlinesIn(context, county, areas)] : [])];
}

async function outlinesIn(
  { db }: Context,
  county: number,
  areas: readonly { grids: readonly string[]; villages: readonly string[] }[],
): Promise<string[]> {
  const grids = areas.flatMap((area) => area.grids);
  const villages = areas.flatMap((area) => area.villages);
  const shapes = [
    ...(grids.length > 0 ? await gridShapes(db, county, grids) : []),
    ...(villages.length > 0 ? await villageShapes(db, county, villages) : []),
  ];
  return shapes.map(({ shape }) => shape);
}

/** Hexagons by what stands in them; null: the viewer may not count it. */
export async function exposedInCells(
  context: Context,
  question: HotQuestion,
  { rate, cellMetres }: { rate: Rate; cellMetres: number },
  signal: AbortSignal,
): Promise<CellAmounts | null> {
  const within = await exposedWithin(context, question, rate);
  if (!within) return null;
  const how = ["in cells", cellMetres, within];
  return keptExposure(context, question, { rate, how }, signal, async (still) => {
    const exposed = await exposedOf(context, question, rate, still);
    const task = { origin: question.origin, exposed, within, cellMetres };
    const value = await hotWork<CellAmounts>("exposedCells", task, still);
    return { value, bytes: 16 * value.q.length };
  });
}

/** How much stands in each of some areas (GeoJSON text, degrees); null: as of hexagons. */
export async function exposedInAreas(
  context: Context,
  question: HotQuestion,
  { rate, shapes }: { rate: Rate; shapes: readonly string[] },
  signal: AbortSignal,
): Promise<Float64Array | null> {
  const within = await exposedWithin(context, question, rate);
  if (!within) return null;
  if (rate === "EB_STREETS") {
    const km = await streetKm(context, question.county, { at: [...shapes.keys()], shapes, within });
    return Float64Array.from(shapes, (_, i) => km.get(i) ?? 0);
  }
  const how = ["in areas", digestOf([within, shapes])];
  return keptExposure(context, question, { rate, how }, signal, async (still) => {
    const exposed = await homesOf(context, question, still);
    const task = { origin: question.origin, exposed, within, shapes };
    const value = await hotWork<Float64Array>("exposedAreas", task, still);
    return { value, bytes: 8 * value.length };
  });
}

/** All of a county, whoever asks: it is counted only within what they may. */
async function exposedOf(
  context: Context,
  question: HotQuestion,
  rate: Rate,
  signal: AbortSignal,
): Promise<Exposed> {
  if (rate === "EB_RATE") return homesOf(context, question, signal);
  const streets = await groundWithin(context.db, question.county, "streets", EVERYWHERE);
  return { lines: streets.map(({ shape }) => shape) };
}

/** Households where those who plan may count them (households/counted-at.ts). */
const homesOf = (context: Context, question: HotQuestion, signal: AbortSignal): Promise<Homes> =>
  keptExposure(context, question, { rate: "EB_RATE", how: ["by building"] }, signal, async () => {
    const { county } = question;
    const living = await livingWithin(context.db, county, EVERYWHERE, FEW);
    const homes = countedAt(living, await buildingsWithin(context.db, county, EVERYWHERE)).filter(
      ({ households }) => households > 0,
    );
    const of = (key: "lon" | "lat" | "households") => Float64Array.from(homes, (home) => home[key]);
    const value = { lon: of("lon"), lat: of("lat"), households: of("households") };
    return { value, bytes: 24 * homes.length };
  });

/** Kept while nothing that it comes from has changed: incidents of the county come and go. */
async function keptExposure<T>(
  { services, db }: Context,
  { county }: HotQuestion,
  { rate, how }: { rate: Rate; how: readonly unknown[] },
  signal: AbortSignal,
  make: (signal: AbortSignal) => Promise<Kept<T>>,
): Promise<T> {
  const { layer, depends } = OF[rate];
  const version = await versionsOf(db, [county], depends);
  const key = stableText(["exposure", layer, county, version, ...how]);
  return services.keptResults.get(key, signal, (still) => db.whileWanted(still, () => make(still)));
}
