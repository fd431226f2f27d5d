import { type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import { useShell } from "./shell-context.js";
import type { Hit } from "./use-search.js";

/** Layers whose objects are too large for a fixed zoom. */
const FITTED: readonly LayerInfo["name"][] = ["VILLAGES", "GRIDS", "STREETS", "WATERS"];

/** To what was found, wherever it was asked for. */
export function useGoToHit(): (hit: Hit) => void {
  const { map, update } = useShell();
  return (hit) => {
    if (FITTED.includes(hit.layer)) map?.fit(hit.bounds, 16);
    else map?.fly(hit.point);
    update({ selection: { layer: listFieldOf(hit.layer), id: String(hit.id) } });
  };
}
