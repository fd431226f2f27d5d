import type { Geometry } from "geojson";
import { searchText } from "../../geo/search.js";
import { ewkbHex } from "../ewkb.js";
import type { DemoCounty } from "./rows.js";

type Run = (sql: string, params?: unknown[]) => Promise<unknown>;
type Value = string | number | boolean | null;
type Plain = Record<string, Value>;

/**
 * Search texts by geo/search.ts, whose pinyin costs about 50 µs a name: each name is worked out
 * once, and a row's terms are put together from its names'. Equal to calling searchText on the row.
 */
export function searchCache(): typeof searchText {
  const terms = new Map<string, string[]>();
  const termsOf = (name: string) => {
    let known = terms.get(name);
    if (!known) terms.set(name, (known = searchText([name]).split("\n").filter(Boolean)));
    return known;
  };
  return (names) => [...new Set(names.flatMap((name) => (name ? termsOf(name) : [])))].join("\n");
}

interface Table {
  table: string;
  rows: readonly object[];
  search?: readonly string[];
  recorded: boolean;
  extra?: string;
  chunk: number;
}

/**
 * Inserts a county in foreign-key order, in chunks that take well under a second each, without COPY
 * and without session
 * state, so that `run` may be a pool, a transaction or the embedded engine. The county must not be
 * there yet; code tables
 * that are there stay. `onProgress` hears the share done and the table. Errors are the database's
 * own.
 */
export async function loadCounty(
  run: Run,
  county: DemoCounty,
  onProgress?: (fraction: number, label: string) => void,
): Promise<void> {
  const layer = (
    table: string,
    rows: readonly object[],
    search?: readonly string[],
    chunk = 600,
    extra?: string,
  ): Table => ({
    table,
    rows,
    recorded: true,
    chunk,
    ...(search ? { search } : {}),
    ...(extra ? { extra } : {}),
  });
  const plain = (table: string, rows: readonly object[], chunk = 2500): Table => ({
    table,
    rows,
    recorded: false,
    chunk,
  });
  const ground = ["name", "code"];
  const tables: Table[] = [
    plain("county", [county.county]),
    plain("category", county.categories),
    layer("village", county.villages, ground),
    layer("grid", county.grids, ground, 40),
    layer("building", county.buildings, ["name", "address", "code"]),
    layer("household", county.households, ["code"], 1500, "ST_SnapToGrid(geom, 0.001)"),
    plain("household_place", county.household_place),
    plain("grid_membership", county.grid_membership),
    layer("tie", county.ties, undefined, 2000),
    layer("camera", county.cameras, ground),
    layer("incident", county.incidents, ["title", "number", "address"]),
    layer("street", county.streets, ground),
    layer("water", county.waters, ground),
    layer("parcel", county.parcels, ground),
    layer("barrier", county.barriers, ground),
    layer("crossing", county.crossings, ground),
    layer("organisation", county.organisations, ground),
    layer("jurisdiction", county.jurisdictions),
    layer("holiday", county.holidays),
  ];
  const total = tables.reduce((s, t) => s + t.rows.length, 0),
    search = searchCache();
  let done = 0;
  for (const { table, rows, search: names, recorded, extra, chunk } of tables) {
    for (let from = 0; from < rows.length; from += chunk) {
      const part = rows
        .slice(from, from + chunk)
        .map((row) => flatten(row as Record<string, unknown>, names, search));
      const columns = Object.keys(part[0]!);
      const into = [
        ...columns,
        ...(recorded ? ["created_by", "updated_by"] : []),
        ...(extra ? ["coarse"] : []),
      ]
        .map((c) => `"${c}"`)
        .join(", ");
      const values = [
        ...columns.map((c) => `"${c}"`),
        ...(recorded ? ["'demo'", "'demo'"] : []),
        ...(extra ? [extra] : []),
      ].join(", ");
      await run(
        `insert into "${table}" (${into}) select ${values}
          from json_populate_recordset(null::"${table}", $1::json)
          ${table === "category" ? " on conflict do nothing" : ""}`,
        [JSON.stringify(part)],
      );
      done += part.length;
      onProgress?.(done / total, table);
    }
  }
}

function flatten(
  row: Record<string, unknown>,
  names: readonly string[] | undefined,
  search: typeof searchText,
): Plain {
  const plain: Plain = {};
  for (const [column, value] of Object.entries(row))
    plain[column] = column === "geom" ? ewkbHex(value as Geometry) : (value as Value);
  if (names) plain.search_text = search(names.map((n) => row[n] as string | null));
  return plain;
}
