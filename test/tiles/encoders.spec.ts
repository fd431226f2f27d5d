import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { openServices } from "../../api/open-services.js";
import { LayerNotes } from "../../api/policy/disclosures.js";
import { accessTo } from "../../api/policy/policy.js";
import { encodeTile, type TileRow } from "../../api/tiles/encode-tile.js";
import {
  countedFeatures,
  jsonQuery,
  mvtQuery,
  POINT_LIMIT,
  singleFeatures,
  type TileAnswer,
  type TileFeatures,
} from "../../api/tiles/tile.queries.js";
import { EXTENT, MARGIN, type TileAddress } from "../../api/tiles/tile-address.js";
import { tileLayers } from "../../api/tiles/tile-parts.js";
import { tile } from "../../api/tiles/tiles.service.js";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { type LayerName, layerOf } from "../../schema/layers/index.js";
import { freshDatabase } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { areaOf, contextOf, decode, person, sorted, tileAt } from "./tile-tools.js";
import { buildTown } from "./tile-town.js";

const admin = person("admin", { purpose: "巡查" });
const LAYERS = [
  "villages",
  "grids",
  "buildings",
  "households",
  "cameras",
  "incidents",
  "streets",
  "waters",
] as const satisfies readonly LayerName[];
/** Inside the town, across its edge, and a corner that clips much. */
const TILES = [
  tileAt(9),
  tileAt(12),
  tileAt(13),
  tileAt(14),
  tileAt(15, 120.5512, 31.2812),
  tileAt(16),
  tileAt(18),
];

