import { useShell } from "../shell/shell-context.js";

/** From where an incident can be told from its neighbours. */
const ZOOM = 15.5;

/** Takes an incident in hand, from the list or from the map. */
export function useChoose(): (id: string, at: readonly number[] | null) => void {
  const { update, map } = useShell();
  return (id, at) => {
    update({ selection: { layer: "incidents", id } });
    if (at) map?.fly(at, ZOOM);
  };
}
