import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { openSocket } from "../doors/socket.js";
import { type Answer, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, EXACT, id, openSmallCounty, SECRET } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

const code = ({ errors }: Answer) => errors?.[0]?.extensions?.["code"] as string | undefined;
const SUBSCRIPTION = "subscription { changes(layers: [GRIDS]) { id } }";

forEachEngine((makeEngine) => {
  describe("a device", () => {
    let services: Services, service: RunningService, tokens: Record<string, string>;
    const bind = (as: string, household?: string, name = "门厅屏") =>
      service.as(tokens[as])(
        `mutation { bindDevice(name: "${name}", county: ${COUNTY}
          ${household ? `, household: "${household}"` : ""}) {
          token device { id name household createdBy lastSeenAt revokedAt } } }`,
      );
    const bound = async (as: string, household?: string, name?: string) => {
      const answer = await bind(as, household, name);
      expect(answer.errors).toBeUndefined();
      return answer.data!["bindDevice"] as { token: string; device: Record<string, string> };
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

    it("on a wall shows no home, no camera, and of incidents none that is delicate", async () => {
      const { token } = await bound("admin");
      const count = async () =>
        (await service.as(token)("{ incidents { totalCount counts(by: CATEGORY) { key } } }"))
          .data!["incidents"] as { totalCount: number; counts: { key: string }[] };
      expect((await count()).totalCount).toBe(12);
      await services.db.rows(sql`
        insert into category (county_id, id, created_by, updated_by, kind, code, parent, name_zh,
          name_en)
        values (${COUNTY}, gen_random_uuid(), 'x', 'x', 'incident', '0201', null, '婚恋家庭纠纷', ''),
          (${COUNTY}, gen_random_uuid(), 'x', 'x', 'incident', '020101', '0201', '家暴', '')`);
      const { db } = services;
      await db.rows(sql`update incident set category = '0201' where number = 'N1'`);
      await db.rows(sql`update incident set category = '020101' where number = 'N2'`);
      const now = await count();
      expect(now.totalCount).toBe(10);
      expect(now.counts.map((c) => c.key).filter((key) => key.startsWith("0201"))).toEqual([]);
      for (const layer of ["households", "cameras", "ties"])
        expect(code(await service.as(token)(`{ ${layer} { totalCount } }`)), layer).toBe(
          "FORBIDDEN",
        );
      const past = await service.as(token)(
        `{ history(layer: INCIDENTS, id: "${id("incident", 3)}") { actor } }`,
      );
      expect(code(past)).toBe("FORBIDDEN");
      await db.rows(sql`update incident set category = '0102' where number in ('N1', 'N2')`);
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
