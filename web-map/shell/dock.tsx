import { type CSSProperties, type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { PANELS, type PanelSide, storedSize, storeSize } from "./panel-sizes.js";
import { useShell } from "./shell-context.js";
import { useShellWords } from "./words.js";

interface DockProps {
  side: PanelSide;
  children: ReactNode;
}

const CLASSES = { left: "left-dock", right: "right-dock", bottom: "bottom-dock" };
const STEP = 16;
/** With Shift. */
const LEAP = 64;

/** What a size becomes by a key; undefined: the key is not the divider's. */
function sizeByKey(e: KeyboardEvent, side: PanelSide, size: number): number | null | undefined {
  const by = e.shiftKey ? LEAP : STEP;
  const [grow, shrink] = {
    left: ["ArrowRight", "ArrowLeft"],
    right: ["ArrowLeft", "ArrowRight"],
    bottom: ["ArrowUp", "ArrowDown"],
  }[side];
  if (e.key === grow) return size + by;
  if (e.key === shrink) return size - by;
  if (e.key === "Home") return PANELS[side].least;
  if (e.key === "End") return PANELS[side].most;
  if (e.key === "Enter") return null;
  return undefined;
}

/**
 * A cell beside the map. Its edge is drawn by pointer or by arrow keys, and the workspace finds it
 * as it was left; a double click or Enter gives the usual size back. On a phone it is a sheet.
 */
export function Dock({ side, children }: DockProps) {
  const { workspace } = useShell();
  const w = useShellWords();
  const self = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(() => storedSize(workspace, side));
  const resize = (asked: number | null) => {
    setSize(storeSize(workspace, side, asked));
  };
  const isWide = side !== "bottom";
  return (
    <div ref={self} className={CLASSES[side]} style={{ "--dock": `${size}px` } as CSSProperties}>
      <div
        role="separator"
        className="dock-edge"
        tabIndex={0}
        aria-label={w(isWide ? "resizeWidth" : "resizeHeight")}
        aria-orientation={isWide ? "vertical" : "horizontal"}
        aria-valuenow={size}
        aria-valuemin={PANELS[side].least}
        aria-valuemax={PANELS[side].most}
        onDoubleClick={() => {
          resize(null);
        }}
        onKeyDown={(e) => {
          const asked = sizeByKey(e, side, size);
          if (asked === undefined) return;
          e.preventDefault();
          resize(asked);
        }}
        onPointerDown={(e) => {
          e.currentTarget.setPointerCapture(e.pointerId);
        }}
        onPointerMove={(e) => {
          if (!e.currentTarget.hasPointerCapture(e.pointerId) || !self.current) return;
          const box = self.current.getBoundingClientRect();
          const asked = {
            left: e.clientX - box.left,
            right: box.right - e.clientX,
            bottom: box.bottom - e.clientY,
          };
          resize(asked[side]);
        }}
      />
      {children}
    </div>
  );
}
