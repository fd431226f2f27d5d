import type { Position } from "geojson";
import { positive } from "./check.js";

/** Points with an amount each; metres in a plane. */
export interface AmountPoints {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly amount: Float64Array;
}

/**
 * Lines as points: each stands in the middle of a piece of at most so many metres, its amount is the
 * piece's length in metres. So a length in a cell is wrong by less than half a piece for each time
 * that a line comes over its border.
 */
export function pointsOfLines(
  lines: readonly (readonly Position[])[],
  mostMetres: number,
): AmountPoints {
  positive("mostMetres", mostMetres);
  const [x, y, amount]: number[][] = [[], [], []];
  for (const line of lines)
    for (let k = 1; k < line.length; k++) {
      const [fromX, fromY] = line[k - 1]! as [number, number],
        [toX, toY] = line[k]! as [number, number];
      const length = Math.hypot(toX - fromX, toY - fromY);
      const pieces = Math.ceil(length / mostMetres);
      for (let piece = 0; piece < pieces; piece++) {
        const share = (piece + 0.5) / pieces;
        x!.push(fromX + share * (toX - fromX));
        y!.push(fromY + share * (toY - fromY));
        amount!.push(length / pieces);
      }
    }
  return { x: Float64Array.from(x!), y: Float64Array.from(y!), amount: Float64Array.from(amount!) };
}
