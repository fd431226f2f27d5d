import { VectorTile } from "@mapbox/vector-tile";
import { sql } from "drizzle-orm";
import type { Polygon } from "geojson";
import { PbfReader } from "pbf";
import { afterAll, beforeAll, expect, it } from "vitest";
import { concentrationOf } from "../../api/analysis/concentration.service.js";
import { densityOf, repeatsOf } from "../../api/analysis/density.service.js";
import { hotSpots } from "../../api/analysis/hot-spots.service.js";
import { densityAsked, hotAsked } from "../../api/analysis/hot-spots-asked.js";
import { hotTile } from "../../api/analysis/hot-tiles.service.js";
import { checkPlaces } from "../../api/analysis/place-check.service.js";
import { repeatPlacesOf } from "../../api/analysis/repeat-places.service.js";
import { Context } from "../../api/core/context.js";
import type { Services } from "../../api/core/services.js";
import type { Filter } from "../../api/layers/filter.js";
import type { Assignment } from "../../api/policy/viewer.js";
import { HotSpotAreas } from "../../schema/hot-spots.js";
import type { RoleName } from "../../schema/roles.js";
import { knotted, plantIncidents } from "../fixtures/planted-incidents.js";
import { answered, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { tileAt } from "../tiles/tile-tools.js";
import { addNewYork, NEW_YORK } from "./new-york.js";

interface Cell {
  id: string;
  count: number;
  own: boolean;
  bin: number;
  p: number;
  fdr: number;
  stable: boolean;
}

/** Cells as GeoJSON, with what was computed. */
interface File {
  features: { properties: Record<string, unknown>; geometry: { coordinates: number[][][] } }[];
  computed: Record<string, unknown>;
}

const CELLS = "cells { id count own bin p fdr stable }";
const ASKED = "hotspots(unit: { hex: 150 })";

/** What holds of cells in lists holds of them in tiles and files: roles, numbers, what is kept. */
forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  beforeAll(async () => {
    const engine = await makeEngine();
    services = await openSmallCounty(engine);
    await plantIncidents(engine, knotted(1, 300));
    await plantIncidents(engine, knotted(2, 100, { category: "0701", grid: 3 }));
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(() => service.close());

  const ask = (query: string, role = "analyst") => answered(service.as(tokens[role]), query);
  const as = (role?: string) =>
    role ? { authorization: `Bearer ${tokens[role]}` } : ({} as Record<string, string>);
  const tile = (template: string, role?: string, headers = {}, z = 12) => {
    const { x, y } = tileAt(z, 107.01, 29.01);
    const path = template.replace("{z}/{x}/{y}", `${z}/${x}/${y}`);
    return fetch(service.url + path, { headers: { ...as(role), ...headers } });
  };
  const featuresOf = async (answer: Response, layer: string) => {
    const { x, y } = tileAt(12, 107.01, 29.01);
    expect(answer.status).toBe(200);
    const { layers } = new VectorTile(new PbfReader(new Uint8Array(await answer.arrayBuffer())));
    const found = layers[layer]!;
    return Array.from({ length: found.length }, (_, i) => found.feature(i).toGeoJSON(x, y, 12));
  };
  const file = (name: string, body: object, role?: string) =>
    fetch(`${service.url}/exports/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...as(role) },
      body: JSON.stringify(body),
    });
  const inMiddle = ([west, south]: number[]) =>
    west! > 107.0005 && west! < 107.0195 && south! > 29.0005 && south! < 29.0195;

  it("draws in tiles the cells that the answer lists, each where its outline says", async () => {
    const { hotspots } = await ask(`{ ${ASKED} { tiles cells { id count own bin p fdr stable
      geometry } } }`);
    const features = await featuresOf(await tile(hotspots.tiles, "analyst"), "hotspots");
    const drawn = new Map(features.map((f) => [f.properties!["id"], f]));
    const cells = hotspots.cells as (Cell & { geometry: { coordinates: number[][][] } })[];
    expect(cells.filter((c) => c.bin > 0).length).toBeGreaterThan(5);
    for (const { geometry, ...cell } of cells) {
      const [ring] = geometry.coordinates as [number[][]];
      if (!ring.every(inMiddle)) continue;
      const feature = drawn.get(cell.id)!;
      // A tile leaves out what is null: p of cells without a rate.
      const told = Object.entries(cell).filter(([, value]) => value !== null);
      expect(feature.properties).toMatchObject(Object.fromEntries(told));
      const [west, south] = [0, 1].map((k) => Math.min(...ring.map((p) => p[k]!)));
      const placed = (feature.geometry as { coordinates: number[][][] }).coordinates[0]!;
      expect(Math.min(...placed.map(([lon]) => lon!))).toBeCloseTo(west!, 4);
      expect(Math.min(...placed.map(([, lat]) => lat!))).toBeCloseTo(south!, 4);
    }
    expect(drawn.size).toBeLessThanOrEqual(cells.length);
  });

  it("names cells by their ids with their outlines, and tells where incidents are", async () => {
    const { hotspots } = await ask(`{ ${ASKED} { bounds cells { id count own geometry }
      all: cells(of: ALL) { id count own geometry } } }`);
    const cells = hotspots.cells as { id: string; own: boolean; geometry: Polygon }[];
    const empty = (hotspots.all as typeof cells).findLast(({ own }) => !own)!;
    const ids = [cells[3]!.id, "9999,9999", empty.id, "x"];
    const { hotspots: again } = await ask(
      `{ ${ASKED} { named(ids: ${JSON.stringify(ids)}) { id count own geometry } } }`,
    );
    expect(again.named).toEqual([cells[3], empty]);
    const [west, south, east, north] = hotspots.bounds as number[];
    for (const { own, geometry } of cells)
      if (own)
        for (const [lon, lat] of geometry.coordinates[0]!) {
          expect(lon! >= west! && lon! <= east!).toBe(true);
          expect(lat! >= south! && lat! <= north!).toBe(true);
        }
    expect(east! - west!).toBeLessThan(0.1);
    const many = JSON.stringify(Array.from({ length: 20 }, (_, q) => `${q},0`));
    const { errors } = await service.as(tokens["analyst"])(
      `{ ${ASKED} { named(ids: ${many}) { id } } }`,
    );
    expect(errors![0]!.message).toMatch(/at most 19/);
  });

  it("answers a tile that is known with 304 until the data is another", async () => {
    const { hotspots } = await ask(`{ ${ASKED} { tiles } }`);
    const first = await tile(hotspots.tiles, "analyst");
    expect(first.headers.get("cache-control")).toBe("private, no-cache");
    const known = { "if-none-match": first.headers.get("etag")! };
    expect((await tile(hotspots.tiles, "analyst", known)).status).toBe(304);
    await services.db.rows(sql`insert into data_version (county_id, subject_kind, slot, version)
      values (${COUNTY}, 'incidents', gen_random_uuid(), 1)`);
    expect((await tile(hotspots.tiles, "analyst", known)).status).toBe(200);
    expect((await ask(`{ ${ASKED} { tiles } }`))["hotspots"].tiles).not.toBe(hotspots.tiles);
  });

  it("gives a tile to nobody but whose policy its question was sealed for", async () => {
    for (const question of [ASKED, "density(radiusMetres: 200)"]) {
      const [told] = Object.values<{ tiles: string }>(await ask(`{ ${question} { tiles } }`));
      const { tiles } = told!;
      const codes: Record<string, number> = {};
      for (const role of ["analyst", "worker1", "resident", "auditor", "planner", undefined])
        codes[String(role)] = (await tile(tiles, role)).status;
      expect(codes).toEqual({
        ...{ analyst: 200, worker1: 404, resident: 404, auditor: 404, planner: 404 },
        undefined: 404,
      });
      const forged = tiles.replace(/hot\/...../, "hot/AAAAA");
      expect((await tile(forged, "analyst")).status).toBe(404);
    }
    const own = (await ask(`{ ${ASKED} { tiles ${CELLS} } }`, "worker1"))["hotspots"];
    const seen = await featuresOf(await tile(own.tiles, "worker1"), "hotspots");
    const counts = (cells: { count: number }[]) => cells.reduce((n, c) => n + c.count, 0);
    expect(counts(seen.map((f) => f.properties as Cell))).toBe(counts(own.cells));
    expect(counts(own.cells)).toBeLessThan(
      counts((await ask(`{ ${ASKED} { ${CELLS} } }`))["hotspots"].cells),
    );
  });

  it("has no tiles of a question that no address holds", async () => {
    const ring = Array.from({ length: 700 }, (_, k) => {
      const angle = (2 * Math.PI * k) / 700;
      return [107.01 + 0.009 * Math.cos(angle), 29.01 + 0.009 * Math.sin(angle)];
    });
    const { data } = await service.as(tokens["analyst"])(
      "query ($filter: IncidentFilter) { hotspots(filter: $filter) { tiles incidents } }",
      { filter: { area: { polygon: { type: "Polygon", coordinates: [[...ring, ring[0]]] } } } },
    );
    expect(data!["hotspots"].tiles).toBeNull();
    expect(data!["hotspots"].incidents).toBeGreaterThan(20);
  });

  it("writes the cells of the answer into a file, with what was computed", async () => {
    const { hotspots } = await ask(`{ ${ASKED} { ${CELLS} sheet { statistic withoutRate n incidents
      mask { zh } } } }`);
    const body = { unit: { hex: 150 }, format: "geojson" };
    const found = (await (await file("hotspots", body, "analyst")).json()) as File;
    expect(found.features.map((f) => f.properties)).toEqual(
      hotspots.cells.map((cell: Cell) => expect.objectContaining(cell)),
    );
    expect(found.features[0]!.geometry.coordinates[0]).toHaveLength(7);
    expect(found.computed).toMatchObject({
      asked: { unit: { hex: 150 }, statistic: null },
      sheet: hotspots.sheet,
    });
    const csv = await (await file("hotspots", { ...body, format: "csv" }, "analyst")).text();
    const [heading, ...lines] = csv.trimEnd().split("\r\n");
    expect(heading).toMatch(/^.?id,name,count,own,rate,z,p,fdr,bin,stable,reason,wkt$/);
    expect(lines).toHaveLength(hotspots.cells.length);
    const sheet = { ...body, format: "csv", part: "sheet", language: "zh" };
    const said = await (await file("hotspots", sheet, "analyst")).text();
    expect(said).toContain(hotspots.sheet.mask.zh);
    expect(said).toMatch(new RegExp(`\\nincidents,${hotspots.sheet.incidents}\\r`));
  });

  it("exports to each role what its answer tells, and nothing to who may not ask", async () => {
    const body = { unit: { hex: 150 }, format: "geojson" };
    for (const role of ["analyst", "worker1"]) {
      const { hotspots } = await ask(`{ ${ASKED} { ${CELLS} } }`, role);
      const found = (await (await file("hotspots", body, role)).json()) as File;
      expect(found.features.map((f) => f.properties.id)).toEqual(
        hotspots.cells.map(({ id }: Cell) => id),
      );
    }
    for (const name of ["hotspots", "density"]) {
      for (const role of ["auditor", "resident", "undertaker"])
        expect((await file(name, {}, role)).status, role).toBe(403);
      expect((await file(name, {})).status).toBe(401);
      expect((await file(name, { unit: { hex: 0.1 }, pixels: 1 }, "analyst")).status).toBe(400);
    }
    expect((await file("hotspots", { statistic: "EB_RATE" }, "station")).status).toBe(403);
  });

  it("tells of a density in tile and file what the raster holds", async () => {
    const { density } = await ask(
      "{ density(radiusMetres: 200, pixels: 32) { tiles values peak } }",
    );
    const above = density.values.filter((v: number) => v > 0).length;
    const body = { radiusMetres: 200, pixels: 32, format: "geojson" };
    const found = (await (await file("density", body, "analyst")).json()) as File;
    expect(found.features).toHaveLength(above);
    expect(found.computed.sheet).toMatchObject({ radiusMetres: 200, peak: density.peak });
    const pixels = await featuresOf(await tile(density.tiles, "analyst"), "density");
    expect(pixels[0]!.properties).toMatchObject({ perKm2: density.peak, share: 1 });
  });

  it("tells nothing of ground that its asker does not see, and of two counties has one named", async () => {
    await addNewYork(services, 20);
    const held = (role: RoleName, county: number) => ({
      ...{ role, county, grids: [], villages: [], organisations: [] },
    });
    const as = (assignments: Assignment[]) =>
      new Context(
        services,
        { kind: "person", actor: "person:x", accountId: "x", name: "x", assignments },
        "graphql",
      );
    const maps = (context: Context, filter: Filter) => [
      ...[{ hex: 300 }, { areas: HotSpotAreas.GRID }].map((unit) =>
        hotSpots(context, hotAsked({ filter, unit })),
      ),
      concentrationOf(context, { filter }),
      densityOf(context, densityAsked({ filter, pixels: 16 })),
      checkPlaces(context, filter),
      repeatsOf(context, { filter, metres: null, days: null }),
      repeatPlacesOf(context, filter),
      hotTile(context, { kind: "density", asked: densityAsked({ filter }) }, { z: 0, x: 0, y: 0 }),
    ];
    const two = [held("analyst", COUNTY), held("worker2", NEW_YORK)];
    const ownOnly = [held("analyst", COUNTY), held("resident", NEW_YORK)];
    const told = async (assignments: Assignment[], filter: Filter) =>
      (await Promise.allSettled(maps(as(assignments), filter))).map((one) =>
        one.status === "fulfilled"
          ? "told"
          : `${one.reason.extensions?.code} ${one.reason.message.slice(0, 12)}`,
      );
    const each = (what: string) => Array.from({ length: 8 }, () => what);
    expect(await told(two, {})).toEqual(each("BAD_USER_INPUT county: name"));
    for (const filter of [{ county: COUNTY }, { area: { county: NEW_YORK } }])
      expect(await told(two, filter)).toEqual(each("told"));
    expect(await told(ownOnly, { county: COUNTY })).toEqual(each("told"));
    // Of a county where they see what they wrote themselves, whatever they see elsewhere.
    for (const filter of [{ county: NEW_YORK }, { area: { county: NEW_YORK } }])
      expect(await told(ownOnly, filter)).toEqual(each("FORBIDDEN incidents: w"));
    expect(await told([held("analyst", NEW_YORK)], { county: COUNTY })).toEqual(
      each("BAD_USER_INPUT county: ther"),
    );
  });

  it("has no tiles any more of a question whose saved area was retired", async () => {
    const { createSavedArea: area } = await ask(
      `mutation { createSavedArea(input: { county: ${COUNTY}, name: "东城",
        area: { bbox: [107, 29, 107.01, 29.01] } }) { id version } }`,
    );
    const filter = `filter: { area: { saved: "${area.id}" } }`;
    const { hotspots } = await ask(`{ hotspots(${filter}) { tiles } }`);
    expect((await tile(hotspots.tiles, "analyst")).status).toBe(200);
    await ask(`mutation { retireSavedArea(id: "${area.id}", version: ${area.version}) }`);
    expect((await tile(hotspots.tiles, "analyst")).status).toBe(404);
    const { errors } = await service.as(tokens["analyst"])(`{ density(${filter}) { peak } }`);
    expect(errors![0]!.extensions).toMatchObject({ code: "NOT_FOUND", field: "area.saved" });
  });

  it("answers others while one asks a hundred different questions at once, and that one too", async () => {
    let done = 0;
    const codes = new Map<string, number>();
    // Of figures the database is busy, of maps the thread.
    const question = (i: number) =>
      i % 4 === 0
        ? `hotspots(unit: { hex: ${1000 + i} }, stable: false) { incidents }`
        : `incidentStats(filter: { from: "2020-01-01T00:${10 + (i % 50)}:${10 + (i % 49)}Z" },
            groupBy: [DAY, GRID]) { incidents }`;
    const rude = Array.from({ length: 100 }, async (_, i) => {
      const { errors } = await service.as(tokens["analyst"])(`{ ${question(i)} }`);
      done++;
      const code = (errors?.[0]?.extensions?.["code"] as string | undefined) ?? "answered";
      codes.set(code, (codes.get(code) ?? 0) + 1);
    });
    await expect.poll(() => done, { interval: 5 }).toBeGreaterThan(0);
    // A busy database may tell anybody to come again: they do, and are before the hundred.
    const calm = async (query: string, role: string) => {
      for (;;) {
        const { data, errors } = await service.as(tokens[role])(query);
        if (errors?.[0]?.extensions?.["code"] !== "RETRY") return expect(data).toBeTruthy();
      }
    };
    await calm(`{ hotspots(unit: { hex: 900 }) { incidents } }`, "planner");
    await calm(`{ incidentStats(groupBy: [DAY]) { total { count } } }`, "worker1");
    expect(done).toBeLessThan(100);
    await Promise.all(rude);
    // Who is too much is told when to come again, and nothing else befell them.
    expect([...codes.keys()].filter((code) => code !== "RETRY")).toEqual(["answered"]);
    expect(codes.get("answered")).toBeGreaterThan(0);
  });
});
