import { createPortal } from "react-dom";
import { Dock } from "../shell/dock.js";
import { useShell } from "../shell/shell-context.js";
import { DockBoundary } from "../ui/dock-boundary.js";
import { LeftDock } from "./left-dock.js";
import { MapOver } from "./map-over.js";
import { RightDock } from "./right-dock.js";
import { TableDock } from "./table-dock.js";
import { useExplore } from "./use-explore.js";

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
            <TableDock {...explore} layer={tableLayer} />
          </DockBoundary>
        </Dock>
      )}
      {hasRight && <RightDock {...explore} />}
    </div>
  );
}
