import { type SQL, sql } from "drizzle-orm";
import type { Declaration, Field } from "../../schema/declaration.js";
import { inputName } from "../../schema/layer-types.js";
import { isLayer } from "../../schema/layers/index.js";
import { actorName } from "../accounts/actor-name.js";
import type { Access } from "../policy/policy.js";
import { pointSql } from "./area.js";
import { localTime } from "./local-time.js";

/**
 * Moments leave SQL as ISO text in UTC: no Date object is made for a row that only passes through.
 */
export const instantSql = (value: SQL): SQL =>
  sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What a column's value is, before anything is made of it for a reader. */
export type ValueKind = "text" | "integer" | "number" | "boolean" | "instant" | "json";

interface Column {
  kind: ValueKind;
  expression: (access: Access, near?: readonly [number, number]) => SQL;
}

const columnOf = (field: Field): Column => {
  const { kind } = field.type;
  switch (kind) {
    case "date":
      return { kind: "text", expression: (access) => sql`(${access.value(field)})::text` };
    case "reference":
      return {
        kind: "text",
        expression: (access) => sql`county_id || '-' || (${access.value(field)})`,
      };
    case "area":
    case "json":
      return { kind: "json", expression: (access) => sql`(${access.value(field)})::text` };
    default:
      return {
        kind: kind === "code" ? "text" : kind,
        expression: (access) => access.value(field),
      };
  }
};

const plain = (kind: ValueKind, expression: SQL): Column => ({
  kind,
  expression: () => expression,
});

/** When a row was changed and how often is no business of who sees only what holds today. */
const recorded = (kind: ValueKind, expression: SQL, instead: (access: Access) => SQL): Column => ({
  kind,
  expression: (access) => (access.todayOnly ? instead(access) : expression),
});

const beganAt = (access: Access): SQL =>
  localTime(access, sql`${sql.identifier(access.layer.dated!.from)}::timestamp`);

const metres = (g: SQL, near?: readonly [number, number]) =>
  near ? sql`ST_Distance(${g}::geography, ${pointSql(...near)}::geography)` : sql`null::float8`;

type OfPlace = (g: SQL, near?: readonly [number, number]) => SQL;
const ofPlace = (kind: ValueKind, expression: OfPlace): Column => ({
  kind,
  expression: (access, near) => expression(sql`(${access.place()})`, near),
});

const PLACE: readonly [string, Column][] = [
  ["geometry", ofPlace("json", (g) => sql`ST_AsGeoJSON(${g}, 7)`)],
  [
    "centroid",
    ofPlace(
      "json",
      (g) =>
        sql`(select case when p is null then null else json_build_array(ST_X(p), ST_Y(p)) end
          from (select ST_PointOnSurface(${g}) p) c)`,
    ),
  ],
  ["areaM2", ofPlace("number", (g) => sql`ST_Area(${g}::geography)`)],
  ["lengthM", ofPlace("number", (g) => sql`ST_Length(${g}::geography)`)],
  ["distance", ofPlace("number", metres)],
];

function columnsOf(layer: Declaration): Map<string, Column> {
  const columns = new Map<string, Column>([
    ["id", plain("text", sql`county_id || '-' || id`)],
    ["county", plain("integer", sql`county_id`)],
    ["version", recorded("integer", sql`version`, () => sql`1`)],
    ["createdAt", recorded("instant", sql`created_at`, beganAt)],
    ["updatedAt", recorded("instant", sql`updated_at`, beganAt)],
    ["updatedBy", { kind: "text", expression: (access) => access.who(sql`updated_by`) }],
    ["updatedByName", { kind: "text", expression: (access) => actorName(access, sql`updated_by`) }],
    ["retiredAt", plain("instant", sql`retired_at`)],
    ...(isLayer(layer) ? PLACE : []),
  ]);
  for (const field of layer.fields) columns.set(inputName(field), columnOf(field));
  return columns;
}

const cache = new Map<string, Map<string, Column>>();

export function columnNames(layer: Declaration): Map<string, Column> {
  let columns = cache.get(layer.name);
  if (!columns) cache.set(layer.name, (columns = columnsOf(layer)));
  return columns;
}

/** How a value leaves SQL for who reads rows: moments as text, shapes as JSON that pg parses. */
function readable(kind: ValueKind, value: SQL): SQL {
  if (kind === "instant") return instantSql(value);
  return kind === "json" ? sql`(${value})::json` : value;
}

/** The SQL of one field as readers of rows get it. */
export const fieldSql = (access: Access, name: string): SQL => {
  const { kind, expression } = columnNames(access.layer).get(name)!;
  return readable(kind, expression(access));
};

/** GraphQL field names → select list `expression as "name"`. */
export function selection(
  access: Access,
  names: readonly string[],
  near?: readonly [number, number],
): SQL {
  return listed(access, [...new Set(names)], near, "read", readable);
}

/**
 * The same values as the database keeps them, one a name, for who writes the answer's bytes
 * (write-nodes.ts).
 */
export function wireSelection(
  access: Access,
  names: readonly string[],
  near?: readonly [number, number],
): SQL {
  return listed(access, names, near, "wire", (_kind, value) => value);
}

function listed(
  access: Access,
  names: readonly string[],
  near: readonly [number, number] | undefined,
  form: string,
  shape: (kind: ValueKind, value: SQL) => SQL,
): SQL {
  const compose = (own: Access) => {
    const columns = columnNames(own.layer);
    const parts = names.flatMap((name) => {
      const column = columns.get(name);
      if (!column) return [];
      return sql`${shape(column.kind, column.expression(own, near))} as ${sql.identifier(name)}`;
    });
    return parts.length ? sql.join(parts, sql`, `) : sql`1 as "one"`;
  };
  // A point is the request's own; everything else is the same for all requests of the viewer.
  return near ? compose(access) : access.remembered(`${form} ${names.join()}`, compose);
}
