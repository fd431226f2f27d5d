import { dispersionOfDays } from "../../geo/hotspots/chance-range.js";
import type { LocalClock } from "../../geo/time/local-clock.js";
import type { AreaComparison } from "../../schema/compared-areas.js";
import { type AreaInput, CountBy } from "../../schema/inputs.js";
import { layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { badInput, Refusal } from "../core/refusal.js";
import { readFilter } from "../layers/read-filter.js";
import { type AreasRow, countedInAreas } from "./areas.queries.js";
import { readQuestion, type StatsQuestion } from "./asked-stats.js";
import { type Earlier, totalOf } from "./compared-count.js";
import { type Comparison, clockFor, comparisonAsked, shown, windowAsked } from "./comparison.js";
import { areasOf, type CountedArea, type CountedAreas } from "./counted-areas.js";
import { denominatorsIn } from "./denominators.js";
import { keptStatement } from "./kept-statement.js";
import { rankedPlaces } from "./ranked-groups.js";
import type { Counting } from "./stats.queries.js";
import { inOrder } from "./view-keys.js";

/** More no table beside a map shows, and the sets of them are the bits of a number. */
const AREAS_LIMIT = 12;

export interface AreasQuestion
  extends Pick<StatsQuestion, "filter" | "compare" | "times" | "rate"> {
  areas: readonly AreaInput[];
}

/** What is wrong with an area is said of its place in the list. */
async function readAreas(context: Context, areas: readonly AreaInput[]): Promise<AreaInput[]> {
  if (areas.length < 2 || areas.length > AREAS_LIMIT)
    throw badInput("areas", `areas: name 2 to ${AREAS_LIMIT}.`);
  const read: AreaInput[] = [];
  for (const [i, area] of areas.entries())
    try {
      read.push((await readFilter(context, layerOf("incidents"), { area }))!.area!);
    } catch (error) {
      throw error instanceof Refusal ? refusedAt(error, i) : error;
    }
  return read;
}

function refusedAt({ message, extensions }: Refusal, i: number): Refusal {
  const { code, field, ...details } = extensions as ConstructorParameters<typeof Refusal>[2] & {
    code: ConstructorParameters<typeof Refusal>[0];
  };
  return new Refusal(code, message.replace(/^area\b/, `areas[${i}]`), {
    ...details,
    field: (field ?? "area").replace(/^area\b/, `areas.${i}`),
  });
}

async function counted(
  context: Context,
  asking: Counting,
  areas: readonly AreaInput[],
  byDay: boolean,
): Promise<CountedAreas> {
  const access = context.access(layerOf("incidents"));
  const zones = await context.services.counties.zones(access.counties);
  const statement = countedInAreas(access, zones, asking, areas, byDay);
  const found = areasOf(await keptStatement<AreasRow>(context, access, statement), areas.length);
  access.notes.counts(found.total.incidents);
  return found;
}

/** Of the compared time, what lay in each area, and how days differed there. */
async function countedBefore(
  context: Context,
  asking: Counting,
  areas: readonly AreaInput[],
  comparison: Comparison,
  clock: LocalClock,
) {
  const filter = { ...asking.filter, ...shown(comparison.before) };
  const before = await counted(context, { ...asking, filter }, areas, true);
  const earlier = ({ n, days }: CountedArea): Earlier => {
    const found = new Map([...days].filter(([, of]) => of > 0).map(([d, of]) => [d, told(of)]));
    const inTurn = inOrder(CountBy.DAY, found, comparison.before, clock).map((day) => day.n);
    return { count: n, dispersion: dispersionOfDays(inTurn), ratio: comparison.ratio };
  };
  return { areas: before.areas.map(earlier), total: earlier(before.total) };
}

const told = (n: number) => ({ label: null, n });

/** Several areas side by side, each with its chance and its places; no statement an area. */
export async function compareAreas(
  context: Context,
  question: AreasQuestion,
): Promise<AreaComparison> {
  const asking = await readQuestion(context, question);
  const areas = await readAreas(context, question.areas);
  const clock = await clockFor(context, asking);
  const comparison = comparisonAsked(asking.filter, question.compare, clock);
  const now = await counted(context, asking, areas, false);
  const before = comparison && (await countedBefore(context, asking, areas, comparison, clock));
  const denominators = await denominatorsIn(context, areas, question.rate);
  const groups = now.areas.map(({ n }, i) => ({ key: String(i), label: null, n }));
  const places = rankedPlaces(groups, denominators);
  const window = comparison?.now ?? windowAsked(asking.filter);
  return {
    areas: now.areas.map(({ n, incidents, shared }, i) => ({
      ...totalOf(n, before?.areas[i] ?? null),
      ...{ incidents, shared },
      ...places[i]!,
    })),
    total: totalOf(now.total.n, before?.total ?? null),
    shared: now.total.shared,
    overlaps: now.overlaps,
    window: window && shown(window),
    compared: comparison && shown(comparison.before),
    incidents: now.total.incidents,
    uncertain: now.total.uncertain,
  };
}
