import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Language, setLanguage } from "../i18n/i18n.js";
import { serviceRoot } from "../session/address.js";
import type { Codec, Params } from "./codec.js";
import {
  initialState,
  ownParams,
  stateFromHash,
  stateToHash,
  type ViewState,
} from "./view-state.js";

const browserLanguage = (): Language => (navigator.language.startsWith("en") ? "en" : "zh");

export const readState = (): ViewState =>
  stateFromHash(location.hash, initialState(browserLanguage()));

/** What one goes back from. The rest (camera, time, layers, language) only mends the last entry. */
const STEPS = ["selection", "area"] as const satisfies (keyof ViewState)[];

const isStep = (before: ViewState, after: ViewState): boolean =>
  STEPS.some((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));

const root = new URL(`${serviceRoot}/`).pathname;
const readWorkspace = () => location.pathname.slice(root.length).replace(/\/$/, "") || null;

export interface Address {
  /** Name of the workspace in the address; null: none is named. */
  workspace: string | null;
  view: ViewState;
  /** What each workspace keeps: also those that are left, until one comes back to them. */
  own: Readonly<Record<string, Params>>;
  /** Counts the times the address came from elsewhere: a pasted link, Back, Forward. */
  arrival: number;
}

export interface HeldAddress extends Address {
  update(changes: Partial<ViewState>): void;
  /** To another workspace: place, time and selection go along. */
  go(workspace: string): void;
  /** Keeps what is a workspace's own, and changes of what all share in the same step. */
  keep(workspace: string, params: Params, step: boolean, shared?: Partial<ViewState>): void;
}

const hereNow = (before: Pick<Address, "own" | "arrival">): Address => {
  const workspace = readWorkspace();
  const params = ownParams(location.hash);
  return {
    workspace,
    view: readState(),
    // An address that names none is of whichever the viewer begins with.
    own: workspace === null ? { "": params } : { ...before.own, [workspace]: params },
    arrival: before.arrival,
  };
};

/** What is looked at, held by the address bar: a link, a bookmark and Back find it again. */
export function useAddress(): HeldAddress {
  const [held, setHeld] = useState(() => hereNow({ own: {}, arrival: 0 }));
  const latest = useRef({ held, href: location.href });
  useEffect(() => {
    // Back and Forward tell both events, a link in the address bar of older browsers only one.
    const onArrival = () => {
      if (location.href === latest.current.href) return;
      const { held: before } = latest.current;
      const next = hereNow({ own: before.own, arrival: before.arrival + 1 });
      latest.current = { held: next, href: location.href };
      setHeld(next);
      setLanguage(next.view.language);
    };
    addEventListener("hashchange", onArrival);
    addEventListener("popstate", onArrival);
    return () => {
      removeEventListener("hashchange", onArrival);
      removeEventListener("popstate", onArrival);
    };
  }, []);
  const write = useCallback((changes: Partial<Address>, step: boolean) => {
    const next = { ...latest.current.held, ...changes };
    const { workspace, view, own } = next;
    const path = workspace === null ? location.pathname : root + workspace;
    const address = `${path}${location.search}${stateToHash(view, own[workspace ?? ""])}`;
    if (step) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    latest.current = { held: next, href: location.href };
    setHeld(next);
  }, []);
  const update = useCallback(
    (changes: Partial<ViewState>) => {
      const { view: before } = latest.current.held;
      const view = { ...before, ...changes };
      write({ view }, isStep(before, view));
      if (changes.language) setLanguage(changes.language);
    },
    [write],
  );
  const go = useCallback((workspace: string) => write({ workspace }, true), [write]);
  const keep = useCallback(
    (workspace: string, params: Params, step: boolean, shared: Partial<ViewState> = {}) => {
      const { own, view: before } = latest.current.held;
      const view = { ...before, ...shared };
      write(
        { workspace, view, own: { ...own, [workspace]: params } },
        step || isStep(before, view),
      );
    },
    [write],
  );
  return { ...held, update, go, keep };
}

/** A workspace's own part of the address, read and written by its codec. */
export function useOwnView<T extends object>(
  { own, keep }: Pick<HeldAddress, "own" | "keep">,
  workspace: string,
  codec: Codec<T>,
): [own: T, change: (own: Partial<T>, shared?: Partial<ViewState>) => void] {
  const params = own[workspace] ?? own[""];
  const value = useMemo(() => codec.read((key) => params?.[key] ?? null), [codec, params]);
  const latest = useRef(value);
  latest.current = value;
  const change = useCallback(
    (changes: Partial<T>, shared?: Partial<ViewState>) => {
      const before = latest.current;
      const next = { ...before, ...changes };
      latest.current = next;
      keep(
        workspace,
        codec.write(next),
        codec.steps.some((key) => JSON.stringify(before[key]) !== JSON.stringify(next[key])),
        shared,
      );
    },
    [keep, workspace, codec],
  );
  return [value, change];
}
