import { useEffect, useRef } from "react";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { startOf } from "../shell/use-map.js";
import { isAt } from "../shell/use-own-grids.js";

/**
 * A county without grids and villages has no ground to begin on: then the map looks where incidents
 * are, once, unless somebody has looked elsewhere.
 */
export function useFirstLook(bounds: readonly number[] | null | undefined): void {
  const { county } = useSession();
  const { map } = useShell();
  const isDone = useRef(county.bounds !== null);
  useEffect(() => {
    if (!map || isDone.current || !bounds) return;
    isDone.current = true;
    if (!isAt(map.camera(), startOf(county))) return;
    map.fit(bounds);
  }, [map, bounds, county]);
}