describe.skipIf(!findPostgres())("our encoder against ST_AsMVT", () => {
  let services: Services;
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine({ databaseUrl: await freshDatabase("encoders"), dataDir: "" });
    await buildTown(engine);
    services = openServices(engine, () => undefined);
    return () => engine.close();
  });

  const withPurpose = (name: LayerName) => accessTo(admin, layerOf(name), new LayerNotes())!;
  const bothOf = async (features: TileFeatures) => {
    const [mvt] = await services.db.rows<TileAnswer<Buffer>>(mvtQuery(features));
    const [json] = await services.db.rows<TileAnswer<string>>(jsonQuery(features));
    const rows = JSON.parse(json!.tile ?? "[]") as TileRow[];
    return {
      theirs: mvt!,
      ours: encodeTile(features.name, features.keys, rows),
      answered: json!,
    };
  };
  const both = async (name: LayerName, at: TileAddress, counted: boolean) =>
    bothOf((counted ? countedFeatures : singleFeatures)(withPurpose(name), at, {}));

  it.each(LAYERS)("writes the same bytes for %s", async (name) => {
    let seen = 0;
    for (const at of TILES) {
      const { theirs, ours, answered } = await both(name, at, false);
      expect(answered.objects).toBe(theirs.objects);
      const features = decode(ours, name);
      seen += features.length;
      if (features.length === 0) {
        expect(theirs.tile?.length ?? 0).toBe(0);
        continue;
      }
      expect(sorted(features)).toEqual(sorted(decode(theirs.tile!, name)));
      expect(ours.equals(theirs.tile!)).toBe(true);
    }
    expect(seen).toBeGreaterThan(10);
  });

  it("writes the same bytes for names, borders and coarse cells", async () => {
    const seen = new Map<string, number>();
    for (const at of TILES)
      for (const name of LAYERS)
        for (const layer of tileLayers(
          accessTo(person("admin"), layerOf(name), new LayerNotes())!,
          at,
          {},
        ).slice(name === "households" ? 0 : 1)) {
          const { theirs, ours } = await bothOf(layer);
          const features = decode(ours, layer.name);
          seen.set(layer.name, (seen.get(layer.name) ?? 0) + features.length);
          expect(ours.equals(theirs.tile ?? Buffer.alloc(0))).toBe(true);
        }
    for (const name of ["villages-edges", "grids-edges", "grids-names", "buildings-names"])
      expect(seen.get(name), name).toBeGreaterThan(2);
    expect(seen.get("households-cells")).toBeGreaterThan(20);
  });

  it.each(["households", "cameras", "incidents"] as const)(
    "writes the same counts of %s",
    async (name) => {
      for (const at of [tileAt(0), tileAt(5), tileAt(9)]) {
        const { theirs, ours } = await both(name, at, true);
        expect(sorted(decode(ours, name))).toEqual(sorted(decode(theirs.tile!, name)));
      }
    },
  );

  it("puts everything where ST_AsMVTGeom puts it, within one unit", async () => {
    for (const name of LAYERS) {
      const layer = layerOf(name);
      let seen = 0;
      for (const at of [tileAt(14), tileAt(15, 120.5512, 31.2812)]) {
        const { theirs } = await both(name, at, false);
        const [raw] = await services.db.rows<{ tile: Buffer }>(sql`
          select ST_AsMVT(f, ${name}, 4096, 'g') as tile from (
            select county_id || '-' || id as id,
              ST_AsMVTGeom(ST_Transform(geom, 3857), ST_TileEnvelope(${at.z}, ${at.x}, ${at.y}),
              ${EXTENT}::int, ${MARGIN}::int) as g
            from ${sql.identifier(layer.table)}
            where retired_at is null ${name === "grids" ? sql`and valid_to is null` : sql``}) f`);
        const reference = new Map(decode(raw!.tile, name).map((f) => [f.properties["id"], f]));
        const found = decode(theirs.tile!, name);
        seen += found.length;
        for (const feature of found) {
          const other = reference.get(feature.properties["id"]!);
          if (!other) {
            expect(
              feature.rings.flat().some(([x, y]) => x > 0 && x < 4096 && y > 0 && y < 4096),
            ).toBe(false);
            continue;
          }
          const [mine, others] = [feature, other].map((f) => box(f.rings.flat()));
          // PostGIS rounds before it clips, we after: where a shape is cut, a shallow angle makes
          // more of the difference.
          const whole = mine!.every((v) => v > -MARGIN && v < EXTENT + MARGIN);
          if (whole)
            mine!.forEach((v, i) => expect(Math.abs(v - others![i]!)).toBeLessThanOrEqual(1));
          if (feature.type === 3) {
            const [a, b] = [feature, other].map((f) =>
              f.rings.reduce((sum, ring) => sum + areaOf(ring), 0),
            );
            const length = feature.rings.reduce((sum, ring) => sum + perimeter(ring), 0);
            expect(Math.abs(a! - b!)).toBeLessThanOrEqual(length);
          }
        }
      }
      expect(seen).toBeGreaterThan(0);
    }
  });

  it("counts points where single ones would be more than anyone can see", async () => {
    await engine.pool.query(
      `insert into incident (county_id, id, created_by, updated_by, title, category,
         occurred_from, occurred_until, reported_at, geom)
       select 320505, md5(i::text)::uuid, 'person:a', 'person:a', '事件', '0101', now(), now(), now(),
       ST_SetSRID(ST_MakePoint(121 + i * 1e-7, 31.5), 4326) from generate_series(1, $1::int) i`,
      [POINT_LIMIT + 1],
    );
    const { z, x, y } = tileAt(13, 121.001, 31.5);
    const features = decode(
      await tile(contextOf(services, admin), layerOf("incidents"), z, x, y, {}),
      "incidents",
    );
    expect(features.length).toBeLessThan(32 * 32);
    expect(features.reduce((sum, f) => sum + Number(f.properties["count"]), 0)).toBe(
      POINT_LIMIT + 1,
    );
  }, 120_000);
});

const box = (points: readonly (readonly [number, number])[]): number[] => {
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
};
const perimeter = (ring: readonly (readonly [number, number])[]): number =>
  ring.reduce((sum, [x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length]!;
    return sum + Math.hypot(u - x, v - y);
  }, 0);
