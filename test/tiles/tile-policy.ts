import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { anonymous, type Viewer } from "../../api/policy/viewer.js";
import { tile, tileJson } from "../../api/tiles/tiles.service.js";
import { LAYERS, type LayerName, layerOf } from "../../schema/layers/index.js";
import { contextOf, type Decoded, decode, person, tileAt, unitsOf } from "./tile-tools.js";
import { COUNTY, idOf } from "./tile-town.js";
import { admin, analyst, type TownTiles } from "./town-tiles.js";

/** Who gets which rows and attributes of a tile. */
export function tilePolicy(tiles: TownTiles): void {
  const keysOf = async (name: LayerName, viewer: Viewer, z: number) =>
    [
      ...new Set(
        (await tiles.featuresOf(name, tileAt(z), viewer)).flatMap((f) => Object.keys(f.properties)),
      ),
    ].sort();

  it("carries attributes by role", async () => {
    expect(await keysOf("cameras", analyst, 13)).toEqual(["id", "kind", "name"]);
    expect(
      await keysOf(
        "cameras",
        person("patrol", { grids: [0, 1, 2, 3, 4, 5, 6, 7].map((n) => idOf(1, n)) }),
        13,
      ),
    ).toEqual(["fieldOfView", "heading", "id", "kind", "name", "rangeM"]);
    expect(await keysOf("incidents", analyst, 13)).toEqual([
      "category",
      "id",
      "level",
      "status",
      "t",
    ]);
  });

  it("shows only rows of the viewer's grids", async () => {
    const grids = [idOf(1, 2)];
    const worker = person("worker1", { grids });
    const seen = (await tiles.featuresOf("incidents", tileAt(13), worker)).map(
      (f) => f.properties["id"],
    );
    const expected = tiles.town.points.incidents
      .map((_, n) => n)
      .filter((n) => n % 8 === 2)
      .map((n) => `${COUNTY}-${idOf(8, n)}`);
    expect(seen.length).toBeGreaterThan(10);
    expect(expected).toEqual(expect.arrayContaining(seen));
    expect(
      (await tiles.featuresOf("grids", tileAt(9), worker)).map((f) => f.properties["code"]),
    ).toEqual(["G2"]);
    expect(await tiles.bytesOf("incidents", tileAt(13), person("worker1"))).toHaveLength(0);
  });

  it("shows households where they are only with a purpose, and writes that down", async () => {
    const at = tileAt(14);
    const exact = new Map(
      tiles.town.points.households.map((p, n) => [`${COUNTY}-${idOf(6, n)}`, unitsOf(p, at)]),
    );
    const far = (features: Decoded[]) =>
      features.filter((f) => {
        const [x, y] = exact.get(String(f.properties["id"]))!;
        const [u, v] = f.rings[0]![0]!;
        return Math.hypot(u - x, v - y) > 1;
      }).length;
    expect(await tiles.featuresOf("households", at, person("admin"))).toEqual([]);
    const context = contextOf(tiles.services, admin);
    const shown = decode(
      await tile(context, layerOf("households"), at.z, at.x, at.y, {}),
      "households",
    );
    expect(far(shown)).toBe(0);
    await context.logDisclosures({ tile: "here" });
    const [line] = await tiles.services.db.rows<{ what: unknown; purpose: string }>(
      sql`select what, purpose from access_log order by at desc limit 1`,
    );
    expect(line).toEqual({
      purpose: "巡查",
      what: {
        tile: "here",
        layers: {
          households: { kinds: ["place"], read: ["geometry"], by: ["tile"], rows: shown.length },
        },
      },
    });
    const quiet = contextOf(tiles.services, person("admin"));
    await tile(quiet, layerOf("households"), at.z, at.x, at.y, {});
    await quiet.logDisclosures();
    const [lines] = await tiles.services.db.rows<{ n: number }>(
      sql`select count(*)::int as n from access_log`,
    );
    expect(lines!.n).toBe(1);
  });

  it("gives anonymous callers grids and nothing else", async () => {
    const nobody = anonymous([COUNTY]);
    expect((await keysOf("grids", nobody, 12)).includes("name")).toBe(true);
    for (const { name } of LAYERS)
      if (name !== "grids")
        await expect(tiles.bytesOf(name, tileAt(14), nobody)).rejects.toMatchObject({
          extensions: { code: "UNAUTHENTICATED" },
        });
    await expect(tiles.bytesOf("households", tileAt(14), person("mediator"))).rejects.toMatchObject(
      {
        extensions: { code: "FORBIDDEN" },
      },
    );
  });

  it("describes in TileJSON what this viewer's tiles hold", async () => {
    const described = await tileJson(
      contextOf(tiles.services, analyst),
      layerOf("cameras"),
      "https://example.org/",
      "v=3",
    );
    expect(described.tiles).toEqual(["https://example.org/tiles/cameras/{z}/{x}/{y}.mvt?v=3"]);
    expect(Object.keys(described.vector_layers[0]!.fields)).toEqual([
      "id",
      "name",
      "kind",
      "count",
    ]);
    const [w, s, e, n] = described.bounds;
    expect([w! > 120.54 && w! < 120.56, s! > 31.27 && s! < 31.29, e! > 120.59, n! > 31.31]).toEqual(
      [true, true, true, true],
    );
  });
}
