import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { geometryFault } from "../../geo/geometry.js";
import { searchText } from "../../geo/search.js";
import type { Engine } from "../engine/engine.js";
import { openEngine } from "../engine/open-engine.js";
import { migrate } from "../migrate.js";
import { type DemoCounty, generateCounty } from "./generate-county.js";
import { loadCounty, searchCache } from "./load-county.js";

let engine: Engine, county: DemoCounty, dir: string;
const seen: number[] = [];

/**
 * A few of each kind, with all they refer to: a whole county takes the embedded engine a quarter of
 * a minute.
 */
function cut(c: DemoCounty): DemoCounty {
  const buildings = c.buildings.slice(0, 150),
    houses = new Set(buildings.map((b) => b.id));
  const households = c.households.filter((h) => houses.has(h.building_id)),
    people = new Set(households.map((h) => h.id));
  return {
    ...c,
    buildings,
    households,
    household_place: c.household_place.filter((p) => people.has(p.household_id)),
    ties: c.ties.filter((t) => people.has(t.from_id) && people.has(t.to_id)),
    grid_membership: c.grid_membership.filter((m) => people.has(m.subject_id)),
  };
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "hearthgrid-demo-"));
  county = cut(generateCounty({ seed: 3, incidents: 700, today: "2026-11-01" }));
  engine = await openEngine({ dataDir: dir });
  await migrate(engine);
  await loadCounty(
    (text, params) => engine.pool.query(text, params),
    county,
    (fraction) => seen.push(fraction),
  );
});
afterAll(async () => {
  await engine?.close();
  rmSync(dir, { recursive: true, force: true });
});

const rows = async <T extends object>(text: string) => (await engine.pool.query<T>(text)).rows;

describe("loadCounty", () => {
  it("stores every row and tells how far it is", async () => {
    const tables = {
      village: county.villages,
      grid: county.grids,
      building: county.buildings,
      household: county.households,
      household_place: county.household_place,
      grid_membership: county.grid_membership,
      tie: county.ties,
      camera: county.cameras,
      incident: county.incidents,
      street: county.streets,
      water: county.waters,
      parcel: county.parcels,
      barrier: county.barriers,
      crossing: county.crossings,
    };
    for (const [table, expected] of Object.entries(tables)) {
      const [row] = await rows<{ n: number }>(`select count(*)::int n from "${table}"`);
      expect(row!.n, table).toBe(expected.length);
    }
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it("keeps geometries to the last digit, valid in the engine's own eyes, and the coverage whole", async () => {
    const stored = await rows<{ id: string; g: string; valid: boolean }>(
      `select id, st_asgeojson(geom, 15) g, st_isvalid(geom) valid from grid
        union all select id, st_asgeojson(geom, 15), st_isvalid(geom) from water
        union all select id, st_asgeojson(geom, 15), true from incident`,
    );
    const made = new Map(
      [...county.grids, ...county.waters, ...county.incidents].map((r) => [r.id, r.geom]),
    );
    for (const { id, g, valid } of stored) {
      expect(JSON.parse(g)).toEqual(made.get(id));
      expect(valid).toBe(true);
    }
    if (engine.capabilities.coverageInvalidEdges)
      expect(
        await rows(
          `select 1 from (select st_coverageinvalidedges(geom) over () edges from grid
            where valid_to is null) t where edges is not null`,
        ),
      ).toEqual([]);
  });

  it("sets the coarse place and the search text as the service would", async () => {
    expect(
      await rows(
        `select 1 from household where not st_equals(coarse, ST_SnapToGrid(geom, 0.001))
          or created_by <> 'demo'`,
      ),
    ).toEqual([]);
    const found = await rows<{ id: string; search_text: string }>(
      "select id, search_text from incident",
    );
    const made = new Map(
      county.incidents.map((r) => [r.id, searchText([r.title, r.number, r.address])]),
    );
    for (const row of found) expect(row.search_text).toBe(made.get(row.id));
  });
});

it("the county of another seed is as well formed", () => {
  expect(
    [...county.villages, ...county.grids, ...county.parcels]
      .map((x) => geometryFault(x.geom))
      .filter(Boolean),
  ).toEqual([]);
});

describe("searchCache", () => {
  it("gives what searchText gives, missing and repeated names included", () => {
    const search = searchCache();
    for (const names of [
      ["东城小区", null, "东城小区"],
      ["𠮷家湾村", "510799200001"],
      [null],
      ["A b", "ａｂ"],
    ])
      expect(search(names)).toBe(searchText(names));
  });
});
