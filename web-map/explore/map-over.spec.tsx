// @vitest-environment happy-dom
import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { layer } from "../session/in-session.fixture.js";
import { offered } from "../shell/actions.js";
import { fakeShell, renderInShell } from "../shell/in-shell.fixture.js";
import { MapOver } from "./map-over.js";
import { type Exploring, useExplore } from "./use-explore.js";

let explore: Exploring;
function Stage() {
  explore = useExplore();
  return <MapOver {...explore} />;
}
const layers = [
  layer("INCIDENTS", "事件", { timed: true, canCreate: true }),
  layer("CAMERAS", "视频点位", { canCreate: true }),
  layer("GRIDS", "网格", { canCreate: true, boundary: true }),
];
const opened = async (viewer = "person") => {
  const shell = fakeShell();
  await renderInShell(<Stage />, undefined, { shell, layers, viewer });
  return { shell, can: () => offered(shell.actions.all().flat()) };
};

afterEach(cleanup);

test("while a place is chosen nothing lies in its way: no area, no table, no second report", async () => {
  await opened();
  const tools = ["范围", "表格", "新增", "上报"];
  for (const name of tools) expect(screen.getByRole("button", { name })).toBeTruthy();
  act(() => {
    explore.report();
  });
  for (const name of tools) expect(screen.queryByRole("button", { name })).toBeNull();
});

test("the command menu adds to what the viewer may, and never draws a grid by itself", async () => {
  const { can } = await opened();
  const titles = can().map((action) => action.title);
  expect(titles).toContain("新增视频点位");
  expect(titles).not.toContain("新增网格");
  act(() => {
    can()
      .find((action) => action.title === "新增视频点位")
      ?.run();
  });
  expect(explore.side).toMatchObject({ kind: "form", object: null, layer: { name: "CAMERAS" } });
});

test("the command menu draws areas and measures, with the letters that the help sheet lists", async () => {
  const { can } = await opened();
  const found = (title: string) => can().find((action) => action.title === title)!;
  expect(found("画出范围：多边形").key).toBe("a");
  expect(found("量测：量距离").key).toBe("m");
  act(() => {
    found("画出范围：圆").run();
  });
  expect(explore.areas.tool).toEqual({ kind: "figure", figure: "circle", use: "area" });
  // There is neither a chosen object nor an area to clear.
  expect(can().map((a) => a.id)).not.toContain("area-object");
  expect(can().map((a) => a.id)).not.toContain("area-clear");
});

test("a visitor is offered no tool that ends in a list they may not read", async () => {
  const { can } = await opened("anonymous");
  expect(can().filter((a) => a.id.startsWith("area-"))).toEqual([]);
});
