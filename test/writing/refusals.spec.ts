import { writeFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { importLayer } from "../../api/import/import.service.js";
import { layerOf } from "../../schema/layers/index.js";
import { type Answer, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, uuid, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine, freshDirectory } from "../harness/engines.js";

const square = (x: number, y: number, w: number) => ({
  type: "Polygon",
  coordinates: [
    [
      [x, y],
      [x + w, y],
      [x + w, y + w],
      [x, y + w],
      [x, y],
    ],
  ],
});

forEachEngine((makeEngine) => {
  describe("what writing refuses, and what it keeps", () => {
    let services: Services, service: RunningService;
    let tokens: Record<string, string>;
    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      service = await serve(services);
      tokens = await tokensOf(services);
    });
    afterAll(() => service.close());

    const as = (role: string) => service.as(tokens[role], "走访");
    const refusal = ({ errors }: Answer) => {
      const { message, extensions } = errors?.[0] ?? { message: "nothing was refused" };
      return [extensions?.["code"], extensions?.["field"], message];
    };
    const createTie = (from: number, to: number, kind = "friend") =>
      as("worker1")(
        `mutation { createTie(input: { county: ${COUNTY}, kind: "${kind}",
          fromId: "${id("household", from)}", toId: "${id("household", to)}" }) { id } }`,
      );
    const report = (input: object, key?: string, role = "admin") =>
      as(role)(
        `mutation ($i: CreateIncidentInput!, $k: String) {
          createIncident(input: $i, idempotencyKey: $k) { id number version } }`,
        {
          k: key,
          i: {
            county: COUNTY,
            title: "占道",
            category: "0603",
            occurredFrom: "2026-02-03T04:05:06Z",
            geometry: { type: "Point", coordinates: [107.003, 29.003] },
            ...input,
          },
        },
      );

    it("a grid's border, code, beginning and end: those are drawn in plans, and the way is told", async () => {
      const way =
        "written by grid plans alone. Begin one (createGridPlan), draw in it, and have it approved.";
      const drawn = { county: COUNTY, code: `${VILLAGES.kaifu}009`, name: "新网格" };
      const geometry = square(107.03, 29.03, 0.01);
      const made = await as("admin")(
        `mutation ($i: CreateGridInput!) { createGrid(input: $i) { id } }`,
        { i: { ...drawn, validFrom: "2020-01-01", geometry } },
      );
      expect(refusal(made)).toEqual(["FORBIDDEN", undefined, `grids: are ${way}`]);
      const moved = await as("admin")(
        `mutation ($g: GeoJSON!) { moveGrid(id: "${id("grid", 1)}", version: 1, geometry: $g)
          { id } }`,
        { g: geometry },
      );
      expect(refusal(moved)).toEqual(["FORBIDDEN", "geometry", `geometry: is ${way}`]);
      for (const [field, value] of [
        ["geometry", geometry],
        ["code", drawn.code],
        ["villageCode", VILLAGES.sanwan],
        ["validTo", "2040-01-01"],
      ] as const)
        expect(
          refusal(
            await as("admin")(
              `mutation ($c: GridChanges!) { updateGrid(id: "${id("grid", 1)}", version: 1,
                changes: $c) { id } }`,
              { c: { name: "别名", [field]: value } },
            ),
          ),
        ).toEqual(["FORBIDDEN", field, `${field}: is ${way}`]);
      const ended = await as("admin")(
        `mutation { retireGrid(id: "${id("grid", 1)}", version: 1) }`,
      );
      expect(refusal(ended)).toEqual(["FORBIDDEN", undefined, `grids: are ${way}`]);
      const named = await as("admin")(
        `mutation { updateGrid(id: "${id("grid", 1)}", version: 1,
          changes: {complaintPhone: "0816-12345"}) { name complaintPhone version } }`,
      );
      expect(named.data!["updateGrid"]).toEqual({
        ...{ name: "第一网格", complaintPhone: "0816-12345", version: 2 },
      });
    });

    it("what others live in or belong to is not retired", async () => {
      const retire = (type: string, of: string) =>
        as("admin")(`mutation { retire${type}(id: "${of}", version: 1) }`);
      expect(refusal(await retire("Building", id("building", 1)))[2]).toBe(
        "id: 2 households live in this building. Move or retire them first.",
      );
      expect(refusal(await retire("Village", id("village", 1)))[2]).toMatch(
        /^id: \d+ grids belong to this village\. End them in a plan first\.$/,
      );
      expect(refusal(await retire("Township", id("township", 1)))[2]).toBe(
        "id: 1 villages belong to this township. Retire or reassign them first.",
      );
    });

    it("a tie with oneself, and the same tie again from either side", async () => {
      expect(refusal(await createTie(1, 1))[2]).toBe("toId: a tie joins two different households.");
      expect((await createTie(1, 2)).errors).toBeUndefined();
      for (const [from, to] of [
        [1, 2],
        [2, 1],
      ] as const)
        expect(refusal(await createTie(from, to))[2]).toBe("kind: this tie exists already.");
    });

    it("an incident of tomorrow's tomorrow, and one that ends before it begins", async () => {
      const later = new Date(Date.now() + 2 * 86_400_000).toISOString();
      expect(refusal(await report({ occurredFrom: later }))[2]).toBe(
        "occurredFrom: lies in the future.",
      );
      expect(refusal(await report({ occurredUntil: "2026-02-02T04:05:06Z" }))[2]).toBe(
        "occurredUntil: must not lie before occurredFrom.",
      );
    });

    it("the same key gives the same object to the same request of the same person alone", async () => {
      const first = await report({}, "one-key-for-all");
      const again = await report({}, "one-key-for-all");
      expect(again.data!["createIncident"]).toEqual(first.data!["createIncident"]);
      expect(refusal(await report({ title: "别的" }, "one-key-for-all"))).toEqual([
        "CONFLICT",
        "idempotencyKey",
        "idempotencyKey: this key was used for another request. Use a fresh key for each new one.",
      ]);
      const other = await report({}, "one-key-for-all", "dispatcher");
      expect(other.errors).toBeUndefined();
      expect(other.data!["createIncident"].id).not.toBe(first.data!["createIncident"].id);
    });

    it("a layer of its own domain has no common door: no form, no file", async () => {
      const crossings = layerOf("crossings");
      crossings.writes = { own: "the survey of bridges" };
      try {
        const sentence = "crossings: are written by the survey of bridges alone.";
        const made = await as("admin")(
          `mutation { createCrossing(input: { county: ${COUNTY}, name: "桥",
            geometry: { type: "Point", coordinates: [107, 29] } }) { id } }`,
        );
        expect(refusal(made)).toEqual(["FORBIDDEN", undefined, sentence]);
        const changed = await as("admin")(
          `mutation { updateCrossing(id: "${id("crossing", 1)}", version: 1,
            changes: { name: "桥" }) { id } }`,
        );
        expect(refusal(changed)[2]).toBe(sentence);
        expect(
          refusal(
            await as("admin")(
              `mutation { retireCrossing(id: "${id("crossing", 1)}", version: 1) }`,
            ),
          )[2],
        ).toBe(sentence);
        const file = path.join(freshDirectory(), "crossings.csv");
        writeFileSync(file, "name,lng,lat\n桥,107,29\n");
        await expect(
          importLayer(services, { layer: crossings, county: COUNTY, file }),
        ).rejects.toThrow(sentence);
      } finally {
        delete crossings.writes;
      }
    });

    describe("history", () => {
      const historyOf = async (subject: string) =>
        (
          await as("admin")(
            `{ history(id: "${subject}") { id action version fields before after reason actor } }`,
          )
        ).data!["history"] as {
          id: string;
          action: string;
          version: number;
          fields: string[];
          before: Record<string, unknown> | null;
          after: Record<string, unknown> | null;
          reason: string | null;
          actor: string;
        }[];

      it("tells newest first what a row was made of, each change and its end", async () => {
        const made = await report({ address: "东街1号", level: 3 });
        const subject = made.data!["createIncident"].id as string;
        const change = (version: number, changes: object, reason: string) =>
          as("admin")(
            `mutation ($c: IncidentChanges!) { updateIncident(id: "${subject}", version: ${version},
              changes: $c, reason: "${reason}") { version } }`,
            { c: changes },
          );
        await change(1, { address: "西街2号" }, "听错了");
        await change(2, { address: null, level: 2 }, "补正");
        await as("admin")(
          `mutation { moveIncident(id: "${subject}", version: 3, reason: "核实",
            geometry: { type: "Point", coordinates: [107.013, 29.003] }) { id } }`,
        );
        await as("admin")(
          `mutation { retireIncident(id: "${subject}", version: 4, reason: "重复") }`,
        );
        const past = await historyOf(subject);
        expect(past.map((h) => [h.version, h.action, h.reason])).toEqual([
          [5, "RETIRED", "重复"],
          [4, "MOVED", "核实"],
          [3, "UPDATED", "补正"],
          [2, "UPDATED", "听错了"],
          [1, "CREATED", null],
        ]);
        expect(new Set(past.map((h) => h.id)).size).toBe(5);
        expect(past[1]).toMatchObject({
          before: { gridId: id("grid", 1), geometry: { coordinates: [107.003, 29.003] } },
          after: { gridId: id("grid", 2), geometry: { coordinates: [107.013, 29.003] } },
        });
        expect(past[2]).toMatchObject({
          before: { address: "西街2号", level: 3 },
          after: { address: null, level: 2 },
        });
        expect(past[4]!.before).toBeNull();
        expect(past[4]!.after).toMatchObject({
          title: "占道",
          address: "东街1号",
          level: 3,
          status: "REPORTED",
          occurredFrom: "2026-02-03T04:05:06.000Z",
          gridId: id("grid", 1),
          geometry: { type: "Point", coordinates: [107.003, 29.003] },
        });
        expect(past[4]!.after).not.toHaveProperty("reporterName");
      });

      it("of the newest changes alone does not tell what the row was made of", async () => {
        const [row] = await services.db.rows<{ id: string }>(
          sql`select subject_id as id from history where action = 'retired' limit 1`,
        );
        const { data } = await as("admin")(
          `{ history(id: "${COUNTY}-${row!.id}", first: 2) { version } }`,
        );
        expect(data!["history"]).toEqual([{ version: 5 }, { version: 4 }]);
      });

      it("holds as many versions as each row that was written here", async () => {
        const wrong = await services.db.rows(sql`
          select i.id from incident i join history h on h.subject_id = i.id
          where i.id <> ${uuid("incident", 1)}::uuid
          group by i.id, i.version having count(*) <> i.version or max(h.version) <> i.version`);
        expect(wrong).toEqual([]);
      });
    });
  });
});
