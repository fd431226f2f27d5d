import { lazy, Suspense } from "react";
import { createPortal } from "react-dom";
import { Dock } from "../shell/dock.js";
import { useShell } from "../shell/shell-context.js";
import { DockBoundary } from "../ui/dock-boundary.js";
import { Waiting } from "../ui/waiting.js";
import { LeftDock } from "./left-dock.js";
import { MapOver } from "./map-over.js";
import { RightDock } from "./right-dock.js";
import { useExplore } from "./use-explore.js";

const TableDock = lazy(() => import("./table-dock.js"));

/** What is where: layers, areas, lists and details around the map. */
export default function Explore() {
  const explore = useExplore();
  const { side, tableLayer, hasRight } = explore;
  const { over } = useShell();
  const sheet =
    side.kind === "layers" ? "layers" : hasRight ? "right" : tableLayer ? "table" : "none";
  return (
    <div className="explore" data-left={explore.layersOpen} data-sheet={sheet}>
      <LeftDock {...explore} />
      {over && createPortal(<MapOver {...explore} />, over)}
      {tableLayer && (
        <Dock side="bottom">
          <DockBoundary name="table" resetKeys={[tableLayer.name]}>
            <Suspense fallback={<Waiting />}>
              <TableDock {...explore} layer={tableLayer} />
            </Suspense>
          </DockBoundary>
        </Dock>
      )}
      {hasRight && <RightDock {...explore} />}
    </div>
  );
}
