/**
 * No border runs through a building: a dragged one goes to the nearest gap, a drawn one is refused.
 */
import type { Position } from "geojson";
import { toLattice } from "../snap.js";
import { type Edge, toPosition, toPositions } from "./edge.js";
import type { Footprint, Footprints } from "./footprints.js";
import { KnownSegments } from "./judge/known-segments.js";
import { STEP } from "./locate.js";
import { type Change, type Coverage, isRefusal, type Outcome } from "./model.js";
import type { GridOperation } from "./operation.js";
import { said } from "./phrases.js";
import { refuse } from "./refuse.js";
import { edgesAt } from "./rewire.js";

/** Metres to look for a gap, and the directions at each distance. */
const DISTANCES = [0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16];
const DIRECTIONS = 24;
/** A whole border is moved again for every place tried. */
const EDGE_DIRECTIONS = 8;

/**
 * @param again performs the operation anew, without looking at buildings
 * @returns the outcome where it cuts no building that was whole; else one that keeps clear, with
 * the way it was moved in its note; else a refusal
 */
export function keepClear(
  coverage: Coverage,
  operation: GridOperation,
  outcome: Outcome,
  footprints: Footprints,
  again: (operation: GridOperation) => Outcome,
): Outcome {
  if (isRefusal(outcome)) return outcome;
  const cut = newlyCut(outcome, footprints);
  if (cut.length === 0) return outcome;
  for (const { operation: other, metres } of elsewhere(coverage, operation, footprints)) {
    const moved = again(other);
    if (isRefusal(moved) || newlyCut(moved, footprints).length > 0) continue;
    const told = [...(moved.note.told ?? []), said("moved-to-gap", { metres })];
    return { ...moved, note: { ...moved.note, told } };
  }
  return refuse(
    "through-building",
    "through-building",
    { buildings: cut.map(({ id }) => id) },
    [...outcome.note.grids],
    {
      type: "MultiPolygon",
      coordinates: cut.flatMap(({ rings }) => rings.map((r) => [toPositions(r)])),
    },
  );
}

/** Buildings that the change cuts and that were whole before. */
function newlyCut({ remove, add }: Change, footprints: Footprints): Footprint[] {
  const known = new KnownSegments(remove);
  const cut = new Set<Footprint>();
  for (const { xy } of add)
    for (let i = 2; i < xy.length; i += 2)
      if (!known.has(xy[i - 2], xy[i - 1], xy[i], xy[i + 1]))
        footprints.cutBy(xy.subarray(i - 2, i + 2), cut);
  if (cut.size === 0) return [];
  const before = new Set<Footprint>();
  for (const { xy } of remove) footprints.cutBy(xy, before);
  return [...cut].filter((footprint) => !before.has(footprint));
}

/** The operation a little further off, nearest first, where that may help. */
function* elsewhere(
  coverage: Coverage,
  operation: GridOperation,
  footprints: Footprints,
): Generator<{ operation: GridOperation; metres: number }> {
  if (operation.kind === "move-edge") {
    for (const { place, metres } of around(operation.by, operation.at[1], EDGE_DIRECTIONS))
      yield { operation: { ...operation, by: place }, metres };
    return;
  }
  if (operation.kind !== "move-node" && operation.kind !== "insert-node") return;
  const target = operation.kind === "move-node" ? operation.to : operation.at;
  const clear =
    operation.kind === "move-node" ? clearFrom(coverage, operation.from, footprints) : null;
  for (const { place, metres } of around(target, target[1], DIRECTIONS)) {
    if (clear && !clear(place)) continue;
    yield {
      operation:
        operation.kind === "move-node"
          ? { ...operation, to: place }
          : { ...operation, at: place, within: (operation.within ?? 5) + metres },
      metres,
    };
  }
}

/** Would the borders through a vertex be clear if it went there? Spares performing in vain. */
function clearFrom(
  coverage: Coverage,
  [lon, lat]: Position,
  footprints: Footprints,
): (place: Position) => boolean {
  const x = toLattice(lon),
    y = toLattice(lat);
  const ends: [number, number][] = [];
  const before = new Set<Footprint>();
  const beside = ({ xy }: Edge, i: number): void => {
    for (let k = 0; k < xy.length; k += 2) {
      if (xy[k] !== x || xy[k + 1] !== y) continue;
      const other = k + 2 * i;
      if (other < 0 || other >= xy.length) continue;
      ends.push([xy[other], xy[other + 1]]);
      footprints.cutBy([x, y, xy[other], xy[other + 1]], before);
    }
  };
  for (const { edge } of edgesAt(coverage, x, y)) {
    beside(edge, -1);
    beside(edge, 1);
  }
  return ([toLon, toLat]) =>
    ends.every(([ex, ey]) => {
      const cut = footprints.cutBy([toLattice(toLon), toLattice(toLat), ex, ey]);
      return [...cut].every((footprint) => before.has(footprint));
    });
}

function* around(
  [x, y]: Position,
  lat: number,
  directions: number,
): Generator<{ place: Position; metres: number }> {
  const squeeze = Math.cos((lat * Math.PI) / 180);
  for (const metres of DISTANCES) {
    for (let k = 0; k < directions; k++) {
      const turn = (2 * Math.PI * k) / directions;
      const far = metres / STEP / 1e7;
      const place = toPosition(
        toLattice(x + (far * Math.cos(turn)) / squeeze),
        toLattice(y + far * Math.sin(turn)),
      );
      yield { place, metres };
    }
  }
}
