import Fastify, { type FastifyInstance } from "fastify";
import { beforeAll, expect, it } from "vitest";
import { raiseVersions } from "../../api/events/data-versions.js";
import { restErrors } from "../../api/http/rest-errors.js";
import type { Filter } from "../../api/layers/filter.js";
import { anonymous, type Viewer } from "../../api/policy/viewer.js";
import { tileRoutes } from "../../api/tiles/tiles.routes.js";
import { tileEtag } from "../../api/tiles/tiles.service.js";
import { layerOf } from "../../schema/layers/index.js";
import { contextOf, decode, person, tileAt } from "./tile-tools.js";
import { COUNTY, idOf } from "./tile-town.js";
import { admin, analyst, type TownTiles } from "./town-tiles.js";

/** Tiles as they are asked for over HTTP. */
export function tilesOverHttp(tiles: TownTiles): void {
  let app: FastifyInstance;
  let viewer: Viewer = admin;
  beforeAll(async () => {
    app = Fastify();
    restErrors(app, () => undefined);
    tileRoutes(app, async () => contextOf(tiles.services, viewer));
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
    tiles.services.db.watch = (text) => asked.push(text);
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
      tileEtag(contextOf(tiles.services, as), layerOf("households"), z, x, y, filter);
    const tags = [
      await tag(admin),
      await tag(person("admin")),
      await tag(analyst),
      await tag(person("worker1", { grids: [idOf(1, 1)] })),
      await tag(analyst, { changedSince: "2026-01-01" }),
    ];
    expect(new Set(tags).size).toBe(tags.length);
    expect(await tag(person("analyst", { actor: "person:another" }))).toBe(tags[2]);
    await raiseVersions(tiles.services.db, COUNTY, ["cameras", "incidents"]);
    expect(await tag(analyst)).toBe(tags[2]);
    await raiseVersions(tiles.services.db, COUNTY, ["households"]);
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
      [`${incidents}?categories=${encodeURIComponent("01,'; drop")}`, admin, 400, "BAD_USER_INPUT"],
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
}
