import { writeFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { importLayer } from "../../api/import/import.service.js";
import { type LayerName, layerOf } from "../../schema/layers/index.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, uuid } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine, freshDirectory } from "../harness/engines.js";

type Properties = Record<string, unknown>;

forEachEngine((makeEngine) => {
  describe("rules that a form and a file had each for itself", () => {
    let services: Services, service: RunningService;
    let tokens: Record<string, string>;
    const dir = freshDirectory("one-rule");
    let files = 0;

    const load = (layer: LayerName, rows: readonly Properties[], geometry: object | null) => {
      const file = path.join(dir, `${++files}.geojson`);
      const features = rows.map((properties) => ({ type: "Feature", properties, geometry }));
      writeFileSync(file, JSON.stringify({ type: "FeatureCollection", features }));
      return importLayer(services, { layer: layerOf(layer), file, county: COUNTY, key: "uid" });
    };
    const refusal = async (role: string, query: string, variables: Properties = {}) => {
      const { errors } = await service.as(tokens[role], "走访")(query, variables);
      return errors?.[0]?.message;
    };

    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      service = await serve(services);
      tokens = await tokensOf(services);
    });
    afterAll(() => service.close());

    it("a tie's reversed twin is refused in a form, in a file, and among the rows of one file", async () => {
      const [one, two] = [id("household", 1), id("household", 2)];
      const said = await refusal(
        "worker1",
        `mutation { createTie(input: {county: ${COUNTY}, fromId: "${two}", toId: "${one}",
          kind: "kin"}) { id } }`,
      );
      const file = await load("ties", [{ uid: "1", fromId: two, toId: one, kind: "kin" }], null);
      expect(file).toMatchObject({ written: 0, refused: 1 });
      const [{ field, reason } = { field: "", reason: "" }] = file.refusals;
      expect(`${field}: ${reason}.`).toBe(said);
      const both = await load(
        "ties",
        [
          { uid: "2", fromId: one, toId: two, kind: "friend" },
          { uid: "3", fromId: two, toId: one, kind: "friend" },
        ],
        null,
      );
      expect(both.refusals.map((r) => [r.row, r.field])).toEqual([[2, "kind"]]);
      const [ties] = await services.db.rows<{ n: number }>(sql`select count(*)::int as n from tie`);
      expect(ties!.n).toBe(1);
    });

    it("a household that is tied to itself is refused by its code in a file as by its id in a form", async () => {
      const self = id("household", 1);
      const said = await refusal(
        "worker1",
        `mutation { createTie(input: {county: ${COUNTY}, fromId: "${self}", toId: "${self}",
          kind: "kin"}) { id } }`,
      );
      const file = await load("ties", [{ uid: "4", fromId: self, toId: "H1", kind: "kin" }], null);
      expect(file.refusals.map((r) => `${r.field}: ${r.reason}.`)).toEqual([said]);
    });

    it("an import that changes a row leaves what it was in the row's history", async () => {
      const place = { type: "Point", coordinates: [107.004, 29.005] };
      const row = { uid: "5", category: "0701", occurredFrom: "2026-03-01T08:00:00+08:00" };
      await load("incidents", [{ ...row, title: "路灯不亮" }], place);
      const second = await load("incidents", [{ ...row, title: "路灯又不亮" }], place);
      expect(second).toMatchObject({ updated: 1, refused: 0 });
      const history = await services.db.rows(sql`
        select h.version, h.action, h.before->>'title' as before, h.after->>'title' as after,
          c.cause from history h
        join incident i on i.id = h.subject_id
        join change_set c on c.county_id = h.county_id and c.id = h.set_id
        where i.import_key = 'key:5' order by h.version`);
      expect(history).toEqual([
        { version: 1, action: "created", before: null, after: null, cause: "import" },
        {
          version: 2,
          action: "updated",
          before: "路灯不亮",
          after: "路灯又不亮",
          cause: "import",
        },
      ]);
    });

    it("a code that another has is refused in the same sentence", async () => {
      const place = { type: "Point", coordinates: [107.004, 29.005] };
      const code = "51079900011320000001";
      const said = await refusal(
        "admin",
        `mutation($g: GeoJSON!) { createCamera(input: {county: ${COUNTY}, name: "又一个",
          code: "${code}", geometry: $g}) { id } }`,
        { g: place },
      );
      expect(said).toMatch(/^code: /);
      const file = await load("cameras", [{ uid: "6", name: "又一个", code }], place);
      expect(file.refusals.map((r) => `${r.field}: ${r.reason}.`)).toEqual([said]);
    });

    it("a household that an import moves takes its tie and its dated place along", async () => {
      const [home] = await services.db.rows<{ version: number }>(sql`
        update household set import_key = 'key:8' where id = ${uuid("household", 1)}::uuid
        returning version`);
      const moved = await load("households", [{ uid: "8", code: "H1" }], {
        type: "Point",
        coordinates: [107.0061, 29.0141],
      });
      expect(moved).toMatchObject({ updated: 1, refused: 0 });
      const [now] = await services.db.rows(sql`
        select h.version, h.grid_id as home, t.grid_id as tie,
          ST_AsText(ST_StartPoint(ST_GeometryN(t.geom, 1))) as start,
          (select count(*)::int from household_place p where p.household_id = h.id) as places,
          (select count(*)::int from history x where x.subject_id = t.id) as told
        from household h join tie t on t.from_id = h.id where h.code = 'H1'`);
      expect(now).toEqual({
        version: home!.version + 1,
        home: uuid("grid", 3),
        tie: uuid("grid", 3),
        start: "POINT(107.0061 29.0141)",
        places: 1,
        told: 1,
      });
    });
  });
});
