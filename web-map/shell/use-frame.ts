import { useMemo, useRef, useState } from "react";
import { useWords } from "../i18n/use-words.js";
import type { MapAdapter } from "../map/map-adapter.js";
import type { TileQuery } from "../map/style.js";
import { useSession } from "../session/session-context.js";
import { periodOf } from "../state/time-range.js";
import type { HeldAddress } from "../state/use-address.js";
import { useCopy } from "../ui/copy-dialog.js";
import { useToast } from "../ui/toast.js";
import { type Action, type KeyHint, offered } from "./actions.js";
import { useLetterKeys } from "./letter-keys.js";
import { type MapHandlers, pile, type Shell } from "./shell-context.js";
import { useAnnouncer } from "./use-announcer.js";
import { useFrameActions } from "./use-frame-actions.js";
import { useLive } from "./use-live.js";
import { useMapFollows } from "./use-map-follows.js";
import { useMapTold } from "./use-map-told.js";
import { useMyLocation } from "./use-my-location.js";
import { useOwnGridsOnMap } from "./use-own-grids.js";
import { useShortcuts } from "./use-shortcuts.js";

export type FrameDialog = "purpose" | "help" | "signIn" | "commands" | null;

/** Everything the frame holds, in the parts that its components take. */
export function useFrame(address: HeldAddress) {
  const { t } = useWords();
  const session = useSession();
  const { county, purpose } = session;
  const { view, update } = address;
  const [map, setMap] = useState<MapAdapter | null>(null);
  const [isMapWhole, setWhole] = useState(true);
  const [place, placeMap] = useState<HTMLElement | null>(null);
  const [dialog, setDialog] = useState<FrameDialog>(null);
  const [toast, say] = useToast();
  const [announced, announce] = useAnnouncer();
  const [title, setTitle] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const copying = useCopy();
  const [letterKeys, setLetterKeys] = useLetterKeys();
  const live = useLive();
  const [piles] = useState(() => ({
    handlers: pile<MapHandlers>(),
    actions: pile<readonly Action[]>(),
    keys: pile<readonly KeyHint[]>(),
    escapes: pile<() => void>(),
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
  useOwnGridsOnMap(map, view);
  useMapTold(view.camera, announce);
  const findMe = useMyLocation(map, say);
  const shell = useMemo<Omit<Shell, "over" | "workspace">>(
    () => ({
      address,
      view,
      update,
      map,
      isMapWhole,
      placeMap,
      period,
      tiles,
      live,
      version: `${live.version}|${purpose ?? ""}`,
      say,
      announce,
      setTitle,
      askPurpose: () => {
        setDialog("purpose");
      },
      findMe,
      ...piles,
    }),
    [
      address,
      view,
      update,
      map,
      isMapWhole,
      period,
      tiles,
      live,
      purpose,
      say,
      announce,
      findMe,
      piles,
    ],
  );
  const does = {
    ...shell,
    focusSearch: () => {
      search.current?.focus();
    },
    help: () => {
      setDialog("help");
    },
    copyLink: () =>
      void copying.copy(location.href).then((copied) => {
        if (copied) say(t("copied"));
      }),
    signIn: () => {
      const open = piles.signIns.top();
      if (open) open();
      else setDialog("signIn");
    },
  };
  const own = useFrameActions(does);
  /** The workspace's first: what it is for comes before what can be done everywhere. */
  const actions = (): Action[] => offered([...piles.actions.all().flat(), ...own]);
  const onCommands = () => {
    setDialog("commands");
  };
  useShortcuts({
    actions: () => offered([...own, ...piles.actions.all().flat()]),
    onEscape: () => piles.escapes.top(),
    onCommands,
    letters: letterKeys,
  });
  return {
    shell,
    toast,
    announced,
    title,
    place,
    setMap,
    setWhole,
    bar: { search, actions: own, onCommands },
    dialogs: {
      dialog,
      setDialog,
      letterKeys,
      setLetterKeys,
      actions,
      keys: () => piles.keys.all().flat(),
      copyDialog: copying.dialog,
    },
  };
}
