import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/services.js";
import { type Engine, openEngine } from "../../db/engine.js";
import { addIncidents } from "../fixtures/many-incidents.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { freshDatabase } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";

interface Node {
  "Node Type": string;
  "Index Name"?: string;
  "Relation Name"?: string;
  Plans?: Node[];
}

/**
 * The shape of the plan of each hot query, so that a change of SQL that loses its index is seen
 * before a county sees it.
 */
describe.skipIf(!findPostgres())("plans of hot queries on PostGIS, 200,000 incidents", () => {
  let engine: Engine, services: Services, service: RunningService, token: string;
  const ROWS = 200_000;

  beforeAll(async () => {
    engine = await openEngine({
      dataDir: "",
      databaseUrl: await freshDatabase("plans"),
      poolSize: 2,
    });
    services = await openSmallCounty(engine);
    await addIncidents(engine, ROWS);
    service = await serve(services);
    token = (await tokensOf(services)).analyst;
  });
  afterAll(async () => {
    await service?.close();
    await engine?.close();
  });

  /**
   * The plan of the one statement on incidents that a request runs, as nodes from the root down.
   */
  async function planOf(query: string, variables?: Record<string, unknown>): Promise<Node[]> {
    const seen: [string, readonly unknown[]][] = [];
    services.db.watch = (text, params) => {
      if (/"incident"/.test(text)) seen.push([text, params]);
    };
    const answer = await service.as(token)(query, variables);
    services.db.watch = undefined;
    expect(answer.errors).toBeUndefined();
    const [text, params] = seen.at(-1)!;
    const { rows } = await engine.pool.query<{ "QUERY PLAN": { Plan: Node }[] }>(
      `explain (format json) ${text}`,
      params as unknown[],
    );
    const nodes: Node[] = [];
    const visit = (node: Node) => {
      nodes.push(node);
      node.Plans?.forEach(visit);
    };
    visit(rows[0]!["QUERY PLAN"][0]!.Plan);
    return nodes;
  }
  const indexes = (nodes: Node[]) => nodes.flatMap((n) => n["Index Name"] ?? []);
  const scansAll = (nodes: Node[]) =>
    nodes.some((n) => n["Node Type"].includes("Seq Scan") && n["Relation Name"] === "incident");

  const small = {
    type: "Polygon",
    coordinates: [
      [
        [107.001, 29.001],
        [107.002, 29.001],
        [107.002, 29.002],
        [107.001, 29.002],
        [107.001, 29.001],
      ],
    ],
  };
  const time = 'from: "2026-01-01T00:00:00+08:00", to: "2026-04-01T00:00:00+08:00"';

  it("a page in a small polygon and three months: one GiST index over place and time", async () => {
    const plan = await planOf(
      `query($p: GeoJSON!) { incidents(first: 100, filter: {area: {polygon: $p}, ${time}}) {
        nodes { id title } } }`,
      { p: small },
    );
    expect(indexes(plan)).toEqual(["incident_geom_time"]);
  });
  it("a count in a polygon and three months", async () => {
    const plan = await planOf(
      `query($p: GeoJSON!) { incidents(filter: {area: {polygon: $p}, ${time}}) { totalCount } }`,
      { p: small },
    );
    expect(indexes(plan)).toEqual(["incident_geom_time"]);
  });
  it("the newest of a county: the time index backwards, no sort", async () => {
    const plan = await planOf("{ incidents(first: 50) { nodes { id title occurredFrom } } }");
    expect(indexes(plan)).toContain("incident_time");
    expect(
      plan.filter(
        (n) =>
          n["Node Type"].includes("Sort") &&
          n["Node Type"] !== "Incremental Sort" &&
          n.Plans?.some((c) => c["Relation Name"] === "incident"),
      ),
    ).toEqual([]);
    expect(scansAll(plan)).toBe(false);
  });
  it("the page after a cursor goes on in the index", async () => {
    const first = await service.as(token)("{ incidents(first: 50) { pageInfo { endCursor } } }");
    const plan = await planOf(
      "query($after: String) { incidents(first: 50, after: $after) { nodes { id } } }",
      { after: first.data!["incidents"].pageInfo.endCursor },
    );
    expect(indexes(plan)).toContain("incident_time");
    expect(scansAll(plan)).toBe(false);
  });
  it("one by id", async () =>
    expect(indexes(await planOf(`{ incident(id: "${id("incident", 1)}") { title } }`))).toEqual([
      "incident_pk",
    ]));
  it("the count of a grid and a month", async () => {
    const plan = await planOf(
      `{ incidents(filter: {area: {grids: ["${id("grid", 1)}"]}, from: "2026-01-01T00:00:00+08:00",
        to: "2026-02-01T00:00:00+08:00"}) { totalCount } }`,
    );
    expect(indexes(plan)).toEqual(["incident_grid_time"]);
  });
  it("the ten nearest: only a box is measured", async () => {
    const plan = await planOf(
      "{ incidents(first: 10, orderBy: {field: DISTANCE, near: [107.01, 29.01]}) { nodes { " +
        "id distance } } }",
    );
    expect(indexes(plan)).toEqual(["incident_geom_time"]);
    expect(scansAll(plan)).toBe(false);
  });
  it("names by a part of two characters", async () =>
    expect(
      indexes(
        await planOf(`{ incidents(first: 10, filter: {text: "盗窃"}) { nodes { id } } }`),
      ).some((i) => i === "incident_tokens"),
    ).toBe(true));

  it("nearest first is nearest by metres, not by degrees", async () => {
    const answer = await service.as(token)(
      "{ incidents(first: 25, orderBy: {field: DISTANCE, near: [107.01, 29.01]}) { nodes { " +
        "id distance } } }",
    );
    const { rows } = await engine.pool.query<{ id: string }>(
      `select county_id || '-' || id as id from incident where county_id = ${COUNTY}
        order by ST_Distance(geom::geography,
        ST_SetSRID(ST_MakePoint(107.01, 29.01), 4326)::geography), id limit 25`,
    );
    expect(answer.data!["incidents"].nodes.map((n: { id: string }) => n.id)).toEqual(
      rows.map((r) => r.id),
    );
  });
});
