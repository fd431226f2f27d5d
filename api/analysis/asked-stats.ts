import { type Against, type RateBy, TimesCounted } from "../../schema/incident-stats.js";
import type { CountBy } from "../../schema/inputs.js";
import { layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { badInput } from "../core/refusal.js";
import { type Filter, refuseInside } from "../layers/filter.js";
import { readFilter } from "../layers/read-filter.js";
import type { Brush, Counting } from "./stats.queries.js";
import { type ApartFromWeek, apartFromWeek } from "./week-conditions.js";

/** A question of statistics as it comes. */
export interface StatsQuestion {
  filter?: Filter | null;
  groupBy?: readonly CountBy[] | null;
  brushes?: readonly { by: CountBy; filter: Filter }[] | null;
  times?: TimesCounted | null;
  grids?: { on: string } | null;
  rate?: RateBy | null;
  compare?: { against?: Against | null; from?: string | null; to?: string | null } | null;
}

const VIEWS_LIMIT = 12;
const BRUSHES_LIMIT = 12;

const twice = <T>(items: readonly T[]): T | undefined =>
  items.find((item, i) => items.indexOf(item) !== i);

/** The rows, brushes and views of a question, judged and looked up. */
export async function readQuestion(
  context: Context,
  { filter, groupBy, brushes, times: asked, grids }: StatsQuestion,
): Promise<Counting> {
  const layer = layerOf("incidents");
  context.access(layer);
  const views = [...(groupBy ?? [])];
  if (views.length > VIEWS_LIMIT) throw badInput("groupBy", `groupBy: at most ${VIEWS_LIMIT}.`);
  const again = twice(views);
  if (again) throw badInput("groupBy", `groupBy: ${again} is named twice.`);
  const chosen = brushes ?? [];
  if (chosen.length > BRUSHES_LIMIT)
    throw badInput("brushes", `brushes: at most ${BRUSHES_LIMIT}.`);
  const both = twice(chosen.map((b) => b.by));
  if (both)
    throw badInput("brushes", `brushes: two are of ${both}; a view has one, with and or or in it.`);
  refuseBackwards(filter);
  const times = asked ?? TimesCounted.SPREAD;
  const apart = async (one: Filter | null | undefined): Promise<ApartFromWeek> => {
    const read = (await readFilter(context, layer, one)) ?? {};
    return times === TimesCounted.KNOWN ? { filter: read, spans: null } : apartFromWeek(read);
  };
  const read: Brush[] = [];
  for (const { by, filter: brush } of chosen) {
    refuseInside(brush, "brushes, in filter");
    read.push({ by, ...(await apart(brush)) });
  }
  return { ...(await apart(filter)), brushes: read, views, times, gridsOn: grids?.on ?? null };
}

function refuseBackwards(filter: Filter | null | undefined): void {
  if (filter?.from != null && filter.to != null && filter.from > filter.to)
    throw badInput("filter.to", "filter.to: must not lie before filter.from.");
}
