import { createContext, useContext, useEffect, useRef } from "react";
import type { Found, FoundCell, MapAdapter } from "../map/map-adapter.js";
import type { TileQuery } from "../map/style.js";
import type { Codec } from "../state/codec.js";
import type { Period } from "../state/time-range.js";
import { type HeldAddress, useOwnView } from "../state/use-address.js";
import type { ViewState } from "../state/view-state.js";
import type { Action, KeyHint } from "./actions.js";
import type { Live } from "./use-live.js";

/** What a workspace may hear of the map; the last that registered is told, and it alone. */
export interface MapHandlers {
  /** Objects under a click, nearest in meaning first; empty on bare ground. */
  onPick(found: Found[], at: [number, number]): void;
  onPickCell(cell: FoundCell): void;
}

/** A pile of what has been registered; the top one counts. */
export interface Pile<T> {
  put(entry: { current: T }): () => void;
  top(): T | undefined;
  /** The first that was put first. */
  all(): T[];
}

/** The frame, as a workspace sees it: one map, one state, one voice. */
export interface Shell {
  address: HeldAddress;
  /** Id of the workspace that is open. */
  workspace: string;
  view: ViewState;
  update(changes: Partial<ViewState>): void;
  /** Null while there is none: before the first drawing and after a failure. */
  map: MapAdapter | null;
  /** Where the workspace draws over the map; null without one. */
  over: HTMLElement | null;
  /** False while a part of the map could not be fetched. */
  isMapWhole: boolean;
  period: Period;
  tiles: TileQuery;
  live: Live;
  /** Another word whenever what is shown must be read anew: a change, a purpose. */
  version: string;
  /** Where the map stands in a workspace that places it; null: nowhere. Fetched for the first place. */
  placeMap(place: HTMLElement | null): void;
  say(text: string): void;
  /** Read aloud and not shown; of what comes within a second only the last. */
  announce(text: string): void;
  /** What the window is called while this is looked at; null: the workspace's name. */
  setTitle(what: string | null): void;
  askPurpose(): void;
  /** Takes the map to where this device is. */
  findMe(): void;
  handlers: Pile<MapHandlers>;
  actions: Pile<readonly Action[]>;
  keys: Pile<readonly KeyHint[]>;
  escapes: Pile<() => void>;
  signIns: Pile<() => void>;
}

export const ShellContext = createContext<Shell | null>(null);

export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (!shell) throw new Error("useShell outside the frame");
  return shell;
}

function usePut<T>(pile: Pile<T>, value: T): void {
  const latest = useRef(value);
  latest.current = value;
  useEffect(() => pile.put(latest), [pile]);
}

/** Clicks on the map go to this workspace while it is open. */
export const useMapHandlers = (handlers: MapHandlers): void =>
  usePut(useShell().handlers, handlers);

/** What can be done while this is shown; a key that is declared twice is the last one's. */
export const useActions = (actions: readonly Action[]): void => usePut(useShell().actions, actions);

/** Keys that what is shown listens to itself. */
export const useKeyHints = (keys: readonly KeyHint[]): void => usePut(useShell().keys, keys);

/** What Escape gives back or closes while this is shown. */
export const useEscape = (run: () => void): void => usePut(useShell().escapes, run);

/** How this workspace lets a visitor sign in; without one the frame asks in a dialog. */
export const useSignInPlace = (open: () => void): void => usePut(useShell().signIns, open);

/** A workspace's own part of the address. */
export const useOwn = <T extends object>(workspace: string, codec: Codec<T>) =>
  useOwnView(useShell().address, workspace, codec);

/** Last in, first asked. */
export function pile<T>(): Pile<T> {
  const entries: { current: T }[] = [];
  return {
    put(entry) {
      entries.push(entry);
      return () => {
        entries.splice(entries.indexOf(entry), 1);
      };
    },
    top: () => entries.at(-1)?.current,
    all: () => entries.map((entry) => entry.current),
  };
}
