import "reflect-metadata";
import { GraphQLError, GraphQLScalarType, type ValueNode, valueFromASTUntyped } from "graphql";
import { readGeometry } from "../geo/geometry.js";
import type { AreaInput } from "./inputs.js";

export const METRES_LIMIT = 200_000;
/** Grids or villages that one area names. */
export const NAMED_LIMIT = 2000;

/** Why a value is no area, and by which of its keys. */
export interface AreaFault {
  field: string;
  reason: string;
}

const areNumbers = (value: unknown, length: number): value is number[] =>
  Array.isArray(value) && value.length === length && value.every(Number.isFinite);

export const isPoint = (value: unknown): value is [number, number] =>
  areNumbers(value, 2) && Math.abs(value[0]!) <= 180 && Math.abs(value[1]!) <= 90;

const isBox = (value: unknown): boolean => {
  if (!areNumbers(value, 4)) return false;
  const [w, s, e, n] = value as [number, number, number, number];
  return w <= e && s <= n && w >= -180 && e <= 180 && s >= -90 && n <= 90;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

type Check = (value: unknown, field: string) => AreaFault | null;

const whether =
  (holds: (value: unknown) => boolean, reason: string): Check =>
  (value, field) =>
    holds(value) ? null : { field, reason };

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

const names: Check = whether(
  (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= NAMED_LIMIT &&
    value.every((name) => isText(name)),
  `name between 1 and ${NAMED_LIMIT}`,
);

const areMetres = (value: unknown): boolean =>
  typeof value === "number" && value > 0 && value <= METRES_LIMIT;

function circleFault(value: unknown, field: string): AreaFault | null {
  const { center, metres } = isObject(value) ? value : {};
  if (!isPoint(center))
    return { field: `${field}.center`, reason: "a point is [longitude, latitude] in degrees" };
  return areMetres(metres)
    ? null
    : {
        field: `${field}.metres`,
        reason: `a radius is above 0 and at most ${METRES_LIMIT} metres`,
      };
}

function objectFault(value: unknown, field: string): AreaFault | null {
  const { id, metres } = isObject(value) ? value : {};
  if (!isText(id)) return { field: `${field}.id`, reason: "give the id of an object" };
  return metres == null || areMetres(metres)
    ? null
    : {
        field: `${field}.metres`,
        reason: `a distance is above 0 and at most ${METRES_LIMIT} metres`,
      };
}

const WAYS: Record<keyof AreaInput, Check> = {
  polygon: whether(
    (value) => isObject(value) && (value["type"] === "Polygon" || value["type"] === "MultiPolygon"),
    "give a Polygon or MultiPolygon",
  ),
  bbox: whether(isBox, "give west, south, east, north in degrees, west ≤ east and south ≤ north"),
  circle: circleFault,
  grids: names,
  villages: names,
  county: whether(Number.isInteger, "give the six digits of a county"),
  saved: whether(isText, "give the id of a saved area"),
  object: objectFault,
};

/** What an area says, by its one key; null when it says nothing, or several things. */
export function wayOf(value: unknown): keyof AreaInput | null {
  if (!isObject(value)) return null;
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  const [key] = keys;
  return keys.length === 1 && Object.hasOwn(WAYS, key!) && value[key!] !== null
    ? (key as keyof AreaInput)
    : null;
}

/** Its form: one way of saying where, within its limits. A polygon's rings are read elsewhere. */
export function areaFault(value: unknown, field = "area"): AreaFault | null {
  const way = wayOf(value);
  if (!way) return { field, reason: `give exactly one of ${Object.keys(WAYS).join(", ")}` };
  return WAYS[way]((value as Record<string, unknown>)[way], `${field}.${way}`);
}

const refuse = ({ field, reason }: AreaFault): GraphQLError =>
  new GraphQLError(`${field}: ${reason}.`, { extensions: { code: "BAD_USER_INPUT", field } });

function readAreaValue(value: unknown): AreaInput {
  const fault = areaFault(value);
  if (fault) throw refuse(fault);
  const area = value as AreaInput;
  if (area.saved !== undefined)
    throw refuse({ field: "area.saved", reason: "a saved area is kept by itself, not by another" });
  if (area.object !== undefined)
    throw refuse({ field: "area.object", reason: "an object may move; keep its shape" });
  if (area.polygon === undefined) return area;
  const { geometry, fault: odd } = readGeometry(area.polygon);
  if (odd) throw refuse({ field: "area.polygon", reason: odd.reason });
  return { polygon: geometry };
}

/** An area as it is kept: what `AreaInput` takes, as one value. */
export const AreaValue = new GraphQLScalarType<AreaInput, unknown>({
  name: "Area",
  description:
    "An area that is kept (范围), as AreaInput takes it but for `saved` and `object`: one of " +
    "`polygon`, `bbox`, `circle`, `grids`, `villages`, `county`, degrees of WGS 84 and metres. " +
    "TypeScript: `AreaInput`.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc7946",
  extensions: { codegenScalarType: "AreaInput" },
  serialize: (value) => value,
  parseValue: readAreaValue,
  parseLiteral: (ast: ValueNode, variables) => readAreaValue(valueFromASTUntyped(ast, variables)),
});
