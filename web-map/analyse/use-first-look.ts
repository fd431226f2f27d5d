import type { Polygon } from "geojson";
import { useEffect, useRef } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { startOf } from "../shell/use-map.js";
import { isAt } from "../shell/use-own-grids.js";
import { boxAround } from "./box-around.js";
import type { HotCell } from "./hot-overlay.js";

/**
 * A county without grids and villages has no ground to begin on: then the map looks where incidents
 * are, once, unless somebody has looked elsewhere.
 */
export function useFirstLook(cells: readonly HotCell[] | undefined): void {
  const { county } = useSession();
  const { map } = useShell();
  const isDone = useRef(county.bounds !== null);
  useEffect(() => {
    if (!map || isDone.current || !cells) return;
    const boxes = cells.flatMap(({ count, geometry }) =>
      count > 0 && geometry ? [boundsOf(geometry as Polygon)] : [],
    );
    if (boxes.length === 0) return;
    isDone.current = true;
    if (!isAt(map.camera(), startOf(county))) return;
    map.fit(boxAround(boxes));
  }, [map, cells, county]);
}
