import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { readOn } from "../../api/events/event-log.js";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { largePolygons } from "../../geo/testing/large-polygons.js";
import { addIncidents } from "../fixtures/many-incidents.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, uuid } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { freshDatabase } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { MIGRATED } from "../harness/postgres-cluster.js";
import { type Plan, plansOf } from "./plans.js";

/**
 * How each hot query is planned, so that a change of SQL that loses its index is seen before a
 * county sees it: which index, how many rows are read beside those that answer, no parallel
 * workers. The planner's settings are PostgreSQL's own and the service's.
 */
describe.skipIf(!findPostgres())("plans of hot queries on PostGIS, 200,000 incidents", () => {
  let engine: Engine, services: Services, service: RunningService;
  let tokens: Awaited<ReturnType<typeof tokensOf>>;
  const ROWS = 200_000;
  const GRIDS = 3;

  beforeAll(async () => {
    // Rows of a commit that is not yet on disk are not marked visible either.
    engine = await openEngine({
      dataDir: "",
      databaseUrl: `${await freshDatabase("plans", MIGRATED)}?options=-c%20synchronous_commit%3Don`,
      poolSize: 2,
    });
    services = await openSmallCounty(engine);
    // An analysis that begins by itself meanwhile would keep VACUUM from marking pages visible.
    await engine.pool.query("alter table incident set (autovacuum_enabled = off)");
    for (const statement of OTHERS) await engine.pool.query(statement);
    await addIncidents(engine, ROWS);
    // One that freezes waits for who reads a page, where others leave it unmarked.
    await engine.pool.query("vacuum (freeze) incident");
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(async () => {
    await service?.close();
    await engine?.close();
  });

  /** Plans of the statements on a table that a GraphQL request sends. */
  const asked = (
    query: string,
    { as = "analyst", of = "incident", ...variables }: Record<string, unknown> = {},
  ): Promise<Plan[]> =>
    plansOf(services, of as string, async () => {
      const answer = await service.as(tokens[as as "analyst"])(query, variables);
      expect(answer.errors).toBeUndefined();
    });
  const incidents = async (args: string, fields = "nodes { id title }"): Promise<Plan> =>
    (await asked(`{ incidents${args && `(${args})`} { ${fields} } }`)).at(-1)!;
  const tile = (address: string): Promise<Plan[]> =>
    plansOf(services, "incident", async () => {
      const answer = await fetch(`${service.url}/tiles/incidents/${address}.mvt`, {
        headers: { authorization: `Bearer ${tokens.analyst}` },
      });
      expect([200, 204]).toContain(answer.status);
    });

  const square = (side: number) => {
    const [w, s] = [107.002, 29.002];
    const ring = [
      [w, s],
      [w + side, s],
      [w + side, s + side],
      [w, s + side],
      [w, s],
    ];
    return `area: {polygon: {type: "Polygon", coordinates: ${JSON.stringify([ring])}}}`;
  };
  const box = (side: number) =>
    `area: {bbox: [107.002, 29.002, ${107.002 + side}, ${29.002 + side}]}`;
  const holes = largePolygons(400, [107.0025, 29.0025], 0.0005)[0]![1].coordinates;
  /** Of so many vertices that it is cut. */
  const cut = `area: {polygon: {type: "Polygon", coordinates: ${JSON.stringify(holes)}}}`;
  const q1 = 'from: "2026-01-01T00:00:00+08:00", to: "2026-04-01T00:00:00+08:00"';
  const burglaries = 'categories: ["0102"]';
  const grid = `area: {grids: ["${id("grid", 1)}"]}`;

  /** `read`: how many rows may be touched for the answer. */
  describe.each<[what: string, filter: string, index: string, read: number]>([
    ["in a small polygon and three months", `${square(0.001)}, ${q1}`, "incident_geom_time", 60],
    ["in a cut polygon and three months", `${cut}, ${q1}`, "incident_geom_time", 60],
    ["in a small box and three months", `${box(0.001)}, ${q1}`, "incident_geom_time", 60],
    [
      "in a box of most of the county and three months",
      `${box(0.015)}, ${q1}`,
      "incident_time",
      400,
    ],
    ["in most of the county and three months", `${square(0.015)}, ${q1}`, "incident_time", 400],
    ["in a small polygon, of all time", square(0.001), "incident_geom_time", 600],
    ["the newest", "", "incident_time", 101],
    ["of three months", q1, "incident_time", 101],
    ["of a frequent category", `categories: ["0603"], ${q1}`, "incident_time", 400],
    ["of a rare category", burglaries, "incident_category_time", 60],
    ["of a rare category and three months", `${burglaries}, ${q1}`, "incident_category_time", 10],
    ["of a grid", grid, "incident_time", 400],
    ["on weekend nights", "hours: [22, 23], weekdays: [6, 7]", "incident_time", 8000],
    ["retired", "retired: true", "incident_retired", 0],
    ["by two characters", 'text: "盗窃"', "incident_tokens", 10],
    ["by one character", 'text: "盗"', "incident_tokens", 10],
  ])("a page %s", (_, filter, index, read) => {
    it(`reads ${read} rows at most, by ${index}`, async () => {
      const plan = await incidents(`first: 100, filter: {${filter}}`);
      expect(plan.indexes).toEqual([index]);
      expect(plan.read).toBeLessThanOrEqual(read);
      expect(plan.sorts).toBe(!["incident_time", "incident_retired"].includes(index));
    });
  });

  it("what is new is in the statistics within 2,500 of a million rows, not 100,000", async () => {
    const { rows } = await engine.pool.query<{ reloptions: string[] }>(
      "select reloptions from pg_class where oid = 'incident'::regclass",
    );
    expect(rows[0]!.reloptions).toContain("autovacuum_analyze_scale_factor=0.002");
  });

  it("the page after a cursor goes on in the index", async () => {
    const first = await service.as(tokens.analyst)(
      "{ incidents(first: 50) { pageInfo { endCursor } } }",
    );
    const after = first.data!["incidents"].pageInfo.endCursor;
    const plan = await incidents(`first: 50, after: "${after}"`);
    expect(plan).toMatchObject({ indexes: ["incident_time"], sorts: false });
    expect(plan.read).toBeLessThanOrEqual(52);
  });

  describe.each<[what: string, filter: string, index: string]>([
    ["three months", q1, "incident_time only"],
    ["a category", 'categories: ["0603"]', "incident_category_time only"],
    ["a grid and three months", `${grid}, ${q1}`, "incident_grid_time only"],
    ["a polygon and three months", `${square(0.001)}, ${q1}`, "incident_geom_time"],
    ["a cut polygon and three months", `${cut}, ${q1}`, "incident_geom_time"],
  ])("the total of %s", (_, filter, index) => {
    it(`is counted in ${index}`, async () => {
      const plan = await incidents(`filter: {${filter}}`, "totalCount");
      expect(plan).toMatchObject({ indexes: [index], heapFetches: 0 });
    });
  });

  it("the total of all is counted in an index, whichever is small", async () => {
    const plan = await incidents("", "totalCount");
    expect(plan).toMatchObject({ indexes: [expect.stringMatching(/ only$/)], heapFetches: 0 });
  });

  it.each([
    ["GRID", "", "incident_grid_time only"],
    ["CATEGORY", "", "incident_category_time only"],
    ["TOP_CATEGORY", "", "incident_category_time only"],
    ["DAY", q1, "incident_time only"],
    ["MONTH", q1, "incident_time only"],
    ["WEEKDAY", q1, "incident_time only"],
    ["HOUR", q1, "incident_time only"],
    ["HOUR_OF_WEEK", q1, "incident_time only"],
    ["STATUS", q1, "incident_time"],
    ["LEVEL", q1, "incident_time"],
    ["HOUR_OF_WEEK", `${square(0.001)}, ${q1}`, "incident_geom_time"],
  ])("counts by %s with {%s} by %s", async (by, filter, index) => {
    const plan = await incidents(`filter: {${filter}}`, `counts(by: ${by}) { key count }`);
    expect(plan).toMatchObject({ indexes: [index], heapFetches: 0 });
  });

  it("counts by GRID of three months look into each grid's, and for those without a grid", async () => {
    const plan = await incidents(`filter: {${q1}}`, "counts(by: GRID) { key count }");
    expect(new Set(plan.indexes)).toEqual(new Set(["incident_grid_time only"]));
    expect(plan).toMatchObject({ heapFetches: 0, looks: GRIDS + 1 });
  });

  const near = "first: 10, orderBy: {field: DISTANCE, near: [107.01, 29.01]}";
  it.each([
    ["", "incident_geom_time", 40],
    [q1, "incident_geom_time", 40],
    [`categories: ["0603"], ${q1}`, "incident_geom_time", 100],
    [burglaries, "incident_category_time", 60],
    [`${burglaries}, ${q1}`, "incident_category_time", 10],
    [square(0.001), "incident_geom_time", 600],
  ])("the nearest with {%s} by %s, reading %i rows at most", async (filter, index, read) => {
    for (const plan of await asked(
      `{ incidents(${near}, filter: {${filter}}) { nodes { id } } }`,
    )) {
      expect(plan.indexes).toEqual([index]);
      expect(plan.read).toBeLessThanOrEqual(read);
    }
  });

  it.each([
    ["16/52248/27245", "incident_geom_time", 20_000],
    ["15/26122/13628", "incident_geom_time", 20_000],
  ])("the tile %s by %s", async (address, index, read) => {
    for (const plan of await tile(address)) {
      expect(plan.indexes).toEqual([index]);
      expect(plan.read).toBeLessThanOrEqual(read);
    }
  });

  it.each<[string, string, Record<string, string>, string, number]>([
    ["one", `incident(id: "${id("incident", 1)}") { title }`, {}, "incident_pk", 1],
    [
      "some by their ids",
      `nodes(ids: ["${id("incident", 1)}", "${id("incident", 2)}"]) { ... on Incident { title } }`,
      {},
      "incident_pk",
      2,
    ],
    [
      "a worker's households of a grid",
      `households(first: 100, filter: {${grid}}) { nodes { code } }`,
      { as: "worker1", of: "household" },
      "household_pk",
      400,
    ],
    [
      "a worker's households of a place",
      `households(first: 100, filter: {${square(0.001)}}) { nodes { code } }`,
      { as: "worker1", of: "household" },
      "household_coarse",
      400,
    ],
    [
      "the last lines of the access log",
      "accessRecords(first: 50) { nodes { id } }",
      { as: "auditor", of: "access_log" },
      "access_log_pkey",
      51,
    ],
  ])("%s", async (_, query, who, index, read) => {
    for (const plan of await asked(`{ ${query} }`, who)) {
      expect(plan.indexes.map((i) => i.replace(" only", ""))).toEqual([index]);
      expect(plan.read).toBeLessThanOrEqual(read);
    }
  });

  it("what happened since a position, of a day kept, and what was still open then", async () => {
    const { rows } = await engine.pool.query<{ next: string; gap: string }>(
      "select (max(xid::text::bigint) - 50)::text as next, (min(xid::text::bigint) + 100)::text as gap from event",
    );
    const { next, gap } = rows[0]!;
    const [plan] = await plansOf(services, "event", () =>
      readOn(services.db, { next: BigInt(next), gaps: [BigInt(gap)] }, 1000),
    );
    expect(new Set(plan!.indexes.map((i) => i.replace(" only", "")))).toEqual(
      new Set(["event_xid"]),
    );
    expect(plan!.read).toBeLessThanOrEqual(70);
  });

  it.each([
    ["of all", "", "true"],
    ["of a rare kind", burglaries, "category = '0102'"],
    ["of a frequent kind", 'categories: ["0603"]', "category = '0603'"],
  ])("nearest first, %s, is nearest by metres, not by degrees", async (_, filter, condition) => {
    const answer = await service.as(tokens.analyst)(
      `{ incidents(first: 25, orderBy: {field: DISTANCE, near: [107.01, 29.01]},
        filter: {${filter}}) { nodes { id } } }`,
    );
    const { rows } = await engine.pool.query<{ id: string }>(
      `select county_id || '-' || id as id from incident
        where county_id = ${COUNTY} and ${condition} order by ST_Distance(geom::geography,
        ST_SetSRID(ST_MakePoint(107.01, 29.01), 4326)::geography), id limit 25`,
    );
    expect(answer.data!["incidents"].nodes).toEqual(rows);
  });
});

/** What makes the other tables long enough for an index to be worth it. */
const OTHERS = [
  `insert into household (county_id, id, created_by, updated_by, code, grid_id, geom, coarse)
    select county_id, ('0190c000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'bench',
      'bench', 'H' || i, grid_id, g, ST_SnapToGrid(g, 0.001)
    from (select county_id, g.id as grid_id, i, ST_SetSRID(ST_MakePoint(
        107 + (i * 7919 % 100003) / 100003.0 * 0.02, 29 + (i * 10477 % 100019) / 100019.0 * 0.02),
        4326) as g
      from generate_series(1, 20000) i join grid g on g.id = '${uuid("grid", 1)}' or i % 20 = 0) h
    on conflict do nothing`,
  `insert into event (county_id, id, xid, kind, subject_kind, action, at, actor)
    select ${COUNTY}, gen_random_uuid(), (1000000 - i)::text::xid8, 'incident.reported', 'incidents',
      'created', now() - make_interval(secs => i), 'bench'
    from generate_series(1, 20000) i`,
  `insert into access_log (id, at, viewer, roles, purpose, outlet, county_id, counties,
      what)
    select ('0190d000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid,
      now() - make_interval(secs => i), 'v', '{}', '', 'graphql', ${COUNTY}, array[${COUNTY}], '{}'
    from generate_series(1, 20000) i`,
];
