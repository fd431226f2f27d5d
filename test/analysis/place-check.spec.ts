import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { knotted, type Planted, plantIncidents } from "../fixtures/planted-incidents.js";
import { answered, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

/** A year of its own for each test: the small county's own incidents are of 2026. */
const during = (year: number) =>
  `from: "${year}-01-01T00:00:00Z", to: "${year + 1}-01-01T00:00:00Z"`;
const at = (year: number) => ({ at: `${year}-05-06T07:08:09Z` });

const PLACES = "share incidents places { point name incidents streets addresses without }";

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(() => service.close());

  const ask = async (query: string, role = "analyst") => {
    const [answer] = Object.values(await answered(service.as(tokens[role]), `{ ${query} }`));
    return answer;
  };
  const refused = async (query: string, role = "analyst") =>
    (await service.as(tokens[role])(`{ ${query} }`)).errors?.[0]?.message;
  const plant = async (rows: readonly Planted[]) => {
    await plantIncidents(services.db.engine, rows);
    await services.db.rows(sql`insert into data_version (county_id, subject_kind, slot, version)
      values (${COUNTY}, 'incidents', gen_random_uuid(), 1)`);
  };
  const piled = (n: number, place: Partial<Planted>, address: (k: number) => string | null) =>
    Array.from({ length: n }, (_, k) => ({
      lon: 107.0133,
      lat: 29.0161,
      ...place,
      address: address(k),
    }));

  it("finds the default places that were planted and no other, and leaves them out by a click", async () => {
    const year = 2001;
    const random = knotted(7, 240, at(year));
    await plant(random);
    const check = () => ask(`placeCheck(filter: { ${during(year)} }) { ${PLACES} }`);
    expect(await check()).toEqual({ share: 0, incidents: 240, places: [] });
    await plant([
      // Of nine streets, within a metre of each other and across squares of a metre.
      ...piled(9, at(year), (k) => `${k}街${k}号`).map((row, k) => ({
        ...row,
        lon: row.lon + (k % 3) * 3e-6,
      })),
      // Half without an address; in the market, which is open to all.
      ...piled(6, { ...at(year), lon: 107.0143, lat: 29.0043 }, (k) =>
        k % 2 ? "集市路3号" : null,
      ),
      // A busy house: many numbers of one street are no default.
      ...piled(12, { ...at(year), lon: 107.0171, lat: 29.0171 }, (k) => `东城街${k}号`),
      // Family matters stand on no list, however many there are.
      ...piled(8, { ...at(year), lon: 107.0033, lat: 29.0043, category: "0201" }, (k) => `${k}街`),
    ]);
    const { share, incidents, places } = await check();
    expect([incidents, share]).toEqual([267, 15 / 267]);
    expect(places).toMatchObject([
      { name: null, incidents: 9, streets: 9, addresses: 9, without: 0 },
      { name: null, incidents: 6, streets: 1, addresses: 1, without: 3 },
    ]);
    expect(places[0].point[1]).toBeCloseTo(29.0161, 6);
    const points = JSON.stringify(places.map((p: { point: number[] }) => p.point));
    const filter = `filter: { ${during(year)}, notAt: ${points} }`;
    expect((await ask(`placeCheck(${filter}) { ${PLACES} }`)).places).toEqual([]);
    expect((await ask(`incidents(${filter}) { totalCount }`)).totalCount).toBe(275 - 15);
    expect((await ask(`hotspots(${filter}) { incidents }`)).incidents).toBe(275 - 15);
    expect(await refused("incidents(filter: { notAt: [[107]] }) { totalCount }")).toMatch(/notAt/);
  });

  it("names a place that is open to all, or where twenty live, and no other dwelling", async () => {
    const year = 2002;
    await services.db.rows(sql`insert into parcel (county_id, id, created_by, updated_by, name, kind, geom)
      select ${COUNTY}, gen_random_uuid(), 'x', 'x', name, kind,
        ST_Multi(ST_MakeEnvelope(lon, 29.006, lon + 0.0002, 29.0062, 4326))
      from (values ('东门市场', 'market', 107.016), ('某家宅', 'compound', 107.017)) v(name, kind, lon)`);
    await plant(
      [107.0161, 107.0171, 107.0032].flatMap((lon, k) =>
        piled(5 + k, { ...at(year), lon, lat: k === 2 ? 29.0042 : 29.0061 }, (i) => `${i}街`),
      ),
    );
    const places = async () =>
      (await ask(`placeCheck(filter: { ${during(year)} }) { places { name incidents } }`)).places;
    expect(await places()).toEqual([
      { name: null, incidents: 7 },
      { name: null, incidents: 6 },
      { name: "东门市场", incidents: 5 },
    ]);
  });

  it("tells the places of an area by how many they had, names what is open to all, and no house", async () => {
    const year = 2004;
    const near = (lon: number, lat = 29.0061) => ({ ...at(year), lon, lat });
    await plant([
      // Two stalls of the market are one place; two houses are two.
      ...piled(3, near(107.01605), () => null),
      ...piled(2, near(107.01615), () => null),
      ...piled(4, near(107.0171), () => null),
      ...piled(2, near(107.0175), () => null),
      ...piled(1, near(107.0177), () => null),
      ...piled(9, { ...near(107.0171), category: "0201" }, () => null),
    ]);
    expect(
      await ask(`repeatPlaces(filter: { ${during(year)} }) {
        incidents placeCount repeatIncidents places { name incidents } }`),
    ).toEqual({
      ...{ incidents: 12, placeCount: 4, repeatIncidents: 11 },
      places: [
        { name: "东门市场", incidents: 5 },
        { name: null, incidents: 4 },
        { name: null, incidents: 2 },
      ],
    });
    expect(
      await ask(`repeatPlaces(filter: { ${during(1985)} }) { placeCount places { name } }`),
    ).toEqual({ placeCount: 0, places: [] });
  });

  it("adds up to the incidents in a density, and finds those that follow one another", async () => {
    const year = 2003;
    await plant(
      Array.from({ length: 60 }, (_, k) => ({
        lon: 107.004 + (k % 20) * 5e-4,
        lat: 29.008 + (k % 20) * 1e-4,
        // Three at a place within two days, the next place a week and a half later.
        at: new Date(
          Date.UTC(year, 0, 3) + ((k % 20) * 10 + Math.floor(k / 20)) * 86_400_000,
        ).toISOString(),
      })),
    );
    const density = await ask(
      `density(filter: { ${during(year)} }, radiusMetres: 200, pixels: 128)
        { columns rows corners radiusMetres values peak incidents reason }`,
    );
    expect(density).toMatchObject({ incidents: 60, reason: null, radiusMetres: 200 });
    const [nw, ne, se] = density.corners as [number, number][];
    const km2 =
      ((ne![0] - nw![0]) * 97.4 * (nw![1] - se![1]) * 110.8) / (density.columns * density.rows);
    const sum = density.values.reduce((a: number, b: number) => a + b, 0) * km2;
    expect(sum).toBeGreaterThan(58);
    expect(sum).toBeLessThan(62);
    const repeats = await ask(
      `nearRepeat(filter: { ${during(year)} }) { incidents reason bands { samePlace days pairs ratio p } }`,
    );
    expect(repeats.incidents).toBe(60);
    const [same] = repeats.bands.filter(
      (b: { samePlace: boolean; days: number[] }) => b.samePlace && b.days[0] === 0,
    );
    expect(same).toMatchObject({ pairs: 60 });
    expect(same.p).toBeLessThan(0.01);
    for (const query of ["density", "nearRepeat"])
      expect(await ask(`${query}(filter: { ${during(1985)} }) { incidents reason }`)).toMatchObject(
        {
          incidents: 0,
          reason: "few-points",
        },
      );
    expect(await refused("density(radiusMetres: 1) { peak }")).toMatch(
      /radiusMetres: 50 to 50,000/,
    );
    expect(await refused("nearRepeat(metres: [300, 100]) { incidents }")).toMatch(
      /metres: .*ascending/,
    );
  });

  it("answers nobody who may not see incidents", async () => {
    for (const query of [
      "placeCheck { share }",
      "density { peak }",
      "nearRepeat { incidents }",
      "repeatPlaces { incidents }",
    ]) {
      expect(await refused(query, "auditor")).toMatch(/incidents: your role does not include/);
      expect((await service.as()(`{ ${query} }`)).errors![0]!.extensions!["code"]).toBe(
        "UNAUTHENTICATED",
      );
    }
  });

  it("says of none, of one and of many at one place what it can, and where a window ends before it begins", async () => {
    const one = { lon: 107.0113, lat: 29.0057 };
    await plant([
      { ...one, ...at(1987) },
      ...Array.from({ length: 40 }, () => ({ ...one, ...at(1988), address: "东城街1号" })),
    ]);
    const fields: Record<string, string> = {
      placeCheck: "incidents share places { name }",
      repeatPlaces: "incidents placeCount repeatIncidents places { incidents }",
      density: "incidents reason columns values peak",
      nearRepeat: "incidents reason bands { samePlace pairs }",
      concentration: "incidents held reason { code } figures { placesForHalf }",
    };
    const told = async (year: number) => {
      const asked = Object.entries(fields).map(
        ([name, some]) => `${name}(filter: { ${during(year)} }) { ${some} }`,
      );
      return answered(service.as(tokens["analyst"]), `{ ${asked.join(" ")} }`);
    };
    const blank = { columns: 0, values: [], peak: 0 };
    expect(await told(1986)).toMatchObject({
      placeCheck: { incidents: 0, share: 0, places: [] },
      repeatPlaces: { incidents: 0, placeCount: 0, repeatIncidents: 0, places: [] },
      density: { incidents: 0, reason: "few-points", ...blank },
      nearRepeat: { incidents: 0, reason: "few-points", bands: [] },
      concentration: { incidents: 0, held: 0, reason: { code: "no-incidents" }, figures: null },
    });
    expect(await told(1987)).toMatchObject({
      placeCheck: { incidents: 1, share: 0, places: [] },
      repeatPlaces: { incidents: 1, placeCount: 1, repeatIncidents: 0, places: [] },
      density: { incidents: 1, reason: "few-points", ...blank },
      nearRepeat: { incidents: 1, reason: "few-points", bands: [] },
      concentration: { incidents: 1, held: 1, reason: null },
    });
    const coincident = await told(1988);
    expect(coincident).toMatchObject({
      placeCheck: { incidents: 40, share: 0, places: [] },
      repeatPlaces: { incidents: 40, placeCount: 1, repeatIncidents: 40 },
      density: { incidents: 40, reason: "coincident", ...blank },
      nearRepeat: { incidents: 40 },
      concentration: { incidents: 40, held: 1, reason: null },
    });
    const pairs = (coincident["nearRepeat"].bands as { samePlace: boolean; pairs: number }[])
      .filter(({ samePlace }) => samePlace)
      .reduce((n, band) => n + band.pairs, 0);
    expect(pairs).toBe((40 * 39) / 2);
    // With a radius of one's own the one place is drawn.
    const drawn = await ask(
      `density(filter: { ${during(1988)} }, radiusMetres: 200, pixels: 16) { reason peak }`,
    );
    expect(drawn).toMatchObject({ reason: null, peak: expect.any(Number) });
    const backwards = `filter: { from: "1988-01-01T00:00:00Z", to: "1987-01-01T00:00:00Z" }`;
    for (const name of Object.keys(fields))
      expect(await refused(`${name}(${backwards}) { incidents }`), name).toMatch(/^to: must /);
  });

  it("takes an area of 10,000 vertices, and of one more says how to ask", async () => {
    const star = (n: number) =>
      Array.from({ length: n }, (_, i) => {
        const [angle, reach] = [(2 * Math.PI * i) / n, i % 2 ? 0.008 : 0.009];
        return [107.01 + reach * Math.cos(angle), 29.01 + reach * Math.sin(angle)];
      });
    const asking = async (n: number, declared: string, query: string) => {
      const ring = star(n - 1);
      const area = { polygon: { type: "Polygon", coordinates: [[...ring, ring[0]!]] } };
      const { data, errors } = await service.as(tokens["analyst"])(
        `query (${declared}) { figure: ${query} }`,
        { area, filter: { area } },
      );
      return data?.["figure"] ?? errors![0]!.extensions;
    };
    const filter = "$filter: IncidentFilter";
    for (const [declared, query, field] of [
      [filter, "hotspots(filter: $filter, unit: { hex: 300 }) { incidents }", "area.polygon"],
      [filter, "placeCheck(filter: $filter) { incidents }", "area.polygon"],
      [
        "$area: AreaInput!",
        "compareAreas(areas: [$area, { bbox: [107, 29, 107.02, 29.02] }]) { incidents }",
        "areas.0.polygon",
      ],
    ] as const) {
      const found = await asking(10_000, declared, query);
      expect(found, query).toMatchObject({ incidents: expect.any(Number) });
      const refusedWith = { code: "TOO_COSTLY", field };
      expect(await asking(10_001, declared, query), query).toMatchObject(refusedWith);
    }
  });
});
