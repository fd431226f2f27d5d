/**
 * Streets that end shortly before a river or the border of the village are carried on to it: the
 * strip along a bank is no grid's tail, each street's end parts it.
 */
import Flatbush from "flatbush";
import { cutsFootprint, type MetricRings } from "./footprint.js";
import { BARRIER, bitOf } from "./ground.js";
import { type MetricBox, metricBox } from "./metric.js";
import type { LineClass } from "./model.js";

/** Metres between a street's end and what it is carried on to. */
const SHORTLY = 150;
/** Metres from its end at which a street meets the one that it ends in. */
const AT_END = 15;
/** Metres beyond it, so that it is met for certain. */
const OVER = 0.5;
/** Metres from a street's end at which its direction is taken. */
const BACK = 20;

interface Street {
  readonly class: LineClass;
  /** x, y, x, y … in metres. */
  readonly xy: ArrayLike<number>;
}

/**
 * @param rims borders of villages, closed rings
 * @returns straight pieces: x, y, x, y in metres
 */
export function carryOnStreets(
  streets: readonly Street[],
  rims: MetricRings,
  footprints: readonly MetricRings[],
): number[][] {
  const isBarrier = (s: Street): boolean => (bitOf(s.class) & BARRIER) !== 0;
  const pieces = [
    ...streets.flatMap((s) => piecesOf(s.xy).map((at) => ({ at, ends: isBarrier(s) }))),
    ...rims.flatMap((r) => piecesOf(r).map((at) => ({ at, ends: true }))),
  ];
  if (pieces.length === 0) return [];
  const lines = treeOf(pieces.map(({ at }) => metricBox([at]))),
    walls = footprints.length > 0 ? treeOf(footprints.map(metricBox)) : null;
  return streets
    .filter((s) => !isBarrier(s) && s.class !== "parcel")
    .flatMap(({ xy }) => [endOf(xy, 1), endOf(xy, -1)])
    .flatMap(([x, y, dx, dy]) => {
      const [fx, fy] = [x + SHORTLY * dx, y + SHORTLY * dy];
      let first = Infinity,
        ends = false;
      for (const k of lines.search(...metricBox([[x, y, fx, fy]]))) {
        const t = meets(x, y, fx, fy, pieces[k].at);
        if (t === Infinity || t * SHORTLY <= AT_END || t > first || (t === first && ends)) continue;
        first = t;
        ends = pieces[k].ends;
      }
      if (!ends) return [];
      const far = first * SHORTLY + OVER;
      const piece = [x, y, x + far * dx, y + far * dy];
      const isBuilt = walls
        ?.search(...metricBox([piece]))
        .some((k) => cutsFootprint(footprints[k], piece[0], piece[1], piece[2], piece[3]));
      return isBuilt ? [] : [piece];
    });
}

const piecesOf = (xy: ArrayLike<number>): number[][] =>
  Array.from({ length: xy.length / 2 - 1 }, (_, i) => [0, 1, 2, 3].map((k) => xy[2 * i + k]));

function treeOf(boxes: readonly MetricBox[]): Flatbush {
  const tree = new Flatbush(boxes.length);
  for (const box of boxes) tree.add(...box);
  tree.finish();
  return tree;
}

/** The last place of a line and its direction there; of the line turned round for a step of -1. */
function endOf(
  xy: ArrayLike<number>,
  step: 1 | -1,
): [x: number, y: number, dx: number, dy: number] {
  const last = xy.length / 2 - 1;
  let k = step === 1 ? last : 0;
  const [x, y] = [xy[2 * k], xy[2 * k + 1]];
  let [ux, uy] = [0, 0];
  while (Math.hypot(ux, uy) < BACK && k - step >= 0 && k - step <= last) {
    k -= step;
    [ux, uy] = [x - xy[2 * k], y - xy[2 * k + 1]];
  }
  const d = Math.hypot(ux, uy) || 1;
  return [x, y, ux / d, uy / d];
}

/** Share of the way from a to b at which it meets a piece; Infinity. */
function meets(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  [px, py, qx, qy]: readonly number[],
): number {
  const [ux, uy, vx, vy] = [bx - ax, by - ay, qx - px, qy - py];
  const across = ux * vy - uy * vx;
  if (across === 0) return Infinity;
  const t = ((px - ax) * vy - (py - ay) * vx) / across,
    s = ((px - ax) * uy - (py - ay) * ux) / across;
  return t > 0 && t <= 1 && s >= 0 && s <= 1 ? t : Infinity;
}
