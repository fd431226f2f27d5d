import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { raiseVersions } from "../../api/events/data-versions.js";
import type { Filter } from "../../api/layers/filter.js";
import { layerService } from "../../api/layers/layer.service.js";
import type { Viewer } from "../../api/policy/viewer.js";
import { CountedCells } from "../../api/tiles/counted-cells.js";
import { encodeTile } from "../../api/tiles/encode-tile.js";
import { countedFeatures, jsonQuery, type TileAnswer } from "../../api/tiles/tile.queries.js";
import { EXTENT } from "../../api/tiles/tile-address.js";
import { countCells } from "../../api/tiles/tiles.service.js";
import { layerOf } from "../../schema/layers/index.js";
import { contextOf, type Decoded, decode, person, sorted, tileAt } from "./tile-tools.js";
import { COUNTY, idOf } from "./tile-town.js";
import { admin, analyst, type TownTiles, tilesOfTown } from "./town-tiles.js";

/** What is counted instead of shown one by one. */
export function tileCounts(tiles: TownTiles): void {
  it.each([0, 6, 9, 10])("counts each incident in exactly one cell at zoom %i", async (z) => {
    const [low, high] = [tileAt(z, 120.545, 31.335), tileAt(z, 120.61, 31.27)];
    const counted: Decoded[] = [];
    for (let x = low.x; x <= high.x; x++)
      for (let y = low.y; y <= high.y; y++)
        counted.push(...(await tiles.featuresOf("incidents", { z, x, y })));
    expect(counted.reduce((sum, f) => sum + Number(f.properties["count"]), 0)).toBe(
      tiles.town.points.incidents.length,
    );
    for (const f of counted) expect(["01", "02", "03"]).toContain(f.properties["category"]);
    if (z === 0) expect(counted[0]!.properties).toEqual({ count: 500, category: "01" });
  });

  it.each(["incidents", "households", "cameras"] as const)(
    "kept counts of %s are what counting each tile by itself gives, to zoom 14",
    async (name) => {
      for (const viewer of [admin, analyst])
        for (const filter of [{}, name === "incidents" ? { categories: ["01"] } : {}])
          for (const at of [0, 5, 9, 12, 14].map((z) => tileAt(z))) {
            const context = contextOf(tiles.services, viewer);
            const access = context.access(layerOf(name));
            const rows = await countCells(context, access, filter, 4);
            const kept = new CountedCells(rows, "").tile(name, name === "incidents", at);
            const features = countedFeatures(access, at, filter);
            const [alone] = await tiles.services.db.rows<TileAnswer<string>>(jsonQuery(features));
            const own = encodeTile(name, features.keys, JSON.parse(alone!.tile ?? "[]"));
            expect(sorted(decode(kept.bytes, name))).toEqual(sorted(decode(own, name)));
            expect(kept.objects).toBe(alone!.objects);
          }
    },
  );

  it("tiles far out are counted once for each question, and again when the data changed", async () => {
    const asked: string[] = [];
    tiles.services.db.watch = (text) => {
      if (/"incident"/.test(text)) asked.push(text);
    };
    const ask = (viewer: Viewer, filter: Filter = {}) =>
      Promise.all([0, 5, 9, 11].map((z) => tiles.bytesOf("incidents", tileAt(z), viewer, filter)));
    const filter = { from: "2020-01-01T00:00:00Z" };
    await ask(admin, filter);
    await ask(analyst, filter);
    expect(asked).toHaveLength(1);
    await ask(person("worker1", { grids: [idOf(1, 1)] }), filter);
    await ask(admin, { from: "2020-01-02T00:00:00Z" });
    expect(asked).toHaveLength(3);
    await raiseVersions(tiles.services.db, COUNTY, ["incidents"]);
    await ask(admin, filter);
    expect(asked).toHaveLength(4);
  });

  it("tells of coarse places how many, never one by one", async () => {
    const masked = person("admin");
    let [single, total] = [0, 0];
    const cells = new Map<string, number>();
    for (const at of tilesOfTown(15)) {
      const bytes = await tiles.bytesOf("households", at, masked);
      single += decode(bytes, "households").length;
      for (const f of decode(bytes, "households-cells")) {
        expect(Object.keys(f.properties)).toEqual(["count"]);
        const count = Number(f.properties["count"]);
        total += count;
        const [u, v] = f.rings[0]![0]!;
        cells.set(`${at.x * EXTENT + u} ${at.y * EXTENT + v}`, count);
      }
    }
    expect([single, total]).toEqual([0, tiles.town.points.households.length]);
    const [{ n }] = (await tiles.services.db.rows<{ n: number }>(
      sql`select count(distinct coarse)::int as n from household`,
    )) as [{ n: number }];
    expect(cells.size).toBe(n);
  });

  it("counts in a cell what a list of the cell counts", async () => {
    const masked = person("admin");
    const at = tileAt(15);
    const [most] = (await tiles.partOf("households-cells", at, masked)).sort(
      (a, b) => Number(b.properties["count"]) - Number(a.properties["count"]),
    );
    const [u, v] = most!.rings[0]![0]!;
    const side = 4096 * 2 ** at.z;
    const lon = ((at.x * 4096 + u + 0.5) / side) * 360 - 180;
    const lat =
      (Math.atan(Math.sinh(Math.PI * (1 - (2 * (at.y * 4096 + v + 0.5)) / side))) * 180) / Math.PI;
    const listed = await layerService.count(
      contextOf(tiles.services, masked),
      layerOf("households"),
      {
        area: { bbox: [lon - 0.0004, lat - 0.0004, lon + 0.0004, lat + 0.0004] },
      },
    );
    expect(listed).toBe(most!.properties["count"]);
  });

  it("shows one by one what is exact for the viewer, and counts the rest", async () => {
    const mixed = person("worker1", {
      purpose: "走访",
      assignments: [
        { role: "worker1", county: COUNTY, grids: [idOf(1, 2)], villages: [], organisations: [] },
        { role: "analyst", county: COUNTY, grids: [], villages: [], organisations: [] },
      ],
    });
    const own = tiles.town.points.households.map((_, n) => n).filter((n) => n % 8 === 2).length;
    let [single, total] = [0, 0];
    const seen = new Set<unknown>();
    for (const at of tilesOfTown(15)) {
      const bytes = await tiles.bytesOf("households", at, mixed);
      for (const f of decode(bytes, "households")) seen.add(f.properties["id"]);
      for (const f of decode(bytes, "households-cells")) total += Number(f.properties["count"]);
      single = seen.size;
    }
    expect([single, total]).toEqual([own, tiles.town.points.households.length - own]);
  });
}
