import { useEffect } from "react";
import { isShown, type LayerInfo } from "../layers/layer-names.js";
import { useShell } from "../shell/shell-context.js";

/** While a workspace draws in its own way, layers that would lie over it are not shown. */
export function useQuietMap(aside: readonly string[]): void {
  const { map, view } = useShell();
  const { layers } = view;
  useEffect(() => {
    const wanted = (name: string) => isShown(layers, name.toUpperCase() as LayerInfo["name"]);
    map?.showLayers((name) => !aside.includes(name) && wanted(name));
    return () => {
      map?.showLayers(wanted);
    };
  }, [map, layers, aside]);
}
