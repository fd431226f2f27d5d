import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { findPostgres } from "../harness/find-postgres.js";
import { findChromium, openBrowser } from "./browser.js";
import { type ByHand, Hand, type TimesByHand } from "./figures-by-hand.js";
import { Pages } from "./pages.js";
import { type Cities, type CityName, lacking, startCities } from "./real-cities.js";
import { Shown } from "./shown-figures.js";

vi.setConfig({ testTimeout: 240_000 });

const executable = findChromium();
const why = !process.env["HEARTHGRID_SOAK"]
  ? "HEARTHGRID_SOAK is not set"
  : !executable
    ? "no Chromium"
    : !findPostgres()
      ? "no PostGIS"
      : lacking() && `no ${lacking()} in HEARTHGRID_BENCH_DATA`;

describe.skipIf(why)(`one question of real cities${why ? ` (${why})` : ""}`, () => {
  let cities: Cities, browser: Browser, pages: Pages, hand: Hand;
  beforeAll(async () => {
    [cities, browser] = await Promise.all([startCities(), openBrowser(executable!)]);
    pages = new Pages(browser, cities);
    hand = await Hand.of(cities.databaseUrl);
  }, 480_000);
  afterEach(async () => {
    await pages.close();
    expect(pages.faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await hand?.close();
    await cities?.stop();
  });

  /** Analyse as it opens by a link, and how long its first figures and its hexagons took. */
  async function open(name: CityName | "ANALYST", hash: string): Promise<[Page, Shown]> {
    const begun = performance.now();
    const page = await pages.open(name, hash, { path: "analyse" });
    page.setDefaultTimeout(60_000);
    const shown = new Shown(page);
    await shown.settled();
    console.info(`${name} ${hash}: figures in ${Math.round(performance.now() - begun)} ms`);
    return [page, shown];
  }

  /** All that is shown of a question is what SQL by hand says. */
  async function holds(shown: Shown, q: ByHand, times: TimesByHand): Promise<void> {
    const isKnown = times === "KNOWN";
    const [all, vague] = [await hand.count(q), await hand.vague(q)];
    const total = isKnown ? all - vague : all;
    await expect.poll(() => shown.total()).toBe(total);
    if (vague > 0) expect(await shown.vague()).toBe(vague);
    const before = await hand.before(q, isKnown);
    const percent = before.map((n) => (n > 0 ? Math.round((100 * (total - n)) / n) : null));
    expect(await shown.changes()).toEqual(percent);
    const hours = await hand.hours(q, times);
    (await shown.hours()).forEach((n, i) => {
      expect(Math.abs(n - hours[i]!), `hour ${i}: ${n} ≠ ${hours[i]}`).toBeLessThan(0.0501);
    });
    if (times !== "OVERLAP") expect(hours.reduce((a, b) => a + b, 0)).toBeCloseTo(total, 6);
    for (const [label, what] of [
      ["等级", "level || ' 级'"],
      [
        "来源",
        `coalesce((select max(name_zh) from category c where c.county_id = i.county_id
          and c.kind = 'incident-source' and c.code = i.source), source, '不详')`,
      ],
    ] as const)
      expect(await shown.bars(label)).toEqual(await hand.by(q, what, isKnown));
    const kinds = [...(await shown.bars("类别")).values()].reduce((a, b) => a + b, 0);
    expect(kinds).toBe(total);
    const days = await hand.by(q, "a::date", isKnown);
    const bars = await shown.days();
    for (const [day, n] of days) expect(bars.get(day), day).toBe(n);
  }

  test("New York: cars stolen between two moments count by their share, not at all, or wherever they may", async () => {
    const q = { ...cities.cityOf("New York"), from: "2017-01-01", to: "2017-12-31" };
    const [page, shown] = await open("New York", `time=${q.from}..${q.to}`);
    await holds(shown, q, "SPREAD");
    const times = page.locator(".analyse-times select");
    for (const way of ["KNOWN", "OVERLAP", "SPREAD"] as const) {
      await times.selectOption(way);
      await holds(shown, q, way);
    }
    // Nights over midnight: what of each theft lies in them.
    await page.getByLabel("时段，如 22-6").fill("22-6");
    await page.getByRole("button", { name: "加上" }).click();
    await page.getByRole("button", { name: "去掉每天 22–06" }).waitFor();
    for (const way of ["SPREAD", "KNOWN"] as const) {
      await times.selectOption(way);
      const hours = await hand.hours(q, way);
      const night = hours.reduce((sum, n, i) => sum + (i % 24 >= 22 || i % 24 < 6 ? n : 0), 0);
      await expect.poll(() => shown.total()).toBeCloseTo(night, 0);
      // The clock itself goes on showing all hours.
      expect((await shown.hours()).reduce((a, b) => a + b, 0)).toBeCloseTo(
        hours.reduce((a, b) => a + b, 0),
        -1,
      );
    }
  });

  test("Memphis: known times of robberies by clock, category and day", async () => {
    const q = { ...cities.cityOf("Memphis"), from: "2019-07-01", to: "2019-12-31" };
    const [, shown] = await open("Memphis", `time=${q.from}..${q.to}`);
    await holds(shown, q, "SPREAD");
  });

  test("Leipzig: 629 of 2,022 stand on 57 default places; a click leaves them out of every view", async () => {
    // The box around its 63 districts.
    const box = [12.236667, 51.238092, 12.542492, 51.448033];
    const [w, s, e, n] = box;
    const inBox = `ST_X(geom) between ${w} and ${e} and ST_Y(geom) between ${s} and ${n}`;
    const q = {
      ...{ ...cities.cityOf("Leipzig"), from: "2015-01-01", to: "2026-12-31" },
      and: inBox,
    };
    const places = await hand.rows<{ n: string; ids: string[] }>(`
      select count(*) n, array_agg(id::text) ids from (
        select id, nullif(trim(address), '') as street,
          ST_ClusterDBSCAN(ST_MakePoint(x_m, y_m), 1, 1) over () as place
        from incident where county_id = ${q.county} and ${inBox}) i
      group by place having count(*) >= 5
        and (count(distinct street) >= 3 or 2 * count(*) filter (where street is null) >= count(*))`);
    const onThem = places.reduce((sum, { n }) => sum + Number(n), 0);
    expect([await hand.count(q), places.length, onThem]).toEqual([2022, 57, 629]);
    const [page, shown] = await open("Leipzig", `area=bbox:${box}&time=${q.from}..${q.to}`);
    await holds(shown, q, "SPREAD");
    const withThem = await shown.hot();
    const chip = page.getByRole("button", { name: /默认点/ });
    expect(await chip.innerText()).toBe("31% 在 57 个默认点");
    await chip.click();
    await page.getByText("已排除 57 个默认点").waitFor();
    const ids = places.flatMap((place) => place.ids).map((id) => `'${id}'`);
    const rest = { ...q, and: `${inBox} and id::text not in (${ids.join(", ")})` };
    expect(await hand.count(rest)).toBe(1393);
    await holds(shown, rest, "SPREAD");
    const without = await shown.hot();
    console.info(
      `hot cells at 250 m with and without default places: ${JSON.stringify([withThem, without])}`,
    );
    // What stands on a default hides what is hot by itself: it takes the variance.
    expect(without.hot).toBeGreaterThan(withThem.hot);
  });

  test("Britain: 140,029 on cells of 5 km, told that they are raw counts; the map is where they are", async () => {
    const q = { ...cities.cityOf("Britain"), from: "2015-06-01", to: "2015-06-01" };
    const [page, shown] = await open("Britain", `time=${q.from}..${q.to}`);
    await expect.poll(() => shown.total()).toBe(140_029);
    expect(await shown.vague()).toBe(await hand.vague(q));
    // 250 m are too many for a country: the next that fit are taken.
    await expect.poll(() => page.url(), { timeout: 60_000 }).toContain("cell=5000");
    const { cells, hot } = await shown.hot();
    expect(hot).toBeGreaterThan(0);
    const f = {
      area: { county: q.county },
      ...{ from: "2015-05-31T23:00:00Z", to: "2015-06-01T23:00:00Z" },
    };
    const all: { id: string; count: number; geometry: unknown }[] = [];
    for (let after: string | null = null; ; after = all.at(-1)!.id) {
      const { hotspots } = await cities.ask<any>(
        "Britain",
        `query ($f: IncidentFilter!, $after: ID) { hotspots(filter: $f, unit: { hex: 5000 }) {
          cells(after: $after) { id count geometry } sheet { n } } }`,
        { f, after },
      );
      expect(hotspots.sheet.n).toBe(cells);
      if (hotspots.cells.length === 0) break;
      all.push(...hotspots.cells);
    }
    expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(140_029);
    const most = all.toSorted((a, b) => b.count - a.count)[0]!;
    const [{ n }] = (await hand.rows<{ n: string }>(`
      select count(*) n from incident where county_id = ${q.county} and
        ST_Covers(ST_GeomFromGeoJSON('${JSON.stringify(most.geometry)}'), geom)`)) as [
      { n: string },
    ];
    // An edge is straight in metres, and nearly so in degrees.
    expect(Math.abs(Number(n) / most.count - 1)).toBeLessThan(0.01);
    const [, zoom, lat, lng] = /map=([\d.]+)\/([-\d.]+)\/([-\d.]+)/.exec(page.url())!.map(Number);
    expect(lat).toBeGreaterThan(50);
    expect(lat).toBeLessThan(59);
    expect(Math.abs(lng! + 2)).toBeLessThan(3);
    expect(zoom).toBeLessThan(8);
    await page.keyboard.press("i");
    await page.getByRole("heading", { name: "注意" }).waitFor();
    expect(await page.locator(".analyse-sheet").innerText()).toContain("原始计数：人多处样样都多");
  });

  test("the demonstration county: the ranking counts each grid, the note says the numbers of the page", async () => {
    const q = {
      ...{ county: 510799, zone: "Asia/Shanghai" },
      ...{ from: "2026-01-01", to: "2026-03-31" },
    };
    const [page, shown] = await open("ANALYST", `time=${q.from}..${q.to}`);
    await holds(shown, q, "SPREAD");
    await page.getByRole("button", { name: /^全部 \d+ 个网格$/ }).click();
    const ofGrids = await hand.by(
      { ...q, and: "grid_id is not null" },
      "(select max(name) from grid g where g.county_id = i.county_id and g.id = i.grid_id)",
    );
    const ranked = await shown.ranked();
    // Dedicated grids, where nobody lives, have no rate and no place.
    expect(ranked.size).toBeGreaterThan(50);
    for (const [name, n] of ranked) expect(n, name).toBe(ofGrids.get(name) ?? 0);
    const total = await shown.total();
    const hours = await hand.hours(q, "SPREAD");
    await page.getByRole("button", { name: "一页简报" }).click();
    const said = await page.locator(".analyse-note ol").innerText();
    expect(said.replaceAll(",", "")).toContain(String(total));
    const six = Array.from({ length: 24 }, (_, from) =>
      hours.reduce((sum, n, i) => sum + ((i - from + 24) % 24 < 6 ? n : 0), 0),
    );
    expect(said.replaceAll(",", "")).toContain(`${Math.round(Math.max(...six))} 件`);
  });
});
