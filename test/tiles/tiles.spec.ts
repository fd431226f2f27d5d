import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { raiseVersions } from "../../api/events/data-versions.js";
import { restErrors } from "../../api/http/rest-errors.js";
import type { Filter } from "../../api/layers/filter.js";
import { layerService } from "../../api/layers/layer.service.js";
import { openServices } from "../../api/open-services.js";
import { anonymous, type Viewer } from "../../api/policy/viewer.js";
import { CountedCells } from "../../api/tiles/counted-cells.js";
import { encodeTile } from "../../api/tiles/encode-tile.js";
import { countedFeatures, jsonQuery, type TileAnswer } from "../../api/tiles/tile.queries.js";
import { EXTENT, MARGIN } from "../../api/tiles/tile-address.js";
import { tileRoutes } from "../../api/tiles/tiles.routes.js";
import { countCells, tile, tileEtag, tileJson } from "../../api/tiles/tiles.service.js";
import { LAYERS, type LayerName, layerOf } from "../../schema/layers/index.js";
import { forEachEngine, freshDirectory } from "../harness/engines.js";
import { lacked } from "../harness/lacked.js";
import {
  areaOf,
  contextOf,
  type Decoded,
  decode,
  person,
  polygonsOf,
  sorted,
  tileAt,
  unitsOf,
} from "./tile-tools.js";
import { buildTown, COUNTY, idOf, RARE, type Town } from "./tile-town.js";

