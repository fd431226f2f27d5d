import type { LayerSpecification } from "maplibre-gl";

/**
 * Where an overlay lies, from below: on the ground under streets and objects, over the objects,
 * with the selection (which nothing dims), over the names.
 */
export type OverlaySlot = "ground" | "objects" | "selection" | "top";

/** Under this layer of the style lies what is in a slot; it draws nothing itself. */
export const anchorOf = (slot: OverlaySlot) => `slot-${slot}`;

export const anchor = (slot: OverlaySlot): LayerSpecification => ({
  id: anchorOf(slot),
  type: "background",
  layout: { visibility: "none" },
});
