import { type SQL, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { DASHBOARD_TILES } from "../../api/dashboard/tiles/index.js";
import { raiseVersions } from "../../api/events/data-versions.js";
import { buildHearthgridSchema } from "../../api/graphql/schema.js";
import type { Viewer } from "../../api/policy/viewer.js";
import { refuseOffWall } from "../../api/policy/walls.js";
import { post, request } from "../doors/raw-request.js";
import { askOn, openSocket } from "../doors/socket.js";
import { type Answer, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, EXACT, id, openSmallCounty, SECRET, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

const schema = buildHearthgridSchema();
const WALL_ROOTS = DASHBOARD_TILES.flatMap(({ roots }) => Object.keys(roots));
const WALL: Viewer = {
  ...{ kind: "device", actor: "device:w", id: "w", name: "w", county: COUNTY },
  binding: { to: "wall", villages: null },
};
const refusedOnWall = (kind: "query" | "mutation", field: string): boolean => {
  try {
    refuseOffWall(WALL, kind, [field]);
    return false;
  } catch {
    return true;
  }
};

/** A change behind the service's back, with the version that its own writing would raise. */
async function raised(db: Services["db"], change: SQL): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.rows(change);
    await raiseVersions(tx, COUNTY, ["incidents", "villages", "grids"]);
  });
}

const code = ({ errors }: Answer) => errors?.[0]?.extensions?.["code"] as string | undefined;
/** What a page asks at its start. */
const START = `{ viewer { kind name counties demoSignIn } counties { id name bounds dataVersion }
  layers { name fields { name } } categories { code } backgroundMaps { id }
  display { towns { code shape } } }`;
const SUBSCRIPTION = "subscription { changes(layers: [GRIDS]) { id } }";

