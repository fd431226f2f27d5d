/** The one way from an operation as data to its outcome. */
import type { Coverage, Outcome } from "./model.js";
import type { GridOperation } from "./operation.js";
import { addGrid } from "./operations/add-grid.js";
import { carveEnclave } from "./operations/carve-enclave.js";
import { handPiece } from "./operations/hand-piece.js";
import { insertNode } from "./operations/insert-node.js";
import { mergeGrids } from "./operations/merge-grids.js";
import { moveEdge } from "./operations/move-edge.js";
import { moveNode } from "./operations/move-node.js";
import { numberGrids } from "./operations/number-grids.js";
import type { OperationOptions } from "./operations/options.js";
import { removeNode } from "./operations/remove-node.js";
import { reshapeGrid } from "./operations/reshape-grid.js";
import { lockGrids, setProperties, unlockGrids } from "./operations/set-properties.js";
import { snapOutline } from "./operations/snap-outline.js";
import { splitGrids } from "./operations/split-grids.js";
import { unpackChange } from "./packed-change.js";
import { refuse } from "./refuse.js";

/** What an operation needs to know besides the coverage. */
export interface OperationContext extends OperationOptions {}

/**
 * Works out what an operation would change; `applyChange` puts it into effect. The same operation
 * on the same grids gives the same change, wherever and whenever it is made.
 */
export function perform(
  coverage: Coverage,
  operation: GridOperation,
  context: OperationContext = {},
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
      return refuse("not-found", "no-such-grids", { grids: [] }, [operation.to]);
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
      return addGrid(coverage, operation.grid, outline, operation.properties, context);
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
