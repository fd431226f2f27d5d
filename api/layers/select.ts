import { type SQL, sql } from "drizzle-orm";
import { inputName } from "../../schema/layer-types.js";
import type { Field, Layer } from "../../schema/layers/index.js";
import { actorName } from "../accounts/actor-name.js";
import type { Access } from "../policy/policy.js";
import { pointSql } from "./area.js";
import { localTime } from "./local-time.js";

/**
 * Moments leave SQL as ISO text in UTC: no Date object is made for a row that only passes through.
 */
export const instantSql = (value: SQL): SQL =>
  sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

interface Column {
  expression: (access: Access, near?: readonly [number, number]) => SQL;
}

const columnOf = (field: Field): Column => ({
  expression: (access) => {
    const value = access.value(field);
    switch (field.type.kind) {
      case "date":
        return sql`(${value})::text`;
      case "instant":
        return instantSql(value);
      case "reference":
        return sql`county_id || '-' || (${value})`;
      default:
        return value;
    }
  },
});

const plain = (expression: SQL): Column => ({ expression: () => expression });

/** When a row was changed and how often is no business of who sees only what holds today. */
const recorded = (expression: SQL, instead: (access: Access) => SQL): Column => ({
  expression: (access) => (access.todayOnly ? instead(access) : expression),
});

const beganAt = (access: Access): SQL =>
  instantSql(localTime(access, sql`${sql.identifier(access.layer.dated!.from)}::timestamp`));

const metres = (g: SQL, near?: readonly [number, number]) =>
  near ? sql`ST_Distance(${g}::geography, ${pointSql(...near)}::geography)` : sql`null::float8`;

function columnsOf(layer: Layer): Map<string, Column> {
  const ofPlace = (expression: (g: SQL, near?: readonly [number, number]) => SQL): Column => ({
    expression: (access, near) => expression(sql`(${access.place()})`, near),
  });
  const columns = new Map<string, Column>([
    ["id", plain(sql`county_id || '-' || id`)],
    ["county", plain(sql`county_id`)],
    ["version", recorded(sql`version`, () => sql`1`)],
    ["createdAt", recorded(instantSql(sql`created_at`), beganAt)],
    ["updatedAt", recorded(instantSql(sql`updated_at`), beganAt)],
    ["updatedBy", { expression: (access) => access.who(sql`updated_by`) }],
    ["updatedByName", { expression: (access) => actorName(access, sql`updated_by`) }],
    ["retiredAt", plain(instantSql(sql`retired_at`))],
    ["geometry", ofPlace((g) => sql`ST_AsGeoJSON(${g}, 7)::json`)],
    [
      "centroid",
      ofPlace(
        (g) =>
          sql`(select case when p is null then null else json_build_array(ST_X(p), ST_Y(p)) end
            from (select ST_PointOnSurface(${g}) p) c)`,
      ),
    ],
    ["areaM2", ofPlace((g) => sql`ST_Area(${g}::geography)`)],
    ["lengthM", ofPlace((g) => sql`ST_Length(${g}::geography)`)],
    ["distance", ofPlace(metres)],
  ]);
  for (const field of layer.fields) columns.set(inputName(field), columnOf(field));
  return columns;
}

const cache = new Map<string, Map<string, Column>>();

export function columnNames(layer: Layer): Map<string, Column> {
  let columns = cache.get(layer.name);
  if (!columns) cache.set(layer.name, (columns = columnsOf(layer)));
  return columns;
}

/** GraphQL field names → select list `expression as "name"`. */
export function selection(
  access: Access,
  names: readonly string[],
  near?: readonly [number, number],
  prefix = "",
): SQL {
  if (near) return compose(access, names, near, prefix);
  return access.remembered(`select ${prefix}:${names.join()}`, (own) =>
    compose(own, names, undefined, prefix),
  );
}

function compose(
  access: Access,
  names: readonly string[],
  near: readonly [number, number] | undefined,
  prefix: string,
): SQL {
  const columns = columnNames(access.layer);
  const parts: SQL[] = [];
  for (const name of new Set(names)) {
    const column = columns.get(name);
    if (column)
      parts.push(sql`${column.expression(access, near)} as ${sql.identifier(prefix + name)}`);
  }
  return parts.length ? sql.join(parts, sql`, `) : sql`1 as "one"`;
}
