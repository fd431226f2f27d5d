import { useEffect } from "react";
import { useShell } from "../shell/shell-context.js";

/** While a workspace draws in its own way, layers that would lie over it are not shown. */
export function useQuietMap(aside: readonly string[]): void {
  const { map } = useShell();
  useEffect(() => {
    map?.leaveOut(aside);
    return () => {
      map?.leaveOut([]);
    };
  }, [map, aside]);
}
