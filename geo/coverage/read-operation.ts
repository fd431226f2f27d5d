/** Operations from outside: each field judged before anything is asked of the coverage. */
import { hasLock, LOCK } from "./locked.js";
import type { Refusal } from "./model.js";
import type { GridOperation } from "./operation.js";
import type { OperationKind } from "./operation-kind.js";
import type { FieldProblem } from "./phrases.js";
import { refuse } from "./refuse.js";

/** More points than any drawn line has, and few enough to be judged at once. */
export const MOST_VERTICES = 10_000;
const MOST_IDS = 10_000;
const LONGEST_ID = 200;
const LONGEST_PROPERTIES = 20_000;
const MOST_METRES = 1000;

/** What is wrong with a value, or null. */
type Judge = (value: unknown) => FieldProblem | null;
type Fields = Readonly<Record<string, Judge | { readonly may: Judge }>>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function coordinates(value: unknown, mostX: number, mostY: number): FieldProblem | null {
  if (!Array.isArray(value) || value.length !== 2 || !value.every((v) => typeof v === "number"))
    return "wrong-type";
  const [x, y] = value as [number, number];
  return Math.abs(x) <= mostX && Math.abs(y) <= mostY ? null : "not-a-place";
}

const place: Judge = (value) => coordinates(value, 180, 90);
/** A way, in degrees: no drag goes further than one. */
const way: Judge = (value) => coordinates(value, 1, 1);

const list =
  (least: number, most: number, each: Judge): Judge =>
  (value) => {
    if (!Array.isArray(value)) return "wrong-type";
    if (value.length < least) return "too-few";
    if (value.length > most) return "too-many";
    for (const one of value) {
      const problem = each(one);
      if (problem) return problem;
    }
    return null;
  };

const id: Judge = (value) =>
  typeof value !== "string"
    ? "wrong-type"
    : value === "" || value.length > LONGEST_ID
      ? "out-of-range"
      : null;
const ids = list(1, MOST_IDS, id);
const line = list(2, MOST_VERTICES, place);
const outline = list(3, MOST_VERTICES, place);
const flag: Judge = (value) => (typeof value === "boolean" ? null : "wrong-type");
const metres: Judge = (value) =>
  typeof value !== "number"
    ? "wrong-type"
    : value > 0 && value <= MOST_METRES
      ? null
      : "out-of-range";
const number: Judge = (value) =>
  typeof value !== "number"
    ? "wrong-type"
    : Number.isSafeInteger(value) && value >= 0
      ? null
      : "out-of-range";
const property: Judge = (value) => id(value) ?? (value === LOCK ? "out-of-range" : null);
const properties: Judge = (value) =>
  !isRecord(value)
    ? "wrong-type"
    : JSON.stringify(value).length > LONGEST_PROPERTIES
      ? "too-many"
      : null;
const ownProperties: Judge = (value) =>
  properties(value) ?? (hasLock(value as Record<string, unknown>) ? "out-of-range" : null);

const label: Judge = (value) => (value === null ? null : id(value));
const state: Judge = (value) => (value === null ? null : properties(value));
const record =
  (fields: Fields): Judge =>
  (value) =>
    isRecord(value) ? (badField(value, fields)?.problem ?? null) : "wrong-type";
const edges = list(0, MOST_VERTICES, record({ line, left: label, right: label }));
/** The note is told, not obeyed: its words are taken as they are. */
const change: Judge = (value) => {
  const problem = record({
    note: properties,
    remove: edges,
    add: edges,
    grids: list(0, MOST_IDS, record({ id, before: state, after: state })),
  })(value);
  if (problem) return problem;
  const { remove, add } = value as { remove: { line: unknown[] }[]; add: { line: unknown[] }[] };
  const vertices = [...remove, ...add].reduce((sum, edge) => sum + edge.line.length, 0);
  return vertices > 20 * MOST_VERTICES ? "too-many" : null;
};

const KINDS: Readonly<Record<OperationKind, Fields>> = {
  "move-node": { from: place, to: place },
  "move-edge": { at: place, by: way },
  "insert-node": { at: place, within: { may: metres } },
  "remove-node": { at: place },
  "reshape-grid": { grid: id, line, outside: { may: flag } },
  "split-grids": { line, grids: { may: ids }, newIds: { may: ids } },
  "merge-grids": { grids: ids, keep: id },
  "hand-buildings": { buildings: ids, to: id },
  "hand-piece": { outline, to: id, from: { may: ids } },
  "add-grid": { grid: id, outline, properties: { may: properties } },
  "carve-enclave": { grid: id, outline, properties: { may: properties }, from: { may: ids } },
  "snap-outline": { grid: id, outline, tolerance: metres, properties: { may: properties } },
  "number-grids": { grids: { may: ids }, first: { may: number }, property: { may: property } },
  "set-properties": { grid: id, properties: ownProperties },
  lock: { grids: ids },
  unlock: { grids: ids },
  restore: { change },
};

export const OPERATION_KINDS = Object.keys(KINDS) as OperationKind[];

function badField(
  value: Record<string, unknown>,
  fields: Fields,
): { field: string; problem: FieldProblem } | null {
  for (const [field, rule] of Object.entries(fields)) {
    const judge = typeof rule === "function" ? rule : rule.may;
    const given = Object.hasOwn(value, field) ? value[field] : undefined;
    if (given === undefined) {
      if (typeof rule === "function") return { field, problem: "missing" };
      continue;
    }
    const problem = judge(given);
    if (problem) return { field, problem };
  }
  const strange = Object.keys(value).find((key) => !Object.hasOwn(fields, key));
  return strange === undefined ? null : { field: strange, problem: "unknown" };
}

/**
 * An operation from JSON, or why it is none. Whether it fits the coverage is `perform`'s to say.
 */
export function readOperation(value: unknown): GridOperation | Refusal {
  const kind = isRecord(value) ? value["kind"] : undefined;
  if (!isRecord(value) || typeof kind !== "string" || !Object.hasOwn(KINDS, kind))
    return refuse("bad-operation", "unknown-kind", { kinds: OPERATION_KINDS });
  const { kind: _, ...fields } = value;
  const bad = badField(fields, KINDS[kind as OperationKind]);
  if (bad) return refuse("bad-operation", "bad-field", { kind, ...bad });
  return value as unknown as GridOperation;
}
