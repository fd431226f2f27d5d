import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { knotted, plantIncidents } from "../fixtures/planted-incidents.js";
import { answered, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

interface Cell {
  id: string;
  name: string;
  q: number | null;
  count: number;
  rate: number | null;
  z: number | null;
  p: number;
  fdr: number;
  bin: number;
  stable: boolean | null;
}

interface Found {
  incidents: number;
  reason: { code: string } | null;
  cells: Cell[];
  sheet: {
    statistic: string;
    withoutRate: number;
    n: number;
    meanRate: number;
    barredPairs: number;
    values: { code: string };
    inference: { code: string };
    warnings: { code: string }[];
  };
}

const MAP = `incidents reason { code } cells(of: ALL) { id name q count rate z p fdr bin stable }
  sheet { statistic n withoutRate meanRate barredPairs islands cellMetres
    neighbours { code en } values { code }
    inference { code } warnings { code } }`;

/** Bricks, every second row shifted by half: corners stand on borders of the row above. */
const BRICKS = `select row, west, least(107.02::float8, east) as east, 29 + row * 0.02 / 6 as south,
    29 + (row + 1) * 0.02 / 6 as north
  from generate_series(0, 5) row, generate_series(0, 6) k,
    lateral (select greatest(107::float8, 107 + (k - 0.5 * (row % 2)) * 0.02 / 6) as west,
      107 + (k + 1 - 0.5 * (row % 2)) * 0.02 / 6 as east) b
  where west < 107.0199`;

/** Marshall 1991 as the paper writes it, and Gi* of a full matrix: no code of ours. */
function byHand(areas: { n: number; homes: number }[], isNear: (i: number, j: number) => boolean) {
  const [events, homes] = [areas.map((a) => a.n), areas.map((a) => a.homes)];
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  const mean = sum(events) / sum(homes);
  const spread =
    sum(areas.map(({ n, homes: h }) => h * (n / h - mean) ** 2)) / sum(homes) -
    (mean * areas.length) / sum(homes);
  const rates = areas.map(
    ({ n, homes: h }) => mean + (n / h - mean) / (1 + mean / h / Math.max(0, spread)),
  );
  const count = rates.length;
  const average = sum(rates) / count;
  const deviation = Math.sqrt(sum(rates.map((r) => r * r)) / count - average ** 2);
  const z = rates.map((_, i) => {
    const near = rates.filter((_, j) => i === j || isNear(i, j));
    const w = near.length;
    return (sum(near) - average * w) / (deviation * Math.sqrt((count * w - w * w) / (count - 1)));
  });
  return { rates, z, mean };
}

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  beforeAll(async () => {
    const engine = await makeEngine();
    services = await openSmallCounty(engine);
    await plantIncidents(engine, knotted(1, 300));
    const run = (text: string) => services.db.rows(sql.raw(text));
    for (const table of ["household", "barrier", "crossing"])
      await run(`update ${table} set retired_at = now()`);
    await run(`update grid set valid_to = '2026-06-01'`);
    await run(`insert into grid (county_id, id, created_by, updated_by, code, name, village_code,
        valid_from, geom)
      select ${COUNTY}, gen_random_uuid(), 'x', 'x', code || lpad(n::text, 3, '0'), '砖' || n, code,
        '2026-06-01', ST_Multi(ST_MakeEnvelope(west, south, east, north, 4326))
      from (select b.*, 100 + row_number() over (order by south, west) as n,
        case when row < 3 then '${VILLAGES.kaifu}' else '${VILLAGES.sanwan}' end as code
        from (${BRICKS}) b) c`);
    // Half of them belong to the brick that they lie in, as the service has it; of one brick that
    // was redrawn since, some lie elsewhere by now.
    await run(`update incident i set grid_id = g.id from grid g
      where g.valid_to is null and ST_Covers(g.geom, i.geom) and right(i.id::text, 1) < '8'`);
    await run(`insert into grid (county_id, id, created_by, updated_by, code, name, village_code,
        valid_from, valid_to, geom, earlier_of_id)
      select county_id, gen_random_uuid(), 'x', 'x', code || 'x', name, village_code, '2026-06-01',
        '2026-07-01', geom, id from grid where name = '砖109'`);
    await run(`update incident set grid_id = (select id from grid where name = '砖109'
        and earlier_of_id is null) where id in (select i.id from incident i join grid g
        on g.name = '砖110' and ST_Covers(g.geom, i.geom))`);
    await run(`insert into household (county_id, id, created_by, updated_by, geom, coarse, members)
      select ${COUNTY}, gen_random_uuid(), 'x', 'x', p, p, 2 from generate_series(1, 8) h,
        generate_series(0, 19) i, generate_series(0, 19) j,
        lateral (select ST_SetSRID(ST_MakePoint(107.0004 + i * 0.001, 29.0004 + j * 0.001), 4326)
          as p) g where (i + j) % 2 = 0 and h <= 5 + i % 4`);
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(() => service.close());

  const ask = (query: string, role = "analyst") => answered(service.as(tokens[role]), query);
  const map = async (args: string, role?: string): Promise<Found> =>
    (await ask(`{ hotspots(${args}) { ${MAP} } }`, role))["hotspots"];
  const refusal = async (args: string, role = "analyst") => {
    const { errors } = await service.as(tokens[role])(`{ hotspots(${args}) { incidents } }`);
    return `${errors?.[0]?.extensions?.["code"]} ${errors?.[0]?.message}`;
  };

  /** Areas with incidents and households, and which touch, as SQL has them. */
  const bySql = async () => {
    const areas = await services.db.rows<{ id: string; n: number; homes: number }>(sql`
      select county_id || '-' || id as id,
        (select count(*)::int from incident i where ST_Covers(g.geom, i.geom)) as n,
        (select count(*)::int from household h where h.retired_at is null
          and ST_Covers(g.geom, h.geom)) as homes
      from grid g where valid_to is null order by code`);
    const pairs = await services.db.rows<{ a: string; b: string }>(sql`
      select a.county_id || '-' || a.id as a, b.county_id || '-' || b.id as b from grid a
        join grid b on a.id <> b.id and ST_Intersects(a.geom, b.geom)
      where a.valid_to is null and b.valid_to is null`);
    return { areas, touching: new Set(pairs.map(({ a, b }) => `${a} ${b}`)) };
  };

  it("has of grids the rates and z that Marshall and Getis-Ord give by hand", async () => {
    const found = await map("unit: { areas: GRID }, barriers: false");
    const { areas, touching } = await bySql();
    const enough = areas.filter(({ homes }) => homes >= 20);
    expect(enough.length).toBeGreaterThan(30);
    expect(enough.length).toBeLessThan(areas.length);
    const isNear = (i: number, j: number) => touching.has(`${enough[i]!.id} ${enough[j]!.id}`);
    const { rates, z, mean } = byHand(enough, isNear);
    const cells = new Map(found.cells.map((cell) => [cell.id, cell]));
    // Where hardly anybody lives something happened all the same.
    const without = areas.filter(({ n, homes }) => n > 0 && homes < 20);
    expect(cells.size).toBe(enough.length + without.length);
    for (const { id: grid, n } of without)
      expect(cells.get(grid)).toMatchObject({ count: n, rate: null, z: null, bin: 0 });
    expect(found.sheet.withoutRate).toBe(without.reduce((sum, { n }) => sum + n, 0));
    expect(without.length).toBeGreaterThan(0);
    enough.forEach(({ id: grid, n }, i) => {
      const cell = cells.get(grid)!;
      expect(cell).toMatchObject({ count: n, q: null, stable: null });
      expect(cell.rate).toBeCloseTo(rates[i]!, 10);
      expect(cell.z).toBeCloseTo(z[i]!, 8);
    });
    expect(found.cells.filter((c) => c.bin > 0).length).toBeGreaterThan(2);
    expect(found.sheet).toMatchObject({
      ...{ n: enough.length, cellMetres: null, islands: 0 },
      neighbours: { code: "shared-borders", en: "areas with a common border or corner" },
      values: { code: "empirical-bayes-rate" },
    });
    expect(found.sheet.meanRate).toBeCloseTo(mean, 12);
    const codes = found.sheet.warnings.map((w) => w.code);
    expect(codes).toContain("without-denominator");
    expect(codes).not.toContain("raw-counts");
  });

  it("warns of raw counts, which it takes by itself where nothing gives a rate of most", async () => {
    for (const [args, role, code] of [
      ["unit: { areas: GRID }, statistic: GI_STAR", "analyst", "raw-counts"],
      ["unit: { areas: GRID }", "station", "households-unseen"],
      ["unit: { areas: GRID }", "station", "streets-few"],
    ] as const) {
      const found = await map(args, role);
      expect(found.sheet).toMatchObject({ statistic: "GI_STAR", withoutRate: 0 });
      expect(found.sheet.values.code).toBe("incidents-per-area");
      const codes = found.sheet.warnings.map((w) => w.code);
      expect(codes).toEqual(expect.arrayContaining(["raw-counts", code]));
      expect(found.cells.every((c) => c.rate === null)).toBe(true);
    }
    expect(await refusal("unit: { areas: GRID }, statistic: EB_RATE", "station")).toMatch(
      /FORBIDDEN households/,
    );
  });

  it("has of grids the rates a kilometre of street that SQL has, a street of a border in both", async () => {
    const found = await map("unit: { areas: GRID }, statistic: EB_STREETS, barriers: false");
    const { areas, touching } = await bySql();
    const km = await services.db.rows<{ id: string; km: number }>(sql`
      select g.county_id || '-' || g.id as id,
        sum(ST_Length(ST_Intersection(s.geom, g.geom)::geography)) / 1000 as km
      from grid g join street s on ST_Intersects(s.geom, g.geom)
      where g.valid_to is null and s.retired_at is null group by 1`);
    const of = new Map(km.map((row) => [row.id, row.km]));
    const enough = areas
      .map((area) => ({ ...area, homes: of.get(area.id) ?? 0 }))
      .filter(({ homes }) => homes >= 0.1);
    expect(enough.length).toBeGreaterThan(4);
    const isNear = (i: number, j: number) => touching.has(`${enough[i]!.id} ${enough[j]!.id}`);
    const { rates, mean } = byHand(enough, isNear);
    const cells = new Map((found.cells as Cell[]).map((cell) => [cell.id, cell]));
    // Outlines go as text of seven digits: a centimetre of a side.
    enough.forEach(({ id: grid }, i) => {
      expect(cells.get(grid)!.rate! / rates[i]!).toBeCloseTo(1, 3);
    });
    expect(found.sheet.meanRate / mean).toBeCloseTo(1, 3);
    expect(found.sheet.n).toBe(enough.length);
  });

  it("takes the grids of a day, and of few areas has p by permutations and says so", async () => {
    const then = await map('unit: { areas: GRID }, grids: { on: "2026-05-01" }');
    expect(then.cells.map((c) => c.id).sort()).toEqual([1, 2, 3].map((n) => id("grid", n)));
    expect(then.sheet.inference.code).toBe("permutation-two-sided");
    expect(then.sheet.warnings.map((w) => w.code)).toContain("few-cells");
    const villages = await map("unit: { areas: VILLAGE }");
    expect(villages.cells.map((c) => [c.id, c.name]).sort()).toEqual([
      [VILLAGES.kaifu, "凯涪社区"],
      [VILLAGES.sanwan, "三湾村"],
    ]);
    expect(villages.reason).toEqual({ code: "whole-map" });
    expect(await refusal('grids: { on: "2026-05-01" }')).toMatch(/BAD_USER_INPUT grids/);
    expect(await refusal('unit: { areas: VILLAGE }, grids: { on: "2026-05-01" }')).toMatch(
      /BAD_USER_INPUT grids/,
    );
    expect(await refusal("unit: { areas: GRID, hex: 250 }")).toMatch(/exactly one|oneOf/i);
  });

  it("parts areas on two sides of a barrier as pairs of their points in SQL", async () => {
    await services.db.rows(sql`insert into barrier (county_id, id, created_by, updated_by, geom)
      values (${COUNTY}, gen_random_uuid(), 'x', 'x',
        ST_Multi(ST_GeomFromText('LINESTRING(106.99 29.0101, 107.03 29.0101)', 4326)))`);
    await services.db.rows(sql`insert into data_version (county_id, subject_kind, slot, version)
      values (${COUNTY}, 'barriers', gen_random_uuid(), 1)`);
    const [row] = await services.db.rows<{ n: number }>(sql`
      select count(*)::int as n from grid a join grid b on a.code < b.code
        and ST_Intersects(a.geom, b.geom)
      where a.valid_to is null and b.valid_to is null
        and (ST_Y(ST_Centroid(a.geom)) < 29.0101) <> (ST_Y(ST_Centroid(b.geom)) < 29.0101)`);
    const found = await map("unit: { areas: GRID }, statistic: GI_STAR");
    expect(row!.n).toBeGreaterThan(5);
    expect(found.sheet.barredPairs).toBe(row!.n);
  });

  it("tells each role of its own incidents, and draws and writes what it lists", async () => {
    const [own] = await services.db.rows<{ n: number }>(sql`select count(*)::int as n
      from incident i join grid g on g.id = i.grid_id where g.village_code = ${VILLAGES.kaifu}`);
    const worker = await map("unit: { areas: GRID }, statistic: GI_STAR", "worker1");
    expect(worker.incidents).toBe(own!.n);
    expect((await map("unit: { areas: GRID }, statistic: GI_STAR")).incidents).toBeGreaterThan(
      own!.n,
    );
    const { hotspots } = await ask(`{ hotspots(unit: { areas: GRID }) { tiles cells { id } } }`);
    const { length } = hotspots.cells;
    const path = hotspots.tiles.replace("{z}/{x}/{y}", "12/3265/1702");
    const headers = { authorization: `Bearer ${tokens["analyst"]}` };
    const tile = await fetch(service.url + path, { headers });
    const bytes = Buffer.from(await tile.arrayBuffer());
    for (const cell of hotspots.cells) expect(bytes.includes(cell.id)).toBe(true);
    const answer = await fetch(`${service.url}/exports/hotspots`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ unit: { areas: "GRID" }, format: "geojson" }),
    });
    const { features, computed } = (await answer.json()) as {
      features: { properties: Cell }[];
      computed: { asked: object; sheet: { statistic: string } };
    };
    expect(features).toHaveLength(length);
    expect(features[0]!.properties.name).toMatch(/^砖/);
    expect(computed.asked).toMatchObject({ unit: { areas: "GRID" } });
    expect(computed.sheet.statistic).toBe("EB_RATE");
  });

  it("bug: measures a street that runs along a border all but exactly, where GEOS throws unless on a raster", async () => {
    const insert = (columns: string, values: string) =>
      services.db.rows(
        sql.raw(`insert into ${columns} values (${COUNTY}, gen_random_uuid(), 'x',
        'x', ${values})`),
      );
    const row = "county_id, id, created_by, updated_by";
    await insert(
      `grid (${row}, code, name, village_code, valid_from, geom)`,
      `'${VILLAGES.sanwan}999', '边', '${VILLAGES.sanwan}', '2026-06-01',
        ST_GeomFromText('MULTIPOLYGON(((107.3832959 29.7153337, 107.3803851 29.7136184,
          107.3804549 29.713368, 107.3833715 29.7151087, 107.3832959 29.7153337)))', 4326)`,
    );
    await insert(
      `street (${row}, name, kind, geom)`,
      `'沿边', 'main', ST_GeomFromText('MULTILINESTRING((107.3804549 29.713368,
        107.3804375 29.7134306, 107.38042 29.7134932, 107.3804026 29.7135558,
        107.3803851 29.7136184))', 4326)`,
    );
    for (const kind of ["grids", "streets"])
      await services.db.rows(sql`insert into data_version (county_id, subject_kind, slot, version)
        values (${COUNTY}, ${kind}, gen_random_uuid(), 1)`);
    const found = await map("unit: { areas: GRID }, statistic: EB_STREETS, barriers: false");
    expect(found.sheet.statistic).toBe("EB_STREETS");
    await ask(`{ incidentStats(groupBy: [GRID], rate: STREETS) { total { count } } }`);
  });
});
