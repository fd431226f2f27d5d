import { type SQL, sql } from "drizzle-orm";
import { type Declaration, type Field, fieldOf, type SharedBy } from "../../schema/declaration.js";
import { declarationOf } from "../../schema/declared.js";
import { localDay } from "../counties/local-day.js";
import {
  DEVICE_GRANTS,
  GRANTS,
  type Grant,
  grantOfScopes,
  OPERATOR_GRANT,
  PUBLIC,
  WORKS,
} from "./grants.js";
import { type Assignment, type Binding, unknownViewer, type Viewer } from "./viewer.js";

/** Rows of a county as values: those of some grids or villages, without what some codes begin. */
export interface RowsTold {
  county: number;
  /** Null: of the whole county. */
  area: { grids: readonly string[]; villages: readonly string[] } | null;
  /** Beginnings of codes of the field that the layer calls delicate. */
  without: readonly string[];
}

/** A rule that holds for some of a layer's rows: which, and what of them is clear. */
export interface Rule {
  county: number;
  grant: Grant;
  rows: SQL;
  /** The same rows for who does not ask SQL; null: only SQL tells them. */
  told: RowsTold | null;
  /** All rows of the county. */
  whole: boolean;
  /** Of a person's: the role, and where it is held. */
  assignment?: Assignment;
  /** Part of the county that it holds in; undefined: all of it. */
  area?: Pick<Assignment, "grids" | "villages">;
}

const no = sql`false`;
const column = (name: string) => sql.identifier(name);

/** One condition of many; none of them is false. */
export function any(conditions: readonly SQL[]): SQL {
  if (conditions.length === 0) return no;
  return conditions.length === 1 ? conditions[0]! : sql`(${sql.join([...conditions], sql` or `)})`;
}

const uuids = (ids: readonly string[]) => sql`any(${sql.param([...ids])}::uuid[])`;

/** The local day now, in a county. */
export const todayIn = (county: number): SQL => localDay(county, sql`now()`);

function datesOf(layer: Declaration): { from: SQL; until: SQL } {
  if (!layer.dated) throw new Error(`${layer.name} have no dates`);
  return { from: sql`${column(layer.dated.from)}`, until: sql`${column(layer.dated.until)}` };
}

/** Rows of a dated layer that hold on a day. */
export function holdsOn(layer: Declaration, day: SQL): SQL {
  const { from, until } = datesOf(layer);
  return sql`(${from} <= ${day} and (${until} is null or ${until} > ${day}))`;
}

/** Of who works in an area, or shows one, the rows that are in it; null: all of the county's. */
function scopeOf(layer: Declaration, { county, area: a }: Omit<Rule, "rows" | "whole" | "told">) {
  if (!a || layer.scope === "county") return null;
  // A role that works in an area and has been given none sees nothing, rather than everything.
  if (a.grids.length === 0 && a.villages.length === 0) return no;
  const villages = sql`any(${sql.param([...a.villages])}::text[])`;
  const gridsOf = sql`(select g.id from grid g
    where g.county_id = ${county} and g.village_code = ${villages})`;
  const villagesHeld = sql`(array(select g.village_code from grid g
    where g.county_id = ${county} and g.id = ${uuids(a.grids)}) ||
    ${sql.param([...a.villages])}::text[])`;
  switch (layer.scope) {
    case "village":
      return sql`code = any(${villagesHeld})`;
    case "villages":
      return sql`villages && ${villagesHeld}`;
    case "self-grid":
      return sql`(id = ${uuids(a.grids)} or village_code = ${villages})`;
    case "grid":
      return a.villages.length === 0
        ? sql`grid_id = ${uuids(a.grids)}`
        : sql`(grid_id = ${uuids(a.grids)} or grid_id in ${gridsOf})`;
  }
}

/** What `scopeOf` and `narrowed` say, where it is no more than area and delicate codes. */
function toldOf(
  layer: Declaration,
  { county, grant, area }: Omit<Rule, "rows" | "whole" | "told">,
): RowsTold | null {
  const more = grant.ownOnly || grant.todayOnly || grant.handledOnly || grant.householdOnly;
  if (more || layer.sharedBy || layer.tells) return null;
  const isArea = area !== undefined && layer.scope !== "county";
  if (isArea && layer.scope !== "grid") return null;
  const without = grant.noDelicate && layer.delicate ? layer.delicate.codes : [];
  return { county, area: isArea ? area : null, without };
}

/** A reference to something that the viewer may see. */
function seenBy(viewer: Viewer, { column: name, type }: Field): SQL {
  if (type.kind !== "reference") throw new Error(`${name} is no reference`);
  const target = declarationOf(type.to);
  const rows = any(rulesOf(viewer, target).map((r) => r.rows));
  return sql`(county_id, ${column(name)}) in
    (select county_id, id from ${sql.identifier(target.table)} where ${rows})`;
}

