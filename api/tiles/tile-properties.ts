import { type SQL, sql } from "drizzle-orm";
import { inputName } from "../../schema/layer-types.js";
import type { Field, Layer } from "../../schema/layers/index.js";
import { fieldSql } from "../layers/select.js";
import type { Access } from "../policy/policy.js";

export type PropertyKind = "string" | "integer" | "double" | "boolean";

/**
 * One attribute of a tile's features: its name and type there, and the SQL of its value under the
 * viewer's policy.
 */
export interface TileProperty {
  name: string;
  kind: PropertyKind;
  value: SQL;
}

const KINDS: Record<Field["type"]["kind"], PropertyKind> = {
  text: "string",
  code: "string",
  date: "string",
  instant: "string",
  area: "string",
  json: "string",
  reference: "string",
  integer: "integer",
  number: "double",
  boolean: "boolean",
};

const idProperty: TileProperty = {
  name: "id",
  kind: "string",
  value: sql`county_id || '-' || id`,
};

/**
 * Fields of the layer that this viewer's tiles carry: declared for tiles, and shown in at least
 * some rows, if only masked.
 */
export const tileFields = (access: Access<Layer>): Field[] =>
  access.layer.fields.filter(
    (f) => f.tile && (f.mask !== undefined || access.field(f) === "clear"),
  );

const isFirstTime = (layer: Layer, field: Field): boolean => layer.time?.from === field.column;

/** The moment something happened is `t`, unix seconds: a map compares numbers, not texts. */
export const propertyName = (layer: Layer, field: Field): string =>
  isFirstTime(layer, field) ? "t" : inputName(field);

export const propertyKind = (layer: Layer, field: Field): PropertyKind =>
  isFirstTime(layer, field) ? "integer" : KINDS[field.type.kind];

export function tileProperties(access: Access<Layer>): TileProperty[] {
  const { layer } = access;
  return [
    idProperty,
    ...tileFields(access).map((field) => ({
      name: propertyName(layer, field),
      kind: propertyKind(layer, field),
      value: isFirstTime(layer, field)
        ? sql`floor(extract(epoch from (${access.value(field)})::timestamptz))::int8`
        : fieldSql(access, inputName(field)),
    })),
  ];
}
