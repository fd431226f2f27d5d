import type { Geometry, MultiPolygon, Polygon } from "geojson";
import { searchQuery, searchText } from "../../../geo/search.js";
import { CountBy } from "../../../schema/inputs.js";
import { filterName, inputName, isFilterable } from "../../../schema/layer-types.js";
import { type Field, fieldOf, type Layer } from "../../../schema/layers/index.js";
import { COUNTY } from "../../fixtures/small-county.js";
import { meets, metresFrom } from "./meets.js";
import type { Answered, Question, Rows } from "./query.js";

// What each question should be answered, worked out row by row from all rows, by nothing that the
// service does it with but the form in which names are searched.

const ZONE = "Asia/Shanghai";
const clock = new Intl.DateTimeFormat("en-CA", {
  timeZone: ZONE,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  weekday: "short",
  hourCycle: "h23",
});
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

interface Local {
  day: string;
  hour: number;
  weekday: number;
}
function local(instant: string | number): Local {
  const parts = Object.fromEntries(
    clock.formatToParts(new Date(instant)).map((p) => [p.type, p.value]),
  );
  return {
    day: `${parts["year"]}-${parts["month"]}-${parts["day"]}`,
    hour: Number(parts["hour"]),
    weekday: WEEKDAYS.indexOf(parts["weekday"]!) + 1,
  };
}

const within = (areas: readonly Answered[], g: Geometry) =>
  areas.some((a) => meets(a["geometry"] as MultiPolygon, g));

function inArea(layer: Layer, area: Answered, row: Answered, rows: Rows): boolean {
  const g = row["geometry"] as Geometry;
  if (area["county"]) return row["county"] === COUNTY;
  if (area["polygon"]) return meets(area["polygon"], g);
  if (area["circle"]) return metresFrom(area["circle"].center, g) <= area["circle"].metres;
  if (area["bbox"]) {
    const [w, s, e, n] = area["bbox"];
    if (g.type === "Point") {
      const [x, y] = g.coordinates as [number, number];
      return w <= x && x <= e && s <= y && y <= n;
    }
    const ring = [
      [w, s],
      [e, s],
      [e, n],
      [w, n],
      [w, s],
    ] as [number, number][];
    return meets({ type: "Polygon", coordinates: [ring] } satisfies Polygon, g);
  }
  const grids = rows.of("grids");
  if (area["grids"]) {
    if (layer.scope === "grid") return area["grids"].includes(row["gridId"]);
    if (layer.scope === "self-grid") return area["grids"].includes(row["id"]);
    return within(
      grids.filter((x) => area["grids"].includes(x["id"])),
      g,
    );
  }
  const codes: string[] = area["villages"];
  const ofVillage = (grid: Answered | undefined) => codes.includes(grid?.["villageCode"]);
  if (layer.scope === "village") return codes.includes(row["code"]);
  if (layer.scope === "self-grid") return ofVillage(row);
  if (layer.scope === "grid") return ofVillage(grids.find((x) => x["id"] === row["gridId"]));
  const villages = rows.of("villages").filter((v) => v["retiredAt"] === null);
  return within(
    villages.filter((v) => codes.includes(v["code"])),
    g,
  );
}

/** Whether a value is what a filter by its field asks; what is not known is never it. */
function fits(field: Field, value: any, asked: any): boolean {
  if (value === null) return false;
  switch (field.type.kind) {
    case "code":
      return asked.some((c: string) => value === c || (/^\d\d$/.test(c) && value.startsWith(c)));
    case "text":
    case "reference":
      return asked.includes(value);
    case "boolean":
      return value === asked;
    case "date":
      return (asked.from ?? value) <= value && (!asked.before || value < asked.before);
    default:
      return (asked.min ?? value) <= value && value <= (asked.max ?? value);
  }
}

function matches({ layer, filter }: Question, row: Answered, rows: Rows): boolean {
  if ((row["retiredAt"] !== null) !== (filter["retired"] === true)) return false;
  if (filter["area"] && !inArea(layer, filter["area"], row, rows)) return false;
  for (const field of layer.fields.filter(isFilterable)) {
    const asked = filter[filterName(layer, field).name];
    if (asked !== undefined && !fits(field, row[inputName(field)], asked)) return false;
  }
  if (layer.dated) {
    const on = filter["on"] ?? local(Date.now()).day;
    if (row["validFrom"] > on || (row["validTo"] !== null && row["validTo"] <= on)) return false;
  }
  if (filter["changedSince"] && Date.parse(row["updatedAt"]) < Date.parse(filter["changedSince"]))
    return false;
  if (filter["text"] !== undefined) {
    const names = layer.search.map((name) => row[name] as string | null);
    if (!searchText(names).includes(searchQuery(filter["text"])!.needle)) return false;
  }
  return !layer.time || happened(filter, row["occurredFrom"]);
}

