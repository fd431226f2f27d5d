import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateCounty } from "../../db/demo/generate-county.js";
import type { DemoCounty } from "../../db/demo/rows.js";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { migrate } from "../../db/migrate.js";
import { geometryFault } from "../../geo/geometry.js";
import { searchText } from "../../geo/search.js";
import "../domains.js";
import { openServices } from "../open-services.js";
import { writeCounty } from "./write-county.js";

let engine: Engine, county: DemoCounty, dir: string;
const seen: number[] = [];

/** A few of each kind, with all they refer to: a whole county takes the embedded engine longer. */
function cut(c: DemoCounty): DemoCounty {
  const first = c.grids.map((g) => g.valid_from).sort()[0]!;
  const redrawn = new Set(c.grids.filter((g) => g.valid_from > first).map((g) => g.id));
  const buildings = [
    ...c.buildings.slice(0, 120),
    ...c.buildings
      .slice(120)
      .filter((b) => redrawn.has(b.grid_id))
      .slice(0, 40),
  ];
  const houses = new Set(buildings.map((b) => b.id));
  const households = c.households.filter((h) => houses.has(h.building_id)),
    people = new Set(households.map((h) => h.id));
  return {
    ...c,
    buildings,
    households,
    household_place: c.household_place.filter(
      (p) => people.has(p.household_id) && houses.has(p.building_id),
    ),
    ties: c.ties.filter((t) => people.has(t.from_id) && people.has(t.to_id)),
  };
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "hearthgrid-demo-"));
  county = cut(generateCounty({ seed: 3, incidents: 700, today: "2026-11-01" }));
  engine = await openEngine({ dataDir: dir });
  await migrate(engine);
  await writeCounty(
    openServices(engine, () => undefined),
    county,
    (fraction) => seen.push(fraction),
  );
});
afterAll(async () => {
  await engine?.close();
  rmSync(dir, { recursive: true, force: true });
});

const rows = async <T extends object>(text: string) => (await engine.pool.query<T>(text)).rows;

describe("writeCounty", () => {
  it("stores every row and tells how far it is", async () => {
    const tables = {
      village: county.villages,
      grid: county.grids,
      building: county.buildings,
      household: county.households,
      household_place: county.household_place,
      tie: county.ties,
      camera: county.cameras,
      incident: county.incidents,
      street: county.streets,
      water: county.waters,
      parcel: county.parcels,
      barrier: county.barriers,
      crossing: county.crossings,
      organisation: county.organisations,
      jurisdiction: county.jurisdictions,
      holiday: county.holidays,
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

  it("works out what the generator knows: the grid in force where and when it happened", async () => {
    const found = await rows<{ id: string; grid_id: string; search_text: string }>(
      "select id, grid_id, search_text from incident",
    );
    const made = new Map(county.incidents.map((r) => [r.id, r]));
    for (const { id, grid_id, search_text } of found) {
      const incident = made.get(id)!;
      expect(grid_id, id).toBe(incident.grid_id);
      expect(search_text).toBe(searchText([incident.title, incident.number, incident.address]));
    }
    const homes = await rows<{ id: string; grid_id: string }>("select id, grid_id from household");
    const lived = new Map(county.households.map((h) => [h.id, h.grid_id]));
    for (const { id, grid_id } of homes) expect(grid_id, id).toBe(lived.get(id));
  });

  it("says who has in hand what was dispatched, and what a duplicate was merged into", async () => {
    const found = await rows<{ status: string; kind: string | null; of: string | null }>(
      `select i.status, g.kind, o.status as of from incident i
        left join organisation g on g.id = i.organisation_id
        left join incident o on o.id = i.duplicate_of_id
          and left(o.category, 2) = left(i.category, 2)`,
    );
    const inHand = new Set(["DISPATCHED", "IN_PROGRESS", "VERIFYING"]);
    const wrong = found.filter(
      ({ status, kind, of }) =>
        inHand.has(status) !== (kind !== null) ||
        (status === "DUPLICATE") !== (of !== null) ||
        of === "DUPLICATE",
    );
    expect(wrong).toEqual([]);
    const kinds = found.flatMap(({ kind }) => kind ?? []);
    expect(kinds.length).toBeGreaterThan(0);
    expect(kinds.filter((kind) => !["department", "property"].includes(kind))).toEqual([]);
    expect(found.filter(({ of }) => of !== null).length).toBeGreaterThan(3);
  });

  it("gives all a history, a household that moved its earlier place, and each its memberships", async () => {
    const [without] = await rows<{ n: number }>(
      `select count(*)::int as n from household h left join history x on x.subject_id = h.id
          and x.version = h.version where x.subject_id is null`,
    );
    expect(without!.n).toBe(0);
    const moved = county.household_place.filter((p) => p.valid_to !== null);
    expect(
      await rows(
        `select household_id, valid_from::text, valid_to::text from household_place
          where valid_to is not null order by household_id`,
      ),
    ).toEqual(
      moved
        .map((p) => ({
          household_id: p.household_id,
          valid_from: p.valid_from,
          valid_to: p.valid_to,
        }))
        .sort((a, b) => (a.household_id < b.household_id ? -1 : 1)),
    );
    expect(
      await rows(
        `select h.id from household h where 1 <> (select count(*) from grid_membership m
          where m.subject_id = h.id and m.valid_to is null and m.grid_id = h.grid_id)`,
      ),
    ).toEqual([]);
    // Grids redrawn this year: who lived there before belonged to the earlier ones.
    const began = new Map(county.grids.map((g) => [g.id, g.valid_from]));
    const redrawn = [...began.values()].sort().at(-1)!;
    const longer = county.households.filter(
      (h) => began.get(h.grid_id) === redrawn && h.place_since < redrawn,
    );
    expect(longer.length).toBeGreaterThan(0);
    const earlier = await rows<{ id: string; from: string; until: string }>(
      `select m.subject_id as id, m.valid_from::text as "from", m.valid_to::text as until
        from grid_membership m join grid g on g.id = m.grid_id and g.valid_to = m.valid_to
        where m.layer = 'households'`,
    );
    const past = new Map(earlier.map((e) => [e.id, e]));
    const still = longer.filter((h) => !moved.some((p) => p.household_id === h.id));
    for (const h of still) expect(past.get(h.id)?.until, h.id).toBe(redrawn);
    expect(
      await rows(
        `select 1 from household where not st_equals(coarse, ST_SnapToGrid(geom, 0.001))
          or created_by <> 'demo'`,
      ),
    ).toEqual([]);
  });
});

it("the county of another seed is as well formed", () => {
  expect(
    [...county.villages, ...county.grids, ...county.parcels]
      .map((x) => geometryFault(x.geom))
      .filter(Boolean),
  ).toEqual([]);
});
