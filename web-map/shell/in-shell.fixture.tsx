import type { ReactNode } from "react";
import { vi } from "vitest";
import { type FakeMap, fakeMap } from "../map/fake-map.fixture.js";
import { renderInSession } from "../session/in-session.fixture.js";
import { initialState } from "../state/view-state.js";
import { pile, type Shell, ShellContext } from "./shell-context.js";

type InSession = Parameters<typeof renderInSession>;

/** The frame around a component, with a map that draws nothing. */
export function fakeShell(more: Partial<Shell> = {}): Shell & { map: FakeMap } {
  const view = initialState("zh");
  return {
    address: {
      workspace: "explore",
      view,
      own: {},
      arrival: 0,
      update: vi.fn(),
      go: vi.fn(),
      keep: vi.fn(),
    },
    workspace: "explore",
    view,
    update: vi.fn(),
    over: null,
    placeMap: vi.fn(),
    isMapWhole: true,
    period: {},
    tiles: { v: "1" },
    live: { version: "1", changed: [], news: new Map(), up: true },
    version: "1",
    say: vi.fn(),
    announce: vi.fn(),
    setTitle: vi.fn(),
    askPurpose: vi.fn(),
    findMe: vi.fn(),
    handlers: pile(),
    actions: pile(),
    keys: pile(),
    escapes: pile(),
    signIns: pile(),
    ...more,
    map: fakeMap(),
  };
}

/** A component as it stands in a workspace. */
export async function renderInShell(
  node: ReactNode,
  answers: InSession[1] = () => ({}),
  { shell = fakeShell(), ...session }: { shell?: Shell } & InSession[2] = {},
) {
  return await renderInSession(<ShellContext value={shell}>{node}</ShellContext>, answers, session);
}
