import { type SQL, sql } from "drizzle-orm";
import {
  type Declaration,
  type DeclaredName,
  type Field,
  fieldOf,
  type Sensitivity,
} from "../../schema/declaration.js";
import { declarationOf } from "../../schema/declared.js";
import { inputName } from "../../schema/layer-types.js";
import { isLayer, type Layer } from "../../schema/layers/index.js";
import { frozen } from "../core/database.js";
import { LayerNotes } from "./disclosures.js";
import { GRANTS, type Grant } from "./grants.js";
import {
  any,
  createsIn,
  type RowsTold,
  type Rule,
  rulesOf,
  unsealedRows,
  writtenBy,
} from "./rules.js";
import { type Assignment, purposeOf, unknownViewer, type Viewer } from "./viewer.js";

export type FieldAccess = "clear" | "masked" | "onPurpose" | "hidden";

/** Grids by uuid and villages by code. */
export type Ground = Pick<Assignment, "grids" | "villages">;

/** What a column is compared for: a request's condition tells as much as its answer. */
export type Comparison = "filter" | "order" | "count" | "search";

/**
 * What a viewer may see of a layer, as SQL. `null` from `accessTo` means: this layer does not exist
 * for the viewer. Every outlet (queries, mutations, subscriptions, tiles, exports, commands)
 * composes its SQL from here; whatever it gets that opens a personal value or an exact place is in
 * the request's disclosures from that moment.
 */
export interface Access<D extends Declaration = Declaration> {
  readonly layer: D;
  readonly counties: readonly number[];
  readonly notes: LayerNotes;
  /** Rows the viewer may see; `counties` narrows it to those asked about. */
  rows(counties?: readonly number[]): SQL;
  /** The rows of `rows()` as values, any of these; null: only SQL tells them. */
  told(): readonly RowsTold[] | null;
  /** Sees all rows of some ground in a county, not only those that they wrote or handle. */
  seesGround(county: number): boolean;
  /**
   * Ground of a county in which the viewer sees its rows: some grids and villages; null: all of it.
   */
  ground(county: number): Ground | null;
  /** Sees every row of a county, so that how many there are tells nothing more. */
  seesAll(county: number): boolean;
  /** The value of a field, masked where it must be; null for a hidden one. */
  value(field: Field): SQL;
  /** The same viewer's access to what a reference names; what it opens is noted here. */
  to(name: string): Access | null;
  /** A field to compare by, if it is clear in every visible row; else null. */
  column(field: Field, use: Comparison, as?: string): SQL | null;
  /** The place as the viewer may see it, from exact or coarse geometry. */
  place(use?: "read" | "order"): SQL;
  /** A condition on the place that cannot tell more than `place()` does. */
  where(name: string, condition: (column: SQL) => SQL): SQL;
  /** Of values as they once were, those that the viewer sees clear today in every row. */
  past(values: Record<string, unknown>, of?: readonly Field[]): Record<string, unknown>;
  /** A piece of SQL that is the same for every request of this viewer, composed once. */
  remembered(key: string, compose: (access: Access<D>) => SQL): SQL;
  /** Rows whose exact place the viewer sees, if any or all; the others have a coarse one. */
  exact(): { some: boolean; every: boolean; rows: SQL };
  /** How the viewer sees the exact place of at least some rows; masked: a coarse one instead. */
  geometry(): FieldAccess;
  /** How the viewer sees a field of at least some rows. */
  field(field: Field): FieldAccess;
  /** Is this kind of field clear to the viewer in every visible row? Opens nothing. */
  shows(sensitivity: Sensitivity): boolean;
  /** Who wrote something: staff see who, anyone else only what they wrote themselves. */
  who(actor: SQL): SQL;
  /** May read what objects were before, and who changed them: of at least some rows. */
  readonly seesPast: boolean;
  /** The rows of which the viewer may. */
  pastRows(counties: readonly number[]): SQL;
  /**
   * Why somebody did something, in their own words: as personal as the most personal that the layer
   * tells, for those who work with it, and for whoever wrote it. `by` is the actor as `who` has it.
   */
  words(text: string | null, by: string | null): string | null;
  /** Works with what they see: it is not their own, nor do they pass by. */
  readonly isStaff: boolean;
  /** Staff, who may also see what their colleagues are called. */
  readonly seesNames: boolean;
  /** Sees no more than what holds today: no past, future, versions or times of change. */
  todayOnly: boolean;
  canCreate: boolean;
  canEdit: boolean;
  /** Rows the viewer may change. */
  editable(counties?: readonly number[]): SQL;
  /** Where the viewer may create; undefined grid scope means anywhere in the county. */
  mayCreateIn(county: number, gridId: string | null, villageCode: string | null): boolean;
}

