/** The one way from an operation as data to its outcome. */
import type { Position } from "geojson";
import { toLattice } from "../snap.js";
import { keepClear } from "./clear-of-buildings.js";
import { type Coverage, isRefusal, type Outcome } from "./model.js";
import type { GridOperation } from "./operation.js";
import { addGrid } from "./operations/add-grid.js";
import { carveEnclave } from "./operations/carve-enclave.js";
import { type HandOptions, handBuildings } from "./operations/hand-buildings.js";
import { handPiece } from "./operations/hand-piece.js";
import { insertNode } from "./operations/insert-node.js";
import { mergeGrids } from "./operations/merge-grids.js";
import { moveEdge } from "./operations/move-edge.js";
import { moveNode } from "./operations/move-node.js";
import { numberGrids } from "./operations/number-grids.js";
import { removeNode } from "./operations/remove-node.js";
import { reshapeGrid } from "./operations/reshape-grid.js";
import { lockGrids, setProperties, unlockGrids } from "./operations/set-properties.js";
import { snapOutline } from "./operations/snap-outline.js";
import { splitGrids } from "./operations/split-grids.js";
import { unpackChange } from "./packed-change.js";
import { type Said, said } from "./phrases.js";

/** What an operation needs to know besides the coverage. */
export interface OperationContext extends HandOptions {}

/**
 * Works out what an operation would change; `applyChange` puts it into effect. The same operation
 * on the same grids gives the same change, wherever and whenever it is made. With footprints known,
 * no border comes to run through a building that was whole.
 */
export function perform(
  coverage: Coverage,
  operation: GridOperation,
  context: OperationContext = {},
): Outcome {
  const { footprints } = context;
  const make = (one: GridOperation): Outcome => outcomeOf(coverage, one, context);
  const outcome = make(operation);
  // What is put back was there before, and is no border that anybody draws now.
  return footprints && operation.kind !== "restore"
    ? keepClear(coverage, operation, outcome, footprints, make)
    : outcome;
}

function outcomeOf(
  coverage: Coverage,
  operation: GridOperation,
  context: OperationContext,
): Outcome {
  switch (operation.kind) {
    case "move-node":
      return moveNode(coverage, operation.from, operation.to, context);
    case "move-edge":
      return moveEdge(coverage, operation.at, [operation.by[0], operation.by[1]], context);
    case "insert-node":
      return insertNode(coverage, operation.at, { ...context, within: operation.within });
    case "remove-node":
      return removeNode(coverage, operation.at, context);
    case "reshape-grid":
      return reshapeGrid(coverage, operation.grid, operation.line, {
        ...context,
        outside: operation.outside,
      });
    case "split-grids":
      return splitGrids(coverage, operation.line, {
        ...context,
        grids: operation.grids,
        newIds: operation.newIds,
      });
    case "merge-grids":
      return mergeGrids(coverage, [operation.keep, ...operation.grids], context);
    case "hand-buildings":
      return handBuildings(coverage, operation.buildings, operation.to, context);
    case "hand-piece":
      return handPiece(coverage, operation.outline, operation.to, {
        ...context,
        from: operation.from,
      });
    case "add-grid":
      return addGrid(coverage, operation.grid, operation.outline, operation.properties, context);
    case "carve-enclave":
      return carveEnclave(coverage, operation.grid, operation.outline, operation.properties, {
        ...context,
        from: operation.from,
      });
    case "snap-outline": {
      const outline = snapOutline(coverage, operation.outline, operation.tolerance).coordinates[0];
      const added = addGrid(coverage, operation.grid, outline, operation.properties, context);
      return withTold(added, pointsMoved(operation.outline, outline));
    }
    case "number-grids":
      return numberGrids(coverage, {
        ...context,
        grids: operation.grids,
        first: operation.first,
        property: operation.property,
      });
    case "set-properties":
      return setProperties(coverage, operation.grid, operation.properties, context);
    case "lock":
      return lockGrids(coverage, operation.grids, context);
    case "unlock":
      return unlockGrids(coverage, operation.grids, context);
    case "restore":
      return unpackChange(coverage, operation.change, context.locked);
  }
}

function withTold(outcome: Outcome, told: Said[]): Outcome {
  if (isRefusal(outcome) || told.length === 0) return outcome;
  const { note } = outcome;
  return { ...outcome, note: { ...note, told: [...(note.told ?? []), ...told] } };
}

/** Points of a snapped outline that were not drawn so. */
function pointsMoved(drawn: readonly Position[], snapped: readonly Position[]): Said[] {
  const places = new Set(drawn.map((place) => place.map(toLattice).join()));
  const count = snapped.slice(1).filter((place) => !places.has(place.map(toLattice).join())).length;
  return count > 0 ? [said("points-snapped", { count })] : [];
}
