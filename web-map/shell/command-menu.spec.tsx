// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { layer } from "../session/in-session.fixture.js";
import type { Action } from "./actions.js";
import { CommandMenu } from "./command-menu.js";
import { fakeShell, renderInShell } from "./in-shell.fixture.js";
import type { Shell } from "./shell-context.js";

const report = vi.fn();
const hit = vi.fn();
const actions: Action[] = [
  { id: "report", title: "上报事件", icon: "report", key: "r", run: report },
  { id: "table", title: "表格", icon: "table", key: "t", run: () => {} },
  { id: "add", title: "新增楼栋", icon: "plus", isOffered: false, run: () => {} },
];
const found = {
  layer: "VILLAGES",
  id: "510799-v-1",
  label: "表井村",
  detail: null,
  point: [107, 29],
  bounds: [107, 29, 107, 29],
};

function Menu() {
  const [open, setOpen] = useState(true);
  return (
    <>
      <button
        type="button"
        onClick={() => {
          setOpen(true);
        }}
      >
        again
      </button>
      <CommandMenu open={open} onOpenChange={setOpen} actions={actions} onHit={hit} />
    </>
  );
}

const menu = (shell?: Shell) =>
  renderInShell(<Menu />, () => ({ search: [found] }), {
    layers: [layer("VILLAGES", "村")],
    ...(shell ? { shell } : {}),
  });
const field = () => screen.getByRole("combobox");
const marked = () => screen.getByRole("option", { selected: true }).textContent;
const key = (name: string) => fireEvent.keyDown(field(), { key: name });

afterEach(() => {
  cleanup();
  vi.clearAllMocks();
});

test("it offers what can be done now with its key, and no more", async () => {
  await menu();
  const options = screen.getAllByRole("option").map((o) => o.textContent);
  expect(options).toEqual(["上报事件R", "表格T", "今日", "网格公示"]);
});

test("arrows go round, and Enter does what is marked once the menu is gone", async () => {
  await menu();
  expect(marked()).toBe("上报事件R");
  key("ArrowUp");
  expect(marked()).toBe("网格公示");
  key("ArrowDown");
  expect(field().getAttribute("aria-activedescendant")).toBe(
    screen.getByRole("option", { selected: true }).id,
  );
  key("Enter");
  expect(report).not.toHaveBeenCalled();
  await waitFor(() => expect(report).toHaveBeenCalledOnce());
  expect(screen.queryByRole("combobox")).toBeNull();
});

test("a text finds actions and objects side by side", async () => {
  await menu();
  fireEvent.change(field(), { target: { value: "表" } });
  await screen.findByRole("option", { name: /表井村/ });
  expect(screen.getAllByRole("group").map((g) => within(g).getAllByRole("option").length)).toEqual([
    1, 1,
  ]);
  fireEvent.click(screen.getByRole("option", { name: /表井村/ }));
  await waitFor(() => expect(hit).toHaveBeenCalledWith(found));
});

test("what was used comes first the next time, and is not said twice", async () => {
  await menu();
  key("ArrowDown");
  key("Enter");
  await waitFor(() => expect(screen.queryByRole("combobox")).toBeNull());
  fireEvent.click(screen.getByText("again"));
  await screen.findByRole("combobox");
  expect(screen.getByRole("group", { name: "最近使用" }).textContent).toContain("表格");
  expect(screen.getAllByRole("option", { name: /表格/ })).toHaveLength(1);
});

test("another workspace is one of the lines", async () => {
  const shell = fakeShell({ workspace: "log" });
  await menu(shell);
  fireEvent.click(screen.getByRole("option", { name: "地图" }));
  await waitFor(() => expect(shell.address.go).toHaveBeenCalledWith("explore"));
});
