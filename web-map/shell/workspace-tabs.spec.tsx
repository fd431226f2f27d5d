// @vitest-environment happy-dom
import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { renderInShell } from "./in-shell.fixture.js";
import { WorkspaceTabs } from "./workspace-tabs.js";
import { WORKSPACES } from "./workspaces.js";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

async function shownIn(room: number, current: string): Promise<string[]> {
  vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(100);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(room);
  const workspace = WORKSPACES.find(({ id }) => id === current)!;
  await renderInShell(<WorkspaceTabs current={workspace} />, undefined, {
    roles: ["ADMIN", "AUDITOR"] as never,
  });
  return screen.getAllByRole("link").map((link) => link.textContent!);
}

test("where not all workspaces fit the one that is open is among those in sight", async () => {
  expect(await shownIn(150, "log")).toEqual(["查阅日志"]);
  expect(screen.getByRole("button")).toBeTruthy();
});

test("others keep their order beside it, and with room for all there is no menu", async () => {
  expect(await shownIn(250, "log")).toEqual(["地图", "查阅日志"]);
  cleanup();
  const all = ["地图", "今日", "分组", "分析", "网格公示", "账号", "查阅日志"];
  expect(await shownIn(700, "log")).toEqual(all);
  expect(screen.queryByRole("button")).toBeNull();
});

test("the menu does not make room for itself: that it is there changes nothing of what fits", async () => {
  let measure = () => {};
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(tell: () => void) {
        measure = tell;
      }
      observe() {}
      disconnect() {}
    },
  );
  await shownIn(690, "log");
  const hasMenu = () => screen.queryByRole("button") !== null;
  expect(hasMenu()).toBe(true);
  // As a browser lays it out: with the button in it the row is as much wider.
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockImplementation(() => {
    const more = document.querySelector<HTMLElement>(".workspaces-more");
    return more && more.style.display !== "none" ? 734 : 690;
  });
  act(() => {
    measure();
  });
  expect(hasMenu()).toBe(true);
  vi.unstubAllGlobals();
});
