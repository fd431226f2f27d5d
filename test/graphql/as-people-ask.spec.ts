import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { renewSearchTexts } from "../../api/search/search-form.js";
import { SEARCH_FORM, searchQuery, searchText } from "../../geo/search.js";
import { type Asker, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty } from "../fixtures/small-county.js";
import { forEachEngine } from "../harness/engines.js";

forEachEngine((makeEngine) => {
  describe("what people ask of the service", () => {
    let services: Services, service: RunningService, ask: Asker;
    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      service = await serve(services);
      await services.accounts.addAccount("demo-admin", "管理员", ["admin"], { isDemo: true });
      ask = service.as((await services.accounts.demoSignIn("admin", true)).token);
    });
    afterAll(() => service.close());

    const labels = async (text: string, more = ""): Promise<string[]> => {
      const { data, errors } = await ask(
        `query ($text: String!) { search(text: $text, first: 20, ${more}) { layer label } }`,
        { text },
      );
      expect(errors).toBeUndefined();
      return data!.search.map((h: { label: string }) => h.label);
    };
    /** The map says 东城小区1幢. */
    const ways = ["东城小区1栋", "东城小区1幢", "东城小区1号楼", "东城小区一栋2单元", "1#楼"];

    it.each(ways)("%s finds the building by the county's own word for it", async (text) => {
      expect(await labels(text)).toContain("东城小区1幢");
    });

    it.each(["dongcheng", "dongchengxiaoqu", "dcxq", "DCXQ"])("%s finds 东城小区", async (text) => {
      expect(await labels(text)).toContain("东城小区");
    });

    it("a filter by text knows the same words", async () => {
      const { data } = await ask(`{ buildings(filter: { text: "东城小区1栋" }) { nodes { id } } }`);
      expect(data!.buildings.nodes).toEqual([{ id: id("building", 1) }]);
    });

    it("names that are just the text come before those that hold it", async () => {
      expect(await labels("东城小区")).toEqual(["东城小区", "东城小区1幢", "东城小区01号"]);
    });

    it("one layer's names do not crowd out the others'", async () => {
      const { data } = await ask(
        `{ search(text: "东城", layers: [INCIDENTS, STREETS], first: 6, firstOfEach: 2) { layer } }`,
      );
      const layers = data!.search.map((h: { layer: string }) => h.layer);
      expect(layers.filter((l: string) => l === "INCIDENTS")).toHaveLength(2);
      expect(layers).toContain("STREETS");
      const refused = await ask(`{ search(text: "东", firstOfEach: 0) { layer } }`);
      expect(refused.errors?.[0]?.extensions).toMatchObject({ field: "firstOfEach" });
    });

    it("a building's number is not found inside a longer one first", async () => {
      const add = (name: string, lon: number) => {
        const ring = [
          [lon, 29.002],
          [lon + 1e-4, 29.002],
          [lon + 1e-4, 29.0021],
          [lon, 29.002],
        ];
        return ask(
          "mutation ($input: CreateBuildingInput!) { createBuilding(input: $input) { id } }",
          {
            input: {
              county: COUNTY,
              name,
              geometry: { type: "MultiPolygon", coordinates: [[ring]] },
            },
          },
        );
      };
      for (const [i, name] of ["和园13栋", "和园小区南区3栋"].entries())
        expect((await add(name, 107.001 + i / 1000)).errors).toBeUndefined();
      expect(await labels("3栋")).toEqual(["和园小区南区3栋", "和园13栋"]);
    });

    it("rows written in an older form are written anew once, and found", async () => {
      await services.db.rows(sql`
        update building set search_text = '东城小区1幢'
        where id = ${id("building", 1).slice(7)}::uuid`);
      expect(await labels("东城小区1栋")).toEqual([]);
      expect(await renewSearchTexts(services.db)).toBe(1);
      expect(await labels("东城小区1栋")).toContain("东城小区1幢");
      const [setting] = await services.db.rows<{ value: number }>(
        sql`select value from setting where name = 'search-form'`,
      );
      expect(setting?.value).toBe(SEARCH_FORM);
      await services.db.rows(sql`update building set search_text = '' where name = '集市'`);
      expect(await renewSearchTexts(services.db)).toBe(0);
    });

    it("the index has the tokens of every part of every text, whatever is in it", async () => {
      const signs = [
        ..."东城小区3栋一〇𠮷吉が한é𠈓zhAß1207.'\"\\%_&|!:*()<>\u0001 \t\u3000\u200D👩🏽🚀ＡﬁŁ",
        "\u0301",
      ];
      let state = 7;
      const below = (n: number) => (state = (state * 48271) % 2147483647) % n;
      const word = () =>
        Array.from({ length: 1 + below(12) }, () => signs[below(signs.length)]).join("");
      const asked: { text: string; tokens: string }[] = [];
      for (let n = 0; n < 120; n++) {
        const text = searchText([word(), word(), word()]);
        for (const term of text.split("\n").map((t) => [...t])) {
          for (let from = 0; from < term.length; from++) {
            const part = term.slice(from, from + 1 + below(term.length - from)).join("");
            const query = searchQuery(part);
            if (query?.tokens && text.includes(query.needle))
              asked.push({ text, tokens: query.tokens });
          }
        }
      }
      expect(asked.length).toBeGreaterThan(3000);
      const missed = await services.db.rows(sql`
        select * from unnest(${sql.param(asked.map((a) => a.text))}::text[],
          ${sql.param(asked.map((a) => a.tokens))}::text[]) as a(text, tokens)
        where not search_tokens(text) @@ tokens::tsquery`);
      expect(missed).toEqual([]);
    });

    it.each(["东", "楼", "d", "1"])("one character, %s, finds what holds it", async (text) => {
      const { data } = await ask(
        "query ($text: String!) { buildings(filter: { text: $text }) { totalCount } }",
        { text },
      );
      const [row] = await services.db.rows<{ n: number }>(sql`select count(*)::int as n
        from building where retired_at is null and strpos(search_text, ${searchQuery(text)!.needle}) > 0`);
      expect(row!.n).toBeGreaterThan(0);
      expect(data!.buildings.totalCount).toBe(row!.n);
    });

    describe("an incident's number", () => {
      const occurredFrom = new Date().toISOString();
      type Made = { id: string; number: string; version: number };
      const create = async (
        input: Record<string, unknown> = {},
        key?: string,
        tries = 1,
      ): Promise<Made> => {
        const { data, errors } = await ask(
          `mutation ($input: CreateIncidentInput!, $key: String) {
            createIncident(input: $input, idempotencyKey: $key) { id number version } }`,
          {
            input: {
              county: COUNTY,
              geometry: { type: "Point", coordinates: [107.002, 29.002] },
              category: "0701",
              title: "路灯不亮",
              occurredFrom,
              ...input,
            },
            key,
          },
        );
        // A busy machine turns some of many away, and tells them to come again.
        if (errors?.[0]?.extensions?.["code"] === "RETRY" && tries < 20) {
          await delay(100);
          return create(input, key, tries + 1);
        }
        expect(errors).toBeUndefined();
        return data!.createIncident as Made;
      };
      const year = new Intl.DateTimeFormat("en", { timeZone: "Asia/Shanghai", year: "numeric" });
      const made = (n: number) =>
        `${COUNTY}-${year.format(new Date())}-${String(n).padStart(6, "0")}`;

      it("is made by the service, follows those that came in its form, and is found", async () => {
        await create({ number: made(41) });
        expect((await create()).number).toBe(made(42));
        expect((await create()).number).toBe(made(43));
        expect(await labels(made(42).slice(-4), "layers: [INCIDENTS]")).toContain("路灯不亮");
        const { data } = await ask(
          "query ($n: String!) { incidents(filter: { text: $n }) { nodes { number } } }",
          { n: made(43) },
        );
        expect(data!.incidents.nodes).toEqual([{ number: made(43) }]);
      });

      it("is another for each of many at once", async () => {
        const numbers = (await Promise.all(Array.from({ length: 12 }, () => create()))).map(
          (c) => c.number,
        );
        expect(new Set(numbers).size).toBe(12);
        expect(numbers.sort()).toEqual(Array.from({ length: 12 }, (_, i) => made(44 + i)));
      });

      it("given by the caller is kept, and a repeated request gets its first one again", async () => {
        expect((await create({ number: "A-7" })).number).toBe("A-7");
        const first = await create({}, "once-only-key");
        expect(await create({}, "once-only-key")).toEqual(first);
        expect((await create()).number).toBe(made(57));
      });

      it("is neither made nor changed by an update", async () => {
        const { id: incident, version } = await create({ number: "B-1" });
        const { data } = await ask(
          `mutation ($id: ID!, $version: Int!) {
            updateIncident(id: $id, version: $version, changes: { number: null }) { number } }`,
          { id: incident, version },
        );
        expect(data!.updateIncident.number).toBeNull();
      });
    });

    describe("who changed it", () => {
      let incident: string, asResident: Asker;
      const QUESTION = `query ($id: ID!) {
        incident(id: $id) { updatedBy updatedByName }
        history(layer: INCIDENTS, id: $id) { actor actorName action } }`;

      beforeAll(async () => {
        await services.accounts.addAccount("demo-resident", "王居民", ["resident"], {
          isDemo: true,
        });
        asResident = service.as((await services.accounts.demoSignIn("resident", true)).token);
        const created = await asResident(
          "mutation ($input: CreateIncidentInput!) { createIncident(input: $input) { id } }",
          {
            input: {
              county: COUNTY,
              geometry: { type: "Point", coordinates: [107.002, 29.002] },
              category: "0701",
              title: "灯不亮",
              occurredFrom: new Date().toISOString(),
            },
          },
        );
        incident = created.data!.createIncident.id;
        const changed = await ask(
          `mutation ($id: ID!) {
            updateIncident(id: $id, version: 1, changes: { level: 3 }) { id } }`,
          { id: incident },
        );
        expect(changed.errors).toBeUndefined();
      });

      it("staff read a colleague's name, not an account", async () => {
        expect((await ask(QUESTION, { id: incident })).data).toEqual({
          incident: { updatedBy: "person:demo-admin", updatedByName: "管理员" },
          history: [
            { actor: "person:demo-admin", actorName: "管理员", action: "UPDATED" },
            { actor: "person:demo-resident", actorName: "王居民", action: "CREATED" },
          ],
        });
      });

      it("a resident reads of himself, and nothing of the staff", async () => {
        expect((await asResident(QUESTION, { id: incident })).data).toEqual({
          incident: { updatedBy: null, updatedByName: null },
          history: [
            { actor: null, actorName: null, action: "UPDATED" },
            { actor: "person:demo-resident", actorName: null, action: "CREATED" },
          ],
        });
      });

      it("programs have no person's name", async () => {
        const { data } = await ask(
          `{ incidents(first: 1, orderBy: { field: ID, direction: ASC }) {
            nodes { updatedBy updatedByName } } }`,
        );
        expect(data!.incidents.nodes).toEqual([{ updatedBy: "fixture", updatedByName: null }]);
      });
    });
  });
});