function happened(filter: Question["filter"], at: string): boolean {
  const { hour, weekday } = local(at);
  return (
    (!filter["from"] || Date.parse(at) >= Date.parse(filter["from"])) &&
    (!filter["to"] || Date.parse(at) < Date.parse(filter["to"])) &&
    (!filter["hours"] || filter["hours"].includes(hour)) &&
    (!filter["weekdays"] || filter["weekdays"].includes(weekday))
  );
}

/** By code points, as bytes of UTF-8 are; numbers and booleans by value. */
const compare = (a: any, b: any): number =>
  typeof a === "string" ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : a - b;

function ordered({ layer, orderBy }: Question, found: Answered[]): Answered[] {
  const name = orderBy?.field ?? (layer.time ? "OCCURRED_FROM" : "ID");
  const descending = orderBy ? orderBy.direction === "DESC" && name !== "DISTANCE" : !!layer.time;
  const field = layer.fields.find((f) => f.column.toUpperCase() === name);
  const keyOf = (row: Answered) => {
    if (name === "DISTANCE") return metresFrom(orderBy!.near!, row["geometry"] as Geometry);
    if (name === "UPDATED_AT") return row["updatedAt"];
    return field ? row[inputName(field)] : 0;
  };
  const keyed = found.map((row) => ({ row, key: keyOf(row) }));
  const sign = descending ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null)
      return (
        Number(a.key === null) - Number(b.key === null) || sign * compare(a.row["id"], b.row["id"])
      );
    return sign * (compare(a.key, b.key) || compare(a.row["id"], b.row["id"]));
  });
  return keyed.map((k) => k.row);
}

/** Names of codes, by table and code. */
export type Labels = ReadonlyMap<string, string>;

function counted(q: Question, found: Answered[], by: CountBy, rows: Rows, labels: Labels) {
  const { layer } = q;
  const label = (field: string, key: string) => {
    const { type } = fieldOf(layer, field);
    return (type.kind === "code" && labels.get(`${type.table} ${key}`)) || null;
  };
  const group = (row: Answered): [key: string | null, label: string | null] => {
    const at = layer.time ? local(row["occurredFrom"]) : null;
    switch (by) {
      case CountBy.GRID:
        return [
          row["gridId"],
          rows.of("grids").find((x) => x["id"] === row["gridId"])?.["name"] ?? null,
        ];
      case CountBy.CATEGORY:
        return [row[layer.category!], label(layer.category!, row[layer.category!])];
      case CountBy.TOP_CATEGORY: {
        const key = row[layer.category!]?.slice(0, 2) ?? null;
        return [key, label(layer.category!, key)];
      }
      case CountBy.STATUS:
        return [row["status"], label("status", row["status"])];
      case CountBy.SOURCE:
        return [row["source"], label("source", row["source"])];
      case CountBy.VILLAGE: {
        const grid = rows.of("grids").find((x) => x["id"] === row["gridId"]);
        const code = grid?.["villageCode"] ?? null;
        const village = rows.of("villages").find((x) => x["code"] === code && !x["retiredAt"]);
        return [code, village?.["name"] ?? null];
      }
      case CountBy.LEVEL:
        return [String(row["level"]), null];
      case CountBy.DAY:
        return [at!.day, null];
      case CountBy.MONTH:
        return [at!.day.slice(0, 7), null];
      case CountBy.WEEKDAY:
        return [String(at!.weekday), null];
      case CountBy.HOUR:
        return [String(at!.hour), null];
      case CountBy.HOUR_OF_WEEK:
        return [String((at!.weekday - 1) * 24 + at!.hour), null];
    }
  };
  const groups = new Map<string, { key: string; label: string | null; count: number }>();
  for (const row of found) {
    const [key, label] = group(row);
    const known = groups.get(key ?? "") ?? { key: key ?? "", label, count: 0 };
    groups.set(known.key, { ...known, count: known.count + 1 });
  }
  // Those that belong to no group come last among as many.
  const last = (group: { key: string }) => Number(group.key === "");
  return [...groups.values()].sort(
    (a, b) => b.count - a.count || last(a) - last(b) || compare(a.key, b.key),
  );
}

export interface Expected {
  rows: Answered[];
  totalCount: number;
  counts: Record<string, unknown>;
}

export function expected(q: Question, rows: Rows, labels: Labels): Expected {
  const found = rows.of(q.layer.name).filter((row) => matches(q, row, rows));
  return {
    rows: ordered(q, found),
    totalCount: found.length,
    counts: Object.fromEntries(q.counts.map((by) => [by, counted(q, found, by, rows, labels)])),
  };
}
