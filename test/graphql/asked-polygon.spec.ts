import { sql } from "drizzle-orm";
import type { MultiPolygon, Polygon, Position } from "geojson";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Services } from "../../api/core/services.js";
import { geometrySql } from "../../api/layers/area.js";
import { inCut } from "../../api/layers/asked-polygon.js";
import { admit, partsOf, verticesOf } from "../../geo/geometry.js";
import { largePolygons } from "../../geo/testing/large-polygons.js";
import { addIncidents } from "../fixtures/many-incidents.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

// A polygon in a question: judged after the policy, once a request; its vertices are bounded by who
// asks; a large one is cut, and answers as if it were whole.

const CENTRE = [107.01, 29.01];
type Shape = Polygon | MultiPolygon;
const shapeOf = (name: string, vertices: number, reach = 0.008): Shape =>
  largePolygons(vertices, CENTRE, reach).find(([n]) => n === name)![1];
const bowTie = {
  type: "Polygon",
  coordinates: [
    [
      [107, 29],
      [107.02, 29.02],
      [107.02, 29],
      [107, 29.02],
      [107, 29],
    ],
  ],
};

const snap = (v: number) => Math.round(v * 1e7) / 1e7;
/** A lattice over the shape and beyond, its vertices, and places on its edges. */
function placesAt(shape: Shape): Position[] {
  const places: Position[] = [];
  for (let i = -12; i <= 12; i++)
    for (let k = -12; k <= 12; k++)
      places.push([snap(CENTRE[0]! + i * 0.00073), snap(CENTRE[1]! + k * 0.00071)]);
  for (const ring of partsOf(shape).flat().slice(0, 200))
    for (let i = 0; i + 1 < ring.length; i += Math.ceil(ring.length / 40)) {
      const [[ax, ay], [bx, by]] = [ring[i]!, ring[i + 1]!] as [Position, Position];
      for (const t of [0, 0.25, 0.5, 0.9])
        places.push([snap(ax! + (bx! - ax!) * t), snap(ay! + (by! - ay!) * t)]);
    }
  return places;
}

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService;
  let tokens: Awaited<ReturnType<typeof tokensOf>>;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    await addIncidents(services.db.engine, 1500);
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(async () => {
    await service.close();
  });

  const TOTAL = "query($p: GeoJSON!) { incidents(filter: {area: {polygon: $p}}) { totalCount } }";
  const total = async (p: unknown) => await service.as(tokens.analyst)(TOTAL, { p });

  it("a cut polygon holds just the points that ST_Intersects finds in the whole", async () => {
    for (const [name, shape] of largePolygons(400, CENTRE, 0.008)) {
      if (!process.env["HEARTHGRID_SOAK"] && !/star|holes|slanted teeth|one point/.test(name))
        continue;
      const cut = await services.shapes.cut(shape);
      const places = placesAt(shape);
      const g = sql`ST_SetSRID(ST_MakePoint(x, y), 4326)`;
      const [found] = await services.db.rows<{ differ: number; inside: number }>(sql`
        select count(*) filter (where cut is distinct from whole)::int as differ,
          count(*) filter (where whole)::int as inside
        from (select coalesce(${inCut(g, cut)}, false) as cut,
            ST_Intersects(${g}, ${geometrySql(shape)}) as whole
          from unnest(${sql.param(places.map((p) => p[0]))}::float8[],
            ${sql.param(places.map((p) => p[1]))}::float8[]) as p(x, y)) q`);
      expect({ name, ...found }).toMatchObject({ name, differ: 0 });
      expect(found!.inside, name).toBeGreaterThan(20);
      expect(found!.inside, name).toBeLessThan(places.length);
    }
  });

  it("lists, totals and counts in a cut polygon are those of the whole", async () => {
    const shape = shapeOf("a star", 1500);
    const [row] = await services.db.rows<{ n: number }>(sql`
      select count(*)::int as n from incident
      where retired_at is null and ST_Intersects(geom, ${geometrySql(shape)})`);
    const { data, errors } = await service.as(tokens.analyst)(
      `query($p: GeoJSON!) { incidents(first: 5000, filter: {area: {polygon: $p}}) {
        totalCount nodes { id } counts(by: LEVEL) { count } }
        buildings(filter: {area: {polygon: $p}}) { totalCount } }`,
      { p: shape },
    );
    expect(errors).toBeUndefined();
    const { totalCount, nodes, counts } = data!["incidents"];
    expect(row!.n).toBeGreaterThan(100);
    expect([totalCount, nodes.length]).toEqual([row!.n, row!.n]);
    expect(counts.reduce((n: number, c: { count: number }) => n + c.count, 0)).toBe(row!.n);
  });

  it("is judged and cut once, however many aliases ask with it", async () => {
    const [fault, cut] = [vi.spyOn(services.shapes, "fault"), vi.spyOn(services.shapes, "cut")];
    const days = Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, "0"));
    const { errors } = await service.as(tokens.analyst)(
      `query($p: GeoJSON!) { ${days.map(
        (d) => `d${d}: incidents(filter: {area: {polygon: $p}, from: "2025-01-${d}T00:00:00Z"}) {
          totalCount }`,
      )} }`,
      { p: shapeOf("stairs", 600) },
    );
    expect(errors).toBeUndefined();
    expect([fault.mock.calls.length, cut.mock.calls.length]).toEqual([1, 1]);
    vi.restoreAllMocks();
  });

  it("costs nothing where the policy refuses", async () => {
    const [fault, simpler] = [
      vi.spyOn(services.shapes, "fault"),
      vi.spyOn(services.shapes, "simplified"),
    ];
    for (const p of [bowTie, shapeOf("a square full of holes", 49_000)]) {
      const { errors } = await service.as()(
        "query($p: GeoJSON!) { households(filter: {area: {polygon: $p}}) { totalCount } }",
        { p },
      );
      expect(errors?.map((e) => e.extensions?.["code"])).toEqual(["UNAUTHENTICATED"]);
    }
    const { errors } = await service.as(tokens.analyst)(
      `mutation($p: GeoJSON!) { createParcel(input: {county: ${COUNTY}, geometry: $p}) { id } }`,
      { p: bowTie },
    );
    expect(errors?.map((e) => e.extensions?.["code"])).toEqual(["FORBIDDEN"]);
    expect([fault.mock.calls.length, simpler.mock.calls.length]).toEqual([0, 0]);
    vi.restoreAllMocks();
  });

  it("says of an invalid one what is wrong and where, in questions, writes, subscriptions", async () => {
    const refusal = {
      code: "BAD_USER_INPUT",
      geometry: { type: "Point", coordinates: [107.01, 29.01] },
    };
    const asked = await total(bowTie);
    expect(asked.errors?.[0]).toMatchObject({
      path: ["incidents", "totalCount"],
      message: expect.stringMatching(/^area.polygon: .*cross.*near 107.01, 29.01/),
      extensions: { ...refusal, field: "area.polygon" },
    });
    const written = await service.as(tokens.admin)(
      `mutation($p: GeoJSON!) { createParcel(input: {county: ${COUNTY}, geometry: $p}) { id } }`,
      { p: bowTie },
    );
    expect(written.errors?.[0]?.extensions).toMatchObject({ ...refusal, field: "geometry" });
    const heard = service.socket(tokens.analyst).iterate({
      query:
        "subscription($p: GeoJSON!) { changes(layers: [INCIDENTS], area: {polygon: $p}) { id } }",
      variables: { p: bowTie },
    });
    const first = await heard.next().then(
      ({ value }) => value?.errors,
      (error: unknown) => error,
    );
    expect(JSON.stringify(first)).toMatch(/must not cross/);
  });

  it("is refused where its edges lie so close that cutting does not help", async () => {
    const p = shapeOf("thin slanted parts, their boxes one over the other", 9000);
    const { errors } = await total(p);
    expect(errors![0]!.message).toMatch(/long edges side by side/);
    const { code, geometry } = errors![0]!.extensions as Record<string, any>;
    expect(code).toBe("TOO_COSTLY");
    expect((await total(geometry)).errors).toBeUndefined();
  });

  it("has at most 500 vertices unsigned, 10,000 signed in; a simpler one is offered and answers", async () => {
    const grids = "query($p: GeoJSON!) { grids(filter: {area: {polygon: $p}}) { totalCount } }";
    for (const [query, token, limit] of [
      [grids, undefined, 500],
      [TOTAL, tokens.analyst, 10_000],
    ] as const) {
      const p = shapeOf("a square full of holes", limit * 1.2);
      const { errors } = await service.as(token)(query, { p });
      const { code, field, geometry } = errors![0]!.extensions as Record<string, any>;
      expect([code, field]).toEqual(["TOO_COSTLY", "area.polygon"]);
      expect(errors![0]!.message).toContain(`has ${verticesOf(p)} vertices`);
      expect(errors![0]!.message).toContain(String(limit));
      expect(verticesOf(geometry)).toBeLessThanOrEqual(limit);
      expect(admit(geometry).fault).toBeNull();
      expect((await service.as(token)(query, { p: geometry })).errors).toBeUndefined();
    }
  });
});
