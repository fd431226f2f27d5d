import { useEffect, useState } from "react";
import type { Reported } from "../forms/receipt.js";
import type { FullObject } from "../layers/layer-documents.js";
import type { LayerInfo } from "../layers/layer-names.js";
import type { Found } from "../map/map-adapter.js";
import { layerNamed, useSession } from "../session/session-context.js";
import { useMapHandlers, useShell, useSignInPlace } from "../shell/shell-context.js";
import { cellArea } from "../state/area.js";
import type { ExploreView } from "./explore-view.js";

/** What stands beside the map on the right; on a phone, the sheet. */
export type Side =
  | { kind: "none" | "report" | "signIn" | "layers" }
  | { kind: "receipt"; reported: Reported }
  | { kind: "choice"; found: Found[] }
  | { kind: "form"; layer: LayerInfo; object: FullObject | null };

export const isNarrow = () => matchMedia("(max-width: 760px)").matches;

export interface SideState {
  side: Side;
  show(side: Side): void;
  close(): void;
  select(layer: string, id: string): void;
  unselect(said?: string): void;
  releaseArea: string | null;
  setReleaseArea(id: string | null): void;
}

/** What stands beside the map: one thing at a time, opened by a click on the map or by a button. */
export function useSide(change: (own: Partial<ExploreView>, shared?: object) => void): SideState {
  const session = useSession();
  const { view, update, map, say } = useShell();
  const isAnonymous = session.viewer.kind === "anonymous";
  const [side, setSide] = useState<Side>({
    kind: isAnonymous ? (isNarrow() ? "layers" : "signIn") : "none",
  });
  const [releaseArea, setReleaseArea] = useState<string | null>(null);
  const chosen = view.selection?.id ?? null;
  // Whoever chose it, here or in the search of the bar: it takes the place of what stood there.
  useEffect(() => {
    if (chosen) setSide({ kind: "none" });
  }, [chosen]);
  const select = (layer: string, id: string) => {
    update({ selection: { layer, id } });
    setSide({ kind: "none" });
  };
  useSignInPlace(() => {
    setSide({ kind: "signIn" });
  });
  useEffect(
    () =>
      map?.claimClicks((click) => {
        const [released] = click.of("release");
        if (!released) return false;
        setReleaseArea(String(released.properties?.["id"]));
        setSide({ kind: "layers" });
        return true;
      }),
    [map],
  );
  useMapHandlers({
    onPick: (found) => {
      const points = found.filter((f) => !["grids", "villages", "buildings"].includes(f.layer));
      if (points.length > 1) {
        update({ selection: null });
        setSide({ kind: "choice", found: points.slice(0, 50) });
        return;
      }
      if (found[0] && layerNamed(session, found[0].layer)) select(found[0].layer, found[0].id);
      else update({ selection: null });
    },
    /** A coarse place is no object to open: what is there is listed, as coarsely as it is known. */
    onPickCell: ({ layer, at }) => {
      change({ table: layer }, { area: cellArea(at), selection: null });
    },
  });
  return {
    side,
    show: setSide,
    close: () => {
      setSide({ kind: "none" });
      map?.setPin(null);
    },
    select,
    unselect: (said) => {
      update({ selection: null });
      if (said) say(said);
    },
    releaseArea,
    setReleaseArea,
  };
}
