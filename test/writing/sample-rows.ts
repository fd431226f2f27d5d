import type { Geometry } from "geojson";
import { type Random, randomOf } from "../../geo/random.js";
import type { Declaration, DeclaredName } from "../../schema/declaration.js";
import { inputName } from "../../schema/layer-types.js";
import { type Field, isLayer } from "../../schema/layers/index.js";
import { COUNTY, id, type Table, VILLAGES } from "../fixtures/small-county.js";

/** A legal row of a layer or register, made from its declaration: values by input name, and a place. */
export interface Sample {
  values: Record<string, unknown>;
  geometry: Geometry | null;
}

/** Bare ground: no grid covers it, and a fixture incident waits there for one. */
export const BARE = [107.05, 29.05] as const;

const LETTERS = "东西南北中街巷桥河院里甲乙丙丁Aa Bb Cc";
const text = (random: Random, most: number): string => {
  const length = random.integer(1, Math.min(12, most));
  const letters = Array.from({ length }, () => LETTERS[random.integer(0, LETTERS.length - 1)]);
  return `名${letters.join("")}`.trim().slice(0, most);
};

/** Codes of the tables that the small county has; another table takes any. */
const CODES: Record<string, readonly string[]> = {
  incident: ["0102", "0603", "0701"],
  "building-use": ["01", "02"],
  "camera-kind": ["131", "132"],
  residency: ["01", "02"],
  "incident-status": ["REPORTED", "CLOSED"],
  "tie-kind": ["kin", "friend"],
  "org-kind": ["station", "property"],
  "day-kind": ["holiday", "workday"],
};

function valueFor(field: Field, random: Random): unknown {
  const { type } = field;
  switch (type.kind) {
    case "text":
      return text(random, type.max ?? 200);
    case "integer":
      return random.integer(type.min ?? 0, Math.min(type.max ?? 1000, 1000));
    case "number":
      return Math.round(random.between(type.min ?? 0, type.max ?? 1000) * 100) / 100;
    case "boolean":
      return random.chance(0.5);
    case "date":
      return `20${random.integer(10, 25)}-0${random.integer(1, 9)}-1${random.integer(0, 9)}`;
    case "instant":
      return new Date(Date.UTC(2026, random.integer(0, 5), random.integer(1, 28), 5)).toISOString();
    case "code":
      return random.pick(CODES[type.table] ?? ["01"]);
    case "area":
      return { county: COUNTY };
    case "json":
      return { filter: { county: COUNTY, note: text(random, 20) } };
    case "reference":
      return id(type.to.slice(0, -1) as Table, 1);
  }
}

/** What hangs together: codes by their standards, days and moments in their order, two ends. */
function legal(layer: Declaration, values: Record<string, unknown>, n: number): void {
  const digits = String(n).padStart(3, "0");
  switch (layer.name) {
    case "townships":
      values["code"] = `${COUNTY}${digits}`;
      break;
    case "villages":
      values["code"] = `${COUNTY}100${digits}`;
      break;
    case "grids":
      values["villageCode"] = VILLAGES.kaifu;
      values["code"] = `${VILLAGES.kaifu}${digits}`;
      values["validFrom"] = "2020-01-01";
      values["validTo"] = null;
      break;
    case "cameras":
      values["code"] = `51079900011320000${digits}`;
      break;
    case "incidents":
      values["occurredUntil"] = values["occurredFrom"];
      values["number"] = `T${digits}`;
      break;
    case "ties":
      Object.assign(values, { fromId: id("household", 2), toId: id("household", 3) });
      break;
    case "jurisdictions":
      values["gridId"] = id("grid", 2);
      delete values["villageId"];
      break;
    case "clockRules":
      Object.assign(values, { subjectKind: "incidents", kind: "sign", unit: "hour" });
      break;
    case "savedQuestions":
      values["question"] = { groupBy: ["DAY"] };
      values["sharedWithRole"] = "analyst";
      break;
    case "dashboards":
      Object.assign(values, { template: "WALL", layout: { tiles: ["today"] } });
      values["sharedWithRole"] = "analyst";
      break;
    case "savedAreas":
      values["sharedWithRole"] = "analyst";
      break;
    default:
  }
}

/** What a change leaves as it is: other words would be wrong ones. */
const FIXED: Partial<Record<DeclaredName, readonly string[]>> = {
  clockRules: ["subjectKind", "kind", "unit"],
  savedAreas: ["sharedWithRole"],
  savedQuestions: ["question", "sharedWithRole"],
  dashboards: ["template", "layout", "sharedWithRole"],
};

const ring = (x: number, y: number, size: number) => [
  [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ],
];

function placeOf(layer: Declaration, random: Random): Geometry | null {
  if (!isLayer(layer) || layer.joins) return null;
  const snapped = (degrees: number) => Math.round(degrees * 1e7) / 1e7;
  if (layer.boundary) {
    const half = random.integer(5, 9) * 1e-3;
    const [w, s] = [snapped(BARE[0] - half), snapped(BARE[1] - half)];
    return { type: "Polygon", coordinates: ring(w, s, snapped(2 * half)) } as Geometry;
  }
  const [x, y] = [
    snapped(random.between(107.001, 107.009)),
    snapped(random.between(29.001, 29.009)),
  ];
  switch (layer.geometry) {
    case "Point":
      return { type: "Point", coordinates: [x, y] };
    case "MultiPolygon":
      return { type: "Polygon", coordinates: ring(x, y, 1e-4) } as Geometry;
    default:
      return {
        type: "LineString",
        coordinates: [
          [x, y],
          [snapped(x + 1e-3), snapped(y + 5e-4)],
        ],
      };
  }
}

/** The n-th row of a layer from a seed; fields nobody gives by hand are left out. */
export function sampleOf(
  layer: Declaration,
  n: number,
  given: (name: string) => boolean,
  seed = 20261126,
): Sample {
  const random = randomOf(seed + n, layer.name);
  const values: Record<string, unknown> = {};
  for (const field of layer.fields)
    if (!field.derived && (field.required || random.chance(0.7)))
      values[inputName(field)] = valueFor(field, random);
  legal(layer, values, 100 + n);
  for (const name of Object.keys(values)) if (!given(name)) delete values[name];
  return { values, geometry: placeOf(layer, random) };
}

/** The same row with some values and its place changed, and its names kept. */
export function changeOf(layer: Declaration, sample: Sample, seed = 7): Sample {
  const random = randomOf(seed, layer.name);
  const values = { ...sample.values };
  const free = layer.fields.filter(
    (f) =>
      inputName(f) in values &&
      !["code", "number", "villageCode", "validFrom", "validTo"].includes(f.name) &&
      !FIXED[layer.name]?.includes(f.name) &&
      f.type.kind !== "instant" &&
      f.type.kind !== "reference",
  );
  for (const field of free)
    if (random.chance(0.6) || free.length === 1) values[inputName(field)] = valueFor(field, random);
  if (layer.name === "jurisdictions") values["gridId"] = id("grid", 3);
  return { values, geometry: placeOf(layer, random) };
}
