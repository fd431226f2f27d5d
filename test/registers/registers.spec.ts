import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { codesChanged } from "../../api/counties/categories.service.js";
import { STANDARD_CODES } from "../../db/standard-codes.js";
import { type Answer, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(() => service.close());

  const ask = (query: string, role = "admin") => service.as(tokens[role])(query);
  const data = async (query: string, role?: string) => {
    const { data, errors } = await ask(query, role);
    expect(errors, query).toBeUndefined();
    return data!;
  };
  const refusal = (answer: Answer) => {
    const { message, extensions } = answer.errors![0]!;
    return { message, code: extensions!["code"], field: extensions!["field"] };
  };
  const organisation = (name: string, more = "") =>
    `createOrganisation(input: {county: ${COUNTY}, name: "${name}", kind: "station" ${more}})
      { id version }`;

  it("pages a register by its cursor, in its order, without a row twice or lost", async () => {
    const names: string[] = [];
    let after = "";
    for (let more = true; more; ) {
      const { organisations: page } = await data(`{ organisations(first: 2 ${after}
        orderBy: {field: CODE, direction: DESC})
        { nodes { name } pageInfo { hasNextPage endCursor } totalCount } }`);
      names.push(...page.nodes.map((n: { name: string }) => n.name));
      expect(page.totalCount).toBe(3);
      after = `after: "${page.pageInfo.endCursor}"`;
      more = page.pageInfo.hasNextPage;
    }
    expect(names).toEqual(["安澜物业", "凯涪网格站", "综治中心"]);
  });

  it("finds by pinyin, kind, parent and county, and counts by kind", async () => {
    const { pinyin, kind, parent, nowhere, all } = await data(`{
      pinyin: organisations(filter: {text: "kfwgz"}) { nodes { name parent { name } } }
      kind: organisations(filter: {categories: ["property"]}) { nodes { name } }
      parent: organisations(filter: {parents: ["${id("organisation", 1)}"]}) { totalCount }
      nowhere: organisations(filter: {county: ${COUNTY}, codes: ["Z9"]}) { totalCount }
      all: organisations { counts(by: CATEGORY) { key label count } } }`);
    expect(pinyin.nodes).toEqual([{ name: "凯涪网格站", parent: { name: "综治中心" } }]);
    expect(kind.nodes).toEqual([{ name: "安澜物业" }]);
    expect([parent.totalCount, nowhere.totalCount]).toEqual([1, 0]);
    expect(all.counts).toHaveLength(3);
    expect(all.counts).toContainEqual({ key: "station", label: "网格站", count: 1 });
  });

  it("an area asks what a record names: its grid, or the village that the grid belongs to", async () => {
    const within = async (area: string) => {
      const { jurisdictions } = await data(
        `{ jurisdictions(filter: {area: ${area}}) { nodes { organisation { name } } } }`,
      );
      return jurisdictions.nodes.map((n: any) => n.organisation.name).sort();
    };
    expect(await within(`{grids: ["${id("grid", 1)}"]}`)).toEqual(["凯涪网格站", "安澜物业"]);
    expect(await within(`{grids: ["${id("grid", 2)}"]}`)).toEqual(["凯涪网格站"]);
    expect(await within(`{grids: ["${id("grid", 3)}"]}`)).toEqual([]);
    expect(await within("{bbox: [107.002, 29.002, 107.003, 29.003]}")).toEqual([
      "凯涪网格站",
      "安澜物业",
    ]);
    expect(await within("{bbox: [108, 30, 109, 31]}")).toEqual([]);
  });

  it("what has no place is written, changed, told of in its history and retired", async () => {
    const { createOrganisation: made } = await data(`mutation { ${organisation("东门站")} }`);
    const { updateOrganisation: changed } = await data(`mutation {
      updateOrganisation(id: "${made.id}", version: 1, reason: "搬迁",
        changes: {phone: "19900008009"}) { version phone } }`);
    expect(changed).toEqual({ version: 2, phone: "19900008009" });
    await data(`mutation { retireOrganisation(id: "${made.id}", version: 2) }`);
    const { history, node, organisations } = await data(`{
      history(id: "${made.id}") { action fields reason }
      node(id: "${made.id}") { id ... on Organisation { name retiredAt } }
      organisations(filter: {text: "东门站"}) { totalCount } }`);
    expect(history).toMatchObject([
      { action: "RETIRED" },
      { action: "UPDATED", fields: ["phone"], reason: "搬迁" },
      { action: "CREATED" },
    ]);
    expect(node).toMatchObject({ id: made.id, name: "东门站" });
    expect(node.retiredAt).not.toBeNull();
    expect(organisations.totalCount).toBe(0);
  });

  it("the tree of organisations takes no circle, however long", async () => {
    const { a } = await data(`mutation { a: ${organisation("甲")} }`);
    const { b } = await data(`mutation { b: ${organisation("乙", `parentId: "${a.id}"`)} }`);
    const { c } = await data(`mutation { c: ${organisation("丙", `parentId: "${b.id}"`)} }`);
    for (const under of [a, b, c]) {
      const answer = await ask(`mutation { updateOrganisation(id: "${a.id}", version: 1,
        changes: {parentId: "${under.id}"}) { id } }`);
      expect(refusal(answer)).toMatchObject({ code: "BAD_USER_INPUT", field: "parentId" });
    }
    await data(`mutation { updateOrganisation(id: "${c.id}", version: 1,
      changes: {parentId: "${a.id}"}) { id } }`);
  });

  it("two moves at once close no circle between them", async () => {
    const { a, b } = await data(`mutation { a: ${organisation("左")} b: ${organisation("右")} }`);
    const under = (x: { id: string }, y: { id: string }) =>
      ask(`mutation { updateOrganisation(id: "${x.id}", version: 1,
        changes: {parentId: "${y.id}"}) { id } }`);
    const answers = await Promise.all([under(a, b), under(b, a)]);
    expect(answers.filter((answer) => answer.errors)).toHaveLength(1);
  });

  it("an organisation with others below it, or with places, is not retired", async () => {
    for (const [n, what] of [
      [1, /below it/],
      [3, /grids or villages/],
    ] as const) {
      const answer = await ask(
        `mutation { retireOrganisation(id: "${id("organisation", n)}", version: 1) }`,
      );
      expect(refusal(answer)).toMatchObject({ code: "CONFLICT", message: what });
    }
  });

  it("a jurisdiction is over one grid or one village, and a day has one kind", async () => {
    const of = `organisationId: "${id("organisation", 1)}"`;
    for (const places of ["", `gridId: "${id("grid", 1)}" villageId: "${id("village", 1)}"`]) {
      const answer = await ask(`mutation { createJurisdiction(
        input: {county: ${COUNTY}, ${of} ${places}}) { id } }`);
      expect(refusal(answer)).toMatchObject({ code: "BAD_USER_INPUT", field: "gridId" });
    }
    const again = await ask(`mutation { createHoliday(input: {county: ${COUNTY},
      day: "2026-10-01", kind: "workday", source: "测试"}) { id } }`);
    expect(refusal(again).code).toBe("CONFLICT");
    const unknown = await ask(`mutation { createHoliday(input: {county: ${COUNTY},
      day: "2026-10-02", kind: "sunday", source: "测试"}) { id } }`);
    expect(refusal(unknown)).toMatchObject({ code: "BAD_USER_INPUT", field: "kind" });
  });

  it("organisations answer for a point, a grid and a village, those of the grid first", async () => {
    const { point, grid, village, kinds, elsewhere } = await data(`{
      point: organisationsFor(point: [107.003, 29.003]) { name }
      grid: organisationsFor(grid: "${id("grid", 2)}") { name }
      village: organisationsFor(village: "${id("village", 1)}") { name parent { name } }
      kinds: organisationsFor(point: [107.003, 29.003], kinds: ["station"]) { name }
      elsewhere: organisationsFor(point: [100, 20]) { name } }`);
    expect(point).toEqual([{ name: "安澜物业" }, { name: "凯涪网格站" }]);
    expect(grid).toEqual([{ name: "凯涪网格站" }]);
    expect(village).toEqual([{ name: "凯涪网格站", parent: { name: "综治中心" } }]);
    expect(kinds).toEqual([{ name: "凯涪网格站" }]);
    expect(elsewhere).toEqual([]);
    expect(refusal(await ask("{ organisationsFor { name } }")).code).toBe("BAD_USER_INPUT");
  });

  it("forms learn of a register what they learn of a layer", async () => {
    const { registers } = await data(
      "{ registers { name canCreate fields { name type of required editable } } }",
    );
    const holidays = registers.find((r: { name: string }) => r.name === "HOLIDAYS");
    expect(holidays.canCreate).toBe(true);
    expect(holidays.fields[1]).toEqual({
      name: "kind",
      type: "code",
      of: "day-kind",
      required: true,
      editable: true,
    });
    const { registers: read } = await data("{ registers { name canCreate canEdit } }", "analyst");
    // Plans are for those who make and judge them.
    expect(read.length).toBe(registers.length - 2);
    for (const plans of ["GRID_PLANS", "GROUP_PLANS"])
      expect(read.map((r: any) => r.name)).not.toContain(plans);
    // What one saves is one's own.
    const writes = read.filter((r: any) => r.canCreate || r.canEdit);
    expect(writes.map((r: any) => r.name)).toEqual([
      "SAVED_AREAS",
      "SAVED_QUESTIONS",
      "DASHBOARDS",
    ]);
  });

  it("a code that is retired is offered no longer, and still names and finds what has it", async () => {
    const code = 'kind: "building-use", code: "77", nameZh: "仓房", nameEn: "Barn"';
    const { createCode } = await data(
      `mutation { createCode(input: {county: ${COUNTY}, ${code}}) { id version } }`,
    );
    const twice = await ask(`mutation { createCode(input: {county: ${COUNTY}, ${code}}) { id } }`);
    expect(refusal(twice)).toMatchObject({ code: "CONFLICT", field: "code" });
    const barn = (
      use: string,
    ) => `createBuilding(input: {county: ${COUNTY}, name: "库", use: "${use}"
      geometry: {type: "Polygon", coordinates: [[[107.001, 29.001], [107.002, 29.001],
        [107.002, 29.002], [107.001, 29.001]]]}}) { id version }`;
    const { createBuilding } = await data(`mutation { ${barn("77")} }`);
    await data(`mutation { retireCode(id: "${createCode.id}", version: 1) }`);
    expect(refusal(await ask(`mutation { ${barn("77")} }`))).toMatchObject({ field: "use" });
    const { updateBuilding } = await data(`mutation {
      updateBuilding(id: "${createBuilding.id}", version: 1, changes: {name: "老库"}) { use } }`);
    const { buildings, categories } = await data(`{
      buildings(filter: {categories: ["77"]}) {
        totalCount counts(by: CATEGORY) { key label count } }
      categories(kind: "building-use") { code retired } }`);
    expect(updateBuilding).toEqual({ use: "77" });
    expect(buildings).toEqual({
      totalCount: 1,
      counts: [{ key: "77", label: "仓房", count: 1 }],
    });
    expect(categories).toContainEqual({ code: "77", retired: true });
    expect(categories).toContainEqual({ code: "01", retired: false });
  });

  it("each county has its own codes, and another's names are not told", async () => {
    await services.db.rows(sql`
      insert into county (id, name, time_zone, origin_lon, origin_lat, code_profile,
        grid_code_template)
      values (510798, '邻县', 'Asia/Shanghai', 107, 29, 'cn', '{village}{seq:3}')`);
    await services.db.rows(sql`
      insert into category (county_id, id, created_by, updated_by, kind, code, name_zh, name_en)
      values (510798, gen_random_uuid(), 'x', 'x', 'building-use', '88', '邻县之用', 'x'),
        (510798, gen_random_uuid(), 'x', 'x', 'building-use', '02', '一铺', 'x')`);
    codesChanged();
    const { categories, codes, buildings } = await data(`{
      categories(kind: "building-use") { code nameZh }
      codes(filter: {kinds: ["building-use"]}) { nodes { county } }
      buildings { counts(by: CATEGORY) { key label count } } }`);
    expect(JSON.stringify(categories)).not.toContain("邻县");
    expect(categories.map((c: any) => c.code)).not.toContain("88");
    expect(codes.nodes.every((c: any) => c.county === COUNTY)).toBe(true);
    const labels = buildings.counts.map((c: any) => c.label);
    expect(labels).not.toContain("一铺");
    const total = (await data("{ buildings { totalCount } }"))["buildings"].totalCount;
    expect(buildings.counts.reduce((n: number, c: any) => n + c.count, 0)).toBe(total);
  });

  it("a county of an earlier release gets the standard tables it lacks at a start, once, and keeps its own", async () => {
    const EARLIER = 510797;
    await services.db.rows(sql`
      insert into county (id, name, time_zone, origin_lon, origin_lat, code_profile,
        grid_code_template)
      values (${EARLIER}, '旧县', 'Asia/Shanghai', 107, 29, 'free', '{village}{seq:3}')`);
    await services.db.rows(sql`
      insert into category (county_id, id, created_by, updated_by, kind, code, name_zh, name_en,
        retired_at)
      values (${EARLIER}, gen_random_uuid(), 'x', 'x', 'building-use', '88', '自己之用', 'x', null),
        (${EARLIER}, gen_random_uuid(), 'x', 'x', 'closing', '01', '已解决', 'x', now())`);
    services.counties.forget();
    const kept = async () =>
      (
        await services.db.rows<{ key: string }>(sql`
        select concat_ws(' ', kind, code, retired_at is null, count(*)) as key from category
        where county_id = ${EARLIER} group by kind, code, retired_at is null`)
      )
        .map(({ key }) => key)
        .sort();
    const starting = () => services.counties.completeCodes("operator");
    const lacked = await Promise.all([starting(), starting()]);
    expect(lacked.flat().filter((county) => county === EARLIER)).toEqual([EARLIER]);
    const standard = STANDARD_CODES.filter(({ kind }) => !/^(building-use|closing)$/.test(kind));
    expect(await kept()).toEqual(
      [
        ...standard.map(({ kind, code }) => `${kind} ${code} t 1`),
        "building-use 88 t 1",
        "closing 01 f 1",
      ].sort(),
    );
    const offered = await services.categories.offered(EARLIER);
    expect(offered.get("tie-kind")).toEqual(new Set(["kin", "acquainted"]));
    expect(await starting()).toEqual([]);
  });

  it("nobody without a role reads a register, and who only reads does not write", async () => {
    const closed = await service.as()("{ organisations { totalCount } registers { name } }");
    expect(refusal(closed).code).toBe("UNAUTHENTICATED");
    const written = await ask(`mutation { ${organisation("丁")} }`, "analyst");
    expect(refusal(written).code).toBe("FORBIDDEN");
  });
});
