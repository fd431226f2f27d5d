import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { incidentStats } from "../../api/analysis/incident-stats.service.js";
import type { Services } from "../../api/core/services.js";
import { chanceOf, meanInterval } from "../../geo/hotspots/chance-range.js";
import { Against, TimesCounted } from "../../schema/incident-stats.js";
import { CountBy } from "../../schema/inputs.js";
import { type Asker, answered, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, uuid } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { operatorOf } from "./new-york.js";

const STATS = `query ($filter: IncidentFilter, $by: [CountBy!], $rate: RateBy,
  $compare: CompareInput, $brushes: [BrushInput!], $times: TimesCounted) {
  incidentStats(filter: $filter, groupBy: $by, rate: $rate, compare: $compare, brushes: $brushes,
    times: $times) { total { count expected low high p interval { low high } }
    views { by groups { key label count expected rate { value low high } rank { first last of } } } } }`;

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService;
  const asks = new Map<string, Asker>();
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    service = await serve(services);
    for (const [role, token] of Object.entries(await tokensOf(services)))
      asks.set(role, service.as(token));
    asks.set("nobody", service.as());
    // Ten a grid and a day from 2 March to 8 March 2026, twenty the week before, in the first grid.
    await services.db.rows(sql`insert into incident (county_id, id, created_by, updated_by, title,
        category, occurred_from, occurred_until, reported_at, grid_id, geom)
      select ${COUNTY}, gen_random_uuid(), 'x', 'x', '', '0603', t, t, t, ${uuid("grid", 1)},
        'SRID=4326;POINT(107.0199 29.005)'
      from generate_series(0, 13) day, generate_series(1, 20) n,
        lateral (select timestamptz '2026-02-23 08:00+08' + day * interval '1 day' as t) m
      where day < 7 or n <= 10`);
  });
  afterAll(() => service.close());

  const WEEK = { from: "2026-03-02T00:00:00+08:00", to: "2026-03-09T00:00:00+08:00" };
  const ask = async (role: string, variables: object) => {
    const { data, errors } = await asks.get(role)!(STATS, variables as Record<string, unknown>);
    return { stats: data?.["incidentStats"], error: errors?.[0]?.extensions };
  };

  it("change tells what was before, its range of chance and p, day by day from the beginning", async () => {
    const { stats } = await ask("analyst", {
      filter: { ...WEEK, and: [{ area: { grids: [id("grid", 1)] } }, { categories: ["0603"] }] },
      by: ["DAY", "CATEGORY"],
      compare: { against: "PRECEDING" },
    });
    const chance = chanceOf(140);
    expect(stats.total).toMatchObject({
      count: 70,
      expected: 140,
      low: chance.low,
      high: chance.high,
    });
    expect(stats.total.p).toBeCloseTo(chance.p(70), 12);
    expect(stats.total.interval).toEqual(meanInterval(70));
    expect(stats.views[0].groups).toHaveLength(7);
    for (const day of stats.views[0].groups) expect(day).toMatchObject({ count: 10, expected: 20 });
  });

  it("a window that is not over is compared as far as the clock has come", async () => {
    const now = Date.now();
    const begun = new Date(now - 36 * 3_600_000).toISOString();
    const ends = new Date(now + 36 * 3_600_000).toISOString();
    const stats = await incidentStats(operatorOf(services, COUNTY), {
      filter: { from: begun, to: ends },
      compare: { against: Against.PRECEDING },
    });
    const length = (w: { from: string; to: string } | null) =>
      Date.parse(w!.to) - Date.parse(w!.from);
    expect(Math.abs(length(stats.window) - 36 * 3_600_000)).toBeLessThan(120_000);
    expect(Math.abs(length(stats.compared) - length(stats.window))).toBeLessThan(120_000);
  });

  it("grids as they were are the rows' own, grids of a day those where the place lies then", async () => {
    const context = () => operatorOf(services, COUNTY);
    const question = {
      filter: { ...WEEK, categories: ["0603"] },
      groupBy: [CountBy.GRID],
      times: TimesCounted.KNOWN,
    };
    const of = (stats: Awaited<ReturnType<typeof incidentStats>>) =>
      Object.fromEntries(stats.views[0]!.groups.map((g) => [g.key, g.count]));
    const were = of(await incidentStats(context(), question));
    const then = of(await incidentStats(context(), { ...question, grids: { on: "2026-03-01" } }));
    expect(were[id("grid", 1)]).toBeGreaterThanOrEqual(70);
    expect(were[id("grid", 2)] ?? 0).toBe(0);
    expect(then[id("grid", 2)]).toBeGreaterThanOrEqual(70);
    const before = of(await incidentStats(context(), { ...question, grids: { on: "2019-12-31" } }));
    expect(Object.keys(before)).toEqual([""]);
  });

  it("rates are per 100 households of those who may count them, of enough, and share places", async () => {
    await services.db.rows(sql`insert into household (county_id, id, created_by, updated_by, code,
        head_name, grid_id, geom, coarse)
      select ${COUNTY}, gen_random_uuid(), 'x', 'x', 'R' || g || '-' || n, '户', grid,
        'SRID=4326;POINT(107.004 29.004)', 'SRID=4326;POINT(107.004 29.004)'
      from (values (1, ${uuid("grid", 1)}::uuid, 50), (2, ${uuid("grid", 2)}::uuid, 40)) v(g, grid, many),
        lateral generate_series(1, many) n`);
    const { stats } = await ask("analyst", { filter: WEEK, by: ["GRID"], rate: "HOUSEHOLDS" });
    const groups = stats.views[0].groups as { key: string; count: number; rate: any; rank: any }[];
    const [most] = groups;
    expect(most!.key).toBe(id("grid", 1));
    const [{ n }] = (await services.db.rows<{ n: number }>(sql`select count(*)::int as n
      from household where grid_id = ${uuid("grid", 1)} and retired_at is null`)) as [
      { n: number },
    ];
    expect(most!.rate.value).toBeCloseTo((100 * most!.count) / n, 9);
    expect(most!.rank).toEqual({ first: 1, last: 1, of: 2 });
    const empty = groups.find((g) => g.key === id("grid", 2))!;
    expect(empty.rate.low).toBe(0);
    // The third has too few households to be told a rate of.
    expect(groups.find((g) => g.key === id("grid", 3))?.rate ?? null).toBeNull();
    const worker = await ask("worker3", { filter: WEEK, by: ["GRID"], rate: "HOUSEHOLDS" });
    for (const group of worker.stats.views[0].groups) expect(group.rate).toBeNull();
    const streets = await ask("analyst", { by: ["GRID"], rate: "STREETS" });
    expect(streets.stats.views[0].groups.some((g: any) => g.rate?.value > 0)).toBe(true);
  });

  it("an answer kept for one is never another's: each role is told what SQL makes of its own rows", async () => {
    const counts = async (role: string) => (await ask(role, { by: ["GRID"] })).stats;
    const whole = await counts("analyst");
    const again = await counts("analyst");
    expect(again).toEqual(whole);
    const worker = await counts("worker1");
    expect(worker.total.count).toBeLessThan(whole.total.count);
    for (const { key } of worker.views[0].groups)
      expect([id("grid", 1), id("grid", 2)]).toContain(key);
    const body = await counts("undertaker");
    expect(body.total.count).toBeLessThan(worker.total.count);
    expect((await ask("nobody", {})).error).toMatchObject({ code: "UNAUTHENTICATED" });
    expect((await ask("auditor", {})).error).toMatchObject({ code: "FORBIDDEN" });
    const created = await asks.get("worker1")!(
      `mutation { createIncident(input: { county: ${COUNTY}, title: "新", category: "0603",
        occurredFrom: "2026-03-03T08:00:00+08:00",
        geometry: { type: "Point", coordinates: [107.004, 29.004] } }) { id } }`,
    );
    expect(created.errors).toBeUndefined();
    expect((await counts("analyst")).total.count).toBe(whole.total.count + 1);
  });

  it("a hundred at once are one statement, and all are answered", async () => {
    let statements = 0;
    services.db.watch = (text) => void (statements += Number(text.includes("grouping sets")));
    const variables = { filter: { level: { max: 3 } }, by: ["DAY", "CATEGORY"] };
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask("analyst", variables)));
    services.db.watch = undefined;
    expect(new Set(answers.map((a) => JSON.stringify(a.stats))).size).toBe(1);
    expect(answers[0]!.stats.total.count).toBeGreaterThanOrEqual(0);
    expect(statements).toBe(1);
  });

  it("says what is wrong with a question, and where", async () => {
    const wrong = async (variables: object) => (await ask("analyst", variables)).error;
    const bad = (field: string) => ({ code: "BAD_USER_INPUT", field });
    const backwards = { from: WEEK.to, to: WEEK.from };
    expect(await wrong({ filter: backwards })).toMatchObject(bad("filter.to"));
    expect(await wrong({ compare: { against: "PRECEDING" } })).toMatchObject(bad("compare"));
    expect(await wrong({ filter: WEEK, compare: {} })).toMatchObject(bad("compare"));
    expect(await wrong({ by: ["DAY", "DAY"] })).toMatchObject(bad("groupBy"));
    const twice = [1, 2].map(() => ({ by: "DAY", filter: {} }));
    expect(await wrong({ brushes: twice })).toMatchObject(bad("brushes"));
    // What holds of all that is counted is no brush: it was passed over in silence.
    const retired = [{ by: "DAY", filter: { retired: true } }];
    expect(await wrong({ brushes: retired })).toMatchObject(bad("retired"));
    expect(await wrong({ filter: { categories: ["7777"] } })).toMatchObject(bad("categories"));
    const night = { clock: [{ from: "22:00", to: "06:00" }] };
    expect(await wrong({ filter: { not: night } })).toMatchObject(bad("clock"));
    expect(
      (await ask("analyst", { filter: { not: night }, times: "KNOWN" })).error,
    ).toBeUndefined();
    const none = await ask("analyst", {
      filter: { from: WEEK.from, to: WEEK.from },
      by: ["DAY", "HOUR"],
    });
    expect(none.stats.total).toMatchObject({ count: 0, interval: { low: 0 } });
    const ring = Array.from({ length: 10_001 }, (_, i) => {
      const angle = (i / 10_000) * 2 * Math.PI;
      return [107.01 + 0.005 * Math.cos(angle), 29.01 + 0.005 * Math.sin(angle)];
    });
    ring[10_000] = ring[0]!;
    const area = { polygon: { type: "Polygon", coordinates: [ring] } };
    expect(await wrong({ filter: { area } })).toMatchObject({
      code: "TOO_COSTLY",
      field: "area.polygon",
    });
  });

  it("a category that is gone still names what was written with it, and may still be asked for", async () => {
    const admin = asks.get("admin")!;
    const { codes } = await answered(
      admin,
      `{ codes(filter: { kinds: ["incident"], codes: ["0603"] }) { nodes { id version } } }`,
    );
    const [{ id: code, version }] = codes.nodes;
    const question = { filter: { ...WEEK, categories: ["0603"] }, by: ["CATEGORY"] };
    const { stats: before } = await ask("analyst", question);
    await answered(admin, `mutation { retireCode(id: "${code}", version: ${version}) }`);
    const { stats: after } = await ask("analyst", question);
    expect(after.views[0].groups).toEqual([
      expect.objectContaining({ key: "0603", label: "噪声", count: before.total.count }),
    ]);
    expect(after.total.count).toBeGreaterThan(60);
  });
});
