/** Seeded coverages and operations for specs and benchmarks. */
import type { Position } from "geojson";
import type { GridCollection } from "../collection.js";

export interface RandomCoverageOptions {
  readonly columns: number;
  readonly rows: number;
  /** Vertices between the corners of a cell's side. */
  readonly between?: number;
  /** Side of a cell in degrees. */
  readonly side?: number;
  /** Make some cells holes, enclaves with their surroundings, and lift one off as an island. */
  readonly oddities?: boolean;
}

/**
 * Jittered cells that share every vertex; with oddities a missing cell, an enclave, two in one
 * hole, and an island.
 */
export function randomCoverage(
  random: () => number,
  options: RandomCoverageOptions,
): GridCollection {
  const { columns, rows, between = 1, side = 0.002, oddities = false } = options;
  const lon0 = 107.39,
    lat0 = 29.71;
  const memo = new Map<string, Position>();
  const wobble = (share: number): number => (random() - 0.5) * share * side;
  const snap = (v: number): number => Math.round(v * 1e7) / 1e7;
  /** A vertex is drawn once, however many rings have it. */
  const once = (c: number, r: number, draw: () => Position): Position => {
    const key = `${c.toFixed(4)},${r.toFixed(4)}`;
    const p = memo.get(key) ?? draw();
    memo.set(key, p);
    return p;
  };
  const at = (c: number, r: number): Position => {
    const share = Number.isInteger(c) && Number.isInteger(r) ? 0.3 : 0.04;
    return once(c, r, () => [
      snap(lon0 + c * side + wobble(share)),
      snap(lat0 + r * side + wobble(share)),
    ]);
  };
  const line = (c0: number, r0: number, c1: number, r1: number): Position[] => {
    const a = at(c0, r0),
      b = at(c1, r1),
      out = [a];
    for (let i = 1; i <= between; i++) {
      const t = i / (between + 1),
        share = (0.3 * Math.abs(c1 - c0 + r1 - r0)) / (between + 1);
      out.push(
        once(c0 + (c1 - c0) * t, r0 + (r1 - r0) * t, () => [
          snap(a[0] + (b[0] - a[0]) * t + wobble(share)),
          snap(a[1] + (b[1] - a[1]) * t + wobble(share)),
        ]),
      );
    }
    return out;
  };
  const ring = (c0: number, r0: number, c1: number, r1: number): Position[] => [
    ...line(c0, r0, c1, r0),
    ...line(c1, r0, c1, r1),
    ...line(c1, r1, c0, r1),
    ...line(c0, r1, c0, r0),
    at(c0, r0),
  ];
  const features: GridCollection["features"] = [];
  const put = (id: string, ...rings: Position[][]): void => {
    features.push({
      type: "Feature",
      id,
      properties: { name: id },
      geometry: { type: "Polygon", coordinates: rings },
    });
  };
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const id = `${c}.${r}`;
      const odd = oddities && c > 0 && r > 0 && c < columns - 1 && r < rows - 1 ? random() : 1;
      if (odd < 0.12) continue;
      if (odd < 0.35) {
        put(id, ring(c, r, c + 1, r + 1), ring(c + 0.3, r + 0.3, c + 0.7, r + 0.7).reverse());
        put(`${id}e`, ring(c + 0.3, r + 0.3, c + 0.7, r + 0.7));
      } else if (odd < 0.5) {
        const m = c + 0.5,
          hole = [
            ...line(c + 0.3, r + 0.3, m, r + 0.3),
            ...line(m, r + 0.3, c + 0.7, r + 0.3),
            ...line(c + 0.7, r + 0.3, c + 0.7, r + 0.7),
            ...line(c + 0.7, r + 0.7, m, r + 0.7),
            ...line(m, r + 0.7, c + 0.3, r + 0.7),
            ...line(c + 0.3, r + 0.7, c + 0.3, r + 0.3),
            at(c + 0.3, r + 0.3),
          ];
        put(id, ring(c, r, c + 1, r + 1), hole.reverse());
        put(`${id}w`, ring(c + 0.3, r + 0.3, m, r + 0.7));
        put(`${id}e`, ring(m, r + 0.3, c + 0.7, r + 0.7));
      } else put(id, ring(c, r, c + 1, r + 1));
    }
  }
  if (oddities) put("island", ring(columns + 1, 0, columns + 2, 1));
  return { type: "FeatureCollection", features };
}
