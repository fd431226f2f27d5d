import { type SQL, sql } from "drizzle-orm";
import { type Packet, textCells } from "../../db/row-packets.js";
import type { Database, Runner } from "../core/database.js";
import type { Lane } from "../core/lanes.js";
import { IDS_NOTED } from "../policy/disclosures.js";
import type { Access } from "../policy/policy.js";
import type { Nodes } from "../raw-nodes/write-nodes.js";
import { circleBox, envelope, pointSql } from "./area.js";
import type { Cursors } from "./cursors.js";
import { type Filter, rowsOf } from "./filter.js";
import {
  afterSql,
  encodeCursor,
  type Order,
  type OrderInput,
  orderOf,
  orderSql,
  placeSql,
} from "./order.js";
import { columnNames, selection, wireSelection } from "./select.js";

export type Row = Record<string, unknown>;

export interface ListInput {
  filter?: Filter | null;
  orderBy?: OrderInput | null;
  first: number;
  after?: string | null;
}

/**
 * What is asked of a page: fields of its nodes, and whether anyone wants a cursor of every row or
 * of its ends.
 */
export interface Wanted {
  fields: readonly string[];
  cursors: "none" | "ends" | "all";
}

export interface Page {
  rows: Row[];
  /** Of every row, or of the first and the last, as was wanted. */
  cursors: string[];
  hasNextPage: boolean;
}

/** A page whose rows go into the answer as they were sent. */
export interface PacketPage {
  nodes: Nodes;
  start: string | null;
  end: string | null;
  hasNextPage: boolean;
}

/** What reading a page takes beside the policy: the database and the seal of its cursors. */
export interface Reader {
  readonly db: Database;
  readonly cursors: Cursors;
}

const tableOf = (access: Access): SQL => sql`${sql.identifier(access.layer.table)}`;

/** Ids for the access log alone: where nothing personal is open, none are asked for. */
const KEY = sql`county_id || '-' || id`;
const keysOf = (rows: readonly Row[]): string[] =>
  rows.flatMap((r) => (typeof r["key!"] === "string" ? r["key!"] : []));

/** Everything a page's SQL is made of, short of its select list. */
function pageParts(
  { cursors }: Reader,
  access: Access,
  input: ListInput,
): { order: Order; where: SQL; limit: number; bound?: SQL } {
  const order = orderOf(access, input.orderBy);
  const conditions = [rowsOf(access, input.filter ?? {})];
  if (input.after != null) conditions.push(afterSql(cursors, order, input.after));
  return { order, where: sql.join(conditions, sql` and `), limit: input.first + 1 };
}

/** So many rows are measured sooner than an index walked that knows nothing of the filter. */
const FEW = 3000;

/** Does a filter ask for more than a time, which the index of places knows? */
const narrows = (filter: Filter): boolean =>
  Object.entries(filter).some(([k, v]) => v != null && k !== "from" && k !== "to");

/** How many rows the planner expects, by its statistics alone. */
async function expectedRows(run: Runner, access: Access, where: SQL): Promise<number> {
  const [row] = await run.rows<{ "QUERY PLAN": [{ Plan: { "Plan Rows": number } }] }>(
    sql`explain (format json) select 1 from ${tableOf(access)} where ${where}`,
  );
  return row!["QUERY PLAN"][0].Plan["Plan Rows"];
}

/**
 * Nearest first, exactly, with the index: the k nearest by degrees give a radius within which the k
 * nearest by metres must lie; only rows in its box are measured. Without it every row of the layer
 * would be. Of a rare kind few are found by another index, and all measured: the planner thinks
 * little of a walk outwards past everything else, which read 21,000 rows for ten.
 */
async function nearestCondition(
  run: Runner,
  access: Access,
  order: Order,
  where: SQL,
  input: ListInput,
): Promise<SQL> {
  const limit = input.first + 1;
  if (narrows(input.filter ?? {}) && (await expectedRows(run, access, where)) <= FEW) return where;
  const [lon, lat] = order.near!;
  const point = pointSql(lon, lat);
  const [bound] = await run.rows<{ metres: number | null; n: number }>(
    sql`
    select max(ST_Distance(place::geography, ${point}::geography)) as metres, count(*)::int as n
    from (select (${access.place("order")}) as place from ${tableOf(access)} where ${where}
      order by (${access.place("order")}) <-> ${point} limit ${limit}) k`,
    laneOf(limit),
  );
  if (!bound || bound.n < limit || bound.metres === null) return where;
  const box = envelope(circleBox(lon, lat, bound.metres * 1.001 + 1));
  return sql`${where} and ${access.where("order.distance", (g) => sql`${g} && ${box}`)}`;
}

