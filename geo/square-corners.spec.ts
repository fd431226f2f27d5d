import type { Position } from "geojson";
import { expect, test } from "vitest";
import { mulberry32 } from "./random.js";
import { squareCorners } from "./square-corners.js";

const METRES = 111_320;
const [X, Y] = [107, 29];
const EAST = METRES * Math.cos((Y * Math.PI) / 180);

/** A ring of metres around a place, turned. */
function ringOf(metres: readonly (readonly [number, number])[], turn: number): Position[] {
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const ring = metres.map(
    ([x, y]): Position => [X + (x * c - y * s) / EAST, Y + (x * s + y * c) / METRES],
  );
  return [...ring, ring[0]!];
}

function angles(ring: readonly Position[]): number[] {
  const open = ring.slice(0, -1);
  return open.map((p, i) => {
    const to = (q: Position) => Math.atan2((q[1]! - p[1]!) * METRES, (q[0]! - p[0]!) * EAST);
    const [a, b] = [to(open.at(i - 1)!), to(open[(i + 1) % open.length]!)];
    const turn = Math.abs(((a - b) * 180) / Math.PI) % 360;
    return turn > 180 ? 360 - turn : turn;
  });
}

const L_SHAPE = [
  [0, 0],
  [20, 0],
  [20, 8],
  [9, 8],
  [9, 15],
  [0, 15],
] as const;

test("a house drawn by hand gets right corners, whichever way it stands, and hardly moves", () => {
  const random = mulberry32(3);
  for (let turn = 0; turn < 6; turn += 0.4) {
    const drawn = L_SHAPE.map(
      ([x, y]) => [x + random() * 1.6 - 0.8, y + random() * 1.6 - 0.8] as const,
    );
    const ring = ringOf(drawn, turn);
    const square = squareCorners(ring);
    for (const angle of angles(square)) expect(Math.abs(angle - 90)).toBeLessThan(0.2);
    for (const [i, p] of square.entries())
      expect(
        Math.hypot((p[0]! - ring[i]![0]!) * EAST, (p[1]! - ring[i]![1]!) * METRES),
      ).toBeLessThan(3);
    expect(square.at(-1)).toEqual(square[0]);
  }
});

test("a corner on a straight wall goes onto it; a slanted wall stays slanted", () => {
  const ring = ringOf(
    [
      [0, 0],
      [10, 0.8],
      [20, 0],
      [20, 10],
      [8, 10],
      [0, 4],
    ],
    0.3,
  );
  const told = angles(squareCorners(ring));
  expect(Math.abs(told[1]! - 180)).toBeLessThan(0.5);
  expect(told[4]!).toBeGreaterThan(120);
});
