import { type SQL, sql } from "drizzle-orm";
import { type Field, fieldOf } from "../../schema/declaration.js";
import { Direction } from "../../schema/inputs.js";
import { badInput, Refusal } from "../core/refusal.js";
import type { Access } from "../policy/policy.js";
import { checkedPoint, pointSql } from "./area.js";
import type { Cursors } from "./cursors.js";
import { refusePast } from "./filter.js";

export interface OrderInput {
  field: string;
  direction?: Direction | null;
  near?: number[] | null;
}

/** How a list is ordered: by one key and the id, so that a cursor is exact. */
export interface Order {
  table: string;
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
  area: "jsonb",
  json: "jsonb",
  reference: "uuid",
};

export function orderOf(access: Access, input?: OrderInput | null): Order {
  const { layer } = access;
  const { table } = layer;
  const id = sql`${sql.identifier(table)}.id`;
  if (input?.field === "DISTANCE") {
    if (!input.near)
      throw badInput(
        "orderBy.near",
        "orderBy.near: ordering by distance needs a point, [longitude, latitude].",
      );
    const near = checkedPoint(input.near, "orderBy.near");
    return {
      table,
      name: "DISTANCE",
      id,
      key: sql`ST_Distance((${access.place("order")})::geography, ${pointSql(...near)}::geography)`,
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
    return {
      table,
      name: "ID",
      id,
      key: sql`county_id`,
      type: "int4",
      nullable: false,
      descending,
    };
  if (field === "UPDATED_AT") {
    refusePast(access, "orderBy");
    return {
      table,
      name: field,
      id,
      key: sql`updated_at`,
      type: "timestamptz",
      nullable: false,
      descending,
    };
  }
  const declared = fieldOf(layer, field);
  const column = access.column(declared, "order");
  if (!column)
    throw new Refusal(
      "FORBIDDEN",
      `orderBy: ${field} is masked for you, so it cannot be ordered by.`,
      { field: "orderBy" },
    );
  const textual = TYPES[declared.type.kind] === "text";
  // The engines sort Chinese differently by locale; code points are the same everywhere.
  return {
    table,
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

/** What a cursor must hold to continue, as two columns: JSON is made of few rows only, and here. */
export const placeSql = (order: Order): SQL =>
  sql`(${order.key})::text as "sort!", id::text as "uuid!"`;

/** Which list in which order a cursor is of. */
const listOf = (order: Order): string =>
  [order.table, order.name, order.descending ? "desc" : "asc", ...(order.near ?? [])].join(" ");

export const encodeCursor = (
  cursors: Cursors,
  order: Order,
  sort: string | null,
  uuid: string,
): string => cursors.seal(listOf(order), JSON.stringify([sort, uuid]));

/** Rows after a cursor. A cursor of another list or order, or a forged one, is refused. */
export function afterSql(cursors: Cursors, order: Order, cursor: string): SQL {
  const text = cursors.open(listOf(order), cursor);
  if (text === null)
    throw badInput(
      "after",
      "after: this cursor is not one of this list in this order; take endCursor of " +
        "the page before.",
    );
  const [key, id] = JSON.parse(text) as [string | null, string];
  const past = order.descending ? sql`<` : sql`>`;
  if (key === null) return sql`((${order.key}) is null and id ${past} ${id}::uuid)`;
  const value = sql`${key}::${sql.raw(order.type)}`;
  const row = sql`((${order.key}), id) ${past} (${value}, ${id}::uuid)`;
  return order.nullable ? sql`(${row} or (${order.key}) is null)` : row;
}