/** A screen of rows is a page; lists that take longer than a reader of one may wait are not. */
const PAGE = 500;
const laneOf = (limit: number): Lane => (limit <= PAGE + 1 ? "page" : "long");

export async function listRows(
  reader: Reader,
  access: Access,
  input: ListInput,
  wanted: Wanted,
): Promise<Page> {
  const { order, where, limit } = pageParts(reader, access, input);
  const bounded = order.near
    ? await nearestCondition(reader.db, access, order, where, input)
    : where;
  const list = selection(access, wanted.fields, order.near);
  const place = wanted.cursors === "none" ? sql`` : sql`, ${placeSql(order)}`;
  const key = access.notes.open ? sql`, ${KEY} as "key!"` : sql``;
  const rows = await reader.db.rows<Row>(
    sql`select ${list}${key}${place} from ${tableOf(access)}
      where ${bounded} order by ${orderSql(order)} limit ${limit}`,
    laneOf(limit),
  );
  const hasNextPage = rows.length > input.first;
  if (hasNextPage) rows.pop();
  access.notes.answered(keysOf(rows), rows.length);
  const marked =
    wanted.cursors === "all" ? rows : wanted.cursors === "ends" ? [rows[0], rows.at(-1)] : [];
  const cursors = marked.flatMap((r) =>
    r ? encodeCursor(reader.cursors, order, r["sort!"] as string | null, r["uuid!"] as string) : [],
  );
  return { rows, cursors, hasNextPage };
}

/** The page of `listRows`, for who writes its nodes from the rows' bytes. */
export async function listPackets(
  reader: Reader,
  access: Access,
  input: ListInput,
  fields: readonly { name: string; alias: string }[],
  ends: boolean,
): Promise<PacketPage> {
  const { order, where, limit } = pageParts(reader, access, input);
  const bounded = order.near
    ? await nearestCondition(reader.db, access, order, where, input)
    : where;
  const names = fields.map((f) => f.name);
  const list = wireSelection(access, names, order.near);
  const key = access.notes.open ? sql`, ${KEY} as "key!"` : sql``;
  const place = ends ? sql`, ${placeSql(order)}` : sql``;
  const rows = await reader.db.packets(
    sql`select ${list}${place}${key} from ${tableOf(access)}
      where ${bounded} order by ${orderSql(order)} limit ${limit}`,
    laneOf(limit),
  );
  const hasNextPage = rows.length > input.first;
  if (hasNextPage) rows.pop();
  const noted = rows.slice(0, access.notes.open ? IDS_NOTED : 0);
  access.notes.answered(
    noted.map((row) => textCells(row).at(-1)!),
    rows.length,
  );
  const sealed = (row: Packet | undefined) => {
    if (!row || !ends) return null;
    const [sort, uuid] = textCells(row).slice(fields.length);
    return encodeCursor(reader.cursors, order, sort ?? null, uuid!);
  };
  const columns = columnNames(access.layer);
  return {
    nodes: {
      fields: fields.map(({ name, alias }) => ({ alias, kind: columns.get(name)!.kind })),
      rows,
    },
    hasNextPage,
    start: sealed(rows[0]),
    end: sealed(rows.at(-1)),
  };
}

export async function countRows(
  run: Runner,
  access: Access,
  filter: Filter | null | undefined,
): Promise<number> {
  const [row] = await run.rows<{ n: number }>(
    sql`select count(*)::int as n from ${tableOf(access)} where ${rowsOf(access, filter ?? {})}`,
    "long",
  );
  access.notes.counts(row!.n);
  return row!.n;
}

/**
 * Rows by county and uuid, in any order, present or retired; what the viewer may not see is
 * missing.
 */
export async function rowsById(
  run: Runner,
  access: Access,
  ids: readonly { county: number; id: string }[],
  fields: readonly string[],
): Promise<Map<string, Row>> {
  const list = selection(access, fields);
  const counties = [...new Set(ids.map((i) => i.county))];
  const found = await run.rows(
    sql`
    select ${list}, county_id || '-' || id as "key!" from ${tableOf(access)}
    where ${access.rows(counties)} and county_id = any(${sql.param(counties)}::int[])
      and id = any(${sql.param(ids.map((i) => i.id))}::uuid[])`,
    ids.length > PAGE ? "page" : "short",
  );
  const rows = new Map(found.map((row) => [row["key!"] as string, row]));
  access.notes.answered([...rows.keys()]);
  return rows;
}
