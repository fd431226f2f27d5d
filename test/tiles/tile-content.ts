import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { EXTENT, MARGIN } from "../../api/tiles/tile-address.js";
import { freshDirectory } from "../harness/engines.js";
import { lacked } from "../harness/lacked.js";
import { areaOf, type Decoded, decode, polygonsOf, tileAt, unitsOf } from "./tile-tools.js";
import { COUNTY, idOf, RARE } from "./tile-town.js";
import { admin, type TownTiles } from "./town-tiles.js";

const hasGdal = (() => {
  try {
    execFileSync("ogrinfo", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();
if (!hasGdal) lacked("gdal");

/** What stands in a tile, and how it is drawn. */
export function tileContent(tiles: TownTiles): void {
  it("comes from the engine's encoder where it has one", () => {
    expect(tiles.services.db.engine.capabilities.asMvt).toBe(
      tiles.services.db.engine.kind === "server",
    );
  });

  it("keeps characters beyond the basic plane", async () => {
    const names = (await tiles.featuresOf("cameras", tileAt(12))).map((f) => f.properties["name"]);
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(String(name).startsWith(RARE)).toBe(true);
    expect((await tiles.bytesOf("grids", tileAt(12))).includes(Buffer.from(RARE, "utf8"))).toBe(
      true,
    );
  });

  it("winds outer rings positively and keeps holes and wings", async () => {
    const shapes = (await tiles.featuresOf("buildings", tileAt(15))).map((b) =>
      b.rings.map((ring) => Math.sign(areaOf(ring))),
    );
    for (const signs of shapes) expect(signs[0]).toBe(1);
    expect(shapes.some((s) => s.join() === "1,-1")).toBe(true);
    expect(shapes.some((s) => s.filter((v) => v === 1).length === 2)).toBe(true);
  });

  it.each([9, 11, 12, 13, 14, 15])("keeps the grids of zoom %i a coverage", async (z) => {
    const grids = await tiles.featuresOf("grids", tileAt(z, 120.5612, 31.2912));
    const step = z < 12 ? 4 : 1;
    const shapes = JSON.stringify(grids.map((f) => JSON.stringify(polygonsOf(f))));
    const [row] = await tiles.services.db.rows<{
      sum: number;
      union: number;
      gaps: number;
      deepest: number;
    }>(sql`
        with g as (select row_number() over () as n, ST_MakeValid(ST_GeomFromGeoJSON(v)) as g
          from jsonb_array_elements_text(${shapes}::jsonb) v),
        u as (select ST_Union(g) as u from g),
        o as (select ST_Intersection(a.g, b.g) as o
          from g a join g b on a.n < b.n and ST_Relate(a.g, b.g, '2********'))
        select (select sum(ST_Area(g)) from g) as sum, ST_Area(u) as union,
          (select coalesce(sum(ST_NumInteriorRings(d.geom)), 0)::int from ST_Dump(u) d) as gaps,
          -- An overlap thinner than a step vanishes when both its sides retreat by half of one.
          (select coalesce(max(ST_Area(ST_Buffer(o, ${-step / 2}::float8))), 0) from o) as deepest
        from u`);
    expect(grids.length).toBeGreaterThan(z < 14 ? 20 : 8);
    expect(row!.gaps).toBe(0);
    expect(row!.deepest).toBe(0);
    expect(Math.abs(row!.sum - row!.union) / row!.union).toBeLessThan(z < 12 ? 0.02 : 0.001);
  });

  it("holds every point of the tile once, and those of the margin", async () => {
    const at = tileAt(14);
    const found = new Map(
      (await tiles.featuresOf("incidents", at)).map((f) => [f.properties["id"], f.rings[0]![0]!]),
    );
    let inside = 0;
    tiles.town.points.incidents.forEach((p, n) => {
      const [x, y] = unitsOf(p, at);
      const known = found.get(`${COUNTY}-${idOf(8, n)}`);
      const within = (margin: number) => [x, y].every((v) => v >= -margin && v <= EXTENT + margin);
      if (within(MARGIN - 1)) {
        inside++;
        expect([Math.abs(known![0] - x) <= 0.51, Math.abs(known![1] - y) <= 0.51]).toEqual([
          true,
          true,
        ]);
      } else if (!within(MARGIN + 1)) expect(known).toBeUndefined();
    });
    expect(inside).toBeGreaterThan(50);
  });

  it("leaves shapes out far from their zoom, and streets that lead nowhere until 14", async () => {
    expect(await tiles.bytesOf("buildings", tileAt(12))).toHaveLength(0);
    const kinds = async (z: number) =>
      [
        ...new Set((await tiles.featuresOf("streets", tileAt(z))).map((f) => f.properties["kind"])),
      ].sort();
    expect(await kinds(11)).toEqual(["primary"]);
    expect(await kinds(12)).toEqual(["primary", "secondary"]);
    expect(await kinds(14)).toEqual(["primary", "residential", "secondary"]);
  });

  it("reaches over its edge by half of the widest street a map draws", () => {
    const widest = 22 + 1.6;
    expect((MARGIN / EXTENT) * 512).toBeGreaterThan(widest / 2);
  });

  it("narrows by time, category and day", async () => {
    const all = await tiles.featuresOf("incidents", tileAt(13));
    const t = (f: Decoded) => Number(f.properties["t"]);
    const [from, to] = ["2026-02-01T00:00:00.000Z", "2026-02-15T00:00:00.000Z"];
    const some = await tiles.featuresOf("incidents", tileAt(13), admin, {
      from,
      to,
      categories: ["01"],
    });
    expect(some.length).toBe(
      all.filter(
        (f) =>
          t(f) >= Date.parse(from) / 1000 &&
          t(f) < Date.parse(to) / 1000 &&
          String(f.properties["category"]).startsWith("01"),
      ).length,
    );
    expect(some.length).toBeGreaterThan(5);
    const old = await tiles.featuresOf("grids", tileAt(9), admin, { on: "2015-06-01" });
    expect(old.map((f) => f.properties["code"])).toEqual(["OLD"]);
  });

  it.skipIf(!hasGdal)("is what GDAL reads", async () => {
    for (const name of ["grids", "cameras", "streets"] as const) {
      const at = tileAt(14);
      const bytes = await tiles.bytesOf(name, at);
      const file = path.join(freshDirectory("gdal"), `${at.y}.mvt`);
      writeFileSync(file, bytes);
      const told = execFileSync("ogrinfo", ["-ro", "-al", file], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
        env: { ...process.env, LC_ALL: "C.UTF-8" },
      });
      expect(told).toContain(`Layer name: ${name}`);
      expect(told).toContain(`Feature Count: ${decode(bytes, name).length}`);
      if (name === "cameras") expect(told).toContain(`name (String) = ${RARE}`);
    }
  });
}
