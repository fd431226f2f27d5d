import { sql } from "drizzle-orm";
import type { Polygon } from "geojson";
import { beforeAll, expect, it } from "vitest";
import { incidentStats } from "../../api/analysis/incident-stats.service.js";
import type { Services } from "../../api/core/services.js";
import { addDays } from "../../geo/time/day.js";
import { RateBy } from "../../schema/incident-stats.js";
import { CountBy } from "../../schema/inputs.js";
import { GridsInForce } from "../fixtures/grids-in-force.js";
import { serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, uuid } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { operatorOf } from "./new-york.js";

const strip = (west: number, east: number): Polygon => ({
  type: "Polygon",
  coordinates: [
    [
      [west, 29],
      [east, 29],
      [east, 29.01],
      [west, 29.01],
      [west, 29],
    ],
  ],
});

forEachEngine((makeEngine) => {
  let services: Services;
  /** Local days: before both plans, of the first, of the second, and after. */
  let days: string[];

  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    const grids = new GridsInForce(services);
    // A row of places through both grids of the first village, on each of many days.
    await services.db.rows(sql`insert into incident (county_id, id, created_by, updated_by, title,
        category, occurred_from, occurred_until, reported_at, grid_id, geom)
      select ${COUNTY}, gen_random_uuid(), 'x', 'x', '', '0701', t, t, t,
        case when k < 10 then ${uuid("grid", 1)}::uuid else ${uuid("grid", 2)}::uuid end,
        ST_SetSRID(ST_MakePoint(107.0005 + k * 0.001, 29.005), 4326)
      from generate_series(0, 19) k, generate_series(295, 304) ago,
        lateral (select now() - ago * interval '1 day' as t) m`);
    // The first plan takes ground from the second grid, the second gives it to the first.
    await grids.redraw(uuid("grid", 2), strip(107.014, 107.02));
    await grids.redraw(uuid("grid", 1), strip(107, 107.014));
    const begun = await services.db.rows<{ day: string }>(
      sql`select distinct valid_from::text as day from grid
        where county_id = ${COUNTY} and valid_from > '2020-01-01' order by 1`,
    );
    const [first, second] = begun.map(({ day }) => day) as [string, string];
    days = [addDays(first, -1), first, second, addDays(second, 1)];
  });

  /** Counts by grid and by village by hand; `on`: of which day grids are. */
  async function byHand(on: string): Promise<Record<string, number>> {
    const rows = await services.db.rows<{ key: string; n: number }>(
      sql.raw(`select coalesce((select '${COUNTY}-' || coalesce(g.earlier_of_id, g.id) from grid g
          where g.county_id = ${COUNTY} and g.retired_at is null and ST_Covers(g.geom, i.geom)
            and g.valid_from <= ${on} and (g.valid_to is null or g.valid_to > ${on})), '') as key,
        count(*)::int as n
      from incident i where county_id = ${COUNTY} and category = '0701' and title = '' group by 1`),
    );
    return Object.fromEntries(rows.map(({ key, n }) => [key, n]));
  }

  async function told(on: string): Promise<Record<string, number>> {
    const { views } = await incidentStats(operatorOf(services, COUNTY), {
      filter: { categories: ["0701"], not: { text: "路灯" } },
      groupBy: [CountBy.GRID],
      grids: { on },
    });
    return Object.fromEntries(views[0]!.groups.map(({ key, count }) => [key, count]));
  }

  it("grids of a day are those of that day before, between and after two plans", async () => {
    const all: Record<string, number>[] = [];
    for (const day of days) {
      const found = await told(day);
      expect(found, day).toEqual(await byHand(`'${day}'::date`));
      all.push(found);
    }
    const [before, between, after, later] = all;
    expect(before).toEqual({ [id("grid", 1)]: 100, [id("grid", 2)]: 100 });
    expect(between).toEqual({ [id("grid", 1)]: 100, [id("grid", 2)]: 60, "": 40 });
    expect(after).toEqual({ [id("grid", 1)]: 140, [id("grid", 2)]: 60 });
    expect(later).toEqual(after);
  });

  it("rates by the grids of a day are of their borders then, and a grid that came later has no place", async () => {
    const later = "0190a000-0000-7000-8002-000000000077";
    await services.db.rows(sql`insert into grid (county_id, id, created_by, updated_by, code, name,
        village_code, valid_from, geom)
      select ${COUNTY}, ${later}::uuid, 'x', 'x', 'later', '后来网格', village_code,
        ${days[3]!}::date, ST_Multi(ST_MakeEnvelope(107.03, 29, 107.04, 29.01, 4326))
      from grid where id = ${uuid("grid", 1)}::uuid limit 1`);
    // Thirty where the second grid had the ground and then the first, and in what each kept.
    await services.db.rows(sql`insert into household (county_id, id, created_by, updated_by, geom,
        coarse, grid_id, members)
      select ${COUNTY}, gen_random_uuid(), 'x', 'x', p, p,
        case when lon > 107.03 then ${later}::uuid end, 2
      from generate_series(1, 30), unnest(array[107.005, 107.012, 107.017, 107.035]) lon,
        lateral (select ST_SetSRID(ST_MakePoint(lon, 29.005), 4326) as p) g`);
    const rates = async (on: string, by: CountBy, rate: RateBy) => {
      const { views } = await incidentStats(operatorOf(services, COUNTY), {
        filter: { categories: ["0701"], not: { text: "路灯" } },
        ...{ groupBy: [by], grids: { on }, rate },
      });
      const told = views[0]!.groups.map(({ key, rate: its }) => [key, its?.value ?? null] as const);
      return Object.fromEntries(told.filter(([key]) => key !== ""));
    };
    const [one, two] = [id("grid", 1), id("grid", 2)];
    const [before, , , after] = days as [string, string, string, string];
    const homes = await services.db.rows<{ east: number }>(sql`
      select count(*) filter (where ST_X(coarse) < 107.01)::int as east from household
      where county_id = ${COUNTY} and retired_at is null and ST_Y(coarse) < 29.01`);
    const west = homes[0]!.east;
    expect(await rates(before, CountBy.GRID, RateBy.HOUSEHOLDS)).toEqual({
      [one]: expect.closeTo(100 / (west / 100), 9),
      [two]: expect.closeTo(100 / (60 / 100), 9),
    });
    expect(await rates(after, CountBy.GRID, RateBy.HOUSEHOLDS)).toEqual({
      [one]: expect.closeTo(140 / ((west + 30) / 100), 9),
      [two]: expect.closeTo(60 / (30 / 100), 9),
      [`${COUNTY}-${later}`]: 0,
    });
    const streets = await rates(before, CountBy.GRID, RateBy.STREETS);
    expect(streets[one]! / streets[two]!).toBeCloseTo(1, 3);
    expect(Object.keys(streets)).toHaveLength(2);
  });

  it("as they were, an incident stays in the grid that held its place on its day", async () => {
    const service = await serve(services);
    const { admin } = await tokensOf(services);
    // Ground that the second grid had, then nobody, then the first.
    for (const day of days) {
      const { errors } = await service.as(admin)(
        `mutation { createIncident(input: { county: ${COUNTY}, title: "两案之间", category: "0603",
          occurredFrom: "${day}T04:00:00Z", geometry: { type: "Point",
          coordinates: [107.012, 29.005] } }) { id } }`,
      );
      expect(errors).toBeUndefined();
    }
    const { views } = await incidentStats(operatorOf(services, COUNTY), {
      filter: { text: "两案之间" },
      groupBy: [CountBy.GRID],
    });
    expect(Object.fromEntries(views[0]!.groups.map(({ key, count }) => [key, count]))).toEqual({
      ...{ [id("grid", 2)]: 1, [id("grid", 1)]: 2, "": 1 },
    });
    await service.close();
  });
});
