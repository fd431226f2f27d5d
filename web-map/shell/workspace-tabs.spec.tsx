// @vitest-environment happy-dom
import { cleanup, screen } from "@testing-library/react";
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
  expect(await shownIn(500, "log")).toEqual(["地图", "分析", "网格公示", "账号", "查阅日志"]);
  expect(screen.queryByRole("button")).toBeNull();
});
