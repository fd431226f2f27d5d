import { type SQL, sql } from "drizzle-orm";
import type { Field, Layer, Sensitivity } from "../../schema/layers/index.js";
import { GRANTS, type Grant, grantOfScopes, OPERATOR_GRANT, SCOPED } from "./grants.js";
import type { Assignment, Viewer } from "./viewer.js";

/** A rule that holds for some of a layer's rows: which, and what of them is clear. */
interface Rule {
  county: number;
  assignment: Assignment;
  grant: Grant;
  rows: SQL;
}

export type FieldAccess = "clear" | "masked" | "onPurpose" | "hidden";

/**
 * What a viewer may see of a layer, as SQL. `null` from `accessTo` means: this layer does not exist
 * for the viewer.
 * Every outlet (queries, mutations, subscriptions, tiles, exports, commands) composes its SQL from
 * here.
 */
export interface Access {
  readonly layer: Layer;
  readonly counties: readonly number[];
  /** Rows the viewer may see; `counties` narrows it to those asked about. */
  rows(counties?: readonly number[]): SQL;
  /** The value of a field, masked where it must be; null for a hidden one. */
  value(field: Field): SQL;
  /** The place as the viewer may see it, from exact or coarse geometry. */
  place(): SQL;
  /** A condition on the place that cannot tell more than `place()` does. */
  where(condition: (column: SQL) => SQL): SQL;
  /** How the viewer sees a field of at least some rows. */
  field(field: Field): FieldAccess;
  /** Clear in every visible row, so that it may be filtered, searched, ordered and counted by. */
  isClear(sensitivity: Sensitivity): boolean;
  /** Does reading this sensitivity put a line in the access log? */
  isDisclosure(sensitivity: Sensitivity): boolean;
  /** Who wrote something: staff see who, anyone else only what they wrote themselves. */
  who(actor: SQL): SQL;
  /** Staff, who may also see what their colleagues are called. */
  readonly seesNames: boolean;
  canCreate: boolean;
  canEdit: boolean;
  /** Rows the viewer may change. */
  editable(counties?: readonly number[]): SQL;
  /** Where the viewer may create; undefined grid scope means anywhere in the county. */
  mayCreateIn(county: number, gridId: string | null, villageCode: string | null): boolean;
}

const DISCLOSED: ReadonlySet<Sensitivity> = new Set(["personal", "place"]);
const no = sql`false`;
const column = (name: string) => sql.identifier(name);

/** One condition of many; none of them is false. */
function any(conditions: readonly SQL[]): SQL {
  if (conditions.length === 0) return no;
  return conditions.length === 1 ? conditions[0]! : sql`(${sql.join([...conditions], sql` or `)})`;
}

const uuids = (ids: readonly string[]) => sql`any(${sql.param([...ids])}::uuid[])`;

function scopeOf(layer: Layer, a: Assignment): SQL | null {
  if (!SCOPED.has(a.role) || layer.scope === "county") return null;
  // A role that works in an area and has been given none sees nothing, rather than everything.
  if (a.grids.length === 0 && a.villages.length === 0) return no;
  const villages = sql`any(${sql.param([...a.villages])}::text[])`;
  const gridsOf = sql`(select g.id from grid g where g.county_id = ${a.county} and g.village_code = ${villages})`;
  switch (layer.scope) {
    case "village":
      return sql`code = any(array(select g.village_code from grid g where g.county_id = ${a.county} and g.id = ${uuids(a.grids)}) || ${sql.param([...a.villages])}::text[])`;
    case "self-grid":
      return sql`(id = ${uuids(a.grids)} or village_code = ${villages})`;
    case "grid":
      return a.villages.length === 0
        ? sql`grid_id = ${uuids(a.grids)}`
        : sql`(grid_id = ${uuids(a.grids)} or grid_id in ${gridsOf})`;
  }
}

function rulesOf(viewer: Viewer, layer: Layer): Rule[] {
  const rules: Rule[] = [];
  for (const assignment of viewer.assignments) {
    const grant =
      viewer.kind === "operator"
        ? OPERATOR_GRANT
        : viewer.kind === "application"
          ? grantOfScopes(layer.name, viewer.scopes ?? [])
          : GRANTS[assignment.role][layer.name];
    if (!grant) continue;
    const conditions = [sql`county_id = ${assignment.county}`];
    const scope = scopeOf(layer, assignment);
    if (scope) conditions.push(scope);
    if (grant.ownOnly) conditions.push(sql`created_by = ${viewer.actor}`);
    rules.push({
      county: assignment.county,
      assignment,
      grant,
      rows: sql`(${sql.join(conditions, sql` and `)})`,
    });
  }
  return rules;
}

