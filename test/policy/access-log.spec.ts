import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sealAccessLog, verifyAccessLog } from "../../api/access-log/access-log.service.js";
import type { Line } from "../../api/access-log/lines.js";
import type { Services } from "../../api/core/services.js";
import type { Filter } from "../../api/layers/filter.js";
import { layerOf } from "../../schema/layers/index.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, EXACT, id, openSmallCounty, SECRET } from "../fixtures/small-county.js";
import { seersOf, tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { exportedOf } from "./outlets.fixture.js";
import { NEAR, WAYS } from "./ways-out.fixture.js";

const PURPOSE = "警情核实";

interface AccessPage {
  nodes: Pick<Line, "id" | "at" | "viewer" | "viewerName" | "outlet" | "purpose">[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
forEachEngine((makeEngine) => {
  describe("the access log", () => {
    let services: Services, service: RunningService;
    let tokens: Record<string, string>;
    const lines = async () =>
      services.db.rows<{ outlet: string; purpose: string; counties: number[]; what: any }>(
        sql`select outlet, purpose, counties, what from access_log order by id`,
      );
    /** The lines that some work adds. */
    const added = async (work: () => Promise<unknown>) => {
      const before = (await lines()).length;
      await work();
      return (await lines()).slice(before);
    };

    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      service = await serve(services);
      tokens = await tokensOf(services);
      const moved = await service.as(tokens["admin"], "搬家")(
        `mutation($g: GeoJSON!) {
          moveHousehold(id: "${id("household", 2)}", version: 1, geometry: $g) { id } }`,
        { g: { type: "Point", coordinates: [107.00322, 29.00422] } },
      );
      expect(moved.errors).toBeUndefined();
    });
    afterAll(() => service.close());

    for (const [way, query, line] of WAYS)
      it(`${way}: one line, with its condition and without its values`, async () => {
        const found = await added(async () => {
          const answer = await service.as(tokens["dispatcher"], PURPOSE)(query);
          expect(answer.errors, JSON.stringify(answer.errors)).toBeUndefined();
        });
        expect(found).toMatchObject([
          {
            outlet: "graphql",
            purpose: PURPOSE,
            counties: [COUNTY],
            what: { layers: { households: line } },
          },
        ]);
        const text = JSON.stringify(found[0]!.what);
        for (const value of [...Object.values(SECRET), ...EXACT, id("building", 1)])
          expect(text).not.toContain(String(value));
      });

    it("without a purpose, and of open fields with one, there is no line", async () => {
      const found = await added(async () => {
        for (const [, query] of WAYS) await service.as(tokens["dispatcher"])(query);
        await service.as(
          tokens["dispatcher"],
          PURPOSE,
        )("{ households { nodes { code members grid { name } } totalCount } }");
        await service.as(
          tokens["dispatcher"],
          PURPOSE,
        )("{ grids(orderBy: {field: NAME}) { nodes { name geometry } } }");
      });
      expect(found).toEqual([]);
    });

    it("several layers in one request are one line; ids only up to twenty", async () => {
      const [line, ...more] = await added(() =>
        service.as(
          tokens["dispatcher"],
          PURPOSE,
        )(
          "query Both { a: households { nodes { headName } } b: households { nodes { floor } } " +
            "incidents { nodes { description reporterPhone } } }",
        ),
      );
      expect(more).toEqual([]);
      expect(line!.what).toMatchObject({
        operation: "Both",
        layers: {
          households: { kinds: ["personal", "place"], rows: 6 },
          incidents: { kinds: ["personal"], read: ["description", "reporterPhone"], rows: 12 },
        },
      });
      await services.db.rows(sql`
        insert into incident (county_id, id, created_by, updated_by, title, category, occurred_from,
          occurred_until, reported_at, geom)
        select ${COUNTY},
        ('0190f000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'f', 'f', 't',
          '0102', now(), now(), now(), ST_SetSRID(ST_MakePoint(107.004, 29.004), 4326)
        from generate_series(1, 20) i`);
      for (const query of [
        "{ incidents { nodes { reporterName } } }",
        "{ incidents { edges { node { reporterName } } } }",
      ]) {
        const [many] = await added(() => service.as(tokens["dispatcher"], PURPOSE)(query));
        expect(many!.what.layers.incidents).toEqual({
          by: ["order.occurredFrom"],
          kinds: ["personal"],
          read: ["reporterName"],
          rows: 32,
        });
      }
    });

    it("references, mutation answers and queries over a socket are logged", async () => {
      const [tie] = await added(() =>
        service.as(tokens["worker1"], PURPOSE)("{ ties { nodes { kind from { headName } } } }"),
      );
      expect(tie!.what.layers).toMatchObject({
        ties: { kinds: ["personal"], rows: 1 },
        households: { read: ["headName"], rows: 1, ids: [id("household", 1)] },
      });
      const [written] = await added(() =>
        service.as(
          tokens["dispatcher"],
          PURPOSE,
        )(
          `mutation { updateIncident(id: "${id("incident", 1)}", version: 1, changes: {level: 3}) {
            reporterName } }`,
        ),
      );
      expect(written!.what.layers.incidents).toMatchObject({ read: ["reporterName"], rows: 1 });
      const [socket] = await added(async () => {
        const client = service.socket(tokens["dispatcher"], PURPOSE);
        for await (const _ of client.iterate({ query: "{ households { nodes { phone } } }" }))
          break;
      });
      expect(socket).toMatchObject({
        outlet: "subscription",
        what: { layers: { households: { rows: 3 } } },
      });
    });

    it("a tile of exact places is logged with its address", async () => {
      const [line] = await added(async () => {
        const response = await fetch(`${service.url}/tiles/households/14/13061/6818.mvt`, {
          headers: {
            authorization: `Bearer ${tokens["dispatcher"]}`,
            "x-hearthgrid-purpose": encodeURIComponent(PURPOSE),
          },
        });
        await response.arrayBuffer();
        expect(response.status).toBeLessThan(300);
      });
      expect(line).toMatchObject({
        outlet: "tile",
        what: { tile: "14/13061/6818", layers: { households: { kinds: ["place"], by: ["tile"] } } },
      });
    });

    it("a subscription that delivers what a purpose opened writes a line at once, then no more for a minute", async () => {
      const report = () =>
        service.as(tokens["admin"], PURPOSE)(
          `mutation($v: Int!) {
            updateHousehold(id: "${id("household", 1)}", version: $v,
            changes: {members: 4}) { id } }`,
          { v: 1 },
        );
      const client = service.socket(tokens["dispatcher"], PURPOSE);
      const found = await added(async () => {
        const heard = client.iterate({
          query: `subscription {
            changes(layers: [HOUSEHOLDS], area: {circle: {center: ${NEAR}, metres: 5}}) { id } }`,
        });
        const first = heard.next();
        await new Promise((r) => setTimeout(r, 150));
        expect((await report()).errors).toBeUndefined();
        await first;
        expect((await lines()).at(-1)).toMatchObject({ outlet: "subscription" });
        const second = heard.next();
        const change = `mutation {
          updateHousehold(id: "${id("household", 1)}", version: 2, changes: {members: 3}) { id } }`;
        expect((await service.as(tokens["admin"])(change)).errors).toBeUndefined();
        await second;
        await heard.return!();
        await new Promise((r) => setTimeout(r, 150));
      });
      expect(found).toMatchObject([
        {
          what: {
            layers: {
              households: {
                by: ["area.circle"],
                kinds: ["place"],
                rows: 1,
                ids: [id("household", 1)],
              },
            },
          },
        },
        { what: { layers: { households: { rows: 1 } } } },
      ]);
    });

    it("each kind of viewer is logged as what it is: a key by its purpose, the operator by a reason, a device never", async () => {
      const others = await seersOf(services, service.as(tokens["admin"]));
      const query = "{ households { nodes { phone } } }";
      const [key, ...more] = await added(async () => {
        expect((await service.as(others["fullKey"])(query)).errors).toBeUndefined();
        await service.as(others["readingKey"])(query);
        await service.as(others["householdDevice"], PURPOSE)(query);
        await service.as(others["wall"], PURPOSE)("{ incidents { nodes { title } } }");
        await service.as(undefined, PURPOSE)("{ grids { nodes { name } } }");
      });
      expect(more).toEqual([]);
      expect(key).toMatchObject({ purpose: "对账", counties: [COUNTY] });
      const households = layerOf("households");
      const [unmasked, ...masked] = await added(async () => {
        await exportedOf(services, households, { reason: "年度审计" });
        await exportedOf(services, households, {});
      });
      expect(masked).toEqual([]);
      expect(unmasked).toMatchObject({
        ...{ outlet: "export", purpose: "年度审计", counties: [COUNTY] },
        what: { layers: { households: { kinds: ["personal", "place"] } } },
      });
      const named = await services.db.rows<{ viewer: string; roles: string[] }>(
        sql`select viewer, roles from access_log order by id desc limit 2`,
      );
      expect(named).toEqual([
        { viewer: "operator", roles: [] },
        { viewer: "app:full", roles: [] },
      ]);
    });

    it("who works in two counties is logged under those concerned, and each auditor sees the line", async () => {
      const OTHER = COUNTY + 1;
      await services.db.rows(sql`
        insert into county (id, name, time_zone, origin_lon, origin_lat, code_profile,
          grid_code_template)
        values (${OTHER}, '邻县', 'Asia/Shanghai', 108, 29, 'cn', '{village}{seq:3}')`);
      services.counties.forget();
      const { accounts, db } = services;
      await accounts.addAccount("both", "both", ["dispatcher"], { isDemo: true, county: COUNTY });
      await db.rows(sql`
        insert into assignment (id, account_id, role, county_id)
        select gen_random_uuid(), id, 'dispatcher', ${OTHER}::int from account
        where login = 'both'`);
      const viewer = await accounts.viewerByLogin("both");
      const { Context } = await import("../../api/core/context.js");
      const { layerService } = await import("../../api/layers/layer.service.js");
      const list = async (filter: Filter) => {
        const context = new Context(services, { ...viewer, purpose: PURPOSE }, "graphql");
        await layerService.list(
          context,
          layerOf("households"),
          { filter },
          { fields: ["phone"], cursors: "none" },
        );
        await context.logDisclosures();
      };
      const [all, one] = await added(async () => {
        await list({});
        await list({ area: { county: COUNTY } });
      });
      expect(all!.counties).toEqual([COUNTY, OTHER]);
      expect(one!.counties).toEqual([COUNTY]);
      await db.rows(sql`insert into access_log (id, at, viewer, roles, purpose, outlet,
          counties, what)
        values (gen_random_uuid(), now(), 'person:x', '{}', 'p', 'graphql',
          array[${OTHER}::int, ${COUNTY}::int],
          ${JSON.stringify({
            layers: {
              households: { kinds: ["personal"], rows: 2, ids: [`${OTHER}-a`, `${COUNTY}-b`] },
            },
          })}::jsonb)`);
      const asked = await service.as(tokens["auditor"])(
        "{ accessLog(first: 1000) { viewer counties what } }",
      );
      const seen = (asked.data!["accessLog"] as any[]).find((l) => l.viewer === "person:x");
      expect(seen).toMatchObject({
        counties: [COUNTY],
        what: { layers: { households: { ids: [`${COUNTY}-b`] } } },
      });
    });

    it("an auditor reads the whole log in pages, narrows it, and nobody else does", async () => {
      const { db } = services;
      const asks = service.as(tokens["auditor"]);
      const page = async (after: string | null, filter: object = {}) => {
        const asked = await asks(
          `query($after: String, $filter: AccessFilter) {
            accessRecords(first: 3, after: $after, filter: $filter) {
              nodes { id at viewer viewerName purpose outlet what }
              pageInfo { hasNextPage endCursor } } }`,
          { after, filter },
        );
        expect(asked.errors).toBeUndefined();
        return asked.data!["accessRecords"] as AccessPage;
      };
      const whole = async (filter: object = {}) => {
        const nodes: AccessPage["nodes"] = [];
        for (let after: string | null = null; ; ) {
          const { nodes: some, pageInfo }: AccessPage = await page(after, filter);
          nodes.push(...some);
          if (!pageInfo.hasNextPage) return nodes;
          after = pageInfo.endCursor;
        }
      };
      for (const purpose of ["看望_50%", ...Array.from({ length: 6 }, () => PURPOSE)])
        await service.as(tokens["dispatcher"], purpose)("{ households { nodes { phone } } }");
      const all = await whole();
      const [kept] = await db.rows<{ n: number }>(
        sql`select count(*)::int as n from access_log
          where counties && array[${COUNTY}::int] or county_id = ${COUNTY}`,
      );
      expect(all).toHaveLength(kept!.n);
      expect(all.length).toBeGreaterThan(6);
      expect(all.map((l) => l.id)).toEqual(
        all
          .map((l) => l.id)
          .sort()
          .reverse(),
      );
      const mine = all.filter((l) => l.purpose === "看望_50%");
      expect(await whole({ purpose: "_50%", layer: "households" })).toEqual(mine);
      expect(await whole({ purpose: "_51%" })).toEqual([]);
      const { viewer, viewerName, at } = mine[0]!;
      expect(viewerName).toEqual(expect.any(String));
      for (const person of [viewer.slice(7), viewerName!])
        expect((await whole({ person })).every((l) => l.viewer === viewer)).toBe(true);
      expect(await whole({ from: at, person: viewerName })).toContainEqual(mine[0]);
      expect(await whole({ until: at })).not.toContainEqual(mine[0]);
      expect(await whole({ outlet: "tile" })).toEqual(all.filter((l) => l.outlet === "tile"));
      for (const field of ["accessRecords { nodes { id } }", "accessLogProof { valid }"])
        expect((await service.as(tokens["admin"])(`{ ${field} }`)).errors![0]).toMatchObject({
          extensions: { code: "FORBIDDEN" },
        });
    });

    it("the chain seals lines of both forms, verifies, and shows a line that was changed or removed", async () => {
      const { db } = services;
      // As a version before wrote them: one county, and none to be null.
      await db.rows(sql`insert into access_log (id, at, viewer, roles, purpose, outlet,
          county_id, what)
        values ('0190a000-0000-7000-8000-000000000001', '2026-01-01T00:00:00Z', 'person:old',
          array['dispatcher'], 'p', 'graphql', ${COUNTY},
          '{"read": {"households": {"rows": 1, "fields": ["place"]}}}')`);
      expect(await sealAccessLog(db)).toMatchObject({ batch: 1 });
      await service.as(tokens["dispatcher"], PURPOSE)("{ households { nodes { phone } } }");
      expect(await verifyAccessLog(db)).toMatchObject({ valid: true, batches: 1, unsealed: 1 });
      const sealers = await Promise.all([sealAccessLog(db), sealAccessLog(db)]);
      expect(sealers.filter((s) => s !== null)).toHaveLength(1);
      expect(await verifyAccessLog(db)).toMatchObject({ valid: true, batches: 2, unsealed: 0 });
      const broken = async (change: string, undo: string, at: number) => {
        await db.rows(sql.raw(change));
        expect(await verifyAccessLog(db), change).toMatchObject({ valid: false, brokenAt: at });
        await db.rows(sql.raw(undo));
        expect(await verifyAccessLog(db), undo).toMatchObject({ valid: true });
      };
      const old = "update access_log set";
      const which = "where viewer = 'person:old'";
      await broken(`${old} purpose = 'q' ${which}`, `${old} purpose = 'p' ${which}`, 1);
      const proof = async () =>
        (
          await service.as(tokens["auditor"])(
            "{ accessLogProof { valid since until records brokenAt fault } }",
          )
        ).data!["accessLogProof"];
      const unbroken = {
        valid: true,
        brokenAt: null,
        fault: null,
        since: "2026-01-01T00:00:00.000Z",
      };
      expect(await proof()).toMatchObject(unbroken);
      await db.rows(sql.raw(`${old} purpose = 'q' where batch = 2`));
      expect(await proof()).toMatchObject({
        valid: false,
        since: "2026-01-01T00:00:00.000Z",
        brokenAt: 2,
        fault: "RECORD_CHANGED",
      });
      await db.rows(sql`update access_log set purpose = ${PURPOSE} where batch = 2`);
      expect(await proof()).toMatchObject(unbroken);
      await broken(
        `${old} county_id = null, counties = array[${COUNTY}] ${which}`,
        `${old} county_id = ${COUNTY}, counties = null ${which}`,
        1,
      );
      await broken(
        `${old} batch = null where batch = 2`,
        `${old} batch = 2 where batch is null`,
        2,
      );
      await broken(
        "update access_log_seal set digest = 'x' || digest where batch = 1",
        "update access_log_seal set digest = substr(digest, 2) where batch = 1",
        1,
      );
    });
  });
});
