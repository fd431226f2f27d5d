import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { hexCentre } from "../../geo/hotspots/hexagon.js";
import { localProjection } from "../../geo/projection.js";
import { type Asker, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

const ASK = `query ($filter: IncidentFilter, $unit: HotSpotUnitInput) {
  concentration(filter: $filter, unit: $unit) { incidents places held cellMetres
    figures { gini adjustedGini chanceGini placesForHalf placesForEighty shareOfTopFifth }
    curve { places incidents } method { code zh } mask { code } reason { code en }
    warnings { code } } }`;

/** Gini by its definition: the mean difference of all pairs over twice the mean. */
function giniOf(counts: readonly number[]): number {
  const total = counts.reduce((a, b) => a + b, 0);
  let differences = 0;
  for (const a of counts) for (const b of counts) differences += Math.abs(a - b);
  return differences / (2 * counts.length * total);
}

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService;
  const asks = new Map<string, Asker>();
  const plane = localProjection(107.01, 29.01);
  /** Of hexagons of 300 m and of grids: incidents put into the middle of a few. */
  const planted = [12, 6, 3, 3, 2, 1, 1];
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    service = await serve(services);
    for (const [role, token] of Object.entries(await tokensOf(services)))
      asks.set(role, service.as(token));
    asks.set("nobody", service.as());
    for (const [k, n] of planted.entries()) {
      const [x, y] = hexCentre(300, k - 3, 0);
      const [lon, lat] = plane.inverse(x, y);
      await services.db.rows(sql`insert into incident (county_id, id, created_by, updated_by,
          title, category, occurred_from, occurred_until, reported_at, geom, x_m, y_m)
        select ${COUNTY}, gen_random_uuid(), 'x', 'x', '', '0701', t, t, t,
          ST_SetSRID(ST_MakePoint(${lon}, ${lat}), 4326), ${x}, ${y}
        from generate_series(1, ${n}), (select timestamptz '2027-03-03 08:00+08' as t) m`);
    }
  });
  afterAll(() => service.close());

  const filter = { from: "2027-03-01T00:00:00+08:00", to: "2027-04-01T00:00:00+08:00" };
  const ask = async (role: string, variables: object) => {
    const { data, errors } = await asks.get(role)!(ASK, variables as Record<string, unknown>);
    return { told: data?.["concentration"], error: errors?.[0]?.extensions };
  };

  it("hexagons: curve and coefficients are those of the counts that were planted, zeros included", async () => {
    const { told } = await ask("analyst", { filter, unit: { hex: 300 } });
    expect(told).toMatchObject({ incidents: 28, held: 7, cellMetres: 300, reason: null });
    expect(told.places).toBeGreaterThan(20);
    const zeros = Array.from({ length: told.places - planted.length }, () => 0);
    const gini = giniOf([...planted, ...zeros]);
    expect(told.figures.gini).toBeCloseTo(gini, 9);
    // Bernasco and Steenbeek: against the evenest spread that 28 incidents can have.
    const evenest = told.places > 28 ? told.places / 28 : 1;
    expect(told.figures.adjustedGini).toBeCloseTo(evenest * gini - Math.max(evenest, 1) + 1, 9);
    expect(told.figures.chanceGini).toBeGreaterThan(0);
    expect(told.figures.chanceGini).toBeLessThan(told.figures.adjustedGini);
    expect(told.figures.placesForHalf).toBeCloseTo(2 / told.places, 9);
    expect(told.figures.placesForEighty).toBeCloseTo(4 / told.places, 9);
    expect(told.curve[0]).toEqual({ places: 0, incidents: 0 });
    expect(told.curve.at(-1)).toEqual({ places: 1, incidents: 1 });
    for (const [i, { places, incidents }] of told.curve.entries()) {
      if (i === 0) continue;
      const busiest = planted.slice(0, Math.round(places * told.places));
      expect(incidents).toBeCloseTo(busiest.reduce((a, b) => a + b, 0) / 28, 9);
    }
    expect(told.method).toMatchObject({ code: "concentration" });
    expect(told.mask.code).toBe("inside-villages");
  });

  it("grids and villages are counted where they are, those without incidents too", async () => {
    for (const [areas, places] of [
      ["GRID", 3],
      ["VILLAGE", 2],
    ] as const) {
      const { told } = await ask("analyst", { filter, unit: { areas } });
      const table = areas === "GRID" ? "grid" : "village";
      const rows = await services.db.rows<{ n: number }>(
        sql.raw(`select (select count(*)::int from incident i where i.county_id = ${COUNTY}
            and occurred_from >= '2027-03-01' and ST_Covers(a.geom, i.geom)
            -- What stands on a border is in the first by code.
            and not exists (select 1 from ${table} b where b.county_id = ${COUNTY}
              and b.code < a.code and ST_Covers(b.geom, i.geom))) as n
          from ${table} a where a.county_id = ${COUNTY}`),
      );
      expect(told.places).toBe(places);
      expect(told.incidents).toBe(rows.reduce((sum, { n }) => sum + n, 0));
      expect(told.held).toBe(rows.filter(({ n }) => n > 0).length);
      expect(told.figures.gini).toBeCloseTo(giniOf(rows.map(({ n }) => n)), 9);
    }
  });

  it("of none it says so, of one that they are fewer than the places", async () => {
    const from = "2030-01-01T00:00:00Z";
    const none = await ask("analyst", { filter: { from } });
    expect(none.told).toMatchObject({ incidents: 0, figures: null, curve: [] });
    expect(none.told.reason.code).toBe("no-incidents");
    await services.db.rows(sql`insert into incident (county_id, id, created_by, updated_by, title,
        category, occurred_from, occurred_until, reported_at, geom, x_m, y_m)
      values (${COUNTY}, gen_random_uuid(), 'x', 'x', '', '0701', '2030-02-01', '2030-02-01',
        '2030-02-01', 'SRID=4326;POINT(107.01 29.01)', 0, 0)`);
    const one = await ask("analyst", { filter: { from: "2030-01-02T00:00:00Z" } });
    expect(one.told).toMatchObject({ incidents: 1, held: 1 });
    // One incident is as even as one can be.
    expect(one.told.figures.adjustedGini).toBeCloseTo(0, 9);
    expect(one.told.warnings).toContainEqual({ code: "fewer-than-places" });
  });

  it("each role is told of what it may see on a map, no answer kept for another", async () => {
    const whole = await ask("analyst", { unit: { hex: 300 } });
    const worker = await ask("worker1", { unit: { hex: 300 } });
    expect(worker.told.incidents).toBeLessThan(whole.told.incidents);
    expect((await ask("analyst", { unit: { hex: 300 } })).told).toEqual(whole.told);
    expect((await ask("nobody", {})).error).toMatchObject({ code: "UNAUTHENTICATED" });
    expect((await ask("auditor", {})).error).toMatchObject({ code: "FORBIDDEN" });
    expect((await ask("analyst", { unit: { hex: 3 } })).error).toMatchObject({ field: "unit.hex" });
    const backwards = { from: filter.to, to: filter.from };
    expect((await ask("analyst", { filter: backwards })).error).toMatchObject({ field: "to" });
  });
});
