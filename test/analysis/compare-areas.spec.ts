import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compareAreas } from "../../api/analysis/compare-areas.service.js";
import { incidentStats } from "../../api/analysis/incident-stats.service.js";
import type { Services } from "../../api/core/services.js";
import { meanInterval } from "../../geo/hotspots/chance-range.js";
import { sharedRanks } from "../../geo/hotspots/shared-ranks.js";
import { randomOf } from "../../geo/random.js";
import { Against, RateBy, TimesCounted } from "../../schema/incident-stats.js";
import type { AreaInput } from "../../schema/inputs.js";
import { type Answer, type Asker, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, uuid, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { addNewYork, GRIDS, NEW_YORK, operatorOf } from "./new-york.js";

const COMPARE = `query ($areas: [AreaInput!]!, $filter: IncidentFilter, $rate: RateBy) {
  compareAreas(areas: $areas, filter: $filter, rate: $rate) { shared incidents total { count }
    areas { count incidents shared interval { low high } rate { value low high }
      rank { first last of } } overlaps { first second count } } }`;

/** A drawn area, a box, a circle, grids and a village that overlap, and the same by hand. */
const [WEST, EAST] = [107.004, 107.0185];
const AREAS: { area: AreaInput; where: string }[] = [
  {
    area: {
      polygon: {
        type: "Polygon",
        coordinates: [
          [
            [WEST, 29.001],
            [EAST, 29.001],
            [EAST, 29.0075],
            [WEST, 29.0075],
            [WEST, 29.001],
          ],
        ],
      },
    },
    where: `(ST_X(geom) between ${WEST} and ${EAST} and ST_Y(geom) between 29.001 and 29.0075)`,
  },
  {
    area: { bbox: [107.01, 29.002, 107.026, 29.01] },
    where: "(ST_X(geom) between 107.01 and 107.026 and ST_Y(geom) between 29.002 and 29.01)",
  },
  {
    area: { circle: { center: [107.015, 29.005], metres: 300 } },
    where: "ST_DWithin(geom::geography, 'SRID=4326;POINT(107.015 29.005)'::geography, 300)",
  },
  {
    area: { grids: GRIDS.slice(1).map((g) => `${NEW_YORK}-${g}`) },
    where: `grid_id in ('${GRIDS[1]}', '${GRIDS[2]}')`,
  },
  { area: { villages: ["900001001001"] }, where: `grid_id in ('${GRIDS[0]}', '${GRIDS[1]}')` },
  { area: { county: NEW_YORK }, where: "true" },
];
const areas = AREAS.map(({ area }) => area);

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService;
  const asks = new Map<string, Asker>();
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    await addNewYork(services);
    service = await serve(services);
    for (const [role, token] of Object.entries(await tokensOf(services)))
      asks.set(role, service.as(token));
    asks.set("nobody", service.as());
    await services.accounts.addAccount("sanwan", "网格员", ["worker1"], {
      county: COUNTY,
      villages: [VILLAGES.sanwan],
    });
    const { token } = await services.accounts.link("sanwan", false);
    asks.set("sanwan", service.as((await services.accounts.signInWithLink(token, false)).token));
  });
  afterAll(() => service.close());

  const ask = async (role: string, variables: Record<string, unknown>) => {
    const { data, errors }: Answer = await asks.get(role)!(COMPARE, variables);
    return { told: data?.["compareAreas"], error: errors?.[0]?.extensions };
  };

  it("each area, all together and each pair are what SQL by hand counts", async () => {
    const random = randomOf(5, "areas");
    for (let i = 0; i < 4; i++) {
      const level = random.integer(1, 4);
      const told = await compareAreas(operatorOf(services), {
        areas,
        filter: { level: { min: level } },
        times: TimesCounted.OVERLAP,
      });
      const byHand = async (where: string) => {
        const [row] = await services.db.rows<{ n: number }>(
          sql.raw(`select count(*)::int as n from incident where county_id = ${NEW_YORK}
            and retired_at is null and level >= ${level} and ${where}`),
        );
        return row!.n;
      };
      const wheres = AREAS.map((a) => `coalesce(${a.where}, false)`);
      const many = `(${wheres.map((w) => `(${w})::int`).join(" + ")})`;
      expect(told.total.count).toBe(await byHand(`${many} > 0`));
      expect(told.shared).toBe(await byHand(`${many} > 1`));
      for (const [k, where] of wheres.entries()) {
        expect(told.areas[k]!.count, where).toBe(await byHand(where));
        expect(told.areas[k]!.shared, where).toBe(await byHand(`${where} and ${many} > 1`));
        for (let other = k + 1; other < wheres.length; other++) {
          const found = told.overlaps.find((o) => o.first === k && o.second === other);
          expect(found?.count ?? 0).toBe(await byHand(`${where} and ${wheres[other]}`));
        }
      }
      const intervals = told.areas.map(({ count }) => meanInterval(count));
      expect(told.areas.map((a) => a.rank)).toEqual(sharedRanks(intervals));
    }
  });

  it("an area is told what incidentStats tells of it alone, its change and its chance too", async () => {
    const night = { clock: [{ from: "21:30", to: "05:00" }] };
    const window = { from: "2025-10-20T04:00:00Z", to: "2025-11-17T05:00:00Z" };
    for (const times of [TimesCounted.KNOWN, TimesCounted.SPREAD, TimesCounted.OVERLAP]) {
      const filter = { ...window, and: [night, { level: { min: 2 } }] };
      const compare = { against: Against.PRECEDING };
      const told = await compareAreas(operatorOf(services), { areas, filter, times, compare });
      for (const [i, area] of areas.entries()) {
        const own = await incidentStats(operatorOf(services), {
          filter: { ...filter, area },
          times,
          compare,
        });
        const { rank, rate, shared, incidents, ...total } = told.areas[i]!;
        expect(incidents).toBe(own.incidents);
        expect(told.compared).toEqual(own.compared);
        for (const name of ["count", "expected", "dispersion", "p"] as const)
          expect(total[name], `${name} of ${i}, ${times}`).toBeCloseTo(own.total[name]!, 9);
        expect([total.low, total.high]).toEqual([own.total.low, own.total.high]);
        expect(total.interval.high).toBeCloseTo(own.total.interval.high, 6);
        expect(rate).toBeNull();
      }
    }
  });

  it("twelve areas are one statement, and asked again none; a comparison is one more", async () => {
    let statements: string[] = [];
    services.db.watch = (text) => void (text.includes("mask") && statements.push(text));
    const twelve = [...areas, ...areas];
    const filter = { from: "2025-10-20T04:00:00Z", to: "2025-11-17T05:00:00Z", level: { max: 3 } };
    const question = { areas: twelve, filter };
    const first = await compareAreas(operatorOf(services), question);
    expect(statements).toHaveLength(1);
    expect(await compareAreas(operatorOf(services), question)).toEqual(first);
    expect(statements).toHaveLength(1);
    statements = [];
    const compare = { against: Against.LAST_YEAR };
    await compareAreas(operatorOf(services), { ...question, compare });
    expect(statements).toHaveLength(1);
    services.db.watch = undefined;
  });

  it("rates are of the households and streets in each area, for who may count them", async () => {
    await services.db.rows(sql`insert into household (county_id, id, created_by, updated_by, code,
        head_name, grid_id, geom, coarse)
      select ${COUNTY}, gen_random_uuid(), 'x', 'x', 'R' || n, '户', ${uuid("grid", 1)},
        'SRID=4326;POINT(107.004 29.004)', 'SRID=4326;POINT(107.004 29.004)'
      from generate_series(1, 60) n`);
    const both = [
      { grids: [id("grid", 1)] },
      { grids: [id("grid", 3)] },
      { bbox: [107, 29, 107.01, 29.02] },
      { villages: [VILLAGES.kaifu] },
    ];
    const { told } = await ask("analyst", { areas: both, rate: "HOUSEHOLDS" });
    const homes = async (where: string) => {
      const [row] = await services.db.rows<{ n: number }>(
        sql.raw(
          `select count(*)::int as n from household where county_id = ${COUNTY} and ${where}`,
        ),
      );
      return row!.n;
    };
    const inGrid = await homes(`grid_id = '${uuid("grid", 1)}'`);
    expect(told.areas[0].rate.value).toBeCloseTo((100 * told.areas[0].count) / inGrid, 9);
    const inBox = await homes("ST_X(coarse) <= 107.01 and ST_Y(coarse) <= 29.02");
    expect(told.areas[2].rate.value).toBeCloseTo((100 * told.areas[2].count) / inBox, 9);
    // Two households are no denominator, and what has no rate has no place among rates.
    expect(told.areas[1]).toMatchObject({ rate: null, rank: null });
    expect(told.areas[0].rank.of).toBe(3);
    const worker = await ask("worker3", { areas: both, rate: "HOUSEHOLDS" });
    for (const area of worker.told.areas) expect(area.rate).toBeNull();
    const streets = await ask("analyst", { areas: both, rate: "STREETS" });
    const stats = await incidentStats(operatorOf(services, COUNTY), {
      groupBy: ["GRID", "VILLAGE"] as never,
      rate: RateBy.STREETS,
    });
    const rateOf = (key: string) =>
      stats.views.flatMap((v) => v.groups).find((g) => g.key === key)!.rate!.value;
    expect(streets.told.areas[0].rate.value).toBeCloseTo(rateOf(id("grid", 1)), 6);
    expect(streets.told.areas[3].rate.value).toBeCloseTo(rateOf(VILLAGES.kaifu), 6);
  });

  it("each role is told of its own rows alone, and no answer kept for another", async () => {
    const two = [{ grids: [id("grid", 1)] }, { bbox: [107, 29, 107.02, 29.02] }];
    const { told: whole } = await ask("analyst", { areas: two });
    const { told: worker } = await ask("worker1", { areas: two });
    expect(worker.areas[0].count).toBe(whole.areas[0].count);
    expect(worker.areas[1].count).toBeLessThan(whole.areas[1].count);
    // Of the same role, whose statement is the same but for where they work.
    const { told: other } = await ask("sanwan", { areas: two });
    expect(other.areas[0].count).toBe(0);
    expect(other.areas[1].count).toBe(whole.areas[1].count - worker.areas[1].count);
    const { told: body } = await ask("undertaker", { areas: two });
    expect(body.areas[1].count).toBeLessThan(worker.areas[1].count);
    expect((await ask("analyst", { areas: two })).told).toEqual(whole);
    expect((await ask("nobody", { areas: two })).error).toMatchObject({ code: "UNAUTHENTICATED" });
    expect((await ask("auditor", { areas: two })).error).toMatchObject({ code: "FORBIDDEN" });
  });

  it("says what is wrong, and with which area", async () => {
    const wrong = async (list: unknown[]) => (await ask("analyst", { areas: list })).error;
    const box = { bbox: [107, 29, 107.01, 29.01] };
    const bad = (field: string) => ({ code: "BAD_USER_INPUT", field });
    expect(await wrong([box])).toMatchObject(bad("areas"));
    expect(await wrong(Array.from({ length: 13 }, () => box))).toMatchObject(bad("areas"));
    expect(await wrong([box, { bbox: [107, 29, 106, 29] }])).toMatchObject(bad("areas.1.bbox"));
    expect(await wrong([box, { county: 110101 }])).toMatchObject(bad("areas.1.county"));
    const saved = { saved: id("saved_area", 99) };
    expect(await wrong([box, saved])).toMatchObject({ code: "NOT_FOUND", field: "areas.1.saved" });
    const ring = [107, 107.02, 107.02, 107, 107].map((x, i) => [x, [29, 29.02, 29, 29.02, 29][i]]);
    const bow = { polygon: { type: "Polygon", coordinates: [ring] } };
    expect(await wrong([box, bow])).toMatchObject(bad("areas.1.polygon"));
  });
});
