import { isInterfaceType, isObjectType } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { buildHearthgridSchema } from "../../api/graphql/schema.js";
import { enqueue } from "../../api/jobs/enqueue.js";
import { LAYERS } from "../../schema/layers/index.js";
import { type Asker, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, SECRET } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

it("the schema has Relay's Node: an interface with an id, and a root field that refetches by it", () => {
  const schema = buildHearthgridSchema();
  const node = schema.getType("Node");
  if (!isInterfaceType(node)) throw new Error("Node is no interface");
  expect(String(node.getFields()["id"]?.type)).toBe("ID!");
  const { node: one, nodes: many } = schema.getQueryType()!.getFields();
  expect([String(one?.type), one?.args.map((a) => `${a.name}: ${String(a.type)}`)]).toEqual([
    "Node",
    ["id: ID!"],
  ]);
  expect([String(many?.type), many?.args.map((a) => `${a.name}: ${String(a.type)}`)]).toEqual([
    "[Node]!",
    ["ids: [ID!]!"],
  ]);
  for (const name of [...LAYERS.map((l) => l.typeName), "Job"]) {
    const type = schema.getType(name);
    expect(isObjectType(type) && type.getInterfaces().map(String), name).toEqual(["Node"]);
  }
});

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  let admin: Asker, statements: string[];

  beforeAll(async () => {
    const engine = await makeEngine();
    services = await openSmallCounty(engine);
    service = await serve(services);
    tokens = await tokensOf(services);
    admin = service.as(tokens["admin"]);
  });
  afterAll(() => service.close());

  const watched = async <T>(work: () => Promise<T>): Promise<T> => {
    statements = [];
    services.db.watch = (text) => void statements.push(text);
    const result = await work();
    services.db.watch = undefined;
    return result;
  };

  describe("node(id) and nodes(ids)", () => {
    it("find an object of any layer, with the fields of its own type", async () => {
      for (const { typeName, name, table } of LAYERS.filter((l) => l.exportable)) {
        const answer = await admin(
          `query($id: ID!) {
            node(id: $id) { __typename id ... on ${typeName} { version county } } }`,
          { id: id(table as never, 1) },
        );
        expect(answer.errors, name).toBeUndefined();
        expect(answer.data!["node"], name).toMatchObject({ __typename: typeName, county: COUNTY });
      }
    });

    it("keep the order of the ids, and say null for what is not there", async () => {
      const ids = [id("incident", 1), id("tie", 999), id("grid", 1)];
      const answer = await watched(() =>
        admin(
          `query($ids: [ID!]!) { nodes(ids: $ids) { id
            ... on Incident { title grid { code } } ... on Grid { name } } }`,
          { ids },
        ),
      );
      expect(answer.data!["nodes"]).toMatchObject([{ id: ids[0] }, null, { id: ids[2] }]);
      // One that says of which layer they are, one a layer, one that looks among jobs, one for the
      // grid of the incident.
      expect(statements.filter((s) => /from "?(incident|grid|job)\b/.test(s)).length).toBeLessThan(
        6,
      );
    });

    it("say null for what the viewer may not see, as for what is not there", async () => {
      const query = "query($id: ID!) { node(id: $id) { id } }";
      for (const table of ["household", "incident", "camera"] as const)
        expect(await service.as()(query, { id: id(table, 1) })).toMatchObject({
          data: { node: null },
        });
      expect(await admin(query, { id: id("tie", 1) })).toMatchObject({ data: { node: null } });
      expect(await service.as(tokens["worker1"])(query, { id: id("tie", 1) })).toMatchObject({
        data: { node: { id: id("tie", 1) } },
      });
    });

    it("show a masked field no clearer than the layer does", async () => {
      const query = `query($id: ID!) { node(id: $id) { ... on Household { headName geometry } } }`;
      const asked = { id: id("household", 1) };
      expect(JSON.stringify(await admin(query, asked))).not.toContain(SECRET.head);
      const before = await services.db.engine.pool.query("select 1 from access_log");
      const open = await service.as(tokens["admin"], "查看住户")(query, asked);
      expect(JSON.stringify(open)).toContain(SECRET.head);
      const after = await services.db.engine.pool.query("select 1 from access_log");
      expect(after.rowCount).toBe(before.rowCount! + 1);
    });

    it("read of each type what is asked of it, so that nothing more is opened or logged", async () => {
      const opened = () => services.db.engine.pool.query("select 1 from access_log");
      const before = (await opened()).rowCount;
      const purposeful = service.as(tokens["admin"], "查看住户");
      const { errors } = await purposeful(
        `query($ids: [ID!]!) { nodes(ids: $ids) { id
          ... on Household { code } ... on Incident { reporterName } ... on Grid { geometry } } }`,
        { ids: [id("household", 1), id("grid", 1)] },
      );
      expect(errors).toBeUndefined();
      expect((await opened()).rowCount).toBe(before);
    });

    it("find a job for who may follow it only", async () => {
      const job = await services.db.transaction((tx) =>
        enqueue(tx, {
          kind: "release",
          county: COUNTY,
          input: {},
          actor: "person:demo-approver",
        }),
      );
      const query = "query($id: ID!) { node(id: $id) { __typename id ... on Job { kind } } }";
      expect((await admin(query, { id: job })).data!["node"]).toEqual({
        __typename: "Job",
        id: job,
        kind: "release",
      });
      expect((await service.as(tokens["analyst"])(query, { id: job })).data).toEqual({
        node: null,
      });
    });

    it("refuse more than 100 ids, and what is no id", async () => {
      const ids = Array.from({ length: 101 }, (_, n) => id("grid", n));
      const query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
      expect((await admin(query, { ids })).errors![0]!.message).toMatch(/^ids: at most 100/);
      expect((await admin(query, { ids: ["x"] })).errors![0]!.message).toMatch(/^ids: an id has/);
    });
  });

  it("every answer says what the request cost and may cost, a refused one too", async () => {
    const small = await admin("{ incidents(first: 10) { nodes { id title } totalCount } }");
    expect((small as { extensions?: object }).extensions).toEqual({
      cost: {
        work: { requested: expect.any(Number) as number, limit: 5000 },
        values: { requested: 23, limit: 400_000 },
        questions: { requested: 2, limit: 40 },
      },
    });
    const fields = "id title county version createdAt updatedAt";
    const lists = Array.from(
      { length: 20 },
      (_, n) => `a${n}: incidents(first: 5000) { nodes { ${fields} } }`,
    );
    const refused = await admin(`{ ${lists.join(" ")} }`);
    expect(refused.errors![0]!.extensions!["code"]).toBe("TOO_COSTLY");
    expect((refused as { extensions?: object }).extensions).toMatchObject({
      cost: { values: { limit: 400_000 } },
    });
  });

  it("what nodes(ids:) asks inside its fragments is counted", async () => {
    const ids = Array.from({ length: 100 }, (_, n) => id("incident", n));
    const answer = await admin(
      "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Incident { id title grid { code } } } }",
      { ids },
    );
    expect((answer as { extensions?: object }).extensions).toMatchObject({
      cost: { values: { requested: 1 + 100 * 3 + 100 } },
    });
  });

  describe("a filter", () => {
    const count = (layer: string, filter: string) =>
      admin(`{ ${layer}(filter: ${filter}) { totalCount } }`);

    it.each([
      ["incidents", "categories", "4711"],
      ["incidents", "statuses", "REPROTED"],
    ])("of %s by an unknown code in %s names it and the table", async (layer, name, code) => {
      const { errors } = await count(layer, `{ ${name}: ["${code}"] }`);
      expect(errors?.[0]).toMatchObject({
        message: expect.stringMatching(
          new RegExp(`^${name}: there is no code ${code} .*categories\\(kind:`),
        ) as string,
        extensions: { code: "BAD_USER_INPUT", field: name },
      });
    });

    it("by an unknown county names it", async () => {
      const { errors } = await count("grids", "{ area: { county: 999999 } }");
      expect(errors?.[0]?.message).toMatch(/^area\.county: there is no county 999999/);
    });

    it("by a known code, also a top-level one, is answered", async () => {
      const { data } = await count("incidents", '{ categories: ["01", "0603"] }');
      expect(data!["incidents"].totalCount).toBeGreaterThanOrEqual(0);
    });

    it("by the names it had before finds the same, and not both at once", async () => {
      const total = async (filter: string) =>
        (await count("grids", filter)).data!["grids"].totalCount as number;
      const both = '{ validFrom: { from: "2020-01-01", before: "2025-01-01" } }';
      expect(await total(both)).toBe(
        await total('{ validFromFrom: "2020-01-01", validFromTo: "2025-01-01" }'),
      );
      expect(await total('{ validFrom: { before: "1901-01-01" } }')).toBe(0);
      expect((await count("grids", "{ validFrom: {} }")).errors![0]!.message).toMatch(
        /^validFrom: give from, before or both/,
      );
      const twice = await service.as(
        tokens["worker1"],
        "测试",
      )(
        `{ ties(filter: { froms: ["${id("household", 1)}"],
          fromHouseholds: ["${id("household", 1)}"] }) { totalCount } }`,
      );
      expect(twice.errors![0]!.message).toMatch(/^froms: is called fromHouseholds now/);
    });
  });
});
