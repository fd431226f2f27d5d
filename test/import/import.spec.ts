import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import "reflect-metadata";
import { sql } from "drizzle-orm";
import commonJs from "gcoord";
import { beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { exportLayer } from "../../api/export/export.service.js";
import {
  type ImportOptions,
  type ImportReport,
  importLayer,
} from "../../api/import/import.service.js";
import { openServices } from "../../api/open-services.js";
import { migrate } from "../../db/migrate.js";
import { type LayerName, layerOf } from "../../schema/layers/index.js";
import { forEachEngine, freshDirectory } from "../harness/engines.js";

const gcoord = commonJs as unknown as typeof commonJs.default;

const square = (w: number, s: number, size = 0.01) => ({
  type: "Polygon",
  coordinates: [
    [
      [w, s],
      [w + size, s],
      [w + size, s + size],
      [w, s + size],
      [w, s],
    ],
  ],
});
/** What who draws such a border is told too. */
const overlaps = (name: string) =>
  `overlaps the grid ${name} in the same days. Draw it along that grid's border, or give the ` +
  "other one an end first";
const collection = (...features: [object, object | null][]) =>
  JSON.stringify({
    type: "FeatureCollection",
    features: features.map(([properties, geometry]) => ({ type: "Feature", properties, geometry })),
  });

forEachEngine((makeEngine) => {
  let services: Services;
  let dir: string;
  let county = 0,
    last = 826100;
  const file = (name: string, text: string) => {
    const full = path.join(dir, name);
    writeFileSync(full, text);
    return full;
  };
  const load = (
    layer: LayerName,
    source: string,
    o: Partial<ImportOptions> = {},
  ): Promise<ImportReport> =>
    importLayer(services, { layer: layerOf(layer), file: source, county, ...o });
  const rows = <T extends object>(table: string, columns = "*") =>
    services.db.rows<T>(
      sql`select ${sql.raw(columns)} from ${sql.identifier(table)} where county_id = ${county}
        order by import_key`,
    );
  const count = async (table: string) => (await rows(table)).length;
  const fresh = () => (county = ++last);

  beforeAll(async () => {
    const engine = await makeEngine();
    await migrate(engine);
    services = openServices(engine, () => {});
    dir = mkdtempSync(path.join(freshDirectory("import"), "files-"));
  });

  it("imports CSV with and without --key, makes the county, and changes nothing the second time", async () => {
    fresh();
    const csv = file(
      "a.csv",
      "\uFEFFuid,lng,lat,offense_type,other\n1,113.01,28.01,盗窃,x\n2,113.02,28.02,=1+1,x\n" +
        "2,113.02,28.02,=1+1,x\n",
    );
    const o = {
      set: new Map([["occurredFrom", "2026-01-01T08:00:00+08:00"]]),
      timeZone: "Asia/Shanghai",
    };
    const first = await load("incidents", csv, o);
    expect(first).toMatchObject({
      read: 3,
      matched: 3,
      written: 3,
      unchanged: 0,
      updated: 0,
      refused: 0,
      ignoredColumns: ["other"],
    });
    const [made] = await services.db.rows(
      sql`select time_zone, code_profile, name from county where id = ${county}`,
    );
    expect(made).toEqual({
      time_zone: "Asia/Shanghai",
      code_profile: "free",
      name: String(county),
    });
    const before = await rows("incident", "id, version, updated_at");
    expect(await load("incidents", csv, o)).toMatchObject({
      written: 0,
      unchanged: 3,
      updated: 0,
      refused: 0,
    });
    expect(await rows("incident", "id, version, updated_at")).toEqual(before);
    // What the file says stays the row's identity when another mapping or constant reads it.
    expect(
      await load("incidents", csv, { ...o, set: new Map([...o.set, ["level", "2"]]) }),
    ).toMatchObject({ written: 0, updated: 3 });
    expect(
      new Set(
        (await rows<{ level: number; version: number }>("incident", "level, version")).map(
          (r) => `${r.level} ${r.version}`,
        ),
      ),
    ).toEqual(new Set(["2 2"]));
    const keyed = await load("incidents", csv, { ...o, key: "uid", skipRefused: true });
    expect(keyed).toMatchObject({
      written: 2,
      refused: 1,
      refusals: [{ row: 3, field: "uid", reason: "row 2 has the same key" }],
    });
    const changed = file(
      "a2.csv",
      "uid,lng,lat,offense_type,other\n1,113.01,28.01,抢劫,x\n2,113.02,28.02,=1+1,x\n",
    );
    expect(await load("incidents", changed, { ...o, key: "uid" })).toMatchObject({
      written: 0,
      unchanged: 1,
      updated: 1,
    });
    const found = await services.db.rows<{ title: string; search_text: string; version: number }>(
      sql`select title, search_text, version from incident
        where county_id = ${county} and import_key = 'key:1'`,
    );
    expect(found[0]).toMatchObject({ title: "抢劫", version: 2 });
    expect(found[0]!.search_text).toContain("qiangjie");
  });

  it("writes nothing when a row is refused, and leaves no staged row; --skip-refused writes the others; --dry-run none", async () => {
    fresh();
    const csv = file(
      "b.csv",
      "lon,lat,date,category\n113,28,20260101,0101\n,,20260101,0101\n113,28,gestern,0101\n" +
        "113,98,20260101,0101\n113,28,2026-02-30,0101\n",
    );
    const report = await load("incidents", csv);
    expect(report).toMatchObject({ written: 0, refused: 4 });
    expect(report.refusals.map((r) => [r.row, r.field])).toEqual([
      [2, "lon"],
      [3, "occurredFrom (column date)"],
      [4, "geometry"],
      [5, "occurredFrom (column date)"],
    ]);
    expect(await count("incident")).toBe(0);
    expect(await rows("import_row", "row, import_id as import_key")).toEqual([]);
    expect(await services.db.rows(sql`select 1 from county where id = ${county}`)).toEqual([]);
    expect(await load("incidents", csv, { skipRefused: true, dryRun: true })).toMatchObject({
      written: 1,
      refused: 4,
      dryRun: true,
    });
    expect(await count("incident")).toBe(0);
    expect(await load("incidents", csv, { skipRefused: true })).toMatchObject({
      written: 1,
      refused: 4,
    });
    // A day alone is the interval of that day.
    expect(await rows("incident", "(occurred_until - occurred_from)::text as span")).toEqual([
      { span: "1 day" },
    ]);
  });

  it("refuses a whole file, with the place of the fault, and columns of special population groups by name", async () => {
    fresh();
    const refusal = (
      layer: LayerName,
      name: string,
      text: string,
      o: Partial<ImportOptions> = {},
    ) =>
      load(layer, file(name, text), o).then(
        () => "taken",
        (e: Error) => e.message.replace(dir, ""),
      );
    expect(
      await refusal("households", "c.csv", "code,lon,lat,是否刑满释放人员\n1,113,28,否\n"),
    ).toMatch(/c\.csv: column 是否刑满释放人员: labels a special population group/);
    expect(
      await refusal(
        "households",
        "c.geojson",
        collection([
          { code: "1", Religion: "" },
          { type: "Point", coordinates: [113, 28] },
        ]),
      ),
    ).toMatch(/column Religion/);
    expect(
      await refusal(
        "buildings",
        "d.geojson",
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},' +
          '"geometry":null},{"typ',
      ),
    ).toMatch(/d\.geojson: (after feature 1: )?is not valid JSON/);
    expect(await refusal("buildings", "e.csv", "a,b\n1,2\n")).toMatch(
      /header: no column for the place/,
    );
    expect(await refusal("incidents", "f.csv", "lon,lat\n1,2\n")).toMatch(
      /occurredFrom .*--set occurredFrom=VALUE/,
    );
    expect(await refusal("incidents", "g.csv", "lon,lat,date\n1,2,20260101,3\n")).toMatch(
      /g\.csv: row 1: has 4 cells where the header has 3/,
    );
    expect(
      await refusal("incidents", "h.csv", "lon,lat,date\n1,2,20260101\n", {
        where: new Map([["nix", "1"]]),
      }),
    ).toMatch(/column nix: the file has no such column/);
    expect(
      await refusal("incidents", "i.csv", "lon,lat\n1,2\n", {
        set: new Map([["occurredFrom", "soon"]]),
      }),
    ).toMatch(/--set occurredFrom: must be a time/);
    expect(
      await refusal(
        "buildings",
        "j.geojson",
        '{"type":"FeatureCollection","crs":{"type":"name",' +
          '"properties":{"name":"urn:ogc:def:crs:EPSG::3857"}},"features":[]}',
      ),
    ).toMatch(/crs: is urn:ogc:def:crs:EPSG::3857/);
  });

  it("refuses every overlapping grid with whom it overlaps, in the file and in force; touching ones pass", async () => {
    fresh();
    const grids = collection(
      [{ name: "A" }, square(113, 28)],
      [{ name: "B" }, square(113.01, 28)],
      [{ name: "C" }, square(113.015, 28)],
      [{ name: "D" }, square(113.2, 28)],
    );
    const report = await load("grids", file("g1.geojson", grids));
    expect(report).toMatchObject({ written: 0, refused: 2 });
    expect(report.refusals.map((r) => [r.row, r.reason])).toEqual([
      [2, overlaps("C")],
      [3, overlaps("B")],
    ]);
    expect(
      await load("grids", file("g1.geojson", grids), { where: new Map([["name", "A"]]) }),
    ).toMatchObject({ matched: 1, written: 1 });
    expect(await rows("grid", "code, name, valid_from::text")).toEqual([
      { code: "1", name: "A", valid_from: "1900-01-01" },
    ]);
    expect(
      (
        await load(
          "grids",
          file("g2.geojson", collection([{ name: "X", code: "x" }, square(113.005, 28)])),
        )
      ).refusals,
    ).toEqual([{ row: 1, field: "geometry", reason: overlaps("A") }]);
    expect(
      (
        await load(
          "grids",
          file("g3.geojson", collection([{ name: "Y", code: "1" }, square(113.5, 28)])),
        )
      ).refusals[0],
    ).toMatchObject({ field: "code" });
    expect(
      (
        await load(
          "grids",
          file(
            "g4.geojson",
            collection([{ name: "Z", code: "z", village_code: "9" }, square(113.5, 28)]),
          ),
        )
      ).refusals[0],
    ).toMatchObject({ field: "villageCode" });
  });

  it("gives places and incidents the grid at their place, with memberships, whichever comes first", async () => {
    fresh();
    const points = file(
      "h.ndjson",
      ["甲", "乙"]
        .map((head_name, i) =>
          JSON.stringify({
            type: "Feature",
            properties: { 户号: String(i), 户主: head_name, 楼栋: "B1" },
            geometry: { type: "Point", coordinates: [113.005 + i, 28.005] },
          }),
        )
        .join("\n"),
    );
    expect((await load("households", points)).refusals[0]).toMatchObject({
      field: "building",
      reason: expect.stringContaining("there is no such buildings"),
    });
    await load(
      "buildings",
      file("bld.geojson", collection([{ code: "B1" }, square(113.004, 28.004, 0.002)])),
    );
    expect(await load("households", points)).toMatchObject({ written: 2 });
    await load("incidents", file("i1.csv", "lon,lat,date\n113.005,28.005,20260101\n"));
    await load("grids", file("g.geojson", collection([{ name: "A" }, square(113, 28)])));
    await load(
      "incidents",
      file("i2.csv", "lon,lat,date\n113.006,28.006,20260101\n114,28,20260101\n"),
    );
    const [grid] = await rows<{ id: string }>("grid", "id");
    expect(
      (await rows<{ grid_id: string | null }>("incident", "grid_id")).map((r) => r.grid_id).sort(),
    ).toEqual([grid!.id, grid!.id, null].sort());
    const homes = await services.db.rows<{
      grid_id: string | null;
      building: boolean;
      coarse: string;
      places: number;
      open: string | null;
    }>(sql`
      select h.grid_id, h.building_id is not null as building, ST_AsText(h.coarse) as coarse,
      (select count(*)::int from household_place p
        where p.county_id = h.county_id and p.household_id = h.id) as places,
        (select m.grid_id from grid_membership m
          where m.county_id = h.county_id and m.subject_id = h.id and m.valid_to is null) as open
      from household h where h.county_id = ${county} order by h.code`);
    expect(homes).toEqual([
      {
        grid_id: grid!.id,
        building: true,
        coarse: "POINT(113.005 28.005)",
        places: 1,
        open: grid!.id,
      },
      { grid_id: null, building: true, coarse: "POINT(114.005 28.005)", places: 1, open: null },
    ]);
  });

  it("brings GCJ-02 back to WGS 84 within a metre", async () => {
    fresh();
    const truth = [113.0513, 28.1934];
    const [lon, lat] = gcoord.transform(truth as [number, number], gcoord.WGS84, gcoord.GCJ02);
    await load("crossings", file("k.csv", `code,经度,纬度\n1,${lon},${lat}\n`), { crs: "gcj02" });
    const [row] = await services.db.rows<{ metres: number }>(
      sql`select ST_Distance(geom::geography,
        ST_SetSRID(ST_MakePoint(${truth[0]}::float8, ${truth[1]}::float8), 4326)::geography) as
        metres from crossing where county_id = ${county}`,
    );
    expect(row!.metres).toBeLessThan(1);
  });

  it("reads multipolygons with holes, and TopoJSON whose neighbours keep their common vertices", async () => {
    fresh();
    const multi = {
      type: "MultiPolygon",
      coordinates: [
        [
          square(113, 28, 0.1).coordinates[0],
          [
            [113.02, 28.02],
            [113.02, 28.04],
            [113.04, 28.04],
            [113.04, 28.02],
            [113.02, 28.02],
          ],
        ],
        square(114, 28).coordinates,
      ],
    };
    expect(
      await load("parcels", file("m.geojson", collection([{ name: "院" }, multi]))),
    ).toMatchObject({ written: 1 });
    const [parcel] = await services.db.rows<{ n: number; holes: number }>(
      sql`select ST_NumGeometries(geom) as n, ST_NumInteriorRings(ST_GeometryN(geom, 1)) as holes
        from parcel where county_id = ${county}`,
    );
    expect(parcel).toEqual({ n: 2, holes: 1 });
    const outside = {
      type: "Polygon",
      coordinates: [square(113, 28).coordinates[0], square(115, 28).coordinates[0]],
    };
    expect(
      (await load("parcels", file("n.geojson", collection([{ name: "坏" }, outside])))).refusals[0],
    ).toMatchObject({ field: "geometry", reason: expect.stringMatching(/hole/) });
    const bowTie = {
      type: "Polygon",
      coordinates: [
        [
          [113, 28],
          [113.01, 28.01],
          [113.01, 28],
          [113, 28.01],
          [113, 28],
        ],
      ],
    };
    expect(
      (await load("parcels", file("bow.geojson", collection([{ name: "结" }, bowTie]))))
        .refusals[0],
    ).toMatchObject({ field: "geometry", reason: expect.stringContaining("self-intersection") });
    // A spike of one lattice step, as rounding to a lattice leaves it: mended, and said.
    const spiked = {
      type: "Polygon",
      coordinates: [
        [
          [113, 28],
          [113.01, 28],
          [113.01, 28.01],
          [113.01, 28.02],
          [113.01, 28.01],
          [113, 28.01],
          [113, 28],
        ],
      ],
    };
    expect(
      await load("parcels", file("spike.geojson", collection([{ name: "刺" }, spiked]))),
    ).toMatchObject({ written: 1, notes: [expect.stringContaining("mended: rows 1")] });
    // Two squares with the common arc 0, on a lattice that 1e-7 does not divide.
    const topology = {
      type: "Topology",
      transform: {
        scale: [0.000123456789, 0.000123456789],
        translate: [113.123456789, 28.123456789],
      },
      arcs: [
        [
          [10, 0],
          [0, 7],
          [0, 3],
        ],
        [
          [10, 10],
          [-10, 0],
          [0, -10],
          [10, 0],
        ],
        [
          [10, 0],
          [10, 0],
          [0, 10],
          [-10, 0],
        ],
      ],
      objects: {
        nation: { type: "Polygon", arcs: [[1, 0]] },
        villages: {
          type: "GeometryCollection",
          geometries: [
            { type: "Polygon", arcs: [[0, 1]], properties: { VILLCODE: "1", VILLNAME: "東里" } },
            { type: "Polygon", arcs: [[2, -1]], properties: { VILLCODE: "2", VILLNAME: "西里" } },
          ],
        },
      },
    };
    const report = await load("villages", file("v.topojson", JSON.stringify(topology)));
    expect(report).toMatchObject({
      written: 2,
      notes: expect.arrayContaining(["object villages of nation, villages"]),
    });
    const [pair] = await services.db.rows<{
      shared: number;
      overlap: number;
    }>(sql`select
        ST_NPoints(ST_LineMerge(ST_Intersection(ST_Boundary(a.geom), ST_Boundary(b.geom)))) as
        shared, ST_Area(ST_Intersection(a.geom, b.geom)) as overlap
      from village a, village b where a.county_id = ${county} and b.county_id = ${county}
        and a.code = '1' and b.code = '2'`);
    expect(pair).toEqual({ shared: 3, overlap: 0 });
    const out = path.join(dir, "v2.topojson");
    await exportLayer(services, { layer: layerOf("villages"), file: out, county });
    expect((JSON.parse(readFileSync(out, "utf8")) as { arcs: unknown[] }).arcs).toHaveLength(3);
    const from = county;
    fresh();
    expect(await load("villages", out)).toMatchObject({ written: 2 });
    const [same] = await services.db.rows<{ same: boolean }>(
      sql`select bool_and(ST_Equals(a.geom, b.geom) and a.name = b.name) as same from village a
        join village b on b.code = a.code where a.county_id = ${from} and b.county_id = ${county}`,
    );
    expect(same).toEqual({ same: true });
  });

  it("exports and reads back the same in every format; formulas are guarded; --key id recognises the rows", async () => {
    fresh();
    const titles = [
      "=cmd|' /C calc'!A0",
      "+86",
      "-1",
      "@me",
      "'=quoted",
      "'plain",
      'say "hi", 你好',
      "line\nbreak",
      "00123",
    ];
    const csv = titles
      .map(
        (t, i) =>
          `"${t.replaceAll('"', '""')}",${113 + i / 100},28.1234567,` +
          `2026-03-0${i + 1}T08:30:00+08:00,${i % 2 ? "3" : ""}`,
      )
      .join("\r\n");
    // Written by hand, so a leading quote is the author's own unless it stands before a formula.
    await load(
      "incidents",
      file("t.csv", `title,x,y,occurredFrom,level\r\n${csv.replace("'=quoted", "''=quoted")}\r\n`),
      { timeZone: "Asia/Shanghai" },
    );
    const home = county;
    const snapshot = () =>
      services.db.rows(
        sql`select title, level, status, category, occurred_from, occurred_until,
          ST_AsText(geom, 7) as place from incident where county_id = ${county}
          order by occurred_from`,
      );
    const original = await snapshot();
    expect(original.map((r) => (r as { title: string }).title)).toEqual(titles);
    for (const ending of ["csv", "geojson", "ndjson", "topojson"]) {
      county = home;
      const out = path.join(dir, `t-out.${ending}`);
      expect(
        await exportLayer(services, {
          layer: layerOf("incidents"),
          file: out,
          county,
          unmasked: true,
          reason: "round trip",
        }),
      ).toMatchObject({ rows: titles.length, masked: [] });
      if (ending === "csv") {
        const text = readFileSync(out, "utf8");
        expect(text.startsWith("\uFEFFid,")).toBe(true);
        expect(text).toMatch(/,"?'=cmd/);
        expect(text).not.toMatch(/(^|,)"?[=+@-][a-z8]/m);
      }
      expect(await load("incidents", out, { key: "id" })).toMatchObject({
        written: 0,
        updated: 0,
        unchanged: titles.length,
      });
      fresh();
      expect(await load("incidents", out)).toMatchObject({ written: titles.length, refused: 0 });
      expect(await snapshot()).toEqual(original);
    }
    expect(readdirSync(dir).filter((f) => f.endsWith(".part"))).toEqual([]);
  });

  it("masks what the policy masks, refuses ties, logs the unmasked before writing, and reads no mask back", async () => {
    fresh();
    await load(
      "households",
      file("p.csv", "户号,户主,联系电话,lon,lat\n1,王小明,13800001234,113.0012,28.0012\n"),
    );
    const out = path.join(dir, "p-out.csv");
    const logged = async () =>
      (await services.db.rows<{ purpose: string }>(sql`select purpose from access_log order by id`))
        .length;
    const before = await logged();
    await exportLayer(services, { layer: layerOf("households"), file: out, county });
    expect(readFileSync(out, "utf8")).toMatch(/王\*\*,138\*\*\*\*1234,.*113\.001,28\.001/);
    expect(readFileSync(out, "utf8")).not.toContain("小明");
    expect(await logged()).toBe(before);
    expect((await load("households", out, { key: "id" })).refusals[0]).toMatchObject({
      field: "masked",
    });
    await expect(
      exportLayer(services, { layer: layerOf("households"), file: out, county, unmasked: true }),
    ).rejects.toThrow(/--reason/);
    await exportLayer(services, {
      layer: layerOf("households"),
      file: out,
      county,
      unmasked: true,
      reason: "flood list",
    });
    expect(readFileSync(out, "utf8")).toContain("王小明,13800001234");
    expect(await logged()).toBe(before + 1);
    await expect(
      exportLayer(services, { layer: layerOf("ties"), file: out, county }),
    ).rejects.toThrow(/never exported/);
    await services.accounts.addAccount(`analyst${county}`, "分析", ["analyst"], { county });
    await expect(
      exportLayer(services, {
        layer: layerOf("households"),
        file: out,
        county,
        as: `analyst${county}`,
        unmasked: true,
        reason: "curious",
      }),
    ).rejects.toThrow(/does not show/);
  });

  it("refuses places that cannot be of this county, unless told to take them", async () => {
    fresh();
    const reasons = async (name: string, rowsOf: string, o: Partial<ImportOptions> = {}) =>
      (await load("incidents", file(name, `lon,lat,date\n${rowsOf}`), o)).refusals.map((r) => [
        r.row,
        r.reason,
      ]);
    const day = "20260101";
    // A new county: the middle of the file decides.
    const good = [1, 2, 3, 4].map((i) => `113.0${i},28.0${i},${day}\n`).join("");
    const rowsOf = `${good}0,0,${day}\n`;
    expect(await reasons("far1.csv", `${rowsOf}-113.01,28,${day}\n28.01,77.5,${day}\n`)).toEqual([
      [5, expect.stringMatching(/0, 0.*--far/)],
      [6, expect.stringMatching(/lies 1\d{4} km from most of the file; .*--far/)],
      [7, expect.stringMatching(/km from most of the file/)],
    ]);
    // A county without a boundary has its middle: a whole country fits round it.
    await load("incidents", file("near.csv", `lon,lat,date\n113,28,${day}\n121.5,25,${day}\n`));
    expect(await reasons("far2.csv", `2.35,48.85,${day}\n`)).toEqual([
      [1, expect.stringMatching(new RegExp(`lies \\d{4} km from county ${county};`))],
    ]);
    expect(await reasons("isles.csv", `112.5,12,${day}\n`)).toEqual([]);
    // Villages and grids are its boundary; what lies over its edge is taken.
    await load("villages", file("v.geojson", collection([{ name: "村" }, square(113, 28, 0.2)])));
    expect(await reasons("edge.csv", `113.9,28.1,${day}\n112.5,27.5,${day}\n`)).toEqual([]);
    expect(await reasons("far3.csv", `115,28,${day}\n28.1,113.1,${day}\n`)).toEqual([
      [1, expect.stringMatching(/lies 17\d km from the boundary of county/)],
      [2, expect.stringMatching(/within ±90/)],
    ]);
    expect(await reasons("far3.csv", `115,28,${day}\n`, { far: true })).toEqual([]);
    // Where swapped axes are a place too, they are named.
    fresh();
    await load(
      "villages",
      file("w.geojson", collection([{ name: "OT" }, square(12.3, 51.3, 0.2)])),
    );
    expect(await reasons("swap.csv", `51.37,12.34,${day}\n12.34,51.37,${day}\n`)).toEqual([
      [1, expect.stringMatching(/lies \d{4} km .* look swapped; .*--far/)],
    ]);
    // Over the antimeridian near is near.
    fresh();
    await load(
      "villages",
      file("x.geojson", collection([{ name: "Taveuni" }, square(179.8, -17)])),
    );
    expect(await reasons("fiji.csv", `-179.9,-17,${day}\n`)).toEqual([]);
  });

  it("keeps a long code digit for digit, and refuses one whose digits a spreadsheet has cut off; names a decimal comma", async () => {
    fresh();
    const codes = ["430102001001000017", "430102001001000018"];
    const features = codes.map(
      (number, i) =>
        `{"type":"Feature","properties":{"number":${number},"title":"t",` +
        `"occurredFrom":"2026-03-01"},"geometry":{"type":"Point","coordinates":[113.0${i},28]}}`,
    );
    const text = `{"type":"FeatureCollection","features":[${features.join()}]}`;
    expect(await load("incidents", file("codes.geojson", text))).toMatchObject({ written: 2 });
    const stored = await rows<{ number: string }>("incident", "number");
    expect(stored.map((r) => r.number).sort()).toEqual(codes);
    const cut = "number,title,occurredFrom,lon,lat\n4.30102E+17,a,20260301,113,28\n";
    expect((await load("incidents", file("cut.csv", cut))).refusals).toEqual([
      {
        row: 1,
        field: "number",
        reason: expect.stringMatching(/digits a spreadsheet has cut off/),
      },
    ]);
    const comma = "number;title;occurredFrom;lon;lat\n1;a;20260301;113,05;28,19\n";
    expect((await load("incidents", file("comma.csv", comma))).refusals).toEqual([
      { row: 1, field: "lon", reason: "has a decimal comma; write 113.05" },
    ]);
    // A text that only looks like one is a text.
    const text2 = "number,title,occurredFrom,lon,lat\n3E5,1E10 号,20260301,113,28\n";
    expect(await load("incidents", file("e.csv", text2))).toMatchObject({ written: 1 });
  });

  it("says of its own export read back that --key id would recognise the rows", async () => {
    fresh();
    await load("crossings", file("own.csv", "code,lon,lat\n1,113,28\n2,113.1,28\n"));
    const out = path.join(dir, "own-out.csv");
    await exportLayer(services, { layer: layerOf("crossings"), file: out, county });
    const notes = async (o: Partial<ImportOptions>) =>
      (await load("crossings", out, { dryRun: true, ...o })).notes.join();
    expect(await notes({})).toMatch(/2 rows have the ids of an export.*--key id/);
    expect(await notes({ key: "id" })).toBe("");
  });

  it("lets others read while it runs, and they see all of it or nothing", async () => {
    fresh();
    const n = 9000;
    const lines = Array.from(
      { length: n },
      (_, i) => `${113 + (i % 300) / 1000},${28 + Math.floor(i / 300) / 1000},20260101`,
    );
    const seen = new Set<number>();
    let slowest = 0,
      running = true;
    const reader = (async () => {
      while (running) {
        const begun = performance.now();
        const [row] = await services.db.rows<{ n: number }>(
          sql`select count(*)::int as n from incident where county_id = ${county}`,
        );
        slowest = Math.max(slowest, performance.now() - begun);
        seen.add(row!.n);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    const report = await load("incidents", "-", {
      format: "csv",
      input: Readable.from([`lon,lat,date\n${lines.join("\n")}`]),
    });
    running = false;
    await reader;
    expect(report).toMatchObject({ written: n, refused: 0 });
    expect([...seen].sort((a, b) => a - b).filter((v) => v !== 0 && v !== n)).toEqual([]);
    expect(seen.has(0)).toBe(true);
    expect(slowest).toBeLessThan(10_000);
  });
});
