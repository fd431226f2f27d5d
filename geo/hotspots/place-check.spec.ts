import { existsSync, readFileSync } from "node:fs";
import type { FeatureCollection, Point } from "geojson";
import { describe, expect, it } from "vitest";
import { localProjection } from "../projection.js";
import { monteCarlo } from "../random.js";
import { placeCheck } from "./place-check.js";

/** Leipzig's crimes of 2024; the file is not ours to pass on (see the handbook). */
const LEIPZIG = process.env.HEARTHGRID_LEIPZIG ?? "";
/** The box of the city's districts. */
const CITY = [12.236667, 51.238092, 12.542492, 51.448033] as const;

const floats = (values: readonly number[]) => Float64Array.from(values);

/** Incidents over 10 × 10 km, one in three at an address with others of the same street. */
function town(seed: number, n: number) {
  const random = monteCarlo(seed);
  const rows: { x: number; y: number; street: string | null }[] = [];
  const addresses = Array.from({ length: 40 }, (_, k) => ({
    x: random.uniform() * 1e4,
    y: random.uniform() * 1e4,
    street: `street ${k % 25}`,
  }));
  for (let i = 0; i < n; i++)
    rows.push(
      i % 3 === 0
        ? { ...addresses[random.below(addresses.length)]! }
        : { x: random.uniform() * 1e4, y: random.uniform() * 1e4, street: `street ${i % 25}` },
    );
  return { random, rows };
}

const check = (rows: readonly { x: number; y: number; street: string | null }[]) =>
  placeCheck(
    floats(rows.map(({ x }) => x)),
    floats(rows.map(({ y }) => y)),
    rows.map(({ street }) => street),
  );

describe("place check", () => {
  it("finds each default that was planted and nothing else, however busy an address is", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { random, rows } = town(seed, 900);
      expect(check(rows), `seed ${seed}`).toMatchObject({ places: [], share: 0 });
      const planted: { x: number; y: number; incidents: number }[] = [];
      for (let k = 0; k < 6; k++) {
        const at = { x: random.uniform() * 1e4, y: random.uniform() * 1e4 };
        const incidents = 5 + random.below(20);
        // Of three streets, or half of them without one; within a metre, not on one coordinate.
        for (let i = 0; i < incidents; i++)
          rows.push({
            x: at.x + (i % 4) * 0.2,
            y: at.y + (i % 3) * 0.2,
            street: k % 2 ? (i % 2 ? "street 1" : null) : `street ${i % 3}`,
          });
        planted.push({ ...at, incidents });
      }
      const { places, share } = check(rows);
      expect(places.map((p) => p.incidents)).toEqual(
        planted.map((p) => p.incidents).sort((a, b) => b - a),
      );
      for (const p of planted)
        expect(places.some((q) => Math.hypot(q.x - p.x, q.y - p.y) <= 1)).toBe(true);
      const all = planted.reduce((n, p) => n + p.incidents, 0);
      expect(share).toBeCloseTo(all / rows.length, 12);
    }
  });

  it("is no default with four incidents, at a corner of two streets, or two metres apart", () => {
    const at = (x: number, streets: (string | null)[]) =>
      streets.map((street, k) => ({ x: 100 * x + k * 1e-3, y: 0, street }));
    expect(check(at(1, ["a", "b", "c", null])).places).toEqual([]);
    expect(check(at(1, ["a", "b", "a", "b", "a", null, null])).places).toEqual([]);
    expect(check(at(1, ["a", "b", "c", "a", " c "])).places).toMatchObject([
      { incidents: 5, streets: 3, without: 0 },
    ]);
    const apart = ["a", "b", "c", "d", "e"].map((street, k) => ({ x: 2 * k, y: 0, street }));
    expect(check(apart).places).toEqual([]);
  });

  it("is no default for want of a street where hardly any incident names one", () => {
    const bare = Array.from({ length: 6 }, () => ({ x: 0, y: 0, street: null }));
    const others = Array.from({ length: 5 }, (_, k) => ({ x: 100 * k + 50, y: 0, street: "a" }));
    expect(check([...bare, ...others]).places).toEqual([]);
    expect(check([...bare, ...others, { x: 900, y: 0, street: "b" }]).places).toHaveLength(1);
  });

  it("takes rows that stand for several incidents, and a total beyond them", () => {
    const { places, share } = placeCheck(floats([0, 0, 50]), floats([0, 0, 0]), ["a", null, "b"], {
      counts: floats([3, 4, 9]),
      total: 70,
    });
    expect(places).toMatchObject([{ x: 0, y: 0, incidents: 7, streets: 1, without: 4 }]);
    expect(share).toBeCloseTo(0.1, 12);
  });

  it.skipIf(!existsSync(LEIPZIG))("finds Leipzig's 57, 31 percent of 2,022", () => {
    const { features } = JSON.parse(readFileSync(LEIPZIG, "utf8")) as FeatureCollection<Point>;
    const { forward } = localProjection(12.37, 51.34);
    const rows = features
      .filter(({ geometry: { coordinates: c } }) => within(c as [number, number]))
      .map(({ geometry, properties }) => {
        const [x, y] = forward(...(geometry.coordinates as [number, number]));
        return { x, y, street: properties!.street as string | null };
      });
    const { places, share } = check(rows);
    expect([rows.length, places.length]).toEqual([2022, 57]);
    expect(share).toBeCloseTo(0.31, 2);
  });
});

const within = ([lon, lat]: [number, number]): boolean =>
  lon >= CITY[0] && lon <= CITY[2] && lat >= CITY[1] && lat <= CITY[3];
