import { chanceOf, dispersionOfDays, dispersionOfShare } from "../../geo/hotspots/chance-range.js";
import type { IncidentStats, StatView } from "../../schema/incident-stats.js";
import { CountBy } from "../../schema/inputs.js";
import { layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { namesGroups } from "../layers/groupings.js";
import { readQuestion, type StatsQuestion } from "./asked-stats.js";
import { countedByColumns } from "./columns/counted-by-columns.js";
import { compared, type Earlier, nothingKnown, totalOf } from "./compared-count.js";
import { type Comparison, clockFor, comparisonAsked, shown, windowAsked } from "./comparison.js";
import { type CountedViews, gathered, keptViews } from "./counted-views.js";
import { denominatorsOf } from "./denominators.js";
import { keptAnswer } from "./kept-statement.js";
import { ranked, withEmpty } from "./ranked-groups.js";
import { type CountedRow, type Counting, countedViews } from "./stats.queries.js";
import { earlierKeys, inOrder } from "./view-keys.js";

const incidents = () => layerOf("incidents");

async function counted(context: Context, asking: Counting): Promise<CountedViews> {
  const access = context.access(incidents());
  const zones = await context.services.counties.zones(access.counties);
  const statement = countedViews(access, zones, asking);
  const found = await keptAnswer<CountedRow, CountedViews>(context, access, statement, {
    how: [asking.views, asking.brushes.map(({ by }) => by), asking.times],
    other: (layers) => countedByColumns(context, access, zones, asking, layers),
    made: (rows) => gathered(rows, asking),
    kept: keptViews,
  });
  access.notes.counts(found.incidents);
  return found;
}

/** What was counted before, and by how much days differ there. */
interface Before {
  counted: CountedViews;
  dispersion: number;
  comparison: Comparison;
}

async function countedBefore(
  context: Context,
  asking: Counting,
  comparison: Comparison,
): Promise<Before> {
  const { from, to } = shown(comparison.before);
  const views = asking.views.includes(CountBy.DAY) ? asking.views : [...asking.views, CountBy.DAY];
  // Of the earlier time nothing was brushed by day: those brushes name days of the other.
  const brushes = asking.brushes.filter((b) => b.by !== CountBy.DAY && b.by !== CountBy.MONTH);
  const filter = { ...asking.filter, from, to };
  const found = await counted(context, { ...asking, filter, brushes, views });
  const clock = await clockFor(context, asking);
  const byDay = found.views[views.indexOf(CountBy.DAY)]!.groups;
  const days = inOrder(CountBy.DAY, byDay, comparison.before, clock).map(({ n }) => n);
  return { counted: found, dispersion: dispersionOfDays(days), comparison };
}

/** Counts under one filter in several views, with what chance would make of them. */
export async function incidentStats(
  context: Context,
  question: StatsQuestion,
): Promise<IncidentStats> {
  const asking = await readQuestion(context, question);
  const clock = await clockFor(context, asking);
  const comparison = comparisonAsked(asking.filter, question.compare, clock);
  const now = await counted(context, asking);
  const before = comparison && (await countedBefore(context, asking, comparison));
  const window = comparison?.now ?? windowAsked(asking.filter);
  const views: StatView[] = [];
  for (const [i, by] of asking.views.entries()) {
    const denominators = await denominatorsOf(context, by, question.rate, asking.gridsOn);
    const view = now.views[i]!;
    const found = inOrder(by, view.groups, windowAsked(asking.filter), clock);
    const groups = withEmpty(found, denominators);
    const places = ranked(by, groups, denominators);
    const earlier = before && earlierKeys(by, before.comparison, clock);
    const names = await namesOf(context, by);
    const sum = groups.reduce((all, { n }) => all + n, 0);
    views.push({
      by,
      rest: Math.max(0, view.whole - sum),
      groups: groups.map(({ key, label, n }, at) => ({
        key,
        label: names?.get(key) ?? label,
        count: n,
        ...places[at]!,
        ...(before && earlier ? chanceOfGroup(before, i, earlier(key), n) : nothingKnown),
      })),
    });
  }
  return {
    total: totalOf(now.total, before && earlierOf(before)),
    views,
    window: window && shown(window),
    compared: comparison && shown(comparison.before),
    incidents: now.incidents,
    uncertain: now.uncertain,
  };
}

const earlierOf = ({ counted: c, dispersion, comparison: { ratio } }: Before): Earlier => ({
  count: c.total,
  dispersion,
  ratio,
});

/** A group that had no day before (the window was shorter) has nothing to be compared with. */
function chanceOfGroup(
  { counted: c, dispersion, comparison }: Before,
  view: number,
  key: string | null,
  n: number,
) {
  if (key === null) return nothingKnown;
  const count = c.views[view]!.groups.get(key)?.n ?? 0;
  const share = c.total > 0 ? count / c.total : 0;
  const { ratio } = comparison;
  return compared(n, chanceOf(count, { ratio, dispersion: dispersionOfShare(dispersion, share) }));
}

async function namesOf(context: Context, by: CountBy) {
  const table = namesGroups(incidents(), by);
  if (!table) return null;
  const { counties } = context.access(incidents());
  return context.services.categories.names(counties, table);
}
