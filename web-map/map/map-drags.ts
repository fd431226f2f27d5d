import type { Map as GlMap, MapMouseEvent, MapTouchEvent } from "maplibre-gl";
import type { DragHand, LngLat } from "./map-adapter.js";

/**
 * What is drawn with the pointer down goes to a hand, where it grips; elsewhere the map is moved.
 */
export function holdDrags(gl: GlMap, hand: DragHand): () => void {
  const canvas = gl.getCanvas();
  let letGo: (() => void) | null = null;
  const placeOf = ({ clientX, clientY }: { clientX: number; clientY: number }): LngLat => {
    const box = canvas.getBoundingClientRect();
    const { lng, lat } = gl.unproject([clientX - box.left, clientY - box.top]);
    return [lng, lat];
  };
  const begin = (e: MapMouseEvent | MapTouchEvent) => {
    const isOne = !("touches" in e.originalEvent) || e.originalEvent.touches.length === 1;
    if (letGo || !isOne || !hand.grip([e.lngLat.lng, e.lngLat.lat])) return;
    e.preventDefault();
    const move = (e: PointerEvent) => {
      hand.drag(placeOf(e), e.altKey);
    };
    const end = (e: PointerEvent) => {
      letGo?.();
      hand.drop(e.type === "pointerup");
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
    letGo = () => {
      letGo = null;
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
    };
  };
  const listening = [
    gl.on("mousedown", begin),
    gl.on("touchstart", begin),
    gl.on("mousemove", ({ lngLat: { lng, lat } }) => {
      if (!letGo) canvas.style.cursor = hand.hover([lng, lat]) ? "grab" : "";
    }),
    gl.on("mouseout", () => {
      if (!letGo) hand.hover(null);
    }),
  ];
  return () => {
    letGo?.();
    canvas.style.cursor = "";
    for (const { unsubscribe } of listening) unsubscribe();
  };
}
