import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { lookForHotAreas } from "../../api/dashboard/hot-run.job.js";
import { lastDays } from "../../api/dashboard/last-days.service.js";
import { needs } from "../../api/dashboard/needs.service.js";
import { usualWeek } from "../../api/dashboard/usual-week.service.js";
import { raiseVersions } from "../../api/events/data-versions.js";
import type { Progress } from "../../api/jobs/handlers.js";
import type { JobRow } from "../../api/jobs/job.js";
import { openServices } from "../../api/open-services.js";
import { takeEffectHandler } from "../../api/plans/take-effect.job.js";
import type { Engine } from "../../db/engine/engine.js";
import { monteCarlo } from "../../geo/random.js";
import { operatorOf } from "../analysis/new-york.js";
import { moreHouseholds, type Planted, plantIncidents } from "../fixtures/planted-incidents.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { seersOf, tokensOf } from "../fixtures/viewers.js";
import { PlanProgram } from "../grid-plans/plan-program.js";
import { forEachEngine } from "../harness/engines.js";

const AREA = `(area: { villages: ["${VILLAGES.kaifu}"] })`;
const HOT = "id name kind day since incidents q villages shape";
const TILES = (area = "") => `{
  today${area} { count state } lastDays${area} { count state days range { low } before }
  hotNow${area} { computedAt areas { name } } needs${area} { kind category weight }
  newestIncidents${area} { delicate incidents { id at category place level } }
  categoryBands${area} { years delicate categories { category count state band { low } } }
  usualWeek${area} { weeks hours { count state expected } } dashboardTiles { id visible fields } }`;

/** How often a wall's connection breaks. */
const BROKEN = process.env["HEARTHGRID_SOAK"] ? 3 : 1;
const DAY = 86_400_000;
const HOUR = 3_600_000;
const NOW = Math.floor(Date.now() / HOUR) * HOUR;
const random = monteCarlo(7);
const at = (daysAgo: number) => new Date(NOW - daysAgo * DAY - 6 * HOUR).toISOString();
const knot = (
  lon: number,
  lat: number,
  grid: number,
  daysAgo: number,
  category: string,
): Planted => ({
  ...{ lon: lon + random.normal() * 4e-4, lat: lat + random.normal() * 4e-4, grid, category },
  at: at(daysAgo),
});
const times = <T>(n: number, make: (i: number) => T) =>
  Array.from({ length: n }, (_, i) => make(i));

/** Everywhere for 60 days; a young knot, an old one, and one that is delicate. */
const PLANTED: Planted[] = [
  ...times(60, (day) =>
    times(3, (): Planted => {
      const [lon, lat] = [
        107.0002 + random.uniform() * 0.0196,
        29.0002 + random.uniform() * 0.0196,
      ];
      return { lon, lat, at: at(day), grid: lat > 29.01 ? 3 : lon > 107.01 ? 2 : 1 };
    }),
  ).flat(),
  ...times(5, (day) => times(12, () => knot(107.005, 29.004, 1, day, "0102"))).flat(),
  ...times(50, (day) => times(4, () => knot(107.013, 29.016, 3, day, "0603"))).flat(),
  ...times(20, (day) => times(6, () => knot(107.016, 29.004, 2, day, "0201"))).flat(),
];

interface Hot {
  id: string;
  name: string | null;
  kind: string | null;
  day: number;
  since: string;
  incidents: number;
  villages: string[];
  shape: { coordinates: number[][][][] };
}

