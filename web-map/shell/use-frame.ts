import { useMemo, useRef, useState } from "react";
import { useWords } from "../i18n/use-words.js";
import type { MapAdapter } from "../map/map-adapter.js";
import type { TileQuery } from "../map/style.js";
import { useSession } from "../session/session-context.js";
import { periodOf } from "../state/time-range.js";
import type { HeldAddress } from "../state/use-address.js";
import { useCopy } from "../ui/copy-dialog.js";
import { useToast } from "../ui/toast.js";
import { useLetterKeys } from "./letter-keys.js";
import { type MapHandlers, pile, type Shell, type Shortcuts } from "./shell-context.js";
import { useLive } from "./use-live.js";
import { useMapFollows } from "./use-map-follows.js";
import { useShortcuts } from "./use-shortcuts.js";

export type FrameDialog = "purpose" | "help" | "signIn" | null;

/** Everything the frame holds, in the parts that its components take. */
export function useFrame(address: HeldAddress) {
  const { t } = useWords();
  const session = useSession();
  const { county, purpose } = session;
  const { view, update } = address;
  const [map, setMap] = useState<MapAdapter | null>(null);
  const [isMapWhole, setWhole] = useState(true);
  const [dialog, setDialog] = useState<FrameDialog>(null);
  const [toast, say] = useToast();
  const [title, setTitle] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const copying = useCopy();
  const [letterKeys, setLetterKeys] = useLetterKeys();
  const live = useLive();
  const [piles] = useState(() => ({
    handlers: pile<MapHandlers>(),
    shortcuts: pile<Shortcuts>(),
    signIns: pile<() => void>(),
  }));
  // biome-ignore lint/correctness/useExhaustiveDependencies(live.version): «the last week» ends anew with each change
  const period = useMemo(
    () => periodOf(view.time, county.timeZone),
    [view.time, county.timeZone, live.version],
  );
  const tiles = useMemo<TileQuery>(
    () => ({
      ...period,
      ...(view.categories ? { categories: view.categories } : {}),
      v: live.version,
    }),
    [period, view.categories, live.version],
  );
  useMapFollows(map, { view, arrival: address.arrival, tiles, live, purpose });
  useShortcuts(
    () => ({
      "?": () => {
        setDialog("help");
      },
      "/": () => {
        search.current?.focus();
      },
      ...piles.shortcuts.top(),
    }),
    letterKeys,
  );
  const shell = useMemo<Omit<Shell, "over">>(
    () => ({
      address,
      view,
      update,
      map,
      isMapWhole,
      period,
      tiles,
      live,
      version: `${live.version}|${purpose ?? ""}`,
      say,
      setTitle,
      askPurpose: () => {
        setDialog("purpose");
      },
      ...piles,
    }),
    [address, view, update, map, isMapWhole, period, tiles, live, purpose, say, piles],
  );
  return {
    shell,
    toast,
    title,
    setMap,
    setWhole,
    bar: {
      search,
      onPurpose: shell.askPurpose,
      onHelp: () => {
        setDialog("help");
      },
      onLink: () =>
        void copying.copy(location.href).then((copied) => {
          if (copied) say(t("copied"));
        }),
      onSignIn: () => {
        const open = piles.signIns.top();
        if (open) open();
        else setDialog("signIn");
      },
    },
    dialogs: { dialog, setDialog, letterKeys, setLetterKeys, copyDialog: copying.dialog },
  };
}
