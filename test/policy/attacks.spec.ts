import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { GridsInForce } from "../fixtures/grids-in-force.js";
import { type Answer, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, EXACT, id, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

const box = (w: number, s: number, e: number, n: number) => ({
  type: "MultiPolygon" as const,
  coordinates: [
    [
      [
        [w, s],
        [e, s],
        [e, n],
        [w, n],
        [w, s],
      ],
    ],
  ],
});
const code = (a: Answer) => a.errors?.[0]?.extensions?.["code"] as string | undefined;
/** What an answer says but for the id that was asked for. */
const said = (a: Answer, asked: string) => JSON.stringify(a.errors).replaceAll(asked, "ID");

forEachEngine((makeEngine) => {
  describe("attacks that worked once", () => {
    let services: Services, service: RunningService;
    let tokens: Record<string, string>;
    const as = (role: string, purpose?: string) => service.as(tokens[role], purpose);
    const version = async (layer: string, of: string) =>
      (await as("admin")(`{ ${layer}(id: "${of}") { version } }`)).data![layer].version as number;

    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      service = await serve(services);
      tokens = await tokensOf(services);
    });
    afterAll(() => service.close());

    it("nobody moves a border across homes to read their memberships: neither planner nor administrator", async () => {
      const homes = "households { nodes { id gridId } }";
      const before = (await as("planner")(`{ ${homes} }`)).data;
      for (const role of ["planner", "admin"]) {
        for (let step = 0; step < 4; step++) {
          const moved = await as(role)(
            `mutation($g: GeoJSON!) { moveGrid(id: "${id("grid", 1)}", version: 1, geometry: $g)
              { id } }`,
            { g: box(107, 29, 107.001 + step * 0.001, 29.01) },
          );
          expect(code(moved)).toBe("FORBIDDEN");
          expect(moved.errors![0]!.message).toContain("createGridPlan");
        }
        for (const changes of [
          `validTo: "2030-01-01"`,
          `validFrom: "2035-01-01"`,
          `code: "${VILLAGES.kaifu}009"`,
        ]) {
          const answer = await as(role)(
            `mutation { updateGrid(id: "${id("grid", 1)}", version: 1,
              changes: {${changes}}) { id } }`,
          );
          expect(code(answer), changes).toBe("FORBIDDEN");
        }
        const retired = await as(role)(
          `mutation { retireGrid(id: "${id("grid", 2)}", version: 1) }`,
        );
        expect(code(retired)).toBe("FORBIDDEN");
        const created = await as(role)(
          `mutation($g: GeoJSON!) { createGrid(input: {county: ${COUNTY}, name: "未公布",
            code: "${VILLAGES.kaifu}009", villageCode: "${VILLAGES.kaifu}",
            validFrom: "2040-01-01", geometry: $g}) { id } }`,
          { g: box(107.03, 29, 107.035, 29.01) },
        );
        expect(code(created)).toBe("FORBIDDEN");
      }
      expect((await as("planner")(`{ ${homes} }`)).data).toEqual(before);
    });

    describe("what a stranger sees of boundaries", () => {
      const nobody = () => service.as();
      const DATED = `{
        grids(first: 100) { nodes { id version createdAt updatedAt updatedBy retiredAt validTo } }
        counties { dataVersion bounds } }`;
      let future: string, retired: string;

      beforeAll(async () => {
        const drawn = new GridsInForce(services);
        const found = (n: number, from: string, west: number) =>
          drawn.found({
            ...{ code: `${VILLAGES.sanwan}01${n}`, name: "未公布", villageCode: VILLAGES.sanwan },
            ...{ from, outline: box(west, 29.05, west + 0.01, 29.06) },
          });
        future = `${COUNTY}-${await found(1, "2039-01-01", 107.1)}`;
        await drawn.end(await found(2, "2001-01-01", 107.2));
        const gone = await found(3, "2021-01-01", 107.3);
        // As an earlier release retired one.
        await services.db.rows(
          sql`update grid set retired_at = now(), version = 2 where id = ${gone}::uuid`,
        );
        retired = `${COUNTY}-${gone}`;
      });

      it("grids in force today, and nothing of future, past, retired or versions", async () => {
        const seen = await nobody()(DATED);
        const { nodes } = seen.data!["grids"];
        expect(nodes.map((n: any) => n.id).sort()).toEqual([1, 2, 3].map((n) => id("grid", n)));
        for (const node of nodes)
          expect(node).toMatchObject({
            version: 1,
            createdAt: "2019-12-31T16:00:00.000Z",
            updatedAt: "2019-12-31T16:00:00.000Z",
            updatedBy: null,
            retiredAt: null,
            validTo: null,
          });
        // Bounds of what is in force: neither of the three drawn further east.
        expect(seen.data!["counties"][0].bounds[2]).toBeLessThan(107.05);
        for (const other of [future, retired]) {
          const one = await nobody()(`{ grid(id: "${other}") { id } }`);
          expect(one.data, JSON.stringify(one.errors)).toEqual({ grid: null });
        }
        expect((await nobody()(`{ search(text: "未公布") { id } }`)).data!["search"]).toEqual([]);
        const there = await nobody()(`{ whereIs(point: [107.105, 29.055]) { grid { id } } }`);
        expect(there.data!["whereIs"].grid).toBeNull();
      });

      it("is refused other days, retired ones, changes, their order and their feed", async () => {
        for (const query of [
          `{ grids(filter: {on: "2039-06-01"}) { nodes { name } } }`,
          `{ grids(filter: {retired: true}) { totalCount } }`,
          `{ grids(filter: {changedSince: "2026-01-01T00:00:00Z"}) { totalCount } }`,
          `{ grids(orderBy: {field: UPDATED_AT}) { edges { cursor } } }`,
          `{ grids(orderBy: {field: VALID_TO}) { nodes { id } } }`,
          `{ grids(filter: {validTo: {from: "2030-01-01"}}) { totalCount } }`,
          `{ whereIs(point: [107.105, 29.055], on: "2039-06-01") { grid { id } } }`,
          `{ history(layer: GRIDS, id: "${id("grid", 1)}") { at } }`,
        ]) {
          const answer = await nobody()(query);
          expect(["UNAUTHENTICATED", "FORBIDDEN"], query).toContain(code(answer));
        }
        const feed = service
          .socket()
          .iterate({ query: "subscription { changes(layers: [GRIDS]) { at } }" });
        await expect(feed.next()).rejects.toMatchObject([
          { message: expect.stringContaining("sign in first") },
        ]);
        const tile = await fetch(`${service.url}/tiles/grids/12/3265/1704.mvt?on=2039-06-01`);
        expect(tile.status).toBe(401);
      });

      it("no counter and no ETag tells of a report, a household or a plan", async () => {
        const tile = () => fetch(`${service.url}/tiles/grids/12/3265/1704.mvt`);
        const look = async () => [
          (await nobody()(DATED)).data,
          (await tile()).headers.get("etag"),
          await (await fetch(`${service.url}/tiles/grids.json`)).json(),
        ];
        const before = await look();
        const report = await as("admin")(
          `mutation($g: GeoJSON!) {
            createIncident(input: {county: ${COUNTY}, title: "试", category: "0603",
            occurredFrom: "2026-02-03T04:05:06Z", geometry: $g}) { id } }`,
          { g: { type: "Point", coordinates: [107.005, 29.005] } },
        );
        expect(report.errors).toBeUndefined();
        await as("admin")(
          `mutation { updateGrid(id: "${future}", version: 1, changes: {name: "再改"}) { id } }`,
        );
        expect(await look()).toEqual(before);
        const v = await version("grid", id("grid", 3));
        await as("admin")(
          `mutation { updateGrid(id: "${id("grid", 3)}", version: ${v},
            changes: {name: "公开改名"}) { id } }`,
        );
        const after = await look();
        expect((after[0] as any).counties[0].dataVersion).not.toBe(
          (before[0] as any).counties[0].dataVersion,
        );
        expect(after[1]).not.toBe(before[1]);
      });
    });

    describe("references to what one may not see", () => {
      // Grid worker 1 works in 凯涪社区; household 3 is in 三湾村.
      const mine = id("household", 1);
      const foreign = id("household", 3);
      const missing = `${COUNTY}-0190a000-0000-7000-8004-00000000ffff`;
      const tie = (from: string, to: string) =>
        as(
          "worker1",
          "走访",
        )(
          `mutation { createTie(input: {county: ${COUNTY}, fromId: "${from}", toId: "${to}",
            kind: "friend"}) { id geometry } }`,
        );

      it("a tie to a foreign household is refused as to one that does not exist", async () => {
        for (const [from, to] of [
          [mine, foreign],
          [foreign, mine],
        ] as const) {
          const hidden = await tie(from, to);
          const none = await tie(from === foreign ? missing : from, to === foreign ? missing : to);
          expect(code(hidden)).toBe("BAD_USER_INPUT");
          expect(said(hidden, foreign)).toBe(said(none, missing));
          expect(JSON.stringify(hidden)).not.toContain("107.00611");
        }
      });

      it("a foreign or retired building is refused as one that does not exist", async () => {
        const now = await version("household", mine);
        const put = (building: string) =>
          as(
            "worker1",
            "走访",
          )(
            `mutation { updateHousehold(id: "${mine}", version: ${now},
              changes: {buildingId: "${building}"}) { id } }`,
          );
        const hidden = await put(id("building", 3));
        const none = await put(`${COUNTY}-0190a000-0000-7000-8003-00000000ffff`);
        expect(code(hidden)).toBe("BAD_USER_INPUT");
        expect(JSON.stringify(hidden.errors)).toBe(JSON.stringify(none.errors));
      });

      it("a tie that exists is seen only by who sees both its households", async () => {
        await services.db.rows(sql`
          insert into tie (county_id, id, created_by, updated_by, from_id, to_id,
            kind, grid_id, geom)
          select a.county_id, '0190a000-0000-7000-8012-00000000000a', 'f', 'f', a.id, b.id, 'kin',
            a.grid_id, ST_Multi(ST_MakeLine(a.geom, b.geom))
          from household a, household b where a.code = 'H1' and b.code = 'H3'`);
        const across = `${COUNTY}-0190a000-0000-7000-8012-00000000000a`;
        const list = `{ ties { totalCount nodes { id geometry } }
          tie(id: "${across}") { geometry } }`;
        const seen = await as("worker1", "走访")(list);
        expect(seen.data!["tie"]).toBeNull();
        expect(seen.data!["ties"].totalCount).toBe(1);
        expect(JSON.stringify(seen.data)).not.toContain("107.00611");
        const gone = await as(
          "worker1",
          "走访",
        )(`mutation { retireTie(id: "${across}", version: 1) }`);
        expect(code(gone)).toBe("NOT_FOUND");
        // Who works in both villages sees it.
        const { accounts, db } = services;
        await accounts.addAccount("both-villages", "both", ["worker1"], {
          isDemo: true,
          county: COUNTY,
          villages: [VILLAGES.kaifu, VILLAGES.sanwan],
        });
        const viewer = { ...(await accounts.viewerByLogin("both-villages")), purpose: "走访" };
        const { Context } = await import("../../api/core/context.js");
        const { layerService } = await import("../../api/layers/layer.service.js");
        const { layerOf } = await import("../../schema/layers/index.js");
        const count = await layerService.count(
          new Context(services, viewer, "graphql"),
          layerOf("ties"),
          null,
        );
        expect(count).toBe(2);
        await db.rows(sql`delete from tie where id = '0190a000-0000-7000-8012-00000000000a'`);
      });
    });

    describe("ties of a household that moves or goes", () => {
      const tied = id("tie", 1);

      it("follow it to its new place and grid", async () => {
        const v = await version("household", id("household", 1));
        const moved = await as("admin", "搬家")(
          `mutation($g: GeoJSON!) {
            moveHousehold(id: "${id("household", 1)}", version: ${v}, geometry: $g) { gridId } }`,
          { g: { type: "Point", coordinates: [107.0061, 29.0141] } },
        );
        expect(moved.data!["moveHousehold"].gridId).toBe(id("grid", 3));
        const [tie] = await services.db.rows<{ grid: string; start: string }>(sql`
          select county_id || '-' || grid_id as grid,
            ST_AsText(ST_StartPoint(ST_GeometryN(geom, 1))) as start from tie`);
        expect(tie).toEqual({ grid: id("grid", 3), start: "POINT(107.0061 29.0141)" });
        // Its first household is in another village now: the worker of the old one sees it no more.
        expect(
          (await as("worker1", "走访")(`{ tie(id: "${tied}") { id } }`)).data!["tie"],
        ).toBeNull();
        await as("admin", "搬家")(
          `mutation($g: GeoJSON!) {
            moveHousehold(id: "${id("household", 1)}", version: ${v + 1},
            geometry: $g) { gridId } }`,
          { g: { type: "Point", coordinates: EXACT } },
        );
      });

      it("are withdrawn, told to who saw them, and nothing of them is kept", async () => {
        const created = await as(
          "worker1",
          "走访",
        )(
          `mutation { createTie(input: {county: ${COUNTY}, fromId: "${id("household", 1)}",
            toId: "${id("household", 2)}", kind: "friend"}) { id } }`,
        );
        const fresh = created.data!["createTie"].id as string;
        const worker = service
          .socket(tokens["worker1"], "走访")
          .iterate<{ changes: { id: string; action: string } }>({
            query: "subscription { changes(layers: [TIES, INCIDENTS]) { id action } }",
          });
        // The creation may still be on its way to who subscribes now.
        const withdrawal = async () => {
          for (;;) {
            const { changes } = (await worker.next()).value.data;
            if (changes.action === "RETIRED") return changes.id;
          }
        };
        const heard = withdrawal();
        await new Promise((r) => setTimeout(r, 150));
        const withdrawn = await as(
          "worker1",
          "走访",
        )(`mutation { retireTie(id: "${fresh}", version: 1) }`);
        expect(withdrawn.errors).toBeUndefined();
        expect(await heard).toBe(fresh);

        const next = withdrawal();
        const v = await version("household", id("household", 2));
        const retired = await as("admin")(
          `mutation { retireHousehold(id: "${id("household", 2)}", version: ${v}) }`,
        );
        expect(retired.errors).toBeUndefined();
        expect(await next).toBe(tied);
        const kept = await services.db.rows(sql`
          select 1 from tie union all select 1 from history where subject_kind = 'ties'
          union all select 1 from event
          where subject_kind = 'ties' and action <> 'retired' and place is not null`);
        expect(kept).toEqual([]);
      });
    });

    it("a cursor says nothing, and a forged, foreign or old one gets the cursor's sentence on every way", async () => {
      const page = async (query: string) =>
        (await as("dispatcher", "核实")(query)).data as Record<string, any>;
      const byName = `households(orderBy: {field: HEAD_NAME}, first: 1`;
      const first = await page(`{ ${byName}) { edges { cursor } pageInfo { endCursor } } }`);
      const cursor = first["households"].edges[0].cursor as string;
      expect(first["households"].pageInfo.endCursor).toBe(cursor);
      const bytes = Buffer.from(cursor, "base64url");
      for (const text of ["headName", "HEAD_NAME", "households", COUNTY.toString(), "0190a000"])
        expect(bytes.includes(text), text).toBe(false);
      expect(bytes.includes("李四") || bytes.includes("欧阳")).toBe(false);
      // The same for every viewer who may order so, and it continues where it ended.
      const next = await page(`{ ${byName}, after: "${cursor}") { nodes { id } } }`);
      expect(next["households"].nodes).toHaveLength(1);
      const flipped = Buffer.from(bytes);
      flipped[20]! ^= 1;
      const forged = Buffer.from(`headName["丁", "${id("household", 1)}"]`).toString("base64url");
      const other = await page("{ incidents(first: 1) { pageInfo { endCursor } } }");
      const descending = `households(orderBy: {field: HEAD_NAME, direction: DESC}, first: 1`;
      const cases: [string, string][] = [
        [byName, forged],
        [byName, flipped.toString("base64url")],
        [byName, "x"],
        [byName, ""],
        [byName, other["incidents"].pageInfo.endCursor],
        [descending, cursor],
        ["households(first: 1", cursor],
        ["cameras(orderBy: {field: NAME}, first: 1", cursor],
        [`households(orderBy: {field: DISTANCE, near: [107, 29]}, first: 1`, cursor],
      ];
      for (const [list, after] of cases)
        for (const fields of [
          "nodes { id }",
          "edges { node { id } }",
          "nodes { grid { id } } pageInfo { endCursor }",
        ]) {
          const answer = await as(
            "dispatcher",
            "核实",
          )(`{ ${list}, after: "${after}") { ${fields} } }`);
          expect(answer.errors?.[0], `${list} ${after} ${fields}`).toMatchObject({
            message: expect.stringContaining("after: this cursor is not one of this list"),
            extensions: { code: "BAD_USER_INPUT" },
          });
        }
    });
  });
});