forEachEngine((makeEngine) => {
  let engine: Engine, services: Services, service: RunningService, tokens: Record<string, string>;
  beforeAll(async () => {
    engine = await makeEngine();
    services = await openSmallCounty(engine);
    service = await serve(services);
    tokens = await tokensOf(services);
    Object.assign(tokens, await seersOf(services, service.as(tokens["admin"])));
  });
  afterAll(() => service.close());
  const ask = (query: string, token?: string) => service.as(token)(query);
  const hot = async (who: string, area = ""): Promise<Hot[]> => {
    const { data, errors } = await ask(`{ hotNow${area} { areas { ${HOT} } } }`, tokens[who]);
    expect(errors).toBeUndefined();
    return data!["hotNow"].areas;
  };
  const look = (now: number, of = services) =>
    lookForHotAreas(of, COUNTY, now, { signal: new AbortController().signal });

  it("every tile answers, and a county's first week says that it does not know what is usual", async () => {
    await engine.pool.query("update incident set occurred_from = $1, occurred_until = $1", [at(3)]);
    for (const area of ["", AREA]) {
      const { data, errors } = await ask(TILES(area), tokens["analyst"]);
      expect(errors).toBeUndefined();
      const { newestIncidents, lastDays: days, usualWeek: week, categoryBands } = data!;
      expect(newestIncidents.incidents.length).toBeGreaterThan(0);
      expect(days.days).toHaveLength(28);
      expect(days).toMatchObject({ state: "UNKNOWN", before: null, range: null });
      expect(week).toMatchObject({ weeks: 0 });
      expect(new Set(week.hours.map((h: { state: string }) => h.state))).toEqual(
        new Set(["UNKNOWN"]),
      );
      expect(categoryBands.years).toBe(0);
      expect(categoryBands.categories[0]).toMatchObject({ state: "UNKNOWN", band: null });
      expect(data!["today"].state).toBe("UNKNOWN");
    }
    expect((await ask(`{ publicBoard(county: ${COUNTY}) { latestMonth } }`)).data).toEqual({
      publicBoard: null,
    });
  });

  it("a county without incidents is calm on every tile", async () => {
    await engine.pool.query("delete from incident");
    await services.db.transaction((tx) => raiseVersions(tx, COUNTY, ["incidents"]));
    expect(await look(NOW - 4 * HOUR)).toBe(0);
    const { data, errors } = await ask(TILES(), tokens["analyst"]);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ needs: [], newestIncidents: { incidents: [], delicate: 0 } });
    expect(data!["hotNow"].areas).toEqual([]);
    expect(data!["lastDays"]).toMatchObject({ count: 0, state: "UNKNOWN" });
  });

  it("hot areas have their kind and the day since when they stand out, and no delicate one is told", async () => {
    await plantIncidents(engine, PLANTED);
    await services.db.transaction((tx) => raiseVersions(tx, COUNTY, ["incidents"]));
    expect(await look(NOW - 3 * HOUR)).toBeGreaterThanOrEqual(2);
    const areas = await hot("analyst");
    const young = areas.find(({ kind }) => kind === "01")!;
    const old = areas.find(({ kind }) => kind === "06")!;
    expect(young.day).toBeGreaterThanOrEqual(4);
    expect(young.day).toBeLessThanOrEqual(6);
    expect(old.day).toBe(29);
    expect(areas[0]).toEqual(old);
    expect([young.villages, old.villages]).toEqual([[VILLAGES.kaifu], [VILLAGES.sanwan]]);
    // Of a village with three households nobody is to know who is meant.
    expect([young.name, old.name]).toEqual([null, null]);
    for (const { kind, shape } of areas) {
      expect(["01", "06", null]).toContain(kind);
      const [lon, lat] = shape.coordinates[0]![0]![0]!;
      expect(Math.hypot(lon! - 107.016, lat! - 29.004), String(kind)).toBeGreaterThan(0.004);
    }
  });

  it("they keep age and id over a restart, and are found anew only when something changed", async () => {
    const before = await hot("analyst");
    expect(await look(NOW - 3 * HOUR + 60_000)).toBeNull();
    await moreHouseholds(engine, 3, 25);
    const again = await openServices(engine, () => {});
    expect(await look(NOW - HOUR, again)).toBeGreaterThanOrEqual(2);
    const after = await hot("analyst");
    const told = ({ id, since, kind }: Hot) => ({ id, since, kind });
    expect(after.map(told)).toEqual(before.map(told));
    expect(after.find(({ kind }) => kind === "06")!.name).toBe("三湾村");
  });

  it("they keep them when a plan takes effect that cuts through one, and are as old when nobody looked for days", async () => {
    const before = await hot("analyst");
    const asker = (who: string) => service.as(tokens[who]);
    const program = new PlanProgram(services, asker("planner"), asker("approver"));
    const plan = await program.begin("穿过热点", [VILLAGES.kaifu]);
    const line = [
      [106.999, 29.004],
      [107.011, 29.004],
    ];
    await program.draw(plan, { splitGrids: { line, grids: [id("grid", 1)] } });
    await program.approve(plan, "2099-01-01");
    await program.due(plan, new Date(NOW + 8 * HOUR).toISOString().slice(0, 10));
    // Its job, now and here: when it is called is not what this is about.
    await takeEffectHandler(services)(
      { county: COUNTY, input: { plan: plan.id.slice(7) } } as JobRow,
      { finish: (work) => services.db.transaction(work) } as Progress,
    );
    await program.effective(plan);
    expect(await look(NOW - HOUR + 60_000)).toBe(before.length);
    const told = ({ id, since, kind, day }: Hot) => ({ id, since, kind, day });
    expect((await hot("analyst")).map(told)).toEqual(before.map(told));
    // Stood still: what was seen is too long ago to be known again, and is looked for day by day.
    await engine.pool.query("update hot_area set last_seen = last_seen - interval '3 days'");
    expect(await look(NOW)).toBe(before.length);
    const after = await hot("analyst");
    for (const kind of ["01", "06"]) {
      const [one, other] = [before, after].map((of) => of.find((area) => area.kind === kind)!);
      expect(other!.id).not.toBe(one!.id);
      const later = Date.parse(other!.since) - Date.parse(one!.since);
      expect(Math.abs(later), kind).toBeLessThanOrEqual(DAY);
    }
  });

  it("an area is shown to who may see all that happened in it, and where it is asked for", async () => {
    const all = await hot("analyst");
    expect(await hot("wall")).toEqual(all);
    expect(new Set((await hot("worker1")).map(({ kind }) => kind))).toEqual(new Set(["01"]));
    const kinds = async (area: string) => (await hot("analyst", area)).map(({ kind }) => kind);
    expect(await kinds(AREA)).toEqual(["01"]);
    expect(await kinds(`(area: { grids: ["${id("grid", 3)}"] })`)).toContain("06");
    expect(await kinds("(area: { bbox: [107.003, 29.002, 107.007, 29.006] })")).toEqual(["01"]);
    const undertaker = await ask("{ hotNow { computedAt } }", tokens["undertaker"]);
    expect(undertaker.errors![0]!.extensions!["code"]).toBe("FORBIDDEN");
  });

  it("what needs somebody is ordered by age, excess and whether anybody has it; late ones by village", async () => {
    const { data } = await ask(
      "{ needs(first: 20) { kind category place day weight } }",
      tokens["wall"],
    );
    expect(data!["needs"][0]).toMatchObject({
      ...{ kind: "HOT_AREA", category: "06", day: 29, place: "三湾村" },
    });
    await services.db.rows(sql`
      insert into clock (county_id, id, subject_kind, subject_id, kind, state, started_at, amount,
        unit, due_at, rule, source, law)
      select county_id, gen_random_uuid(), 'incidents', id, 'accept', 'running',
        now() - interval '5 days', 1, 'day',
        now() - case when n <= 3 then interval '4 days' else interval '1039 days' end,
        'x', 'x', false
      from (select *, row_number() over (order by id) as n from incident
        where category = '0603' limit 40) late`);
    const found = await needs(operatorOf(services, COUNTY), { first: 20 }, Date.now() + 120_000);
    const weights = found.map(({ weight }) => weight);
    expect(weights).toEqual([...weights].sort((one, other) => other - one));
    const late = found.filter(({ kind }) => kind === "OVERDUE");
    expect(late).toMatchObject([{ place: "三湾村", count: 3, day: 5, assigned: false }]);
    // Three years late, and many: told in one line, which does not lead for ever.
    const backlog = found.filter(({ kind }) => kind === "BACKLOG");
    expect(backlog).toMatchObject([{ place: null, village: null, count: 37, day: 1040 }]);
    expect(backlog[0]!.weight).toBeLessThan(late[0]!.weight);
    expect(Math.max(...weights)).toBe(found.find(({ category }) => category === "06")!.weight);
  });

  it("a wall hears that something changed, and after its connection broke what it missed", async () => {
    const heard: string[] = [];
    const watch = (after: string | null) => {
      const client = service.socket(tokens["wall"]);
      const told = client.iterate<{ dashboardChanged: { position: string } }>({
        query: "subscription($after: String) { dashboardChanged(after: $after) { position } }",
        variables: { after },
      });
      void (async () => {
        for await (const { data } of told) if (data) heard.push(data.dashboardChanged.position);
      })().catch(() => undefined);
      return () => client.terminate();
    };
    const report = async () =>
      (
        await ask(
          `mutation { createIncident(input: { county: ${COUNTY}, title: "新", category: "0603",
            occurredFrom: "${at(400)}", geometry: { type: "Point", coordinates: [107.004, 29.004] }
          }) { id } }`,
          tokens["admin"],
        )
      ).errors;
    const { data } = await ask("{ changesPosition }", tokens["wall"]);
    let stop = watch(data!["changesPosition"]);
    for (let broken = 0; broken < BROKEN; broken++) {
      expect(await report()).toBeUndefined();
      await expect.poll(() => heard.length, { timeout: 5000 }).toBe(2 * broken + 1);
      stop();
      await expect.poll(() => services.events.open).toBe(0);
      expect(await report()).toBeUndefined();
      stop = watch(heard.at(-1)!);
      await expect.poll(() => heard.length, { timeout: 5000 }).toBe(2 * broken + 2);
    }
    // Hot areas were looked for anew: it is told too, though no row of any layer is another.
    expect(await look(NOW + HOUR)).not.toBeNull();
    await expect.poll(() => heard.length, { timeout: 5000 }).toBe(2 * BROKEN + 1);
    stop();
  });

  it("newest incidents are of no delicate kind, which is counted", async () => {
    const { data } = await ask(TILES(), tokens["analyst"]);
    const { newestIncidents, categoryBands } = data!;
    expect(newestIncidents.delicate).toBe(6);
    // Of twenty days the first may be today, which is not over.
    expect([6 * 19, 6 * 20]).toContain(categoryBands.delicate);
    expect(newestIncidents.incidents).toHaveLength(6);
    // A row is told from others, and from itself a moment ago not; by no id that finds an object.
    const ids = newestIncidents.incidents.map((row: { id: string }) => row.id);
    expect(new Set(ids).size).toBe(6);
    const again = await ask("{ newestIncidents { incidents { id } } }", tokens["wall"]);
    expect(again.data!["newestIncidents"].incidents).toEqual(ids.map((id: string) => ({ id })));
    for (const opaque of ids) expect(opaque).toMatch(/^[\w-]{43}$/);
    for (const { category } of newestIncidents.incidents) expect(category).not.toBe("0201");
    expect(categoryBands.categories.map((c: { category: string }) => c.category)).not.toContain(
      "02",
    );
  });

  it("counts by days and hours of the county's own clock, also where clocks are changed", async () => {
    await services.db.rows(sql`update county set time_zone = 'America/New_York'`);
    services.counties.forget();
    const operator = operatorOf(services, COUNTY);
    // Clocks go back on 1 November 2026: 28 days of 24 hours and one of 25.
    const now = Date.parse("2026-11-15T12:00:00-05:00");
    await plantIncidents(engine, [
      { lon: 107.005, lat: 29.004, at: "2026-10-18T00:30:00-04:00" },
      { lon: 107.005, lat: 29.004, at: "2026-11-14T23:30:00-05:00" },
      { lon: 107.005, lat: 29.004, at: "2026-11-15T00:30:00-05:00" },
    ]);
    await services.db.transaction((tx) => raiseVersions(tx, COUNTY, ["incidents"]));
    const days = await lastDays(operator, {}, now);
    expect(days).toMatchObject({ from: "2026-10-18", to: "2026-11-14" });
    expect(days.days).toHaveLength(28);
    expect(days.days[0]).toBeGreaterThanOrEqual(1);
    const { hours, weekday, hour } = await usualWeek(operator, {}, now);
    expect({ weekday, hour }).toEqual({ weekday: 7, hour: 12 });
    expect(hours.find((h) => h.weekday === 6 && h.hour === 23)!.count).toBeGreaterThanOrEqual(1);
    await services.db.rows(sql`update county set time_zone = 'Asia/Shanghai'`);
    services.counties.forget();
  });

  it("refuses another county's area, what is no number of rows, and a layout of unknown tiles", async () => {
    const code = async (query: string, variables?: object) =>
      (await service.as(tokens["analyst"])(query, variables as never)).errors?.[0]?.extensions?.[
        "code"
      ];
    expect(await code("{ hotNow(area: { county: 510704 }) { computedAt } }")).toBe(
      "BAD_USER_INPUT",
    );
    expect(await code("{ lastDays(area: { county: 510704 }) { count } }")).toBe("BAD_USER_INPUT");
    expect(await code("{ needs(first: 0) { id } }")).toBe("BAD_USER_INPUT");
    expect(await code("{ newestIncidents(first: 51) { delicate } }")).toBe("BAD_USER_INPUT");
    expect(await code(`{ publicBoard(county: 1) { latestMonth } }`)).toBe("BAD_USER_INPUT");
    expect(await code("{ display(county: 510704) { now } }")).toBe("BAD_USER_INPUT");
    expect(
      await code('{ incidentStats(filter: { from: "2026-02-30T00:00:00Z" }) { total { count } } }'),
    ).toBe("BAD_USER_INPUT");
    const save = (layout: object, template = "WALL") =>
      code(
        `mutation($layout: JSON!) { createDashboard(input: { county: ${COUNTY}, title: "厅",
          template: "${template}", layout: $layout }) { id } }`,
        { layout },
      );
    for (const layout of [
      {},
      { tiles: [] },
      { tiles: ["weather"] },
      { tiles: ["today", "today"] },
      { tiles: ["today"], more: 1 },
    ])
      expect(await save(layout), JSON.stringify(layout)).toBe("BAD_USER_INPUT");
    expect(await save({ tiles: ["today"] }, "CINEMA")).toBe("BAD_USER_INPUT");
    expect(await save({ tiles: ["today"], view: { rotate: 40 } })).toBeUndefined();
  });
});