/** 王小明 → 王**; 13800001234 → 138****1234. */
const maskOf = (field: Field): SQL => {
  const c = column(field.column);
  if (field.mask === "name")
    return sql`case when ${c} is null then null else left(${c}, 1) || '**' end`;
  if (field.mask === "phone")
    return sql`case when ${c} is null then null when length(${c}) < 8 then '****' else left(${c}, 3) || '****' || right(${c}, 4) end`;
  return sql`null`;
};

export function accessTo(viewer: Viewer, layer: Layer): Access | null {
  const rules = rulesOf(viewer, layer);
  if (rules.length === 0) return null;
  const counties = [...new Set(rules.map((r) => r.county))];
  const shows = (grant: Grant, s: Sensitivity) =>
    grant.clear.includes(s) || (viewer.purpose !== undefined && grant.onPurpose.includes(s));
  const showing = (s: Sensitivity) => rules.filter((r) => shows(r.grant, s));

  /** `clear` where some rule that shows the sensitivity holds, `masked` in the other rows. */
  const split = (s: Sensitivity, clear: SQL, masked: SQL): SQL => {
    const some = showing(s);
    if (some.length === rules.length) return clear;
    if (some.length === 0) return masked;
    return sql`case when ${any(some.map((r) => r.rows))} then ${clear} else ${masked} end`;
  };
  const inCounties = (some: readonly Rule[], asked?: readonly number[]) =>
    any(some.filter((r) => !asked || asked.includes(r.county)).map((r) => r.rows));

  const isStaff = rules.every((r) => !r.grant.ownOnly && shows(r.grant, "internal"));
  const exact = column(layer.geometryColumn);
  const blurred = layer.coarseColumn ? column(layer.coarseColumn) : null;

  return {
    layer,
    counties,
    rows: (asked) => inCounties(rules, asked),
    value: (f) => split(f.sensitivity, sql`${column(f.column)}`, maskOf(f)),
    place: () =>
      split(
        layer.geometrySensitivity,
        sql`${exact}`,
        blurred ? sql`${blurred}` : sql`null::geometry`,
      ),
    where(condition) {
      const some = showing(layer.geometrySensitivity);
      if (some.length === rules.length) return condition(sql`${exact}`);
      if (some.length === 0) return blurred ? condition(sql`${blurred}`) : no;
      const held = any(some.map((r) => r.rows));
      const rest = blurred ? sql`(not ${held} and ${condition(sql`${blurred}`)})` : no;
      return sql`((${held} and ${condition(sql`${exact}`)}) or ${rest})`;
    },
    field(f) {
      if (showing(f.sensitivity).length > 0) return "clear";
      if (rules.some((r) => r.grant.onPurpose.includes(f.sensitivity))) return "onPurpose";
      return f.mask ? "masked" : "hidden";
    },
    isClear: (s) => showing(s).length === rules.length,
    isDisclosure: (s) =>
      DISCLOSED.has(s) &&
      viewer.kind !== "operator" &&
      rules.some((r) => !r.grant.ownOnly && shows(r.grant, s)),
    who: (actor) => (isStaff ? actor : sql`case when ${actor} = ${viewer.actor} then ${actor} end`),
    seesNames: isStaff && viewer.kind !== "application",
    canCreate: rules.some((r) => r.grant.create),
    canEdit: rules.some((r) => r.grant.edit),
    editable: (asked) =>
      inCounties(
        rules.filter((r) => r.grant.edit),
        asked,
      ),
    mayCreateIn: (county, gridId, villageCode) =>
      rules.some((r) => {
        if (!r.grant.create || r.county !== county) return false;
        const { grids, villages, role } = r.assignment;
        if (!SCOPED.has(role) || layer.scope === "county") return true;
        return (
          (gridId !== null && grids.includes(gridId)) ||
          (villageCode !== null && villages.includes(villageCode))
        );
      }),
  };
}

/** A digest of all that the answers to a viewer depend on beside the data: part of every ETag. */
export function policyKey(viewer: Viewer): string {
  const rules = viewer.assignments.map((a) => [
    a.role,
    a.county,
    [...a.grids].sort(),
    [...a.villages].sort(),
  ]);
  return JSON.stringify([
    viewer.kind,
    viewer.kind === "person" && viewer.assignments.some((a) => GRANTS[a.role]?.incidents?.ownOnly)
      ? viewer.actor
      : null,
    rules,
    viewer.purpose !== undefined,
    viewer.scopes ?? [],
  ]);
}
