import type { Runner } from "../core/database.js";
import { formatId } from "../core/identifier.js";
import { FACTS, type RegisteredGrid, registeredGrids } from "../grids/grids.service.js";
import { begunFrom } from "./begun.queries.js";

/** A fact that a plan changed and, since it was begun, the register too, to something else. */
export interface ChangedElsewhere {
  grid: string;
  field: (typeof FACTS)[number];
  begun: string | null;
  planned: string | null;
  now: string | null;
}

/** Facts of a plan's grids on which it and the register do not agree; the plan's would be set. */
export async function changedElsewhere(
  run: Runner,
  { county, id }: { county: number; id: string },
  rows: readonly RegisteredGrid[],
): Promise<ChangedElsewhere[]> {
  const begun = await begunFrom(run, county, id);
  const changed = rows.flatMap((planned) => {
    const was = begun.get(planned.gridId);
    const fields = was ? FACTS.filter((field) => was[field] !== planned[field]) : [];
    return was && fields.length > 0 ? [{ planned, was, fields }] : [];
  });
  if (changed.length === 0) return [];
  const ids = changed.map(({ was }) => was.gridId);
  const present = new Map((await registeredGrids(run, county, ids)).map((g) => [g.gridId, g]));
  return changed.flatMap(({ planned, was, fields }) => {
    const now = present.get(was.gridId);
    return fields
      .filter((field) => now && now[field] !== was[field] && now[field] !== planned[field])
      .map((field) => ({
        ...{ grid: formatId(county, was.gridId), field },
        ...{ begun: was[field], planned: planned[field], now: now![field] },
      }));
  });
}
