import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { today } from "../../api/dashboard/today.service.js";
import type { Engine } from "../../db/engine/engine.js";
import { usualRange } from "../../geo/hotspots/usual-range.js";
import { addDays } from "../../geo/time/day.js";
import { localClock } from "../../geo/time/local-clock.js";
import { operatorOf } from "../analysis/new-york.js";
import { moreHouseholds, type Planted, plantIncidents } from "../fixtures/planted-incidents.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

/** Half past two in the afternoon of a Friday in Shanghai. */
const NOW = Date.parse("2026-11-20T06:30:00Z");
const DAY = "2026-11-20";
const HOURS = { kaifu: [3, 10, 14, 20], sanwan: [9, 18] };

const planted = (day: string, hour: number, grid: number, minute = 0): Planted => ({
  ...{ lon: 107.005, lat: 29.004, grid },
  at: `${day}T${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}:00+08:00`,
});

/** 150 days, the last of them with a rise in 三湾, and today. */
const DAYS = Array.from({ length: 150 }, (_, i) => addDays(DAY, i - 150));
const RISE_FROM = addDays(DAY, -6);
const PLANTED = [
  ...DAYS.flatMap((day) => [
    ...HOURS.kaifu.map((hour) => planted(day, hour, 1)),
    ...HOURS.sanwan.map((hour) => planted(day, hour, 3)),
    ...(day >= RISE_FROM ? [1, 2, 16, 17].map((hour) => planted(day, hour, 3)) : []),
  ]),
  ...Array.from({ length: 12 }, (_, i) => planted(DAY, 14, 1, 2 * i)),
  ...[15, 16, 17].map((hour) => planted(DAY, hour, 1)),
];

forEachEngine((makeEngine) => {
  let engine: Engine, services: Services, service: RunningService;
  beforeAll(async () => {
    engine = await makeEngine();
    services = await openSmallCounty(engine);
    await engine.pool.query("delete from incident");
    await plantIncidents(engine, PLANTED);
    await moreHouseholds(engine, 3, 20);
    service = await serve(services);
  });
  afterAll(() => service.close());
  const asked = (area?: { villages: string[] }, now = NOW) =>
    today(operatorOf(services, COUNTY), area, now);

  it("today is counted up to the minute, against this hour of the days before", async () => {
    const told = await asked();
    expect(told).toMatchObject({ day: DAY, count: 12, state: "ABOVE" });
    const before = [...HOURS.kaifu, ...HOURS.sanwan].filter((hour) => hour < 14.5).length;
    const soFar = DAYS.map((day) => before + (day >= RISE_FROM ? 2 : 0));
    const { expected, low, high } = usualRange(soFar)!;
    expect(told.usual).toEqual({ expected, low, high });
    expect(high).toBeLessThan(12);
  });

  it("a village above usual is named with the day and the counts; its neighbour is not", async () => {
    const told = await asked();
    expect(told.above).toMatchObject([
      { county: COUNTY, village: VILLAGES.sanwan, since: RISE_FROM, count: 36 },
    ]);
    expect(told.above[0]!.expected).toBeCloseTo(12, 0);
  });

  it("an area has its own range", async () => {
    const kaifu = await asked({ villages: [VILLAGES.kaifu] });
    expect(kaifu.above).toEqual([]);
    expect(kaifu.usual!.expected).toBeCloseTo(3, 1);
    const sanwan = await asked({ villages: [VILLAGES.sanwan] });
    expect(sanwan).toMatchObject({ count: 0, usual: { low: 0 }, state: "USUAL" });
    expect(sanwan.above).toHaveLength(1);
  });

  it("in the first eight weeks nothing is usual, and days before the first are no quiet ones", async () => {
    const early = await asked(undefined, Date.parse(`${DAYS[40]}T06:30:00Z`));
    expect(early).toMatchObject({ count: 4, usual: null, state: "UNKNOWN", above: [] });
    const later = await asked(undefined, Date.parse(`${DAYS[70]}T06:30:00Z`));
    expect(later.usual!.expected).toBeCloseTo(4, 1);
  });

  it("who may see a part is told of that part, a visitor of nothing", async () => {
    const tokens = await tokensOf(services);
    const clock = localClock("Asia/Shanghai");
    const at = new Date(clock.midnight(clock.dayAt(Date.now()))).toISOString();
    await plantIncidents(engine, [
      { lon: 107.005, lat: 29.004, grid: 1, at },
      { lon: 107.005, lat: 29.004, grid: 3, at },
      { lon: 107.005, lat: 29.004, grid: 3, at },
    ]);
    const ask = async (token?: string) => {
      const { data, errors } = await service.as(token)("{ today { count above { village } } }");
      return data?.["today"]?.count ?? errors?.[0]?.extensions?.["code"];
    };
    expect(await ask(tokens.admin)).toBe(3);
    expect(await ask(tokens.analyst)).toBe(3);
    expect(await ask(tokens.worker1)).toBe(1);
    expect(await ask()).toBe("UNAUTHENTICATED");
  });
});
