import { type SQL, sql } from "drizzle-orm";
import { Direction } from "../../schema/inputs.js";
import { type Field, fieldOf } from "../../schema/layers/index.js";
import type { Access } from "../policy/policy.js";
import { badInput, Refusal } from "../refusal.js";
import { checkedPoint, pointSql } from "./area.js";

export interface OrderInput {
  field: string;
  direction?: Direction | null;
  near?: number[] | null;
}

/** How a list is ordered: by one key and the id, so that a cursor is exact. */
export interface Order {
  name: string;
  /**
   * The uuid column, qualified: in ORDER BY a bare `id` would be the answer's text of that name,
   * which no index knows.
   */
  id: SQL;
  /** The key as SQL, its type for the cursor, and whether it may be null (nulls come last). */
  key: SQL;
  type: string;
  nullable: boolean;
  descending: boolean;
  near?: [number, number];
}

const TYPES: Record<Field["type"]["kind"], string> = {
  text: "text",
  code: "text",
  integer: "int8",
  number: "float8",
  boolean: "bool",
  date: "date",
  instant: "timestamptz",
  reference: "uuid",
};

export function orderOf(access: Access, input?: OrderInput | null): Order {
  const { layer } = access;
  const id = sql`${sql.identifier(layer.table)}.id`;
  if (input?.field === "DISTANCE") {
    if (!input.near)
      throw badInput(
        "orderBy.near",
        "orderBy.near: ordering by distance needs a point, [longitude, latitude].",
      );
    const near = checkedPoint(input.near, "orderBy.near");
    return {
      name: "DISTANCE",
      id,
      key: sql`ST_Distance((${access.place()})::geography, ${pointSql(...near)}::geography)`,
      type: "float8",
      nullable: false,
      descending: false,
      near,
    };
  }
  if (input?.near)
    throw badInput("orderBy.near", "orderBy.near: only ordering by DISTANCE takes a point.");
  const field = input?.field ?? (layer.time ? "occurredFrom" : "ID");
  const descending = input ? input.direction === Direction.DESC : layer.time !== undefined;
  if (field === "ID")
    return { name: "ID", id, key: sql`county_id`, type: "int4", nullable: false, descending };
  if (field === "UPDATED_AT")
    return {
      name: field,
      id,
      key: sql`updated_at`,
      type: "timestamptz",
      nullable: false,
      descending,
    };
  const declared = fieldOf(layer, field);
  if (!access.isClear(declared.sensitivity))
    throw new Refusal(
      "FORBIDDEN",
      `orderBy: ${field} is masked for you, so it cannot be ordered by.`,
      { field: "orderBy" },
    );
  const column = sql`${sql.identifier(declared.column)}`;
  const textual = TYPES[declared.type.kind] === "text";
  // The engines sort Chinese differently by locale; code points are the same everywhere.
  return {
    name: field,
    id,
    key: textual ? sql`${column} collate "C"` : column,
    type: TYPES[declared.type.kind],
    nullable: !declared.required,
    descending,
  };
}

export function orderSql(order: Order): SQL {
  const way = order.descending ? sql`desc` : sql`asc`;
  const key = order.nullable ? sql`(${order.key}) ${way} nulls last` : sql`(${order.key}) ${way}`;
  return sql`${key}, ${order.id} ${way}`;
}

/** What a cursor must hold to continue: the key as text and the id, as one JSON text. */
export const cursorSql = (order: Order): SQL =>
  sql`json_build_array((${order.key})::text, id)::text`;

export const encodeCursor = (order: Order, json: string): string =>
  Buffer.from(`${order.name}${json}`).toString("base64url");

/** Rows after a cursor. A cursor of another order is refused. */
export function afterSql(order: Order, cursor: string): SQL {
  const text = Buffer.from(cursor, "base64url").toString();
  const bad = badInput(
    "after",
    "after: this cursor is not one of this list in this order; take endCursor of the page before.",
  );
  if (!text.startsWith(`${order.name}[`)) throw bad;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.slice(order.name.length));
  } catch {
    throw bad;
  }
  const [key, id] = Array.isArray(parsed) ? (parsed as unknown[]) : [];
  if (
    typeof id !== "string" ||
    !/^[0-9a-f-]{36}$/.test(id) ||
    !(key === null || (typeof key === "string" && isOfType(key, order.type)))
  )
    throw bad;
  const past = order.descending ? sql`<` : sql`>`;
  if (key === null) return sql`((${order.key}) is null and id ${past} ${id}::uuid)`;
  const value = sql`${key}::${sql.raw(order.type)}`;
  const row = sql`((${order.key}), id) ${past} (${value}, ${id}::uuid)`;
  return order.nullable ? sql`(${row} or (${order.key}) is null)` : row;
}

/** A forged cursor must not become an SQL error: its key has to look like its type. */
function isOfType(key: string, type: string): boolean {
  switch (type) {
    case "text":
      return true;
    case "int4":
    case "int8":
      return /^-?\d{1,9}$/.test(key);
    case "float8":
      return key !== "" && Number.isFinite(Number(key));
    case "date":
      return /^\d{4}-\d{2}-\d{2}$/.test(key) && !Number.isNaN(Date.parse(key));
    case "timestamptz":
      return (
        /^\d{4}-\d{2}-\d{2} [\d:.]{5,15}[+-]\d{2}(:\d{2})?$/.test(key) &&
        !Number.isNaN(Date.parse(key.replace(" ", "T").replace(/([+-]\d{2})$/, "$1:00")))
      );
    default:
      return false;
  }
}
