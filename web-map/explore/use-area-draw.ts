import { useCallback, useEffect, useRef, useState } from "react";
import { type Drawing, type DrawKind, drawArea } from "../map/draw.js";
import type { MapAdapter } from "../map/map-adapter.js";
import type { Area } from "../state/area.js";

export type AreaTool = DrawKind | "grids";

export interface AreaDraw {
  tool: AreaTool | null;
  picked: string[];
  begin(tool: AreaTool): void;
  finishPicking(): void;
  cancel(): void;
}

/** Drawing an area or picking grids: one tool at a time, Escape gives it back. */
export function useAreaDraw(
  map: MapAdapter | null,
  area: Area | null,
  onArea: (area: Area | null) => void,
): AreaDraw {
  const [tool, setTool] = useState<AreaTool | null>(null);
  const [picked, setPicked] = useState<string[]>([]);
  const running = useRef<Drawing | null>(null);
  const stop = useCallback(() => {
    running.current?.stop();
    running.current = null;
    setTool(null);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies(map): a drawing ends with its map
  useEffect(() => stop, [map, stop]);
  useEffect(() => {
    if (tool === "grids") map?.pickGrids(picked);
  }, [map, picked, tool]);
  const begin = useCallback(
    (next: AreaTool) => {
      if (!map) return;
      stop();
      setTool(next);
      if (next === "grids") {
        setPicked(area?.kind === "grids" ? area.ids : []);
        running.current = {
          stop: map.grabClicks((_at, grids) => {
            const [id] = grids;
            if (id)
              setPicked((old) => (old.includes(id) ? old.filter((g) => g !== id) : [...old, id]));
          }),
        };
        return;
      }
      let cancelled = false;
      running.current = {
        stop() {
          cancelled = true;
        },
      };
      void drawArea(map, next, (drawn) => {
        running.current = null;
        setTool(null);
        onArea(drawn);
      }).then((drawing) => {
        if (cancelled) drawing.stop();
        else running.current = drawing;
      });
    },
    [map, area, stop, onArea],
  );
  return {
    tool,
    picked,
    begin,
    finishPicking: () => {
      stop();
      onArea(picked.length > 0 ? { kind: "grids", ids: picked } : null);
    },
    cancel: () => {
      if (tool === "grids") map?.pickGrids(area?.kind === "grids" ? area.ids : []);
      stop();
    },
  };
}
