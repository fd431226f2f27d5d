import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { enqueue } from "../../api/jobs/enqueue.js";
import { standardsOf } from "../../api/writing/standards.js";
import { write } from "../../api/writing/write.js";
import { layerOf } from "../../schema/layers/index.js";
import { GridsInForce } from "../fixtures/grids-in-force.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, EXACT, id, openSmallCounty, uuid, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

/** Who listens reads the log when it may; who asks, and the counties, are looked up each second. */
const isBeside = (text: string) =>
  /pg_current_snapshot|heard_of|from (session|assignment)|from county order by id/.test(text);

const box = (w: number, s: number, e: number, n: number) => ({
  type: "Polygon" as const,
  coordinates: [
    [
      [w, s],
      [e, s],
      [e, n],
      [w, n],
      [w, s],
    ],
  ],
});
const point = (x: number, y: number) => ({ type: "Point", coordinates: [x, y] });

type Tell = { layer: string; id: string | null; action: string };

forEachEngine((makeEngine) => {
  describe("derived places", () => {
    let services: Services, service: RunningService, drawn: GridsInForce;
    let tokens: Record<string, string>;
    const heard: Tell[] = [];
    const as = (role: string, purpose = "走访") => service.as(tokens[role], purpose);

    const ask = async (query: string, variables: Record<string, unknown> = {}) => {
      const answer = await as("admin")(query, variables);
      expect(answer.errors).toBeUndefined();
      return answer.data!;
    };
    const rows = <T extends object>(query: ReturnType<typeof sql>) => services.db.rows<T>(query);
    const versionOf = async (table: string, subject: string) =>
      (
        await rows<{ version: number }>(sql`
          select version from ${sql.identifier(table)} where id = ${subject}::uuid`)
      )[0]!.version;
    /** What is known of a subject's last change, in its row, history, memberships. */
    const stateOf = async (table: string, subject: string) =>
      (
        await rows<{ version: number; grid: string | null; open: string | null; past: number }>(sql`
          select t.version, t.grid_id as grid,
            (select m.grid_id from grid_membership m where m.county_id = t.county_id
              and m.subject_id = t.id and m.valid_to is null) as open,
            (select count(*)::int from grid_membership m where m.county_id = t.county_id
              and m.subject_id = t.id) as past
          from ${sql.identifier(table)} t where t.id = ${subject}::uuid`)
      )[0];
    const lastChange = async (subject: string) =>
      (
        await rows<{ action: string; version: number; before: any; after: any; actor: string }>(sql`
          select h.action, h.version, h.before, h.after, c.actor
          from history h join change_set c on c.county_id = h.county_id and c.id = h.set_id
          where h.subject_id = ${subject}::uuid order by h.version desc limit 1`)
      )[0];
    const soon = async (layer: string, subject: string, action: string) => {
      for (let waited = 0; waited < 3000; waited += 20) {
        if (heard.some((e) => e.layer === layer && e.id === subject && e.action === action)) return;
        await new Promise((r) => setTimeout(r, 20));
      }
      throw new Error(`nobody heard that ${layer} ${subject} was ${action}`);
    };

    const listen = (role: string, layers: string) => {
      const changes = service.socket(tokens[role], "走访").iterate<{ changes: Tell }>({
        query: `subscription { changes(layers: [${layers}]) { layer id action } }`,
      });
      void (async () => {
        for await (const { data, errors } of changes) {
          if (errors) throw new Error(JSON.stringify(errors));
          if (data) heard.push(data.changes);
        }
      })();
    };

    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      services.jobs.handle("test-leave", async ({ county, input }) => {
        const standards = await standardsOf(services, county);
        const layer = layerOf("households");
        await services.db.transaction((tx) =>
          write(tx, { actor: "test", cause: "job", standards }, county, [
            { layer, county, action: "retire", rows: [{ id: (input as { id: string }).id }] },
          ]),
        );
      });
      drawn = new GridsInForce(services);
      service = await serve(services);
      tokens = await tokensOf(services);
      const { accounts } = services;
      await accounts.addAccount("both-villages", "both", ["worker1"], {
        isDemo: true,
        county: COUNTY,
        villages: [VILLAGES.kaifu, VILLAGES.sanwan],
      });
      const { token } = await accounts.link("both-villages", true);
      tokens["both"] = (await accounts.signInWithLink(token, true)).token;
      listen("admin", "BUILDINGS, HOUSEHOLDS, CAMERAS, INCIDENTS");
      listen("both", "TIES");
      await new Promise((r) => setTimeout(r, 200));
    });
    afterAll(() => service.close());

    it("a tie follows the household that moved: line, grid, version, history, event, membership", async () => {
      const move = async (to: readonly number[]) =>
        ask(
          `mutation($g: GeoJSON!) { moveHousehold(id: "${id("household", 1)}",
            version: ${await versionOf("household", uuid("household", 1))}, geometry: $g) { id } }`,
          { g: { type: "Point", coordinates: to } },
        );
      heard.length = 0;
      await move([107.0061, 29.0141]);
      const tie = uuid("tie", 1);
      expect(await stateOf("tie", tie)).toEqual({
        version: 2,
        grid: uuid("grid", 3),
        open: uuid("grid", 3),
        past: 1,
      });
      expect(await lastChange(tie)).toMatchObject({
        action: "moved",
        version: 2,
        before: { gridId: id("grid", 1) },
        after: { gridId: id("grid", 3), geometry: { type: "MultiLineString" } },
      });
      await soon("TIES", id("tie", 1), "MOVED");
      expect(await stateOf("household", uuid("household", 1))).toMatchObject({
        open: uuid("grid", 3),
      });
      await move(EXACT);
      // Within the day: the membership in between held no day, and leaves nothing.
      expect(await stateOf("tie", tie)).toMatchObject({
        version: 3,
        open: uuid("grid", 1),
        past: 1,
      });
    });

    it("a change that moves nobody leaves the ties as they are", async () => {
      const before = await versionOf("tie", uuid("tie", 1));
      await ask(
        `mutation { updateHousehold(id: "${id("household", 1)}",
          version: ${await versionOf("household", uuid("household", 1))},
          changes: {members: 4}) { id } }`,
      );
      expect(await versionOf("tie", uuid("tie", 1))).toBe(before);
    });

    it("a border that moves reassigns who stands between, ties included, and nobody else", async () => {
      heard.length = 0;
      const places = [
        ["building", "BUILDINGS", uuid("building", 1)],
        ["household", "HOUSEHOLDS", uuid("household", 1)],
        ["household", "HOUSEHOLDS", uuid("household", 2)],
        ["camera", "CAMERAS", uuid("camera", 1)],
        ["tie", "TIES", uuid("tie", 1)],
      ] as const;
      const before = new Map<string, number>();
      for (const [table, , subject] of places) before.set(subject, await versionOf(table, subject));
      const incidents = await rows(sql`select id, version, grid_id from incident order by id`);
      await drawn.redraw(uuid("grid", 1), box(107, 29, 107.002, 29.01));
      for (const [table, layer, subject] of places) {
        const version = before.get(subject)! + 1;
        expect(await stateOf(table, subject), table).toMatchObject({
          version,
          grid: null,
          open: null,
        });
        expect(await lastChange(subject), table).toMatchObject({
          action: "updated",
          version,
          before: { gridId: id("grid", 1) },
          after: { gridId: null },
        });
        // Who works in these villages sees no tie that belongs to no grid, and hears of none.
        if (layer !== "TIES") await soon(layer, `${COUNTY}-${subject}`, "UPDATED");
      }
      await drawn.redraw(uuid("grid", 2), box(107.002, 29, 107.02, 29.01));
      for (const [table, , subject] of places)
        expect(await stateOf(table, subject), table).toMatchObject({
          version: before.get(subject)! + 2,
          grid: uuid("grid", 2),
          open: uuid("grid", 2),
        });
      await soon("TIES", id("tie", 1), "UPDATED");
      // What stands outside the changed faces is not touched, and what happened keeps its grid.
      expect(await stateOf("camera", uuid("camera", 2))).toMatchObject({ version: 1, past: 0 });
      expect(await stateOf("building", uuid("building", 3))).toMatchObject({ version: 1, past: 0 });
      expect(await rows(sql`select id, version, grid_id from incident order by id`)).toEqual(
        incidents,
      );
    });

    it("an incident without a grid gets the one that comes over it", async () => {
      const report = async (x: number, when: string) =>
        (
          await ask(
            `mutation($g: GeoJSON!) { createIncident(input: {county: ${COUNTY}, title: "荒地",
              category: "0701", occurredFrom: "${when}", geometry: $g}) { id gridId } }`,
            { g: point(x, 29.05) },
          )
        )["createIncident"] as { id: string; gridId: string | null };
      const late = await report(107.05, "2026-06-01T08:00:00+08:00");
      const early = await report(107.051, "2019-06-01T08:00:00+08:00");
      expect([late.gridId, early.gridId]).toEqual([null, null]);
      heard.length = 0;
      const grid = await drawn.found({
        ...{ code: `${VILLAGES.kaifu}091`, name: "新网格", villageCode: VILLAGES.kaifu },
        ...{ from: "2020-01-02", outline: box(107.04, 29.04, 107.06, 29.06) },
      });
      const found = async (incident: string) =>
        (await ask(`{ incident(id: "${incident}") { gridId version } }`))["incident"];
      expect(await found(late.id)).toEqual({ gridId: `${COUNTY}-${grid}`, version: 2 });
      expect(await found(early.id)).toEqual({ gridId: null, version: 1 });
      expect(await lastChange(late.id.slice(late.id.indexOf("-") + 1))).toMatchObject({
        version: 2,
        before: { gridId: null },
      });
      await soon("INCIDENTS", late.id, "UPDATED");
    });

    it("a grid taken away leaves who stood in it without one", async () => {
      const camera = await ask(
        `mutation($g: GeoJSON!) { createCamera(input: {county: ${COUNTY}, name: "路口",
          geometry: $g}) { id gridId } }`,
        { g: point(107.041, 29.041) },
      );
      const { id: of, gridId } = camera["createCamera"] as { id: string; gridId: string };
      await drawn.end(gridId.slice(gridId.indexOf("-") + 1));
      const subject = of.slice(of.indexOf("-") + 1);
      expect(await stateOf("camera", subject)).toEqual({
        version: 2,
        grid: null,
        open: null,
        past: 1,
      });
    });

    it("a report is six statements: its key, row, step, clock, event, and the answer", async () => {
      const sent: string[] = [];
      const report = (key: string) =>
        ask(
          `mutation($g: GeoJSON!) { createIncident(idempotencyKey: "${key}", input: {
            county: ${COUNTY}, category: "0701", title: "灯不亮", geometry: $g,
            occurredFrom: "2026-02-03T04:05:06Z" }) { id number } }`,
          { g: point(107.041, 29.041) },
        );
      await report("the first of these");
      services.db.watch = (text) => {
        if (!isBeside(text)) sent.push(text);
      };
      await report("and the second");
      services.db.watch = undefined;
      expect(sent, sent.join("\n")).toHaveLength(6);
    });

    it("more than a thousand are reassigned by as many statements as one, and told as one", async () => {
      await rows(sql`
        insert into camera (county_id, id, created_by, updated_by, name, grid_id, geom)
        select ${COUNTY}, gen_random_uuid(), 'f', 'f', 'c' || n, ${uuid("grid", 2)}::uuid,
          ST_SetSRID(ST_MakePoint(107.011 + n * 0.000001, 29.008), 4326)
        from generate_series(1, 1200) n`);
      const counted = async (east: number) => {
        let n = 0;
        services.db.watch = (text) => void (!isBeside(text) && n++);
        await drawn.redraw(uuid("grid", 2), box(107.002, 29, east, 29.01));
        services.db.watch = undefined;
        return n;
      };
      const few = await counted(107.0143);
      await soon("CAMERAS", id("camera", 2), "UPDATED");
      heard.length = 0;
      const many = await counted(107.0105);
      expect(many).toBeLessThanOrEqual(few);
      const [n] = await rows<{ n: number; h: number }>(sql`
        select (select count(*)::int from camera where name like 'c%' and grid_id is null) as n,
          (select count(*)::int from history h join camera c on c.id = h.subject_id
            where c.name like 'c%' and h.version = 2) as h`);
      expect(n).toEqual({ n: 1200, h: 1200 });
      for (let waited = 0; waited < 3000 && !heard.some((e) => e.layer === "CAMERAS"); waited += 20)
        await new Promise((r) => setTimeout(r, 20));
      expect(heard.filter((e) => e.layer === "CAMERAS")).toEqual([
        { layer: "CAMERAS", id: null, action: "UPDATED" },
      ]);
    });

    it("a tie that a job withdraws, because its household left, is told to who may know of it", async () => {
      const { data, errors } = await as("both")(
        `mutation { createTie(input: { county: ${COUNTY}, kind: "friend",
          fromId: "${id("household", 2)}", toId: "${id("household", 3)}" }) { id } }`,
      );
      expect(errors).toBeUndefined();
      const tie = data!["createTie"].id as string;
      await soon("TIES", tie, "CREATED");
      await services.db.transaction((tx) =>
        enqueue(tx, {
          ...{ kind: "test-leave", county: COUNTY, actor: "test", lane: "urgent" },
          input: { id: uuid("household", 3) },
        }),
      );
      await soon("TIES", tie, "RETIRED");
      await soon("HOUSEHOLDS", id("household", 3), "RETIRED");
      expect(await rows(sql`select 1 from tie where id = ${tie.slice(7)}::uuid`)).toEqual([]);
    });

    it("a household that leaves takes its ties along: row, history, memberships, where it was", async () => {
      heard.length = 0;
      await ask(
        `mutation { retireHousehold(id: "${id("household", 1)}",
          version: ${await versionOf("household", uuid("household", 1))}) }`,
      );
      await soon("TIES", id("tie", 1), "RETIRED");
      const kept = await rows(sql`
        select 1 from tie union all select 1 from history where subject_kind = 'ties'
        union all select 1 from grid_membership where layer = 'ties'
        union all select 1 from event
        where subject_kind = 'ties' and action <> 'retired' and place is not null`);
      expect(kept).toEqual([]);
      const [open] = await rows(sql`select 1 from grid_membership
        where subject_id = ${uuid("household", 1)}::uuid and valid_to is null`);
      expect(open).toBeUndefined();
    });
  });
});
