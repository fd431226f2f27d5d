import { useEffect, useRef } from "react";
import { useShell } from "../shell/shell-context.js";
import type { Overlay } from "./map-adapter.js";

/** Draws while it is shown; null: nothing. */
export function useOverlay(id: string, overlay: Overlay | null): void {
  const { map } = useShell();
  const remove = useRef<(() => void) | null>(null);
  useEffect(() => {
    const before = remove.current;
    // Put in the place of the last one before that goes: the map does not blink.
    remove.current = overlay && map ? map.addOverlay(id, overlay) : null;
    if (!remove.current) before?.();
  }, [map, id, overlay]);
  useEffect(
    () => () => {
      remove.current?.();
      remove.current = null;
    },
    [],
  );
}