/** What narrows the rows of a grant, beside county and area. */
function* narrowed(
  viewer: Viewer,
  layer: Declaration,
  rule: Omit<Rule, "rows" | "whole" | "told">,
): Generator<SQL> {
  const { grant, county, assignment } = rule;
  if (grant.ownOnly) yield writtenBy(viewer);
  if (grant.todayOnly) {
    yield sql`retired_at is null`;
    yield holdsOn(layer, todayIn(county));
  }
  if (grant.handledOnly) {
    const mine = assignment?.organisations ?? [];
    yield layer.handledBy && mine.length > 0
      ? sql`${column(layer.handledBy)} = ${uuids(mine)}`
      : no;
  }
  if (grant.householdOnly) yield ofHousehold(viewer, layer.ofHousehold);
  if (grant.noDelicate && layer.delicate) {
    const { field, codes } = layer.delicate;
    const begins = codes.map((code) => `${code}%`);
    yield sql`${column(fieldOf(layer, field).column)} not like all(${sql.param(begins)}::text[])`;
  }
  if (layer.sharedBy) yield* ownOrShared(viewer, layer.sharedBy, assignment);
  for (const name of layer.tells ?? []) yield seenBy(viewer, fieldOf(layer, name));
}

/** Those of who wrote them, and of whom they are shared with; the operator's reason opens all. */
function* ownOrShared(
  viewer: Viewer,
  { role, organisation }: SharedBy,
  assignment: Assignment | undefined,
): Generator<SQL> {
  if (viewer.kind === "operator" && viewer.reason !== undefined) return;
  const rows = [writtenBy(viewer)];
  if (assignment) rows.push(sql`${column(role)} = ${assignment.role}`);
  if (assignment && assignment.organisations.length > 0)
    rows.push(sql`${column(organisation)} = ${uuids(assignment.organisations)}`);
  yield any(rows);
}

export const writtenBy = (viewer: Viewer): SQL => sql`created_by = ${viewer.actor}`;

const ofHousehold = (viewer: Viewer, name: string | undefined): SQL =>
  name && viewer.kind === "device" && viewer.binding.to === "household"
    ? sql`${column(name)} = ${viewer.binding.household}::uuid`
    : no;

/** Part of the county that a device shows. */
const shownOn = (binding: Binding): Pick<Rule, "area"> =>
  binding.to === "wall" && binding.villages
    ? { area: { grids: [], villages: binding.villages } }
    : {};

/** Which grants the viewer has of a layer, each in a county. */
function grantsOf(viewer: Viewer, layer: Declaration): Omit<Rule, "rows" | "whole" | "told">[] {
  const inEach = (counties: readonly number[], grant: Grant | undefined) =>
    grant ? counties.map((county) => ({ county, grant })) : [];
  switch (viewer.kind) {
    case "anonymous":
      return inEach(viewer.counties, PUBLIC[layer.name]);
    case "person":
      return viewer.assignments.flatMap((assignment) => {
        const grant = GRANTS[assignment.role][layer.name];
        const area = WORKS[assignment.role] === "area" ? { area: assignment } : {};
        return grant ? [{ county: assignment.county, grant, assignment, ...area }] : [];
      });
    case "application":
      return inEach(viewer.counties, grantOfScopes(layer.name, viewer.scopes));
    case "device":
      return inEach([viewer.county], DEVICE_GRANTS[viewer.binding.to][layer.name]).map((rule) => ({
        ...rule,
        ...shownOn(viewer.binding),
      }));
    case "operator":
      return inEach(
        viewer.counties,
        viewer.reason === undefined ? GRANTS.admin[layer.name] : OPERATOR_GRANT,
      );
    default:
      return unknownViewer(viewer);
  }
}

/** The rows a viewer may see of a layer, and what of them; none: the layer does not exist. */
export function rulesOf(viewer: Viewer, layer: Declaration): Rule[] {
  return grantsOf(viewer, layer).map((rule) => {
    const scope = scopeOf(layer, rule);
    const conditions = [
      sql`county_id = ${rule.county}`,
      ...(scope ? [scope] : []),
      ...narrowed(viewer, layer, rule),
    ];
    const rows = sql`(${sql.join(conditions, sql` and `)})`;
    return { ...rule, rows, told: toldOf(layer, rule), whole: conditions.length === 1 };
  });
}

/**
 * Rows whose sealed fields are for this viewer: their organisation acts, they are a party, or they
 * wrote it. No role and no command opens a seal.
 */
export function unsealedRows(viewer: Viewer, layer: Declaration): SQL | null {
  const { organisation, household, author } = layer.sealedTo ?? {};
  switch (viewer.kind) {
    case "person": {
      const acting = viewer.assignments.filter((a) => organisation && a.organisations.length > 0);
      const rows = acting.map(
        (a) => sql`(county_id = ${a.county} and
          ${column(organisation!)} = ${uuids(a.organisations)})`,
      );
      if (author) rows.push(sql`created_by = ${viewer.actor}`);
      return rows.length > 0 ? any(rows) : null;
    }
    case "device":
      if (!household || viewer.binding.to !== "household") return null;
      return sql`(county_id = ${viewer.county} and ${ofHousehold(viewer, household)})`;
    case "anonymous":
    case "application":
    case "operator":
      return null;
    default:
      return unknownViewer(viewer);
  }
}

/** May something be created there under this rule? */
export function createsIn(
  { county, grant, assignment }: Rule,
  layer: Declaration,
  at: { county: number; gridId: string | null; villageCode: string | null },
): boolean {
  if (!grant.create || county !== at.county) return false;
  if (!assignment || WORKS[assignment.role] === "county" || layer.scope === "county") return true;
  return (
    (at.gridId !== null && assignment.grids.includes(at.gridId)) ||
    (at.villageCode !== null && assignment.villages.includes(at.villageCode))
  );
}
