import type { Context } from "../../core/context.js";
import type { Zone } from "../../counties/counties.service.js";
import { versionsOf } from "../../events/data-versions.js";
import { gridsOfVillages } from "../../grids/grids.service.js";
import type { Access } from "../../policy/policy.js";
import { type CountedViews, viewOfParts, viewOfRows } from "../counted-views.js";
import { type CountedRow, type Counting, keyedGroups } from "../stats.queries.js";
import { type ColumnQuestion, type Condition, columnQuestion } from "./column-question.js";

/**
 * What `countedViews` answers, from the columns in memory; null where only SQL can answer it now.
 * @param layers that the statement reads
 */
export async function countedByColumns(
  { services, db }: Context,
  access: Access,
  zones: readonly Zone[],
  asking: Counting,
  layers: readonly string[],
): Promise<CountedViews | null> {
  // A condition on the place sees it as coarsely as the viewer does.
  const told = access.exact().every ? access.told() : null;
  const asked = columnQuestion(told, zones, asking);
  if (!asked) return null;
  const { counties } = access;
  const others = layers.filter((name) => name !== access.layer.name);
  const names = () => versionsOf(db, counties, others);
  const before = others.length > 0 ? await names() : "";
  const villages = villagesIn(asked);
  const grids = villages.length > 0 ? await gridsOfVillages(db, counties, villages) : new Map();
  const found = await services.incidentColumns.scan(withGrids(asked, grids));
  if (!found) return null;
  const groups = found.groups.filter((g) => g.counts.length > 0);
  const keyed =
    groups.length > 0 ? await db.rows<CountedRow>(keyedGroups(access, asking, groups)) : [];
  // Grids and villages are those that the rows were scanned with.
  if (others.length > 0 && (await names()) !== before) return null;
  const weeks = new Map(found.weeks.map(({ view, parts }) => [view, viewOfParts(parts)]));
  const { total, incidents, uncertain } = found;
  const views = asking.views.map((_, i) => weeks.get(i) ?? viewOfRows(keyed, i));
  return { total, incidents, uncertain, views };
}

function villagesIn({ rows, brushes }: ColumnQuestion): string[] {
  const found = new Set<string>();
  const walk = (c: Condition): void => {
    if (c.is === "villages") for (const code of c.villages) found.add(code);
    else if (c.is === "not") walk(c.of);
    else if (c.is === "all" || c.is === "any") c.of.forEach(walk);
  };
  [rows, ...brushes].forEach(walk);
  return [...found];
}

function withGrids(
  asked: ColumnQuestion,
  grids: ReadonlyMap<string, readonly string[]>,
): ColumnQuestion {
  const replaced = (c: Condition): Condition => {
    switch (c.is) {
      case "villages":
        return { is: "grids", grids: c.villages.flatMap((code) => grids.get(code) ?? []) };
      case "not":
        return { is: "not", of: replaced(c.of) };
      case "all":
      case "any":
        return { is: c.is, of: c.of.map(replaced) };
      default:
        return c;
    }
  };
  return { ...asked, rows: replaced(asked.rows), brushes: asked.brushes.map(replaced) };
}
