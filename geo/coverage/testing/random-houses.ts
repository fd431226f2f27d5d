/** Houses thrown on a coverage, none over another: with gaps of a lane, of an alley, of a hand. */
import type { Position } from "geojson";
import { snapCoordinate } from "../../snap.js";
import type { Coverage } from "../model.js";
import { shapeOf } from "../shape.js";

export interface House {
  readonly id: string;
  readonly outlines: Position[][];
}

/** Rows of houses of 8 to 16 m, turned a little, over the box of the coverage's grids. */
export function randomHouses(random: () => number, coverage: Coverage): House[] {
  const boxes = [...coverage.faces.values()].map((face) => shapeOf(coverage, face).box);
  const minX = Math.min(...boxes.map((b) => b.minX)) / 1e7,
    maxX = Math.max(...boxes.map((b) => b.maxX)) / 1e7,
    minY = Math.min(...boxes.map((b) => b.minY)) / 1e7,
    maxY = Math.max(...boxes.map((b) => b.maxY)) / 1e7;
  const out: House[] = [];
  const m = 1 / 111_320;
  for (let y = minY; y < maxY; y += 30 * m) {
    for (let x = minX; x < maxX; x += 34 * m) {
      if (random() < 0.35) continue;
      const [w, h] = [8 + 18 * random(), 8 + 14 * random()].map((side) => (side * m) / 2);
      const turn = (random() - 0.5) * 0.25;
      const [cx, cy] = [x + 3 * m * random(), y + 3 * m * random()];
      const corner = (sx: number, sy: number): Position => [
        snapCoordinate(cx + sx * w * Math.cos(turn) - sy * h * Math.sin(turn)),
        snapCoordinate(cy + sx * w * Math.sin(turn) + sy * h * Math.cos(turn)),
      ];
      const ring = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
      out.push({ id: `h${out.length}`, outlines: [[...ring, ring[0]]] });
    }
  }
  return out;
}
