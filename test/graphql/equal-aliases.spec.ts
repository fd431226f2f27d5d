import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { mulberry32 } from "../../geo/random.js";
import { type Asker, type RunningService, serve } from "../fixtures/service.js";
import { id, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

const PURPOSE = "警情核实";
const FILTERS = [
  "{}",
  '{ from: "2026-01-01T00:00:00Z" }',
  '{ from: "2026-01-01T00:00:00Z", categories: ["01"] }',
  '{ categories: ["01"], from: "2026-01-01T00:00:00Z" }',
  "{ area: { bbox: [107, 29, 107.01, 29.01] } }",
  "{ area: { polygon: $p } }",
];
const WRONG = ['{ categories: ["4711"] }', "{ area: { bbox: [107.01, 29, 107, 29.01] } }"];
const SELECTIONS = [
  "totalCount",
  "counts(by: HOUR_OF_WEEK) { key count }",
  "counts(by: GRID) { key label count }",
  "nodes { id title }",
  "nodes { id a: title b: title }",
  "nodes { id grid { name } }",
  "edges { cursor node { id level } }",
  "pageInfo { endCursor hasNextPage }",
];

forEachEngine((makeEngine) => {
  describe("equal questions of one request", () => {
    let services: Services, service: RunningService, tokens: Record<string, string>;
    let admin: Asker;
    const p = {
      type: "Polygon",
      coordinates: [
        [
          [107, 29],
          [107.01, 29],
          [107.01, 29.01],
          [107, 29],
        ],
      ],
    };
    const asked = async (query: string, variables?: Record<string, unknown>) => {
      const statements: string[] = [];
      services.db.watch = (text) => void (/"incident"/.test(text) && statements.push(text));
      const answer = await admin(query, variables);
      services.db.watch = undefined;
      return { answer, statements };
    };

    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      service = await serve(services);
      tokens = await tokensOf(services);
      admin = service.as(tokens["admin"]);
    });
    afterAll(() => service.close());

    it("twenty aliases of the same groups are one statement", async () => {
      const filter = '{ from: "2026-01-01T00:00:00Z", area: { polygon: $p } }';
      const aliases = Array.from(
        { length: 20 },
        (_, i) => `a${i}: incidents(filter: ${filter}) { counts(by: HOUR_OF_WEEK) { key count } }`,
      );
      const query = `query($p: GeoJSON!) { ${aliases.join(" ")} }`;
      const { answer, statements } = await asked(query, { p });
      expect(answer.errors).toBeUndefined();
      expect(statements).toHaveLength(1);
      const [first, ...others] = Object.values(answer.data!);
      expect(first.counts.length).toBeGreaterThan(0);
      for (const other of others) expect(other).toEqual(first);
      expect((answer as { extensions?: object }).extensions).toMatchObject({
        cost: { questions: { requested: 1 } },
      });
    });

    it("answer as each of them alone, refusals too", async () => {
      const random = mulberry32(7);
      const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
      for (let round = 0; round < 9; round++) {
        const filters = round % 3 === 2 ? [...FILTERS, ...WRONG] : FILTERS;
        const fields = Array.from(
          { length: 8 },
          () =>
            `incidents(filter: ${pick(filters)}, first: ${pick([2, 3])}) ` +
            `{ ${pick(SELECTIONS)} ${random() < 0.4 ? "totalCount" : ""} }`,
        );
        const ask = (some: readonly string[]) =>
          admin(
            `query($p: GeoJSON!) { ${some.map((f, i) => `a${i}: ${f}`).join(" ")}
              more: incidents(filter: {area: {polygon: $p}}, first: 0) { __typename } }`,
            { p },
          );
        const together = await ask(fields);
        const alone = await Promise.all(fields.map((field) => ask([field])));
        // A refusal empties the whole answer, at the first one: only refusals can be compared then.
        const refused = alone.flatMap((a) => a.errors ?? []).map((e) => e.message);
        expect(together.errors !== undefined).toBe(refused.length > 0);
        for (const { message } of together.errors ?? []) expect(refused).toContain(message);
        for (const { path } of together.errors ?? []) {
          const at = Number(String(path![0]).slice(1));
          expect(alone[at]!.errors![0]!.path!.slice(1)).toEqual(path!.slice(1));
        }
        if (refused.length > 0) continue;
        for (const [i, one] of alone.entries())
          expect(together.data![`a${i}`], fields[i]).toEqual(one.data!["a0"]);
      }
    });

    it("disclose once what is read once: the line counts each row once", async () => {
      const lines = async () =>
        (await services.db.engine.pool.query("select what from access_log order by id")).rows;
      const before = (await lines()).length;
      const list = "households { nodes { phone } totalCount }";
      const answer = await service.as(
        tokens["dispatcher"],
        PURPOSE,
      )(`{ a: ${list} b: ${list} c: ${list} d: households { nodes { id headName } } }`);
      expect(answer.errors).toBeUndefined();
      expect(answer.data!["c"].nodes).toHaveLength(3);
      expect((await lines()).slice(before)).toMatchObject([
        { what: { layers: { households: { read: ["headName", "phone"], rows: 6, counted: 3 } } } },
      ]);
    });

    it("are asked again after each write of a mutation", async () => {
      const update = (alias: string, version: number, title: string) =>
        `${alias}: updateIncident(id: "${id("incident", 1)}", version: ${version},
          changes: {title: "${title}"}) { title grid { name } }`;
      const rename = (alias: string, version: number, name: string) =>
        `${alias}: updateGrid(id: "${id("grid", 1)}", version: ${version},
          changes: {name: "${name}"}) { name }`;
      const { data, errors } = await admin(
        `mutation { ${update("a", 1, "一")} ${rename("b", 1, "新名")} ${update("c", 2, "二")} }`,
      );
      expect(errors).toBeUndefined();
      expect(data!["a"].title).toBe("一");
      expect(data!["c"]).toEqual({ title: "二", grid: { name: "新名" } });
    });
  });
});
