import "reflect-metadata";
import type { Geometry } from "geojson";
import {
  GraphQLError,
  GraphQLScalarType,
  Kind,
  type ValueNode,
  valueFromASTUntyped,
} from "graphql";
import { readGeometry } from "../geo/geometry.js";
import { parseDay, parseMoment } from "../geo/time/parse-time.js";

const refuse = (message: string, extensions: Record<string, unknown> = {}) =>
  new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT", ...extensions } });

/**
 * Where graphql-codegen looks for a scalar's TypeScript type when it is given the schema itself.
 */
const codegen = (codegenScalarType: string) => ({ codegenScalarType });

/**
 * What was read, by the value that was sent: variables are coerced once to name every fault by its
 * path, and once more by the compiled query.
 */
const known = new WeakMap<object, Geometry>();

function parseGeometry(value: unknown): Geometry {
  const earlier = known.get(value as object);
  if (earlier) return earlier;
  const { geometry, fault } = readGeometry(value);
  if (geometry) {
    known.set(value as object, geometry);
    return geometry;
  }
  throw refuse(
    `Geometry: ${fault.reason}${fault.at ? `, near ${fault.at[0]}, ${fault.at[1]}` : ""}.`,
    fault.at ? { geometry: { type: "Point", coordinates: fault.at } } : {},
  );
}

/**
 * A GeoJSON geometry (RFC 7946, lon/lat), read and snapped to 1e-7 degrees when it enters. Whether
 * its shape is valid is asked where it is used, after the policy (api/shapes): that costs most.
 */
export const GeoJSON = new GraphQLScalarType<Geometry, unknown>({
  name: "GeoJSON",
  description:
    "A GeoJSON geometry (几何): Point, LineString, Polygon or their Multi forms of RFC 7946, " +
    "longitude and latitude in degrees, WGS 84, rings closed and simple, at most 50,000 " +
    "vertices (in a question fewer, see AreaInput). Snapped to 1e-7 degrees when it enters. TypeScript: `Geometry` of `geojson`.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc7946",
  extensions: codegen("Geometry"),
  serialize: (value) => value,
  parseValue: parseGeometry,
  parseLiteral(ast: ValueNode, variables) {
    if (ast.kind !== Kind.OBJECT)
      throw refuse("Geometry: a GeoJSON geometry is an object with type and coordinates.");
    return parseGeometry(valueFromASTUntyped(ast, variables));
  },
});

/**
 * RFC 3339 with seconds left out where they are nought; which of them exist is not its business.
 */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Moments read of late: a question's come again with the next one, and twice in each. */
const moments = new Map<string, string>();
const MOMENTS_KEPT = 1000;

function checkInstant(value: unknown): string {
  const earlier = moments.get(value as string);
  if (earlier !== undefined) return earlier;
  const text = typeof value === "string" && INSTANT.test(value) ? value : null;
  const time = text === null ? null : parseMoment(text);
  if (time !== null) {
    const moment = new Date(time).toISOString();
    if (moments.size >= MOMENTS_KEPT) moments.clear();
    moments.set(text!, moment);
    return moment;
  }
  throw refuse(
    text === null
      ? "A moment is written like 2026-03-01T08:30:00+08:00, with its offset or Z."
      : "There is no such moment: a day, hour or offset does not exist, or the year is not " +
          "between 1900 and 2200.",
  );
}

/**
 * A moment. SQL writes it as ISO text, so no Date object is made for a row that only passes
 * through.
 */
export const Instant = new GraphQLScalarType<string, unknown>({
  name: "Instant",
  description:
    "A moment with its offset (时刻), ISO 8601, like 2026-03-01T08:30:00+08:00; answered in UTC " +
    "with milliseconds. Between the years 1900 and 2200. TypeScript: `string`.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339",
  extensions: codegen("string"),
  serialize: (value) => value,
  parseValue: checkInstant,
  parseLiteral(ast) {
    return checkInstant(ast.kind === Kind.STRING ? ast.value : undefined);
  },
});

function checkDay(value: unknown): string {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value))
    throw refuse("A day is written like 2026-03-01.");
  if (parseDay(value) === null)
    throw refuse("There is no such day, or its year is not between 1900 and 2200.");
  return value;
}

/** A calendar day of the county. */
export const Day = new GraphQLScalarType<string, unknown>({
  name: "Day",
  description:
    "A calendar day in the county's time zone (日期), like 2026-03-01. Between the years 1900 and " +
    "2200. TypeScript: `string`.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
  extensions: codegen("string"),
  serialize: (value) => value,
  parseValue: checkDay,
  parseLiteral(ast) {
    return checkDay(ast.kind === Kind.STRING ? ast.value : undefined);
  },
});

/** Values that differ by object, such as the fields a change touched. */
export const Json = new GraphQLScalarType<unknown, unknown>({
  name: "JSON",
  description:
    "A JSON value whose form differs from answer to answer (任意值). TypeScript: `unknown`.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc8259",
  extensions: codegen("unknown"),
  serialize: (value) => value,
});
