import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { DECLARED } from "../../schema/declared.js";
import { LAYERS } from "../../schema/layers/index.js";
import { relatedTo } from "../../schema/relations.js";
import type { RoleName } from "../../schema/roles.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, type Table } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

interface Told {
  layer: string;
  by: string;
  field: string | null;
  count: number;
  filter: Record<string, unknown>;
}

it("every reference of every layer is told from its other side", () => {
  for (const layer of LAYERS)
    for (const field of layer.fields)
      if (field.type.kind === "reference") {
        const { to } = field.type;
        const told = relatedTo(DECLARED.find((d) => d.name === to)!);
        expect(told).toContainEqual({ by: "reference", layer, field });
      }
});

forEachEngine((makeEngine) => {
  describe("what belongs to an object", () => {
    let services: Services, service: RunningService, tokens: Record<RoleName, string>;
    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      service = await serve(services);
      tokens = await tokensOf(services);
    });
    afterAll(() => service.close());

    const told = async (
      role: RoleName,
      of: string,
      { purpose, ...period }: { purpose?: string; from?: string; to?: string } = {},
    ): Promise<Told[]> => {
      const { data, errors } = await service.as(tokens[role], purpose)(
        `query ($id: ID!, $from: Instant, $to: Instant) {
          relations(id: $id, from: $from, to: $to) { layer by field count filter } }`,
        { id: of, ...period },
      );
      expect(errors).toBeUndefined();
      return data!["relations"];
    };
    const counts = async (...asked: Parameters<typeof told>) =>
      Object.fromEntries(
        (await told(...asked)).map((r) => [`${r.layer} ${r.field ?? r.by}`, r.count]),
      );

    it("a grid has buildings, households, cameras, incidents and ties", async () => {
      expect(await counts("admin", id("grid", 1))).toMatchObject({
        "BUILDINGS gridId": 1,
        "HOUSEHOLDS gridId": 2,
        "CAMERAS gridId": 1,
        "INCIDENTS gridId": 4,
      });
    });

    it("a village has its grids and what belongs to them", async () => {
      expect(await counts("admin", id("village", 1))).toMatchObject({
        "GRIDS within": 2,
        "BUILDINGS within": 2,
        "INCIDENTS within": 8,
      });
    });

    it("a township has its villages", async () => {
      expect(await counts("admin", id("township", 1))).toMatchObject({
        "VILLAGES townshipCode": 1,
        "BUILDINGS within": 2,
      });
    });

    it("a compound has what stands in it, a camera what happens near it", async () => {
      expect(await counts("admin", id("parcel", 1))).toMatchObject({
        "BUILDINGS within": 1,
        "CAMERAS within": 1,
      });
      expect(await counts("admin", id("camera", 1))).toEqual({
        "BUILDINGS near": 0,
        "INCIDENTS near": 0,
      });
    });

    it("incidents are counted in the period asked for", async () => {
      const all = await counts("admin", id("grid", 1));
      const some = await counts("admin", id("grid", 1), { from: "2026-03-01T00:00:00Z" });
      expect(some["INCIDENTS gridId"]).toBeLessThan(all["INCIDENTS gridId"]!);
      expect(some["HOUSEHOLDS gridId"]).toBe(all["HOUSEHOLDS gridId"]);
    });

    it("each filter lists just the rows that were counted", async () => {
      const ask = service.as(tokens.admin);
      const of: Table[] = [
        "township",
        "village",
        "grid",
        "building",
        "camera",
        "incident",
        "parcel",
      ];
      for (const table of of)
        for (const { layer, filter, count } of await told("admin", id(table, 1))) {
          const { name, typeName } = LAYERS.find((l) => l.name === layer.toLowerCase())!;
          const { data } = await ask(
            `query ($filter: ${typeName}Filter) { ${name}(filter: $filter) { totalCount } }`,
            { filter },
          );
          expect(data?.[name].totalCount, `${table} → ${layer}`).toBe(count);
        }
    });

    it("who has no households, or not by building, is told no number of them", async () => {
      const open = await counts("worker1", id("building", 1), { purpose: "走访" });
      expect(open["HOUSEHOLDS buildingId"]).toBe(2);
      expect(await counts("worker1", id("building", 1))).not.toHaveProperty([
        "HOUSEHOLDS buildingId",
      ]);
      const volunteer = await counts("worker3", id("grid", 1));
      expect(volunteer).toHaveProperty(["BUILDINGS gridId"], 1);
      expect(Object.keys(volunteer).join()).not.toContain("HOUSEHOLDS");
    });

    it("what a role sees of its own area it counts there alone", async () => {
      expect(await counts("worker1", id("grid", 3)).catch(() => null)).toBeNull();
    });

    it("an incident has the building at whose wall it happened, and none across the street", async () => {
      const report = async (lng: number) => {
        const { data, errors } = await service.as(tokens.admin)(
          `mutation ($input: CreateIncidentInput!) { createIncident(input: $input) { id } }`,
          {
            input: {
              county: COUNTY,
              title: "墙边",
              category: "0603",
              occurredFrom: "2026-03-01T08:00:00+08:00",
              geometry: { type: "Point", coordinates: [lng, 29.0042] },
            },
          },
        );
        expect(errors).toBeUndefined();
        return data!["createIncident"].id as string;
      };
      expect(await counts("admin", await report(107.0036))).toMatchObject({ "BUILDINGS near": 1 });
      expect(await counts("admin", await report(107.0038))).toMatchObject({ "BUILDINGS near": 0 });
    });

    it("of what is not seen nothing is told, as if it were not there", async () => {
      const ask = (of: string) =>
        service.as(tokens.resident)(`{ relations(id: "${of}") { count } }`);
      const [hidden, none] = await Promise.all([
        ask(id("camera", 1)),
        ask(`${COUNTY}-0190a000-0000-7000-8999-000000000001`),
      ]);
      expect(hidden.errors?.[0]?.extensions?.["code"]).toBe("NOT_FOUND");
      expect(hidden.errors?.[0]?.message).toBe(none.errors?.[0]?.message);
    });
  });
});
