import { sql } from "drizzle-orm";
import type { GraphQLObjectType } from "graphql";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Services } from "../../api/core/services.js";
import { buildHearthgridSchema } from "../../api/graphql/schema.js";
import { columnNames } from "../../api/layers/select.js";
import type { Declaration } from "../../schema/declaration.js";
import { DECLARED } from "../../schema/declared.js";
import { layerOf } from "../../schema/layers/index.js";
import type { RunningService } from "../fixtures/service.js";
import { serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

const ODD_TEXTS = [
  'quotes " and \\ back\\\\slashes\\',
  Array.from({ length: 31 }, (_, i) => String.fromCharCode(i + 1)).join(""),
  "\u007f \u0080 \u00a0 \u2028 \u2029 \ufeff \ufffd",
  "东城街 𠮷家湾 👩‍👩‍👧 é",
  "",
];
/** As they are stored, to the microsecond; answered to the millisecond. */
const ODD_MOMENTS = [
  "1900-01-01T00:00:00.000000Z",
  "1969-12-31T23:59:59.999999Z",
  "1999-12-31T23:59:59.999600Z",
  "2000-01-01T00:00:00.000400Z",
  "2199-12-31T23:59:59.999000Z",
];

/** Who sees nothing, all, masks and coarse places, a part, and their own. */
const VIEWERS = ["anonymous", "admin", "planner", "worker1", "resident"] as const;

const schema = buildHearthgridSchema();
/** All fields of a layer that are plain columns, twice: by their names and by other ones. */
function fieldsOf(layer: Declaration): string {
  const type = schema.getType(layer.typeName) as GraphQLObjectType;
  const names = Object.keys(type.getFields()).filter((name) => columnNames(layer).has(name));
  return [...names, ...names.map((name) => `again_${name}: ${name}`)].join(" ");
}

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;

  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    await services.db.rows(sql`
      insert into incident (county_id, id, created_by, updated_by, title, address, category, level,
        status, occurred_from, occurred_until, reported_at, geom)
      select ${COUNTY}, ('0190a000-0000-7000-8006-9' || lpad(i::text, 11, '0'))::uuid, 'odd', 'odd',
        x, case when i > 1 then x end, '0603', 4, 'REPORTED', t::timestamptz, t::timestamptz,
        t::timestamptz,
        ST_SetSRID(ST_MakePoint(107 + i * 1e-7, -29.5), 4326)
      from unnest(${sql.param(ODD_TEXTS)}::text[], ${sql.param(ODD_MOMENTS)}::text[])
        with ordinality o(x, t, i)`);
    await services.db.rows(sql`update camera set heading = 1e-7, field_of_view = 359.99999999999994,
      range_m = 4.35 where name = '集市口'`);
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(() => service.close());

  const both = async (viewer: string, layer: Declaration, list: string, page: string) => {
    const ask = service.as(tokens[viewer], "测试");
    const read = vi.spyOn(services.db, "packets");
    const query = (extra: string) =>
      `{ list: ${layer.name}(${list}) { nodes { ${fieldsOf(layer)} ${extra} } ${page} } }`;
    const answer = async (extra: string) => {
      const { data, errors } = await ask(query(extra));
      return { data, errors };
    };
    const [written, completed] = [await answer(""), await answer("__typename")];
    // Each way was taken once, or the layer is closed to this viewer on both.
    expect(read.mock.calls.length).toBe(written.errors ? 0 : 1);
    read.mockRestore();
    for (const node of completed.data?.["list"].nodes ?? []) delete node.__typename;
    return [written, completed] as const;
  };

  describe("a list written from rows' bytes is the one completed field by field", () => {
    it.each(VIEWERS)("for %s, in every layer and field", async (viewer) => {
      let seen = 0;
      for (const layer of DECLARED.filter((d) => !d.forgets)) {
        const [written, completed] = await both(viewer, layer, "first: 100", "");
        expect(written, layer.name).toEqual(completed);
        seen += written.data?.["list"].nodes.length ?? 0;
      }
      expect(seen).toBeGreaterThan(0);
    });

    it("with its cursors, by distance and one row short of the end", async () => {
      const layer = layerOf("incidents");
      const page = "totalCount pageInfo { startCursor endCursor hasNextPage hasPreviousPage }";
      for (const list of [
        "first: 100",
        "first: 16",
        "first: 0",
        "first: 3, orderBy: {field: TITLE}",
        "first: 3, orderBy: {field: DISTANCE, near: [107.01, 29.0]}",
        'filter: {text: "nowhere to be found"}',
      ]) {
        const [written, completed] = await both("analyst", layer, list, page);
        expect(written.errors, list).toBeUndefined();
        expect(written, list).toEqual(completed);
      }
    });
  });

  it("odd texts and moments arrive as they were stored", async () => {
    const { data } = await service.as(tokens["analyst"])(
      `{ incidents(filter: {area: {bbox: [106, -30, 180, -29]}}, orderBy: {field: ID, direction: ASC})
        { nodes { title address occurredFrom } } }`,
    );
    const { nodes } = data!["incidents"];
    expect(nodes.map((n: { title: string }) => n.title)).toEqual(ODD_TEXTS);
    expect(nodes[0].address).toBeNull();
    expect(nodes.map((n: { occurredFrom: string }) => n.occurredFrom)).toEqual(
      ODD_MOMENTS.map((m) => m.replace(/\d{3}Z$/, "Z")),
    );
  });

  it("a list that is asked for in several places of a query has the fields of all", async () => {
    const [id, title] = [
      "incidents(first: 2) { nodes { id } }",
      "incidents(first: 2) { nodes { title } }",
    ];
    const ask = service.as(tokens["analyst"]);
    const whole = (await ask("{ incidents(first: 2) { nodes { id title } } }")).data;
    for (const query of [
      `{ ${id} ${title} }`,
      `{ ${id} ... { ${title} } }`,
      `{ ${id} ...F } fragment F on Query { ${title} }`,
    ])
      expect((await ask(query)).data, query).toEqual(whole);
  });

  it("two lists in one answer come each in their place, over GET and compressed too", async () => {
    const query = `query Two { a: incidents(first: 2) { nodes { title } }
      b: incidents(first: 60, orderBy: {field: ID, direction: DESC}) { nodes { id address geometry } } }`;
    const headers = { authorization: `Bearer ${tokens["analyst"]}` };
    const posted = await service.as(tokens["analyst"])(query);
    expect(posted.data!["a"].nodes).toHaveLength(2);
    const url = `${service.url}/graphql?query=${encodeURIComponent(query)}`;
    for (const encoding of ["identity", "gzip", "br"]) {
      const answer = await fetch(url, { headers: { ...headers, "accept-encoding": encoding } });
      expect(answer.headers.get("content-encoding") ?? "identity").toBe(encoding);
      const text = await answer.text();
      expect(JSON.parse(text)).toEqual(posted);
      if (encoding === "identity")
        expect(Number(answer.headers.get("content-length"))).toBe(Buffer.byteLength(text));
    }
  });
});
