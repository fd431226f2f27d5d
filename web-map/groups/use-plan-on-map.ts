import type { Geometry } from "geojson";
import { useEffect, useRef } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { useShell } from "../shell/shell-context.js";

/** Near enough to see houses. */
export const NEAR = 17;

/** A click on a group's ground chooses it; its villages are looked at when it is opened. */
export function usePlanOnMap(shapes: readonly Geometry[], choose: (group: string) => void): void {
  const { map } = useShell();
  const latest = useRef(choose);
  latest.current = choose;
  useEffect(
    () =>
      map?.claimClicks((click) => {
        const cell = click.of("groups-cells").find(({ properties }) => properties?.["number"]);
        const id: unknown = cell?.properties?.["id"] ?? cell?.id;
        if (typeof id !== "string") return false;
        latest.current(id);
        return true;
      }),
    [map],
  );
  const isSeen = useRef(false);
  useEffect(() => {
    const bounds = shapes.map((shape) => boundsOf(shape));
    if (isSeen.current || !map || bounds.length === 0) return;
    isSeen.current = true;
    const [west, south, east, north] = [0, 1, 2, 3].map((side) => bounds.map((b) => b[side]!));
    map.fit([
      ...[Math.min(...west!), Math.min(...south!)],
      ...[Math.max(...east!), Math.max(...north!)],
    ]);
  }, [map, shapes]);
}
