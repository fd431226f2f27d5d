import { type EditableGroups, openGroups } from "../../geo/grouping/index.js";
import type { Database, Runner } from "../core/database.js";
import { Refusal } from "../core/refusal.js";
import { versionsOf } from "../events/data-versions.js";
import { villagesOfGrids } from "../grids/grids.service.js";
import { methodRules } from "./group-rules.js";
import { groupingInput } from "./grouping-input.js";
import type { GroupPlanRow } from "./groups.queries.js";
import type { StandingGroup } from "./groups-change.js";
import type { AreaRead } from "./redraw-work.js";
import { readHouseholds, readSurroundings } from "./run-input.js";
import { standingGroups } from "./standing.queries.js";

/** Ground of a plan that is open for edits: groups never leave their grids, so these are enough. */
export interface OpenArea extends AreaRead {
  groups: EditableGroups;
  standing: readonly StandingGroup[];
}

/** What edits are judged by: another version, and the ground is read anew. */
const READ = ["households", "ties", "barriers", "crossings", "waters", "streets", "parcels"];
/** Areas kept at once: some megabytes each, of whoever edits now. */
const KEPT = 12;
/** Exact places do not stay in memory of people who no longer edit. */
const KEPT_MS = 120_000;

interface Kept {
  area: Promise<OpenArea>;
  at: number;
}

/** Open areas of those who edit: a dry run while a household is dragged reads nothing anew. */
export class OpenAreas {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly db: Database) {}

  async of(plan: GroupPlanRow, grids: readonly string[]): Promise<OpenArea> {
    const { county, id, edits } = plan;
    const version = await versionsOf(this.db, [county], READ);
    const key = [county, id, edits, [...grids].sort(), version].join(" ");
    this.forget();
    const known = this.kept.get(key);
    if (known) {
      known.at = Date.now();
      return known.area;
    }
    const area = openArea(this.db, plan, grids);
    area.catch(() => this.kept.delete(key));
    this.kept.set(key, { area, at: Date.now() });
    return area;
  }

  private forget(): void {
    const oldest = [...this.kept].sort(([, a], [, b]) => a.at - b.at);
    for (const [n, [key, { at }]] of oldest.entries())
      if (oldest.length - n > KEPT || Date.now() - at > KEPT_MS) this.kept.delete(key);
  }
}

const areas = new WeakMap<Database, OpenAreas>();
export function openAreasOf(db: Database): OpenAreas {
  let of = areas.get(db);
  if (!of) areas.set(db, (of = new OpenAreas(db)));
  return of;
}

async function readArea(
  run: Runner,
  { county, rules }: GroupPlanRow,
  grids: readonly string[],
): Promise<AreaRead> {
  const villageOf = await villagesOfGrids(run, [...grids]);
  const reading = readHouseholds(run, county, { villageOf, grids: [...grids] });
  const households: AreaRead["households"] = [];
  let next = await reading.next();
  for (; !next.done; next = await reading.next()) households.push(...next.value);
  return {
    households,
    rules,
    surroundings: await readSurroundings(run, county, grids, next.value),
  };
}

/** Reads and opens the grids of some groups, within the caller's transaction. */
export async function openArea(
  run: Runner,
  plan: GroupPlanRow,
  grids: readonly string[],
): Promise<OpenArea> {
  const read = await readArea(run, plan, grids);
  const standing = await standingGroups(run, plan, { grids });
  const there = new Set(read.households.map(({ id }) => id));
  const opened = openGroups(
    groupingInput(read.households, read.surroundings),
    methodRules(read.rules),
    {
      groups: standing.map(({ id, members, locked }) => ({
        ...{ id, locked, centre: "", metres: 0, responders: 0 },
        members: members.filter((household) => there.has(household)),
      })),
    },
  );
  if (opened.ok) return { ...read, standing, groups: opened.groups };
  throw new Refusal("BAD_USER_INPUT", "plan: what is known of its households contradicts itself.", {
    ...{ field: "plan", reason: "contradiction" },
    said: opened.findings.slice(0, 5).map(({ code, params }) => ({ code, params })),
  });
}
