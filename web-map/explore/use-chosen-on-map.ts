import type { Geometry } from "geojson";
import { useEffect, useRef } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { useShell } from "../shell/shell-context.js";

/** The map outlines what is chosen; a link that names an object but no view opens on the object. */
export function useChosenOnMap(chosen: Geometry | null, outlined: Geometry | null): void {
  const { map, view, address } = useShell();
  const { arrival } = address;
  useEffect(() => {
    map?.setSelected(outlined);
    return () => {
      map?.setSelected(null);
    };
  }, [map, outlined]);
  const unplaced = useRef(view.camera === null && view.selection !== null);
  const arrived = useRef(arrival);
  useEffect(() => {
    if (arrived.current === arrival) return;
    arrived.current = arrival;
    unplaced.current = view.camera === null && view.selection !== null;
  }, [arrival, view.camera, view.selection]);
  useEffect(() => {
    if (!map || !chosen || !unplaced.current) return;
    unplaced.current = false;
    map.fit(boundsOf(chosen), 17);
  }, [map, chosen]);
}
