import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { hexQ, hexR, hexScale } from "../../geo/hotspots/hexagon.js";
import { knotted, plantIncidents } from "../fixtures/planted-incidents.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

const CELL = "id q r count own rate z p fdr bin stable reason";
const MAP = `incidents reason { code } cellCount(of: ALL)
  cells(of: ALL) { ${CELL} } sheet { statistic n incidents withoutRate stableMetres barredPairs
    mask { code zh en } method { code } values { code } warnings { code zh en }
    levels { level hot rawHot pCut } withoutValue { cells reason { code } } }`;

interface Cell {
  id: string;
  q: number;
  r: number;
  count: number;
  own: boolean;
  z: number | null;
  p: number | null;
  fdr: number | null;
  bin: number;
  rate: number | null;
  stable: boolean | null;
  reason: string | null;
}

const codesOf = ({ warnings }: { warnings: { code: string }[] }) => warnings.map((w) => w.code);

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  beforeAll(async () => {
    const engine = await makeEngine();
    services = await openSmallCounty(engine);
    await plantIncidents(engine, knotted(1, 300));
    await plantIncidents(engine, knotted(2, 100, { category: "0701", grid: 3 }));
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(() => service.close());

  const asked = (args: string, fields = MAP, role = "analyst") =>
    service.as(tokens[role])(`{ hotspots${args && `(${args})`} { ${fields} } }`);
  const map = async (args: string, fields = MAP, role = "analyst") => {
    const { data, errors } = await asked(args, fields, role);
    expect(errors).toBeUndefined();
    return data!["hotspots"];
  };
  const refusal = async (args: string, role = "analyst") => {
    const { errors } = await asked(args, "incidents", role);
    return `${errors?.[0]?.extensions?.["code"]} ${errors?.[0]?.message}`;
  };

  it("counts each incident in its cell as SQL by hand does, also under filter and area", async () => {
    for (const [args, where] of [
      ["", "true"],
      ['filter: { categories: ["0102"] }', "category = '0102'"],
      [
        `filter: { area: { bbox: [107.001, 29.001, 107.009, 29.012] } }`,
        "ST_X(geom) between 107.001 and 107.009 and ST_Y(geom) between 29.001 and 29.012",
      ],
      [`filter: { area: { grids: ["${id("grid", 3)}"] } }`, "grid_id::text like '%3'"],
    ] as const) {
      const { incidents, cells, sheet } = await map(`${args}${args && ", "}unit: { hex: 150 }`);
      const rows = await services.db.rows<{ x: number; y: number }>(
        sql.raw(`select x_m as x, y_m as y from incident where county_id = ${COUNTY} and ${where}`),
      );
      const scale = hexScale(150);
      const byHand = new Map<string, number>();
      for (const { x, y } of rows) {
        const key = `${hexQ(scale, x, y)},${hexR(scale, x, y)}`;
        byHand.set(key, (byHand.get(key) ?? 0) + 1);
      }
      expect(rows.length).toBeGreaterThan(50);
      // What no rate tells of is listed all the same, and said.
      expect([incidents, sheet.incidents]).toEqual([rows.length, rows.length]);
      expect(
        Object.fromEntries((cells as Cell[]).filter((c) => c.own).map((c) => [c.id, c.count])),
      ).toEqual(Object.fromEntries(byHand));
      const without = (cells as Cell[]).filter(({ reason }) => reason === "no-denominator");
      expect(cells.length - without.length).toBe(sheet.n);
      expect(without.reduce((n, { count }) => n + count, 0)).toBe(sheet.withoutRate);
      expect(without.every(({ rate, z, bin }) => rate === null && z === null && bin === 0)).toBe(
        true,
      );
    }
  });

  it("adjusts p of all cells by Benjamini and Hochberg, and bins by what comes out", async () => {
    const { cells, sheet } = (await map("unit: { hex: 150 }, statistic: GI_STAR")) as {
      cells: Cell[];
      sheet: any;
    };
    const rising = cells.filter((c) => c.p !== null).sort((a, b) => b.p! - a.p!);
    let least = 1;
    for (const [k, cell] of rising.entries()) {
      least = Math.min(least, (cell.p! * rising.length) / (rising.length - k));
      expect(cell.fdr).toBeCloseTo(least, 12);
      const bins = [0.1, 0.05, 0.01].filter((level) => cell.fdr! <= level).length;
      expect(cell.bin).toBe(bins * Math.sign(cell.z!) || 0);
    }
    const hot = cells.filter((c) => c.bin > 0);
    expect(hot.length).toBeGreaterThan(5);
    expect(sheet.levels[0].hot).toBe(hot.length);
    expect(sheet.barredPairs).toBeGreaterThan(3);
    expect(sheet.mask).toMatchObject({
      code: "inside-villages",
      zh: expect.stringMatching(/2 个村/),
    });
    expect(codesOf(sheet)).toContain("raw-counts");
    expect(sheet).toMatchObject({ statistic: "GI_STAR", withoutRate: 0 });
  });

  it("calls stable what the map of twice the size has hot there too, and nothing else", async () => {
    const found = { stable: 0, unstable: 0 };
    for (const [metres, statistic] of [
      [150, "GI_STAR"],
      [200, "GI_STAR"],
      [80, "EB_STREETS"],
    ] as const) {
      const of = `statistic: ${statistic}`;
      const twice = 2 * metres;
      const fine = (await map(`unit: { hex: ${metres} }, ${of}`)) as { cells: Cell[]; sheet: any };
      const coarse = (await map(`unit: { hex: ${twice} }, stable: false, ${of}`)) as typeof fine;
      expect([fine.sheet.stableMetres, coarse.sheet.stableMetres]).toEqual([twice, null]);
      const hot = new Set(coarse.cells.filter((c) => c.bin > 0).map((c) => c.id));
      const scale = hexScale(twice);
      for (const { q, r, bin, stable: said } of fine.cells) {
        const [x, y] = [metres * (q + r / 2), (metres * r * Math.sqrt(3)) / 2];
        const both = bin > 0 && hot.has(`${hexQ(scale, x, y)},${hexR(scale, x, y)}`);
        expect(said).toBe(both);
        if (bin > 0) found[both ? "stable" : "unstable"]++;
      }
    }
    // Of either kind: what is always stable tells nothing.
    expect(found.stable).toBeGreaterThan(2);
    expect(found.unstable).toBeGreaterThan(2);
  });

  it("relates incidents to kilometres of street where few live, and says why not to households", async () => {
    const along = [107.0005, 29.0041, 107.0165, 29.0061];
    const found = await map(
      `unit: { hex: 300 }, filter: { area: { bbox: [${along.join(", ")}] } }`,
      `cells(of: ALL) { id count rate geometry } sheet { statistic meanRate withoutRate
        values { code } warnings { code en params } }`,
    );
    expect(found.sheet).toMatchObject({
      ...{ statistic: "EB_STREETS", values: { code: "empirical-bayes-street-rate" } },
    });
    expect(codesOf(found.sheet)).toEqual(expect.arrayContaining(["households-few"]));
    expect(codesOf(found.sheet)).not.toContain("raw-counts");
    let [incidents, km] = [0, 0];
    for (const { count, rate, geometry } of found.cells) {
      const [row] = await services.db.rows<{ km: number }>(sql`
        select coalesce(sum(ST_Length(ST_Intersection(ST_Intersection(geom,
          ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(geometry)}), 4326)),
          ST_MakeEnvelope(${sql.raw(along.join(", "))}, 4326))::geography)), 0) / 1000
          as km from street where county_id = ${COUNTY}`);
      // Half a piece of 10 m for each time that a street comes over the rim.
      if (rate === null) expect(row!.km).toBeLessThan(0.06 + 0.02);
      else {
        expect(row!.km).toBeGreaterThan(0.06 - 0.02);
        incidents += count;
        km += row!.km;
      }
    }
    expect(km).toBeGreaterThan(1);
    expect(found.sheet.meanRate / (incidents / km)).toBeCloseTo(1, 1);
  });

  it("relates incidents to households where at least five live, and only those cells count", async () => {
    const rate = (fields: string) => map("unit: { hex: 500 }, statistic: EB_RATE", fields);
    const none = await rate("cells { rate reason } cellCount(of: ALL) reason { code }");
    expect(none.reason).toEqual({ code: "no-denominator" });
    expect(none.cells.length).toBe(none.cellCount);
    expect(none.cells[0]).toEqual({ rate: null, reason: "no-denominator" });
    // Six homes a place on a raster of 0.001 degrees, where a planner counts them too.
    await services.db.rows(sql`insert into household (county_id, id, created_by, updated_by, geom,
        coarse, grid_id, members)
      select ${COUNTY}, gen_random_uuid(), 'x', 'x', p, p, null, 2 from generate_series(1, 6) k,
        generate_series(1, 19) i, generate_series(1, 19) j,
        lateral (select ST_SetSRID(ST_MakePoint(107 + i * 0.001, 29 + j * 0.001), 4326) as p) g
      where (i + j) % 2 = 0`);
    await services.db.rows(sql`insert into data_version (county_id, subject_kind, slot, version)
      values (${COUNTY}, 'households', gen_random_uuid(), 1)`);
    const found = await rate(
      `cells(of: ALL) { count rate bin } reason { code } sheet { n meanRate values { code }
        warnings { code } }`,
    );
    expect(found.reason).toBeNull();
    expect(found.sheet.values.code).toBe("empirical-bayes-rate");
    expect(codesOf(found.sheet)).not.toContain("raw-counts");
    const cells = (found.cells as Cell[]).filter(({ rate: of }) => of !== null);
    expect(cells.length).toBe(found.sheet.n);
    const [fullest] = [...cells].sort((a, b) => b.count - a.count);
    expect(fullest!.rate).toBeGreaterThan(2 * found.sheet.meanRate);
    // Where households are, they are what is taken; who may not see them is told so.
    expect((await map("unit: { hex: 500 }")).sheet.statistic).toBe("EB_RATE");
    const station = await map("unit: { hex: 500 }", MAP, "station");
    expect(station.sheet.statistic).not.toBe("EB_RATE");
    expect(codesOf(station.sheet)).toContain("households-unseen");
  });

  it("counts no household that is not the viewer's to count, nor one outside of the area", async () => {
    // One cell holds the county: the mean is all incidents over all households.
    const mean = async (args: string, role = "analyst") =>
      (await map(`unit: { hex: 9000 }, statistic: EB_RATE${args}`, "sheet { meanRate }", role))
        .sheet.meanRate;
    const of = async (ground: string) => {
      const [row] = await services.db.rows<{ homes: number; n: number }>(
        sql.raw(`select (select count(*)::float8 from household where retired_at is null
            and ST_Covers(${ground}, coarse)) as homes,
          (select count(*)::float8 from incident where ST_Covers(${ground}, geom)) as n`),
      );
      return row!;
    };
    const own = "(select ST_Union(geom) from grid where right(id::text, 1) in ('1', '2'))";
    const box = [107.0035, 29.0015, 107.0155, 29.0145];
    const all = await of("ST_MakeEnvelope(106, 28, 108, 30, 4326)");
    const drawn = await of(`ST_MakeEnvelope(${box.join(", ")}, 4326)`);
    const { homes } = await of(own);
    const [row] = await services.db.rows<{ n: number }>(sql`select count(*)::float8 as n
      from incident where right(grid_id::text, 1) in ('1', '2')`);
    expect(await mean("")).toBeCloseTo(all.n / all.homes, 12);
    expect(await mean(`, filter: { area: { bbox: [${box.join(", ")}] } }`)).toBeCloseTo(
      drawn.n / drawn.homes,
      12,
    );
    expect(await mean("", "worker1")).toBeCloseTo(row!.n / homes, 12);
    expect(homes).toBeLessThan(all.homes);
  });

  it("lists what tells something first, page after page, with outlines where asked for", async () => {
    const whole = (await map("unit: { hex: 80 }", `cells { ${CELL} geometry }`)).cells as Cell[];
    const first = await map("unit: { hex: 80 }", `cellCount cells(first: 7) { id geometry }`);
    expect(first.cellCount).toBe(whole.length);
    const after = first.cells.at(-1).id;
    const rest = await map("unit: { hex: 80 }", `cells(after: "${after}") { id }`);
    expect([...first.cells, ...rest.cells].map((c: Cell) => c.id)).toEqual(whole.map((c) => c.id));
    expect(whole.every((c) => c.own || c.bin !== 0)).toBe(true);
    expect(whole.some((c) => !c.own)).toBe(true);
    expect(first.cells[0].geometry.coordinates[0]).toHaveLength(7);
  });

  it("has no values, and says why, of no incident, of one, and of one place", async () => {
    const engine = services.db.engine;
    const none = await map('filter: { from: "1990-01-01T00:00:00Z", to: "1990-02-01T00:00:00Z" }');
    expect(none).toMatchObject({ incidents: 0, reason: { code: "no-incidents" } });
    const at = { lon: 107.0113, lat: 29.0057, at: "1991-01-05T00:00:00Z" };
    const year = 'filter: { from: "1991-01-01T00:00:00Z", to: "1992-01-01T00:00:00Z" }';
    await plantIncidents(engine, [at]);
    await services.db.rows(sql`update data_version set version = version + 1
      where county_id = ${COUNTY} and subject_kind = 'incidents'`);
    await services.db.rows(sql`insert into data_version (county_id, subject_kind, slot, version)
      values (${COUNTY}, 'incidents', gen_random_uuid(), 1)`);
    expect(await map(year)).toMatchObject({ incidents: 1, reason: { code: "few-points" } });
    await plantIncidents(
      engine,
      Array.from({ length: 60 }, () => at),
    );
    await services.db.rows(sql`insert into data_version (county_id, subject_kind, slot, version)
      values (${COUNTY}, 'incidents', gen_random_uuid(), 1)`);
    expect(await map(year)).toMatchObject({ incidents: 61, reason: { code: "coincident" } });
  });

  it("refuses cells too fine, too many cells, and a window that ends before it begins", async () => {
    expect(await refusal("unit: { hex: 0.1 }")).toMatch(/BAD_USER_INPUT unit.hex: 20 to 50000/);
    expect(
      await refusal("unit: { hex: 20 }, filter: { area: { bbox: [106, 28, 108, 30] } }"),
    ).toMatch(/TOO_COSTLY unit.hex: 20 m makes \d+ cells .* Ask for \d+ m or more/);
    expect(
      await refusal('filter: { from: "2026-02-01T00:00:00Z", to: "2026-01-01T00:00:00Z" }'),
    ).toMatch(/BAD_USER_INPUT to: must (not lie before|lie after) from/);
    expect(await refusal('filter: { categories: ["9999"] }')).toMatch(/BAD_USER_INPUT categories/);
  });

  it("counts what its viewer may see, and never answers one with another's map", async () => {
    const sums = new Map<string, number | string>();
    for (const role of ["analyst", "worker1", "resident", "auditor", "planner", "undertaker"]) {
      const { data, errors } = await asked(
        "unit: { hex: 150 }, statistic: GI_STAR",
        "incidents cells(of: ALL) { count }",
        role,
      );
      sums.set(role, data?.["hotspots"]?.incidents ?? errors![0]!.extensions!["code"]);
    }
    const [own] = await services.db.rows<{ n: number }>(sql`select count(*)::int as n from incident
      where county_id = ${COUNTY} and right(grid_id::text, 1) in ('1', '2')`);
    expect(sums.get("worker1")).toBe(own!.n);
    expect(sums.get("analyst")).toBeGreaterThan(own!.n);
    expect(Object.fromEntries(sums)).toMatchObject({
      planner: sums.get("analyst"),
      // Of those who see only what they wrote or handle, zeros elsewhere would be no zeros.
      ...{ resident: "FORBIDDEN", undertaker: "FORBIDDEN", auditor: "FORBIDDEN" },
    });
    const anonymous = await service.as()("{ hotspots { incidents } }");
    expect(anonymous.errors![0]!.extensions!["code"]).toBe("UNAUTHENTICATED");
    expect(await refusal("statistic: EB_RATE", "station")).toMatch(/FORBIDDEN households/);
  });
});
