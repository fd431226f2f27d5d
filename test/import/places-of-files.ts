import { readFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import commonJs from "gcoord";
import { expect, it } from "vitest";
import { exportLayer } from "../../api/export/export.service.js";
import { layerOf } from "../../schema/layers/index.js";
import { GridsInForce } from "../fixtures/grids-in-force.js";
import { collection, type ImportDesk, square } from "./import-desk.js";

const gcoord = commonJs as unknown as typeof commonJs.default;

/** Borders and places that a file brings. */
export function placesOfFiles(here: ImportDesk): void {
  it("gives places and incidents the grid at their place, with memberships, whichever comes first", async () => {
    here.fresh();
    const points = here.file(
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
    expect((await here.load("households", points)).refusals[0]).toMatchObject({
      field: "building",
      reason: expect.stringContaining("there is no such buildings"),
    });
    await here.load(
      "buildings",
      here.file("bld.geojson", collection([{ code: "B1" }, square(113.004, 28.004, 0.002)])),
    );
    expect(await here.load("households", points)).toMatchObject({ written: 2 });
    await here.load("incidents", here.file("i1.csv", "lon,lat,date\n113.005,28.005,20260101\n"));
    await new GridsInForce(here.services, here.county).found({
      ...{ code: "1", name: "A", villageCode: null },
      ...{ from: "1990-01-01", outline: square(113, 28) },
    });
    await here.load(
      "incidents",
      here.file("i2.csv", "lon,lat,date\n113.006,28.006,20260101\n114,28,20260101\n"),
    );
    const [grid] = await here.rows<{ id: string }>("grid", "id");
    expect(
      (await here.rows<{ grid_id: string | null }>("incident", "grid_id"))
        .map((r) => r.grid_id)
        .sort(),
    ).toEqual([grid!.id, grid!.id, null].sort());
    const homes = await here.services.db.rows<{
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
      from household h where h.county_id = ${here.county} order by h.code`);
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
    here.fresh();
    const truth = [113.0513, 28.1934];
    const [lon, lat] = gcoord.transform(truth as [number, number], gcoord.WGS84, gcoord.GCJ02);
    await here.load("crossings", here.file("k.csv", `code,经度,纬度\n1,${lon},${lat}\n`), {
      crs: "gcj02",
    });
    const [row] = await here.services.db.rows<{ metres: number }>(
      sql`select ST_Distance(geom::geography,
        ST_SetSRID(ST_MakePoint(${truth[0]}::float8, ${truth[1]}::float8), 4326)::geography) as
        metres from crossing where county_id = ${here.county}`,
    );
    expect(row!.metres).toBeLessThan(1);
  });

  it("reads multipolygons with holes, and TopoJSON whose neighbours keep their common vertices", async () => {
    here.fresh();
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
      await here.load("parcels", here.file("m.geojson", collection([{ name: "院" }, multi]))),
    ).toMatchObject({ written: 1 });
    const [parcel] = await here.services.db.rows<{ n: number; holes: number }>(
      sql`select ST_NumGeometries(geom) as n, ST_NumInteriorRings(ST_GeometryN(geom, 1)) as holes
        from parcel where county_id = ${here.county}`,
    );
    expect(parcel).toEqual({ n: 2, holes: 1 });
    const outside = {
      type: "Polygon",
      coordinates: [square(113, 28).coordinates[0], square(115, 28).coordinates[0]],
    };
    expect(
      (await here.load("parcels", here.file("n.geojson", collection([{ name: "坏" }, outside]))))
        .refusals[0],
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
      (await here.load("parcels", here.file("bow.geojson", collection([{ name: "结" }, bowTie]))))
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
      await here.load("parcels", here.file("spike.geojson", collection([{ name: "刺" }, spiked]))),
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
    const report = await here.load("villages", here.file("v.topojson", JSON.stringify(topology)));
    expect(report).toMatchObject({
      written: 2,
      notes: expect.arrayContaining(["object villages of nation, villages"]),
    });
    const [pair] = await here.services.db.rows<{
      shared: number;
      overlap: number;
    }>(sql`select
        ST_NPoints(ST_LineMerge(ST_Intersection(ST_Boundary(a.geom), ST_Boundary(b.geom)))) as
        shared, ST_Area(ST_Intersection(a.geom, b.geom)) as overlap
      from village a, village b where a.county_id = ${here.county} and b.county_id = ${here.county}
        and a.code = '1' and b.code = '2'`);
    expect(pair).toEqual({ shared: 3, overlap: 0 });
    const out = path.join(here.dir, "v2.topojson");
    await exportLayer(here.services, {
      layer: layerOf("villages"),
      file: out,
      county: here.county,
    });
    expect((JSON.parse(readFileSync(out, "utf8")) as { arcs: unknown[] }).arcs).toHaveLength(3);
    const from = here.county;
    here.fresh();
    expect(await here.load("villages", out)).toMatchObject({ written: 2 });
    const [same] = await here.services.db.rows<{ same: boolean }>(
      sql`select bool_and(ST_Equals(a.geom, b.geom) and a.name = b.name) as same from village a
        join village b on b.code = a.code where a.county_id = ${from} and b.county_id = ${here.county}`,
    );
    expect(same).toEqual({ same: true });
  });
}
