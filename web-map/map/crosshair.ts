import type { Map as GlMap } from "maplibre-gl";

/**
 * Marks the middle of what is seen: where a confirmed place will be put, and what Enter selects.
 * Seen while `data-aiming` is set on the container or the map has the keyboard's focus.
 */
export function addCrosshair(gl: GlMap, container: HTMLElement): void {
  const mark = document.createElement("div");
  mark.className = "crosshair";
  mark.setAttribute("aria-hidden", "true");
  container.append(mark);
  const follow = () => {
    // Panels may cover part of the map: its middle is not always the container's.
    const { x, y } = gl.project(gl.getCenter());
    mark.style.translate = `${x}px ${y}px`;
  };
  gl.on("move", follow);
  gl.on("resize", follow);
  follow();
}