/**
 * What is in the access log whoever opens it: a person, a program, or the operator, whose commands
 * open it only for a reason. A device opens nothing personal but its own household's, nobody
 * anonymous anything; what is sealed is logged for the parties too.
 */
const LOGGED: ReadonlySet<Sensitivity> = new Set(["personal", "place", "sealed"]);

/** What somebody wrote, or what is of their own household, is not disclosed to them. */
const isOwn = ({ grant }: Rule): boolean => Boolean(grant.ownOnly || grant.householdOnly);

export { holdsOn, todayIn } from "./rules.js";

const column = (name: string) => sql.identifier(name);

/** 王小明 → 王**; 13800001234 → 138****1234. */
const maskOf = (field: Field): SQL => {
  const c = column(field.column);
  if (field.mask === "name")
    return sql`case when ${c} is null then null else left(${c}, 1) || '**' end`;
  if (field.mask === "phone")
    return sql`case when ${c} is null then null when length(${c}) < 8 then '****'
      else left(${c}, 3) || '****' || right(${c}, 4) end`;
  return sql`null`;
};

/** All that follows from the viewer alone; it lives as long as the viewer. */
interface Policy<D extends Declaration = Declaration> {
  viewer: Viewer;
  layer: D;
  rules: readonly Rule[];
  counties: readonly number[];
  fragments: Map<string, { sql: SQL; notes: LayerNotes }>;
}

const policies = new WeakMap<Viewer, Map<DeclaredName, Policy | null>>();

function policyOf<D extends Declaration>(viewer: Viewer, layer: D): Policy<D> | null {
  let known = policies.get(viewer);
  if (!known) policies.set(viewer, (known = new Map()));
  let policy = known.get(layer.name);
  if (policy === undefined) {
    const rules = rulesOf(viewer, layer);
    const counties = [...new Set(rules.map((r) => r.county))];
    policy = rules.length === 0 ? null : { viewer, layer, rules, counties, fragments: new Map() };
    known.set(layer.name, policy);
  }
  return policy as Policy<D> | null;
}

/** A viewer's access to a layer, whose openings are written into `notes`. */
export function accessTo<D extends Declaration>(
  viewer: Viewer,
  layer: D,
  notes: LayerNotes,
): Access<D> | null {
  const policy = policyOf(viewer, layer);
  return policy && accessOf(policy, notes);
}

/** Fragments of one viewer that are kept; a query of aliases could ask for any number. */
const FRAGMENTS_LIMIT = 200;

