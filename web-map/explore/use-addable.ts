import { placeKindOf } from "../forms/use-place-editor.js";
import type { LayerInfo } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";

/**
 * Layers this viewer may add to here. Grids are drawn in the planning workspace, where no gap can
 * arise; and what can only be reported has a form of its own.
 */
export function useAddable(): LayerInfo[] {
  const layers = useSession().layers.filter(
    (l) => l.canCreate && placeKindOf(l.geometry) !== "none" && !l.boundary,
  );
  return layers.every((l) => l.timed) ? [] : layers;
}
