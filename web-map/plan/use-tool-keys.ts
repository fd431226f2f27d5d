import { useEffect } from "react";
import type { MapAdapter } from "../map/map-adapter.js";
import { metresBetween } from "../state/area.js";
import type { Tool } from "./tools/tool.js";

/** Metres that the map has moved when the cross is elsewhere. */
const ELSEWHERE = 1;

/** Keys of the tool in hand; before the map's own, which would move it. */
export function useToolKeys(tool: Tool, map: MapAdapter | null): void {
  useEffect(() => {
    /** Where the last point was set by a key. */
    let set: { lng: number; lat: number } | null = null;
    const enter = () => {
      const finish = tool.finish?.() ?? null;
      const camera = map?.camera();
      const isElsewhere =
        set && camera && metresBetween([set.lng, set.lat], [camera.lng, camera.lat]) > ELSEWHERE;
      if (finish && !isElsewhere) {
        set = null;
        return finish;
      }
      if (!tool.isDrawing || !map) return null;
      return () => {
        set = map.camera();
        map.pickCentre();
      };
    };
    const forget = () => {
      set = null;
    };
    const onKey = (e: KeyboardEvent) => {
      const isElsewhere =
        e.target instanceof Element && e.target.closest("input, textarea, select, button, a");
      if (isElsewhere || e.ctrlKey || e.metaKey || e.altKey) return;
      const far = e.shiftKey ? 10 : 1;
      const isHeld = !!tool.shown().border;
      const nudge = (east: number, north: number) =>
        isHeld && tool.nudge ? () => tool.nudge!(east * far, north * far) : null;
      const does: Record<string, () => (() => void) | null> = {
        Tab: () => (isHeld && tool.step ? () => tool.step!(e.shiftKey ? -1 : 1) : null),
        ArrowLeft: () => nudge(-1, 0),
        ArrowRight: () => nudge(1, 0),
        ArrowUp: () => nudge(0, 1),
        ArrowDown: () => nudge(0, -1),
        Enter: enter,
        Backspace: () => (tool.back ? () => tool.back!() : null),
      };
      const run = does[e.key]?.();
      if (!run) return;
      e.preventDefault();
      e.stopPropagation();
      run();
    };
    addEventListener("keydown", onKey, { capture: true });
    addEventListener("pointerdown", forget, { capture: true });
    return () => {
      removeEventListener("keydown", onKey, { capture: true });
      removeEventListener("pointerdown", forget, { capture: true });
    };
  }, [tool, map]);
}