forEachEngine((makeEngine) => {
  describe("a device", () => {
    let services: Services, service: RunningService, tokens: Record<string, string>;
    const bind = (as: string, household?: string, name = "门厅屏") =>
      service.as(tokens[as])(
        `mutation { bindDevice(name: "${name}", county: ${COUNTY}
          ${household ? `, household: "${household}"` : ""}) {
          token url device { id name household createdBy lastSeenAt revokedAt } } }`,
      );
    const bound = async (as: string, household?: string, name?: string) => {
      const answer = await bind(as, household, name);
      expect(answer.errors).toBeUndefined();
      return answer.data!["bindDevice"] as {
        token: string;
        url: string | null;
        device: Record<string, string>;
      };
    };
    const listed = async (as: string) =>
      ((await service.as(tokens[as])("{ devices { id household } }")).data?.["devices"] ?? []) as {
        id: string;
        household: string | null;
      }[];

    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      service = await serve(services);
      tokens = await tokensOf(services);
    });
    afterAll(() => service.close());

    it("says what it is, and has no role", async () => {
      const { token, device } = await bound("admin", undefined, "指挥中心");
      expect(device).toMatchObject({ household: null, createdBy: "person:demo-admin" });
      const answer = await service.as(token)(
        "{ viewer { kind name actor roles counties hasPurpose } }",
      );
      expect(answer.data!["viewer"]).toEqual({
        ...{
          kind: "device",
          name: "指挥中心",
          actor: `device:${String(device.id).slice(`${COUNTY}-`.length)}`,
          roles: [],
        },
        ...{ counties: [COUNTY], hasPurpose: false },
      });
      const kept = await services.db.rows<{ found: boolean }>(sql`
        select device::text like ${`%${token.slice(7)}%`} as found from device`);
      expect(kept.every((row) => !row.found)).toBe(true);
    });

    it("of a household sees its own household, clear and unlogged, and of others nothing", async () => {
      const { token } = await bound("worker1", id("household", 1));
      const before = await services.db.rows(sql`select id from access_log where what ? 'layers'`);
      const seen = await service.as(token)(
        "{ households { totalCount nodes { headName phone geometry } } grids { totalCount } }",
      );
      expect(seen.errors).toBeUndefined();
      expect(seen.data!["households"]).toEqual({
        totalCount: 1,
        nodes: [
          {
            ...{ headName: SECRET.head, phone: SECRET.phone },
            geometry: { type: "Point", coordinates: [...EXACT] },
          },
        ],
      });
      expect(seen.data!["grids"].totalCount).toBe(3);
      const other = await service.as(token)(`{ household(id: "${id("household", 2)}") { code } }`);
      expect(other.data).toEqual({ household: null });
      for (const layer of ["incidents", "cameras", "ties", "buildings"])
        expect(code(await service.as(token)(`{ ${layer} { totalCount } }`)), layer).toBe(
          "FORBIDDEN",
        );
      const after = await services.db.rows(sql`select id from access_log where what ? 'layers'`);
      expect(after).toHaveLength(before.length);
    });

    it("on a wall shows what its tiles show, nothing delicate, and can do nothing else", async () => {
      const { token } = await bound("admin");
      const wall = service.as(token);
      const newest = async () =>
        (await wall("{ newestIncidents(first: 50) { delicate incidents { category } } }")).data![
          "newestIncidents"
        ] as { delicate: number; incidents: { category: string }[] };
      expect((await newest()).incidents).toHaveLength(12);
      await services.db.rows(sql`
        insert into category (county_id, id, created_by, updated_by, kind, code, parent, name_zh,
          name_en)
        values (${COUNTY}, gen_random_uuid(), 'x', 'x', 'incident', '0201', null, '婚恋家庭纠纷', ''),
          (${COUNTY}, gen_random_uuid(), 'x', 'x', 'incident', '020101', '0201', '家暴', '')`);
      const { db } = services;
      await raised(db, sql`update incident set category = '0201' where number = 'N1'`);
      await raised(db, sql`update incident set category = '020101' where number = 'N2'`);
      const now = await newest();
      expect(now.incidents).toHaveLength(10);
      expect(now.incidents.filter((i) => i.category.startsWith("0201"))).toEqual([]);
      expect(now.delicate).toBe(0);
      await raised(db, sql`update incident set category = '0102' where number in ('N1', 'N2')`);
    });

    it("on a wall has no root field but those of tiles, no file, no tile but of the map", async () => {
      const { token } = await bound("admin");
      const allowed = new Set(
        [...WALL_ROOTS, "dashboardTiles", "display", "viewer", "backgroundMaps"].concat(
          ...["changesPosition", "dashboardChanged", "counties", "layers", "categories"],
        ),
      );
      const types = { query: schema.getQueryType(), mutation: schema.getMutationType() };
      for (const [kind, type] of Object.entries(types))
        for (const field of Object.values(type!.getFields())) {
          const refused = refusedOnWall(kind as "query" | "mutation", field.name);
          expect(refused, field.name).toBe(!allowed.has(field.name));
        }
      const ask = service.as(token);
      for (const query of [
        "{ incidents { totalCount } }",
        `{ node(id: "${id("incident", 1)}") { id } }`,
        "{ ...f } fragment f on Query { ... { today { count } grids { totalCount } } }",
        "{ __schema { queryType { name } } }",
        "mutation { endDevice { id } }",
        `{ today(area: { circle: { center: [107.0031, 29.0041], metres: 50 } }) { count } }`,
        `{ hotNow(area: { grids: ["${id("grid", 1)}"] }) { computedAt } }`,
      ])
        expect(code(await ask(query)), query).toBe("FORBIDDEN");
      const get = async (path: string, body?: object) =>
        (
          await fetch(`${service.url}${path}`, {
            headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
            ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
          })
        ).status;
      for (const layer of ["incidents", "households", "cameras", "buildings", "parcels"])
        expect(await get(`/tiles/${layer}/14/13060/6770.mvt`), layer).toBe(403);
      expect(await get("/tiles/incidents.json")).toBe(403);
      expect([200, 204]).toContain(await get("/tiles/villages/14/13060/6770.mvt"));
      for (const path of ["/exports/grids", "/exports/hotspots"])
        expect(await get(path, { format: "geojson" }), path).toBe(401);
      const heard = await openSocket(service.url, { authorization: `Bearer ${token}` });
      const answered = new Promise<string>((resolve) =>
        heard.socket.on("message", (data) => {
          const message = JSON.parse(String(data));
          if (message.id === "1") resolve(message.payload[0].extensions.code);
        }),
      );
      const payload = { query: "subscription { changes(layers: [INCIDENTS]) { id } }" };
      heard.socket.send(JSON.stringify({ id: "1", type: "subscribe", payload }));
      expect(await answered).toBe("FORBIDDEN");
      heard.socket.terminate();
    });

    it("on a wall opens in a browser by a cookie, and there can do nothing else until it is revoked", async () => {
      const { token, device, url } = await bound("admin");
      expect(url).toBe(`${service.url}/today?wall=1#display=${token}`);
      const open = (given: string, cookie = "") =>
        post(service.url, `mutation { openDisplay(token: "${given}") { kind name } }`, { cookie });
      const refused = await open(token.replace(/.$/, "_"));
      expect([refused.headers["set-cookie"], refused.text]).toEqual([
        undefined,
        expect.stringContaining("UNAUTHENTICATED"),
      ]);
      const { token: home } = await bound("worker1", id("household", 1));
      expect((await open(home)).text).toContain("UNAUTHENTICATED");
      // Whoever was signed in there is signed out, also where the session was over already.
      const gone = (await services.accounts.link("demo-patrol", true)).token;
      const { token: before } = await services.accounts.signInWithLink(gone, true);
      const opened = await open(token, `hearthgrid_session=${before}`);
      expect(opened.text).toContain('{"kind":"device","name":"门厅屏"}');
      const [said] = opened.headers["set-cookie"]!;
      expect(said).toMatch(
        /^hearthgrid_session=hg_dev_[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Strict$/,
      );
      expect(Date.parse(/Expires=([^;]+)/.exec(said!)![1]!) - Date.now()).toBeGreaterThan(3.4e10);
      expect(code(await service.as(before)("{ viewer { kind } }"))).toBe("UNAUTHENTICATED");
      expect((await open(token, `hearthgrid_session=${before}`)).text).toContain("device");

      const cookie = said!.split(";")[0]!;
      const ask = (query: string) => post(service.url, query, { cookie });
      const start = JSON.parse((await ask(START)).text);
      expect(start.errors).toBeUndefined();
      const layers = start.data.layers.map(({ name }: { name: string }) => name);
      expect(layers.sort()).toEqual(["GRIDS", "STREETS", "TOWNSHIPS", "VILLAGES", "WATERS"]);
      for (const query of [
        "{ incidents { totalCount } }",
        "{ devices { id } }",
        "mutation { endDevice { id } }",
        `mutation { signOut bindDevice(name: "x", county: ${COUNTY}) { token } }`,
        `mutation { ...f } fragment f on Mutation { signOut }`,
      ])
        expect((await ask(query)).text, query).toContain("FORBIDDEN");
      const tile = (layer: string) =>
        request(`${service.url}/tiles/${layer}/14/13060/6770.mvt`, { headers: { cookie } });
      expect((await tile("incidents")).status).toBe(403);
      expect([200, 204]).toContain((await tile("villages")).status);
      const { socket } = await openSocket(service.url, undefined, { cookie });
      expect(await askOn(socket, "{ viewer { kind } }")).toContain("device");
      for (const query of ["{ incidents { totalCount } }", "mutation { signOut }"])
        expect(await askOn(socket, query), query).toContain("FORBIDDEN");
      // Somebody may sign in at that machine, and is then no wall.
      const key = (await services.accounts.link("demo-planner", true)).token;
      const person = await ask(
        `mutation { signInWithLink(token: "${key}") { viewer { kind roles } } }`,
      );
      expect(person.text).toContain('{"kind":"person","roles":["PLANNER"]}');

      const closed = new Promise<number>((resolve) => socket.once("close", resolve));
      const ended = await service.as(tokens["admin"])(
        `mutation { endDevice(id: "${device["id"]}") { id } }`,
      );
      expect(ended.errors).toBeUndefined();
      expect(await closed).toBe(4401);
      const after = await ask("{ viewer { kind } }");
      expect([after.status, after.headers["set-cookie"]?.[0]]).toEqual([
        401,
        expect.stringContaining("hearthgrid_session=;"),
      ]);
      expect((await open(token)).text).toContain("UNAUTHENTICATED");
    });

    it("on a wall of one township shows that alone, by the clock of the service", async () => {
      const made = await service.as(tokens["admin"])(`mutation {
        bindDevice(name: "石坝", county: ${COUNTY}, areas: ["510799100"],
          dashboard: "${id("dashboard", 1)}") { token } }`);
      // The fixture's dashboard is the fixture's own.
      expect(code(made)).toBe("BAD_USER_INPUT");
      const own = await service.as(tokens["admin"])(
        `mutation($layout: JSON!) {
        createDashboard(input: { county: ${COUNTY}, title: "厅", template: "WALL", layout: $layout })
          { id } }`,
        { layout: { tiles: ["today", "needs"] } },
      );
      expect(own.errors).toBeUndefined();
      const bindAt = (areas: string) =>
        service.as(tokens["admin"])(`mutation { bindDevice(name: "石坝", county: ${COUNTY},
          areas: ["${areas}"], dashboard: "${own.data!["createDashboard"].id}") {
          token device { areas } } }`);
      expect(code(await bindAt("510799999"))).toBe("BAD_USER_INPUT");
      const { token, device } = (await bindAt("510799100")).data!["bindDevice"];
      expect(device.areas).toEqual(["510799100"]);
      const wall = service.as(token);
      const shows = async () =>
        (
          await wall(`{ newestIncidents(first: 50) { incidents { place } } display { now name title
          layout areas { code name villages } towns { code } } }`)
        ).data!;
      const { newestIncidents, display } = await shows();
      expect(new Set(newestIncidents.incidents.map((i: { place: string }) => i.place))).toEqual(
        new Set(["三湾村"]),
      );
      expect(Math.abs(Date.parse(display.now) - Date.now())).toBeLessThan(60_000);
      expect(display).toMatchObject({
        ...{ title: "厅", layout: { tiles: ["today", "needs"] }, towns: [{ code: "510799100" }] },
        areas: [{ code: "510799100", name: "石坝镇", villages: [VILLAGES.sanwan] }],
      });
      const other = await wall(
        `{ newestIncidents(area: { villages: ["${VILLAGES.kaifu}"] }) { incidents { place } } }`,
      );
      expect(other.data!["newestIncidents"].incidents).toEqual([]);
      // What was retired is shown no more, and said.
      await raised(
        services.db,
        sql`update village set retired_at = now() where code = ${VILLAGES.sanwan}`,
      );
      await raised(
        services.db,
        sql`update township set retired_at = now() where code = '510799100'`,
      );
      await expect.poll(async () => (await shows()).newestIncidents.incidents).toEqual([]);
      expect((await shows()).display.areas).toEqual([
        { code: "510799100", name: null, villages: [] },
      ]);
      await raised(
        services.db,
        sql`update village set retired_at = null where code = ${VILLAGES.sanwan}`,
      );
      await raised(
        services.db,
        sql`update township set retired_at = null where code = '510799100'`,
      );
    });

    it("is bound where one works: no wall, no other village by a worker; nothing by others", async () => {
      expect(code(await bind("worker1"))).toBe("FORBIDDEN");
      expect(code(await bind("worker1", id("household", 3)))).toBe("FORBIDDEN");
      // The same as for a household that is: nothing is told of what one may not bind.
      expect(code(await bind("worker1", id("household", 9)))).toBe("FORBIDDEN");
      expect(code(await bind("admin", id("household", 9)))).toBe("NOT_FOUND");
      for (const role of ["worker2", "planner", "dispatcher", "station", "resident"])
        expect(code(await bind(role, id("household", 1))), role).toBe("FORBIDDEN");
      expect(code(await bind("nobody", id("household", 1)))).toBe("UNAUTHENTICATED");
      expect(code(await bind("admin", id("household", 1), " "))).toBe("BAD_USER_INPUT");
      const { token } = await bound("worker1", id("household", 1));
      tokens["device"] = token;
      expect(code(await bind("device", id("household", 1)))).toBe("FORBIDDEN");
    });

    it("is listed to who keeps it, and its binding is in the auditors' log", async () => {
      const far = await bound("admin", id("household", 3));
      const near = await bound("worker1", id("household", 2));
      const wall = await bound("admin");
      const mine = (await listed("worker1")).map((d) => d.id);
      expect(mine).toContain(near.device["id"]);
      expect(mine).not.toContain(far.device["id"]);
      expect(mine).not.toContain(wall.device["id"]);
      const all = (await listed("admin")).map((d) => d.id);
      for (const { device } of [far, near, wall]) expect(all).toContain(device["id"]);
      for (const as of ["dispatcher", "resident"])
        expect(code(await service.as(tokens[as])("{ devices { id } }")), as).toBe("FORBIDDEN");
      const log = await service.as(tokens["auditor"])("{ accessLog { viewer what } }");
      expect(log.data!["accessLog"]).toContainEqual({
        viewer: "person:demo-worker1",
        what: {
          did: "device bind",
          device: near.device["id"]!.split(/-(.*)/)[1],
          household: id("household", 2).split(/-(.*)/)[1],
        },
      });
    });

    it("ends within a second: by its keeper, by itself, by its household's move or leaving", async () => {
      const ends: [string, string, (d: { token: string; id: string }) => Promise<Answer>][] = [
        [
          "its keeper ends it",
          id("household", 1),
          (d) => service.as(tokens["worker1"])(`mutation { endDevice(id: "${d.id}") { id } }`),
        ],
        [
          "it ends itself",
          id("household", 1),
          (d) => service.as(d.token)("mutation { endDevice { id revokedAt } }"),
        ],
        [
          "its household moves",
          id("household", 2),
          () =>
            service.as(tokens["worker1"])(
              `mutation($g: GeoJSON!) { moveHousehold(id: "${id("household", 2)}", version: 1,
                geometry: $g) { id } }`,
              { g: { type: "Point", coordinates: [107.00322, 29.00423] } },
            ),
        ],
        [
          "its household leaves",
          id("household", 3),
          () =>
            service.as(tokens["admin"])(
              `mutation { retireHousehold(id: "${id("household", 3)}", version: 1) }`,
            ),
        ],
      ];
      for (const [what, household, end] of ends) {
        const { token, device } = await bound("admin", household);
        const { socket } = await openSocket(service.url, { authorization: `Bearer ${token}` });
        const closed = new Promise<number>((resolve) => socket.once("close", resolve));
        socket.send(
          JSON.stringify({ id: "1", type: "subscribe", payload: { query: SUBSCRIPTION } }),
        );
        await new Promise((resolve) => setTimeout(resolve, 100));
        const begun = Date.now();
        const answer = await end({ token, id: device["id"]! });
        expect(answer.errors, what).toBeUndefined();
        expect(await closed, what).toBe(4401);
        expect(Date.now() - begun, what).toBeLessThan(1000);
        expect(code(await service.as(token)("{ viewer { kind } }")), what).toBe("UNAUTHENTICATED");
      }
    });

    it("of another household, and an ended one, is not there for who would end it", async () => {
      const far = await bound("admin");
      const end = (as: string, device: string) =>
        service.as(tokens[as])(`mutation { endDevice(id: "${device}") { id } }`);
      const wallId = far.device["id"]!;
      for (const as of ["worker1", "dispatcher", "device"])
        expect(code(await end(as, wallId)), as).toMatch(/NOT_FOUND|UNAUTHENTICATED/);
      expect((await end("admin", wallId)).errors).toBeUndefined();
      expect(code(await end("admin", wallId))).toBe("NOT_FOUND");
      expect(code(await service.as(tokens["admin"])("mutation { endDevice { id } }"))).toBe(
        "BAD_USER_INPUT",
      );
    });
  });
});