const hasGdal = (() => {
  try {
    execFileSync("ogrinfo", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();
if (!hasGdal) lacked("gdal");

/** The steps of a line, each the same whichever way it is walked. */
const stepsOf = (line: readonly [number, number][]): string[] =>
  line.slice(1).map((p, i) => [line[i]!.join(), p.join()].sort().join(" "));
const inside = (corner: string): boolean =>
  corner.split(",").every((v) => Number(v) >= 0 && Number(v) <= EXTENT);

const admin = person("admin", { purpose: "巡查" });
const analyst = person("analyst");

forEachEngine((makeEngine, kind) => {
  let services: Services;
  let town: Town;
  beforeAll(async () => {
    const engine = await makeEngine();
    town = await buildTown(engine);
    services = openServices(engine, () => undefined);
  });
  afterEach(() => {
    services.db.watch = undefined;
  });

  type Address = ReturnType<typeof tileAt>;
  const bytesOf = (
    name: LayerName,
    { z, x, y }: Address,
    viewer: Viewer = admin,
    filter: Filter = {},
  ) => tile(contextOf(services, viewer), layerOf(name), z, x, y, filter);
  const featuresOf = async (...[name, ...rest]: Parameters<typeof bytesOf>) =>
    decode(await bytesOf(name, ...rest), name);

  describe("content", () => {
    it("comes from the engine's encoder where it has one", () => {
      expect(services.db.engine.capabilities.asMvt).toBe(kind === "server");
    });

    it("keeps characters beyond the basic plane", async () => {
      const names = (await featuresOf("cameras", tileAt(12))).map((f) => f.properties["name"]);
      expect(names.length).toBeGreaterThan(10);
      for (const name of names) expect(String(name).startsWith(RARE)).toBe(true);
      expect((await bytesOf("grids", tileAt(12))).includes(Buffer.from(RARE, "utf8"))).toBe(true);
    });

    it("winds outer rings positively and keeps holes and wings", async () => {
      const shapes = (await featuresOf("buildings", tileAt(15))).map((b) =>
        b.rings.map((ring) => Math.sign(areaOf(ring))),
      );
      for (const signs of shapes) expect(signs[0]).toBe(1);
      expect(shapes.some((s) => s.join() === "1,-1")).toBe(true);
      expect(shapes.some((s) => s.filter((v) => v === 1).length === 2)).toBe(true);
    });

    it.each([9, 11, 12, 13, 14, 15])("keeps the grids of zoom %i a coverage", async (z) => {
      const grids = await featuresOf("grids", tileAt(z, 120.5612, 31.2912));
      const step = z < 12 ? 4 : 1;
      const shapes = JSON.stringify(grids.map((f) => JSON.stringify(polygonsOf(f))));
      const [row] = await services.db.rows<{
        sum: number;
        union: number;
        gaps: number;
        deepest: number;
      }>(sql`
        with g as (select row_number() over () as n, ST_MakeValid(ST_GeomFromGeoJSON(v)) as g
          from jsonb_array_elements_text(${shapes}::jsonb) v),
        u as (select ST_Union(g) as u from g),
        o as (select ST_Intersection(a.g, b.g) as o
          from g a join g b on a.n < b.n and ST_Relate(a.g, b.g, '2********'))
        select (select sum(ST_Area(g)) from g) as sum, ST_Area(u) as union,
          (select coalesce(sum(ST_NumInteriorRings(d.geom)), 0)::int from ST_Dump(u) d) as gaps,
          -- An overlap thinner than a step vanishes when both its sides retreat by half of one.
          (select coalesce(max(ST_Area(ST_Buffer(o, ${-step / 2}::float8))), 0) from o) as deepest
        from u`);
      expect(grids.length).toBeGreaterThan(z < 14 ? 20 : 8);
      expect(row!.gaps).toBe(0);
      expect(row!.deepest).toBe(0);
      expect(Math.abs(row!.sum - row!.union) / row!.union).toBeLessThan(z < 12 ? 0.02 : 0.001);
    });

    it("holds every point of the tile once, and those of the margin", async () => {
      const at = tileAt(14);
      const found = new Map(
        (await featuresOf("incidents", at)).map((f) => [f.properties["id"], f.rings[0]![0]!]),
      );
      let inside = 0;
      town.points.incidents.forEach((p, n) => {
        const [x, y] = unitsOf(p, at);
        const known = found.get(`${COUNTY}-${idOf(8, n)}`);
        const within = (margin: number) =>
          [x, y].every((v) => v >= -margin && v <= EXTENT + margin);
        if (within(MARGIN - 1)) {
          inside++;
          expect([Math.abs(known![0] - x) <= 0.51, Math.abs(known![1] - y) <= 0.51]).toEqual([
            true,
            true,
          ]);
        } else if (!within(MARGIN + 1)) expect(known).toBeUndefined();
      });
      expect(inside).toBeGreaterThan(50);
    });

    it.each([0, 6, 9, 10])("counts each incident in exactly one cell at zoom %i", async (z) => {
      const [low, high] = [tileAt(z, 120.545, 31.335), tileAt(z, 120.61, 31.27)];
      const counted: Decoded[] = [];
      for (let x = low.x; x <= high.x; x++)
        for (let y = low.y; y <= high.y; y++)
          counted.push(...(await featuresOf("incidents", { z, x, y })));
      expect(counted.reduce((sum, f) => sum + Number(f.properties["count"]), 0)).toBe(
        town.points.incidents.length,
      );
      for (const f of counted) expect(["01", "02", "03"]).toContain(f.properties["category"]);
      if (z === 0) expect(counted[0]!.properties).toEqual({ count: 500, category: "01" });
    });

    it.each(["incidents", "households", "cameras"] as const)(
      "kept counts of %s are what counting each tile by itself gives, to zoom 14",
      async (name) => {
        for (const viewer of [admin, analyst])
          for (const filter of [{}, name === "incidents" ? { categories: ["01"] } : {}])
            for (const at of [0, 5, 9, 12, 14].map((z) => tileAt(z))) {
              const context = contextOf(services, viewer);
              const access = context.access(layerOf(name));
              const rows = await countCells(context, access, filter, 4);
              const kept = new CountedCells(rows, "").tile(name, name === "incidents", at);
              const features = countedFeatures(access, at, filter);
              const [alone] = await services.db.rows<TileAnswer<string>>(jsonQuery(features));
              const own = encodeTile(name, features.keys, JSON.parse(alone!.tile ?? "[]"));
              expect(sorted(decode(kept.bytes, name))).toEqual(sorted(decode(own, name)));
              expect(kept.objects).toBe(alone!.objects);
            }
      },
    );

    it("tiles far out are counted once for each question, and again when the data changed", async () => {
      const asked: string[] = [];
      services.db.watch = (text) => {
        if (/"incident"/.test(text)) asked.push(text);
      };
      const ask = (viewer: Viewer, filter: Filter = {}) =>
        Promise.all([0, 5, 9, 11].map((z) => bytesOf("incidents", tileAt(z), viewer, filter)));
      const filter = { from: "2020-01-01T00:00:00Z" };
      await ask(admin, filter);
      await ask(analyst, filter);
      expect(asked).toHaveLength(1);
      await ask(person("worker1", { grids: [idOf(1, 1)] }), filter);
      await ask(admin, { from: "2020-01-02T00:00:00Z" });
      expect(asked).toHaveLength(3);
      await raiseVersions(services.db, COUNTY, ["incidents"]);
      await ask(admin, filter);
      expect(asked).toHaveLength(4);
    });

    it("leaves shapes out far from their zoom, and streets that lead nowhere until 14", async () => {
      expect(await bytesOf("buildings", tileAt(12))).toHaveLength(0);
      const kinds = async (z: number) =>
        [
          ...new Set((await featuresOf("streets", tileAt(z))).map((f) => f.properties["kind"])),
        ].sort();
      expect(await kinds(11)).toEqual(["primary"]);
      expect(await kinds(12)).toEqual(["primary", "secondary"]);
      expect(await kinds(14)).toEqual(["primary", "residential", "secondary"]);
    });

    /** All tiles of a zoom that the town lies in. */
    const tilesOfTown = (z: number): Address[] => {
      const [low, high] = [tileAt(z, 120.545, 31.325), tileAt(z, 120.603, 31.275)];
      return Array.from({ length: high.x - low.x + 1 }, (_, i) =>
        Array.from({ length: high.y - low.y + 1 }, (__, j) => ({
          z,
          x: low.x + i,
          y: low.y + j,
        })),
      ).flat();
    };
    const partOf = async (part: string, at: Address, viewer: Viewer = admin) => {
      const name = part.split("-")[0] as LayerName;
      return decode(await bytesOf(name, at, viewer), part);
    };

    it.each(["grids", "buildings", "parcels", "villages"] as const)(
      "names each of the %s once, however many tiles it lies in",
      async (name) => {
        const z = 16;
        const layer = layerOf(name);
        const objects = new Set<unknown>();
        const named: [unknown, Address][] = [];
        let pieces = 0;
        for (const at of tilesOfTown(z)) {
          const bytes = await bytesOf(name, at);
          for (const f of decode(bytes, name)) {
            pieces++;
            objects.add(f.properties["id"]);
          }
          for (const f of decode(bytes, `${name}-names`)) {
            named.push([f.properties["id"], at]);
            const [x, y] = f.rings[0]![0]!;
            expect(x >= 0 && x < EXTENT && y >= 0 && y < EXTENT).toBe(true);
          }
        }
        const [{ n }] = (await services.db.rows<{ n: number }>(sql`
          select count(*)::int as n from ${sql.identifier(layer.table)}
          where retired_at is null ${name === "grids" ? sql`and valid_to is null` : sql``}`)) as [
          { n: number },
        ];
        expect(named.length).toBe(n);
        expect(new Set(named.map(([id]) => id)).size).toBe(n);
        // What names by the pieces would have done.
        if (n > 0) expect(pieces).toBeGreaterThan(objects.size);
      },
    );

    it.each([9, 11, 13, 15])("draws each border of zoom %i once", async (z) => {
      let doubled = 0;
      for (const at of tilesOfTown(z)) {
        const lines = await partOf("grids-edges", at);
        const steps = lines.flatMap((f) => f.rings.flatMap(stepsOf));
        expect(new Set(steps).size).toBe(steps.length);
        const drawn = new Set(steps);
        const grids = await featuresOf("grids", at);
        const seen = new Map<string, number>();
        // Along the cut, a margin outside, runs no border; and the one hole may be a speck.
        for (const ring of grids.flatMap((f) => f.rings))
          if (z > 13 || areaOf(ring) > 0)
            for (const step of stepsOf(ring)) seen.set(step, (seen.get(step) ?? 0) + 1);
        for (const [step, times] of seen) {
          if (times > 1) doubled++;
          if (times > 1 && step.split(" ").every(inside)) expect(drawn.has(step)).toBe(true);
        }
      }
      expect(doubled).toBeGreaterThan(20);
    });

    it("leaves out the border of an area too small to be read as one", async () => {
      // The hole and the grid in it, 70 m wide: 3 pixels at zoom 11, 58 at zoom 15.
      const around = async (z: number) => {
        const at = tileAt(z, 120.5723, 31.2983);
        const [x, y] = unitsOf([120.5723, 31.2983], at);
        const reach = (60 / 512) * 4096 * 2 ** (z - 16);
        return (await partOf("grids-edges", at))
          .flatMap((f) => f.rings)
          .filter((line) =>
            line.every(([u, v]) => Math.abs(u - x) < reach * 2 && Math.abs(v - y) < reach * 2),
          ).length;
      };
      expect(await around(11)).toBe(0);
      expect(await around(15)).toBeGreaterThan(0);
    });

    it("tells of coarse places how many, never one by one", async () => {
      const masked = person("admin");
      let [single, total] = [0, 0];
      const cells = new Map<string, number>();
      for (const at of tilesOfTown(15)) {
        const bytes = await bytesOf("households", at, masked);
        single += decode(bytes, "households").length;
        for (const f of decode(bytes, "households-cells")) {
          expect(Object.keys(f.properties)).toEqual(["count"]);
          const count = Number(f.properties["count"]);
          total += count;
          const [u, v] = f.rings[0]![0]!;
          cells.set(`${at.x * EXTENT + u} ${at.y * EXTENT + v}`, count);
        }
      }
      expect([single, total]).toEqual([0, town.points.households.length]);
      const [{ n }] = (await services.db.rows<{ n: number }>(
        sql`select count(distinct coarse)::int as n from household`,
      )) as [{ n: number }];
      expect(cells.size).toBe(n);
    });

    it("counts in a cell what a list of the cell counts", async () => {
      const masked = person("admin");
      const at = tileAt(15);
      const [most] = (await partOf("households-cells", at, masked)).sort(
        (a, b) => Number(b.properties["count"]) - Number(a.properties["count"]),
      );
      const [u, v] = most!.rings[0]![0]!;
      const side = 4096 * 2 ** at.z;
      const lon = ((at.x * 4096 + u + 0.5) / side) * 360 - 180;
      const lat =
        (Math.atan(Math.sinh(Math.PI * (1 - (2 * (at.y * 4096 + v + 0.5)) / side))) * 180) /
        Math.PI;
      const listed = await layerService.count(contextOf(services, masked), layerOf("households"), {
        area: { bbox: [lon - 0.0004, lat - 0.0004, lon + 0.0004, lat + 0.0004] },
      });
      expect(listed).toBe(most!.properties["count"]);
    });

    it("shows one by one what is exact for the viewer, and counts the rest", async () => {
      const mixed = person("worker1", {
        purpose: "走访",
        assignments: [
          { role: "worker1", county: COUNTY, grids: [idOf(1, 2)], villages: [], organisations: [] },
          { role: "analyst", county: COUNTY, grids: [], villages: [], organisations: [] },
        ],
      });
      const own = town.points.households.map((_, n) => n).filter((n) => n % 8 === 2).length;
      let [single, total] = [0, 0];
      const seen = new Set<unknown>();
      for (const at of tilesOfTown(15)) {
        const bytes = await bytesOf("households", at, mixed);
        for (const f of decode(bytes, "households")) seen.add(f.properties["id"]);
        for (const f of decode(bytes, "households-cells")) total += Number(f.properties["count"]);
        single = seen.size;
      }
      expect([single, total]).toEqual([own, town.points.households.length - own]);
    });

    it("reaches over its edge by half of the widest street a map draws", () => {
      const widest = 22 + 1.6;
      expect((MARGIN / EXTENT) * 512).toBeGreaterThan(widest / 2);
    });

    it("narrows by time, category and day", async () => {
      const all = await featuresOf("incidents", tileAt(12));
      const t = (f: Decoded) => Number(f.properties["t"]);
      const [from, to] = ["2026-02-01T00:00:00.000Z", "2026-02-15T00:00:00.000Z"];
      const some = await featuresOf("incidents", tileAt(12), admin, {
        from,
        to,
        categories: ["01"],
      });
      expect(some.length).toBe(
        all.filter(
          (f) =>
            t(f) >= Date.parse(from) / 1000 &&
            t(f) < Date.parse(to) / 1000 &&
            String(f.properties["category"]).startsWith("01"),
        ).length,
      );
      expect(some.length).toBeGreaterThan(5);
      const old = await featuresOf("grids", tileAt(9), admin, { on: "2015-06-01" });
      expect(old.map((f) => f.properties["code"])).toEqual(["OLD"]);
    });

    it.skipIf(!hasGdal)("is what GDAL reads", async () => {
      for (const name of ["grids", "cameras", "streets"] as const) {
        const at = tileAt(14);
        const bytes = await bytesOf(name, at);
        const file = path.join(freshDirectory("gdal"), `${at.y}.mvt`);
        writeFileSync(file, bytes);
        const told = execFileSync("ogrinfo", ["-ro", "-al", file], {
          encoding: "utf8",
          stdio: ["ignore", "pipe", "ignore"],
          env: { ...process.env, LC_ALL: "C.UTF-8" },
        });
        expect(told).toContain(`Layer name: ${name}`);
        expect(told).toContain(`Feature Count: ${decode(bytes, name).length}`);
        if (name === "cameras") expect(told).toContain(`name (String) = ${RARE}`);
      }
    });
  });

  describe("policy", () => {
    const keysOf = async (name: LayerName, viewer: Viewer, z: number) =>
      [
        ...new Set(
          (await featuresOf(name, tileAt(z), viewer)).flatMap((f) => Object.keys(f.properties)),
        ),
      ].sort();

    it("carries attributes by role", async () => {
      expect(await keysOf("cameras", analyst, 13)).toEqual(["id", "kind", "name"]);
      expect(
        await keysOf(
          "cameras",
          person("patrol", { grids: [0, 1, 2, 3, 4, 5, 6, 7].map((n) => idOf(1, n)) }),
          13,
        ),
      ).toEqual(["fieldOfView", "heading", "id", "kind", "name", "rangeM"]);
      expect(await keysOf("incidents", analyst, 13)).toEqual([
        "category",
        "id",
        "level",
        "status",
        "t",
      ]);
    });

    it("shows only rows of the viewer's grids", async () => {
      const grids = [idOf(1, 2)];
      const worker = person("worker1", { grids });
      const seen = (await featuresOf("incidents", tileAt(12), worker)).map(
        (f) => f.properties["id"],
      );
      const expected = town.points.incidents
        .map((_, n) => n)
        .filter((n) => n % 8 === 2)
        .map((n) => `${COUNTY}-${idOf(8, n)}`);
      expect(seen.length).toBeGreaterThan(10);
      expect(expected).toEqual(expect.arrayContaining(seen));
      expect(
        (await featuresOf("grids", tileAt(9), worker)).map((f) => f.properties["code"]),
      ).toEqual(["G2"]);
      expect(await bytesOf("incidents", tileAt(12), person("worker1"))).toHaveLength(0);
    });

    it("shows households where they are only with a purpose, and writes that down", async () => {
      const at = tileAt(14);
      const exact = new Map(
        town.points.households.map((p, n) => [`${COUNTY}-${idOf(6, n)}`, unitsOf(p, at)]),
      );
      const far = (features: Decoded[]) =>
        features.filter((f) => {
          const [x, y] = exact.get(String(f.properties["id"]))!;
          const [u, v] = f.rings[0]![0]!;
          return Math.hypot(u - x, v - y) > 1;
        }).length;
      expect(await featuresOf("households", at, person("admin"))).toEqual([]);
      const context = contextOf(services, admin);
      const shown = decode(
        await tile(context, layerOf("households"), at.z, at.x, at.y, {}),
        "households",
      );
      expect(far(shown)).toBe(0);
      await context.logDisclosures({ tile: "here" });
      const [line] = await services.db.rows<{ what: unknown; purpose: string }>(
        sql`select what, purpose from access_log order by at desc limit 1`,
      );
      expect(line).toEqual({
        purpose: "巡查",
        what: {
          tile: "here",
          layers: {
            households: { kinds: ["place"], read: ["geometry"], by: ["tile"], rows: shown.length },
          },
        },
      });
      const quiet = contextOf(services, person("admin"));
      await tile(quiet, layerOf("households"), at.z, at.x, at.y, {});
      await quiet.logDisclosures();
      const [lines] = await services.db.rows<{ n: number }>(
        sql`select count(*)::int as n from access_log`,
      );
      expect(lines!.n).toBe(1);
    });

    it("gives anonymous callers grids and nothing else", async () => {
      const nobody = anonymous([COUNTY]);
      expect((await keysOf("grids", nobody, 12)).includes("name")).toBe(true);
      for (const { name } of LAYERS)
        if (name !== "grids")
          await expect(bytesOf(name, tileAt(14), nobody)).rejects.toMatchObject({
            extensions: { code: "UNAUTHENTICATED" },
          });
      await expect(bytesOf("households", tileAt(14), person("mediator"))).rejects.toMatchObject({
        extensions: { code: "FORBIDDEN" },
      });
    });

    it("describes in TileJSON what this viewer's tiles hold", async () => {
      const described = await tileJson(
        contextOf(services, analyst),
        layerOf("cameras"),
        "https://example.org/",
        "v=3",
      );
      expect(described.tiles).toEqual(["https://example.org/tiles/cameras/{z}/{x}/{y}.mvt?v=3"]);
      expect(Object.keys(described.vector_layers[0]!.fields)).toEqual([
        "id",
        "name",
        "kind",
        "count",
      ]);
      const [w, s, e, n] = described.bounds;
      expect([
        w! > 120.54 && w! < 120.56,
        s! > 31.27 && s! < 31.29,
        e! > 120.59,
        n! > 31.31,
      ]).toEqual([true, true, true, true]);
    });
  });

  describe("over HTTP", () => {
    let app: FastifyInstance;
    let viewer: Viewer = admin;
    beforeAll(async () => {
      app = Fastify();
      restErrors(app, () => undefined);
      tileRoutes(app, async () => contextOf(services, viewer));
      await app.ready();
    });
    const get = (url: string, as: Viewer = admin, headers: Record<string, string> = {}) => {
      viewer = as;
      return app.inject({ url, headers });
    };
    const { z, x, y } = tileAt(14);
    const incidents = `/tiles/incidents/${z}/${x}/${y}.mvt`;

    it("answers a tile with its type and whose it is", async () => {
      const reply = await get(incidents);
      expect([
        reply.statusCode,
        reply.headers["content-type"],
        reply.headers["cache-control"],
        reply.headers["vary"],
      ]).toEqual([
        200,
        "application/vnd.mapbox-vector-tile",
        "private, no-store",
        "Cookie, Authorization, X-Hearthgrid-Purpose",
      ]);
      expect(decode(reply.rawPayload, "incidents").length).toBeGreaterThan(10);
      // Masked, it may lie in the browser's cache; read with a purpose it may not.
      expect((await get(incidents, analyst)).headers["cache-control"]).toBe("private, no-cache");
      expect(
        (await get("/tiles/grids/9/427/208.mvt", anonymous([COUNTY]))).headers["cache-control"],
      ).toBe("public, max-age=60");
      expect((await get("/tiles/incidents/14/0/0.mvt")).statusCode).toBe(204);
      expect((await get("/tiles/incidents.json")).json()).toMatchObject({
        tilejson: "3.0.0",
        minzoom: 0,
        vector_layers: [{ id: "incidents" }],
      });
    });

    it("answers 304 without asking for the tile", async () => {
      const etag = String((await get(incidents)).headers["etag"]);
      const asked: string[] = [];
      services.db.watch = (text) => asked.push(text);
      const reply = await get(incidents, admin, { "if-none-match": `"other", ${etag}` });
      expect([reply.statusCode, reply.headers["etag"], reply.rawPayload.length]).toEqual([
        304,
        etag,
        0,
      ]);
      expect(asked.length).toBeGreaterThan(0);
      for (const text of asked) expect(text).not.toMatch(/incident|ST_/);
    });

    it("changes the ETag with policy, purpose, query and data, and with nothing else", async () => {
      const tag = async (as: Viewer, filter: Filter = {}) =>
        tileEtag(contextOf(services, as), layerOf("households"), z, x, y, filter);
      const tags = [
        await tag(admin),
        await tag(person("admin")),
        await tag(analyst),
        await tag(person("worker1", { grids: [idOf(1, 1)] })),
        await tag(analyst, { changedSince: "2026-01-01" }),
      ];
      expect(new Set(tags).size).toBe(tags.length);
      expect(await tag(person("analyst", { actor: "person:another" }))).toBe(tags[2]);
      await raiseVersions(services.db, COUNTY, ["cameras", "incidents"]);
      expect(await tag(analyst)).toBe(tags[2]);
      await raiseVersions(services.db, COUNTY, ["households"]);
      expect(await tag(analyst)).not.toBe(tags[2]);
    });

    it("refuses in plain JSON what it cannot answer", async () => {
      const cases: [string, Viewer, number, string][] = [
        [incidents, anonymous([COUNTY]), 401, "UNAUTHENTICATED"],
        [`/tiles/households/${z}/${x}/${y}.mvt`, person("mediator"), 403, "FORBIDDEN"],
        ["/tiles/households.json", person("mediator"), 403, "FORBIDDEN"],
        ["/tiles/secrets/1/0/0.mvt", admin, 404, "NOT_FOUND"],
        ["/tiles/secrets.json", admin, 404, "NOT_FOUND"],
        ["/tiles/grids/23/0/0.mvt", admin, 404, "NOT_FOUND"],
        ["/tiles/grids/3/8/0.mvt", admin, 404, "NOT_FOUND"],
        ["/tiles/grids/-1/0/0.mvt", admin, 404, "NOT_FOUND"],
        ["/tiles/grids/3/0/99999999999.mvt", admin, 404, "NOT_FOUND"],
        [`${incidents}?from=yesterday`, admin, 400, "BAD_USER_INPUT"],
        [
          `${incidents}?from=2026-03-01T00:00:00Z&to=2026-02-01T00:00:00Z`,
          admin,
          400,
          "BAD_USER_INPUT",
        ],
        [
          `${incidents}?categories=${encodeURIComponent("01,'; drop")}`,
          admin,
          400,
          "BAD_USER_INPUT",
        ],
        [`${incidents}?category=01`, admin, 400, "BAD_USER_INPUT"],
        ["/tiles/grids/3/0/0.mvt?on=2026-02-30", admin, 400, "BAD_USER_INPUT"],
      ];
      for (const [url, as, status, code] of cases) {
        const reply = await get(url, as);
        expect([
          url,
          reply.statusCode,
          (reply.json() as { error?: { code: string } }).error?.code,
        ]).toEqual([url, status, code]);
      }
      expect(
        (await get(`${incidents}?v=17&from=2026-01-01T00:00:00Z&categories=01,0201`)).statusCode,
      ).toBe(200);
    });
  });
});
