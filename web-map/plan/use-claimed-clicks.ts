import { useEffect, useRef } from "react";
import type { LngLat, MapAdapter } from "../map/map-adapter.js";

/** Clicks on the map are places for what is asked, while it is shown. */
export function useClaimedClicks(map: MapAdapter | null, take: (at: LngLat) => void): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(
    () =>
      map?.claimClicks(({ at }) => {
        latest.current(at);
        return true;
      }),
    [map],
  );
}
