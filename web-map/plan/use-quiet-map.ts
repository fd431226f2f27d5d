import { useEffect } from "react";
import { isShown, type LayerInfo } from "../layers/layer-names.js";
import { useShell } from "../shell/shell-context.js";

/** What would lie over borders and their numbers; grids are drawn here in their own way. */
const ASIDE: readonly string[] = ["grids", "incidents", "cameras", "households", "ties"];

/** While boundaries are looked at, what does not help with them is not shown. */
export function useQuietMap(): void {
  const { map, view } = useShell();
  const { layers } = view;
  useEffect(() => {
    const wanted = (name: string) => isShown(layers, name.toUpperCase() as LayerInfo["name"]);
    map?.showLayers((name) => !ASIDE.includes(name) && wanted(name));
    return () => {
      map?.showLayers(wanted);
    };
  }, [map, layers]);
}
