import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { EXTENT } from "../../api/tiles/tile-address.js";
import { layerOf } from "../../schema/layers/index.js";
import { areaOf, decode, tileAt, unitsOf } from "./tile-tools.js";
import { type Address, type TownTiles, tilesOfTown } from "./town-tiles.js";

/** The steps of a line, each the same whichever way it is walked. */
const stepsOf = (line: readonly [number, number][]): string[] =>
  line.slice(1).map((p, i) => [line[i]!.join(), p.join()].sort().join(" "));
const inside = (corner: string): boolean =>
  corner.split(",").every((v) => Number(v) >= 0 && Number(v) <= EXTENT);

/** Each name and each border once, over all the tiles that an area lies in. */
export function namesAndBorders(tiles: TownTiles): void {
  it.each(["grids", "buildings", "parcels", "villages"] as const)(
    "names each of the %s once, however many tiles it lies in",
    async (name) => {
      const z = 16;
      const layer = layerOf(name);
      const objects = new Set<unknown>();
      const named: [unknown, Address][] = [];
      let pieces = 0;
      for (const at of tilesOfTown(z)) {
        const bytes = await tiles.bytesOf(name, at);
        for (const f of decode(bytes, name)) {
          pieces++;
          objects.add(f.properties["id"]);
        }
        for (const f of decode(bytes, `${name}-names`)) {
          named.push([f.properties["id"], at]);
          const [x, y] = f.rings[0]![0]!;
          expect(x >= 0 && x < EXTENT && y >= 0 && y < EXTENT).toBe(true);
        }
      }
      const [{ n }] = (await tiles.services.db.rows<{ n: number }>(sql`
          select count(*)::int as n from ${sql.identifier(layer.table)}
          where retired_at is null ${name === "grids" ? sql`and valid_to is null` : sql``}`)) as [
        { n: number },
      ];
      expect(named.length).toBe(n);
      expect(new Set(named.map(([id]) => id)).size).toBe(n);
      // What names by the pieces would have done.
      if (n > 0) expect(pieces).toBeGreaterThan(objects.size);
    },
  );

  it.each([9, 11, 13, 15])("draws each border of zoom %i once", async (z) => {
    let doubled = 0;
    for (const at of tilesOfTown(z)) {
      const lines = await tiles.partOf("grids-edges", at);
      const steps = lines.flatMap((f) => f.rings.flatMap(stepsOf));
      expect(new Set(steps).size).toBe(steps.length);
      const drawn = new Set(steps);
      const grids = await tiles.featuresOf("grids", at);
      const seen = new Map<string, number>();
      // Along the cut, a margin outside, runs no border; and the one hole may be a speck.
      for (const ring of grids.flatMap((f) => f.rings))
        if (z > 13 || areaOf(ring) > 0)
          for (const step of stepsOf(ring)) seen.set(step, (seen.get(step) ?? 0) + 1);
      for (const [step, times] of seen) {
        if (times > 1) doubled++;
        if (times > 1 && step.split(" ").every(inside)) expect(drawn.has(step)).toBe(true);
      }
    }
    expect(doubled).toBeGreaterThan(20);
  });

  it("leaves out the border of an area too small to be read as one", async () => {
    // The hole and the grid in it, 70 m wide: 3 pixels at zoom 11, 58 at zoom 15.
    const around = async (z: number) => {
      const at = tileAt(z, 120.5723, 31.2983);
      const [x, y] = unitsOf([120.5723, 31.2983], at);
      const reach = (60 / 512) * 4096 * 2 ** (z - 16);
      return (await tiles.partOf("grids-edges", at))
        .flatMap((f) => f.rings)
        .filter((line) =>
          line.every(([u, v]) => Math.abs(u - x) < reach * 2 && Math.abs(v - y) < reach * 2),
        ).length;
    };
    expect(await around(11)).toBe(0);
    expect(await around(15)).toBeGreaterThan(0);
  });
}