function accessOf<D extends Declaration>(policy: Policy<D>, notes: LayerNotes): Access<D> {
  const { viewer, layer, rules, counties } = policy;
  const hasPurpose = purposeOf(viewer) !== undefined;
  const shows = (grant: Grant, s: Sensitivity) =>
    s !== "sealed" && (grant.clear.includes(s) || (hasPurpose && grant.onPurpose.includes(s)));
  const showing = (s: Sensitivity) => rules.filter((r) => shows(r.grant, s));
  const isClear = (s: Sensitivity) => showing(s).length === rules.length;

  const unsealed = unsealedRows(viewer, layer);

  const note = (s: Sensitivity, use: "read" | "condition") => {
    if (!LOGGED.has(s)) return;
    const by = s === "sealed" ? (unsealed ? rules : []) : showing(s).filter((r) => !isOwn(r));
    if (by.length > 0)
      notes.opens(
        s,
        by.map((r) => r.county),
        use,
      );
  };

  /** `clear` where some rule that shows the sensitivity holds, `masked` in the other rows. */
  const split = (s: Sensitivity, clear: SQL, masked: SQL): SQL => {
    if (s === "sealed")
      return unsealed ? sql`case when ${unsealed} then ${clear} else ${masked} end` : masked;
    const some = showing(s);
    if (some.length === rules.length) return clear;
    if (some.length === 0) return masked;
    return sql`case when ${any(some.map((r) => r.rows))} then ${clear} else ${masked} end`;
  };
  const seen = (s: Sensitivity, hasMask: boolean): FieldAccess => {
    if (showing(s).length > 0 || (s === "sealed" && unsealed)) return "clear";
    if (s === "sealed") return hasMask ? "masked" : "hidden";
    if (rules.some((r) => r.grant.onPurpose.includes(s))) return "onPurpose";
    return hasMask ? "masked" : "hidden";
  };
  const inCounties = (some: readonly Rule[], asked?: readonly number[]) =>
    any(some.filter((r) => !asked || asked.includes(r.county)).map((r) => r.rows));

  // Nobody looks at a device alone: it tells nothing of those who work.
  const isStaff =
    viewer.kind !== "device" && rules.every((r) => !r.grant.ownOnly && shows(r.grant, "internal"));
  const placed = (): Layer => {
    if (isLayer(layer)) return layer;
    throw new Error(`${layer.name} have no place`);
  };
  const exact = () => column(placed().geometryColumn);
  const coarse = () => {
    const { coarseColumn } = placed();
    return coarseColumn === undefined ? null : sql`${column(coarseColumn)}`;
  };
  const withPast = viewer.kind === "device" ? [] : rules.filter((r) => !r.grant.pastCounted);

  const access: Access<D> = {
    layer,
    counties,
    notes,
    rows(asked) {
      notes.confines(asked);
      return inCounties(rules, asked);
    },
    told() {
      const told = rules.map((r) => r.told).filter((one) => one !== null);
      return told.length === rules.length ? told : null;
    },
    seesGround: (county) => rules.some((r) => r.told !== null && r.county === county),
    ground(county) {
      const here = rules.filter((r) => r.county === county);
      if (here.some((r) => !r.area)) return null;
      return {
        grids: here.flatMap((r) => r.area!.grids),
        villages: here.flatMap((r) => r.area!.villages),
      };
    },
    seesAll: (county) => rules.some((r) => r.whole && r.county === county),
    value(f) {
      note(f.sensitivity, "read");
      notes.reads(inputName(f));
      return split(f.sensitivity, sql`${column(f.column)}`, maskOf(f));
    },
    column(f, use, as = inputName(f)) {
      if (!isClear(f.sensitivity)) return null;
      note(f.sensitivity, "condition");
      notes.asks(`${use}.${as}`);
      return sql`${column(f.column)}`;
    },
    to(name) {
      const { type } = fieldOf(layer, name);
      const target = type.kind === "reference" && policyOf(viewer, declarationOf(type.to));
      return target ? accessOf(target, notes) : null;
    },
    place(use = "read") {
      const { geometrySensitivity } = placed();
      note(geometrySensitivity, use === "read" ? "read" : "condition");
      if (use === "read") notes.reads("geometry");
      else notes.asks("order.distance");
      return split(geometrySensitivity, sql`${exact()}`, coarse() ?? sql`null::geometry`);
    },
    where(name, condition) {
      const { geometrySensitivity } = placed();
      note(geometrySensitivity, "condition");
      notes.asks(name);
      const some = showing(geometrySensitivity);
      if (some.length === rules.length) return condition(sql`${exact()}`);
      const blurred = coarse();
      if (some.length === 0) return blurred ? condition(blurred) : sql`false`;
      const held = any(some.map((r) => r.rows));
      const rest = blurred ? sql`(not ${held} and ${condition(blurred)})` : sql`false`;
      return sql`((${held} and ${condition(sql`${exact()}`)}) or ${rest})`;
    },
    past(values, of = layer.fields) {
      const kinds = new Map<string, Sensitivity>(of.map((f) => [inputName(f), f.sensitivity]));
      if (isLayer(layer)) kinds.set("geometry", layer.geometrySensitivity);
      const clear = Object.entries(values).filter(([name]) => {
        const kind = kinds.get(name);
        return kind !== undefined && isClear(kind);
      });
      for (const [name] of clear) {
        note(kinds.get(name)!, "read");
        notes.reads(name);
      }
      return Object.fromEntries(clear);
    },
    remembered(key, compose) {
      let known = policy.fragments.get(key);
      if (!known) {
        const own = new LayerNotes();
        known = { sql: frozen(compose(accessOf(policy, own))), notes: own };
        if (policy.fragments.size >= FRAGMENTS_LIMIT) policy.fragments.clear();
        policy.fragments.set(key, known);
      }
      notes.add(known.notes);
      return known.sql;
    },
    exact() {
      const some = showing(placed().geometrySensitivity);
      return {
        some: some.length > 0,
        every: some.length === rules.length,
        rows: any(some.map((r) => r.rows)),
      };
    },
    geometry: () => seen(placed().geometrySensitivity, placed().coarseColumn !== undefined),
    field: (f) => seen(f.sensitivity, f.mask !== undefined),
    shows: isClear,
    who: (actor) => (isStaff ? actor : sql`case when ${actor} = ${viewer.actor} then ${actor} end`),
    seesPast: withPast.length > 0 && isClear("internal"),
    pastRows(asked) {
      notes.confines(asked);
      return inCounties(withPast, asked);
    },
    words(text, by) {
      if (text === null || by === viewer.actor) return text;
      const kind = layer.fields.some((f) => f.sensitivity === "personal") ? "personal" : "internal";
      if (!isStaff || !isClear(kind)) return null;
      note(kind, "read");
      notes.reads("reason");
      return text;
    },
    isStaff,
    seesNames: isStaff && viewer.kind !== "application",
    todayOnly: rules.every((r) => r.grant.todayOnly),
    canCreate: rules.some((r) => r.grant.create),
    canEdit: rules.some((r) => r.grant.edit),
    editable: (asked) =>
      any(
        rules
          .filter((r) => r.grant.edit && (!asked || asked.includes(r.county)))
          .map((r) => (layer.sharedBy ? sql`(${r.rows} and ${writtenBy(viewer)})` : r.rows)),
      ),
    mayCreateIn: (county, gridId, villageCode) =>
      rules.some((r) => createsIn(r, layer, { county, gridId, villageCode })),
  };
  return access;
}

/** A digest of all that the answers to a viewer depend on beside the data: part of every ETag. */
export function policyKey(viewer: Viewer): string {
  return JSON.stringify([viewer.kind, ...keyOf(viewer), purposeOf(viewer) !== undefined]);
}

function keyOf(viewer: Viewer): unknown[] {
  switch (viewer.kind) {
    case "anonymous":
    case "operator":
      return [viewer.counties];
    case "application":
      return [viewer.counties, viewer.scopes];
    case "device":
      return [viewer.county, viewer.binding];
    case "person": {
      const { assignments, actor } = viewer;
      const ownOnly = assignments.some((a) => Object.values(GRANTS[a.role]).some((g) => g.ownOnly));
      return [
        ownOnly ? actor : null,
        assignments.map((a) => [
          ...[a.role, a.county],
          ...[a.grids, a.villages, a.organisations].map((names) => [...names].sort()),
        ]),
      ];
    }
    default:
      return unknownViewer(viewer);
  }
}
