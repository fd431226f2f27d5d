/** A seeded town: crooked streets, blocks between them, households thicker towards the middle. */
import type { LineString, Polygon, Position } from "geojson";
import { mulberry32 } from "../../random.js";

export interface Town {
  readonly boundary: Polygon;
  readonly lines: LineString[];
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly weight: Float64Array;
}

/**
 * About `streets` streets each way, 100 m apart; some blocks are joined by leaving out a stretch of
 * street.
 */
export function randomTown(seed: number, streets: number, households: number): Town {
  const random = mulberry32(seed),
    step = 0.001,
    lon0 = 107.35,
    lat0 = 29.68;
  const node: Position[][] = [];
  for (let r = 0; r <= streets; r++) {
    node.push([]);
    for (let c = 0; c <= streets; c++) {
      const rim = r === 0 || c === 0 || r === streets || c === streets ? 0 : 0.3;
      node[r].push([
        lon0 + (c + (random() - 0.5) * rim) * step,
        lat0 + (r + (random() - 0.5) * rim) * step,
      ]);
    }
  }
  const lines: LineString[] = [];
  const street = (a: Position, b: Position): void => {
    if (random() < 0.12) return;
    const bend: Position = [
      (a[0] + b[0]) / 2 + (random() - 0.5) * step * 0.1,
      (a[1] + b[1]) / 2 + (random() - 0.5) * step * 0.1,
    ];
    lines.push({ type: "LineString", coordinates: [a, bend, b] });
  };
  for (let r = 0; r <= streets; r++) {
    for (let c = 0; c <= streets; c++) {
      if (c < streets && r > 0 && r < streets) street(node[r][c], node[r][c + 1]);
      if (r < streets && c > 0 && c < streets) street(node[r][c], node[r + 1][c]);
    }
  }
  const side = streets * step;
  const lon = new Float64Array(households),
    lat = new Float64Array(households),
    weight = new Float64Array(households);
  for (let i = 0; i < households; i++) {
    const spread = (): number => (random() < 0.5 ? random() : (random() + random() + random()) / 3);
    lon[i] = lon0 + spread() * side;
    lat[i] = lat0 + spread() * side;
    weight[i] = 1 + Math.floor(random() * 4);
  }
  const ring: Position[] = [
    [lon0, lat0],
    [lon0 + side, lat0],
    [lon0 + side, lat0 + side],
    [lon0, lat0 + side],
    [lon0, lat0],
  ];
  return { boundary: { type: "Polygon", coordinates: [ring] }, lines, lon, lat, weight };
}
