// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { fakeShell, renderInShell } from "../shell/in-shell.fixture.js";
import { CleanUp } from "./clean-up.js";

afterEach(cleanup);

const PIECE = {
  type: "Polygon",
  coordinates: [
    [
      [107.01, 29],
      [107.0101, 29],
      [107.0101, 29.01],
      [107.01, 29],
    ],
  ],
};

const preview = (pieces: number) => ({
  ...{ pieces, areaM2: 1234.4, vertices: 2, farthestM: 0.08 },
  fixes: [
    {
      ...{ code: "mended", params: { area: 1234.4, from: ["a", "b"], to: ["b"] } },
      geometry: PIECE,
    },
  ],
  grids: [{ id: "a", geometry: PIECE }],
});

async function opened(answer: (options: object) => object, done: object = { version: 2 }) {
  const shell = fakeShell();
  const onCleaned = vi.fn();
  const asked: [string, Record<string, unknown>][] = [];
  await renderInShell(
    <CleanUp
      plan="plan"
      version={1}
      nameOf={(id) => ({ a: "甲", b: "乙" })[id]}
      onCleaned={onCleaned}
    />,
    (query, variables) => {
      asked.push([query, variables]);
      if (query.includes("CleanPlan(")) return { cleanGridPlan: done };
      return { gridPlan: { id: "plan", cleaning: answer(variables["options"] as object) } };
    },
    { shell },
  );
  return { shell, asked, onCleaned };
}

test("what cleaning changes is told by name and shown on the map before anything is done", async () => {
  const { shell, asked, onCleaned } = await opened(() => preview(3));
  expect(asked).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "清理边界" }));
  const fix = await screen.findByRole("button", { name: "甲、乙重叠的 1230 m² 归乙。" });
  expect(screen.getByText("3 处共 1,234 平方米，1 个网格的边界将改变")).toBeDefined();
  expect(screen.getByText("另有 2 处较小的")).toBeDefined();
  await waitFor(() => expect(shell.map.overlays.has("plan-cleaning")).toBe(true));
  fireEvent.click(fix);
  expect(onCleaned).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("button", { name: "不清理" }));
  await waitFor(() => expect(shell.map.overlays.has("plan-cleaning")).toBe(false));
});

test("a wider limit is previewed anew, and what was looked at is what is applied", async () => {
  const { asked, onCleaned } = await opened((o) =>
    preview((o as { sliverWidthM: number }).sliverWidthM),
  );
  fireEvent.click(screen.getByRole("button", { name: "清理边界" }));
  const width = await screen.findByRole("spinbutton", { name: /窄于/ });
  fireEvent.change(width, { target: { value: "10" } });
  fireEvent.blur(width);
  await screen.findByText("10 处共 1,234 平方米，1 个网格的边界将改变");
  fireEvent.click(screen.getByRole("button", { name: "按此清理" }));
  await waitFor(() => expect(onCleaned).toHaveBeenCalledOnce());
  const [, variables] = asked.find(([query]) => query.includes("CleanPlan("))!;
  expect(variables).toMatchObject({
    ...{ plan: "plan", version: 1, options: { sliverWidthM: 10, gapAreaM2: 100 } },
  });
});

test("a plan with nothing to clean says so, and offers nothing", async () => {
  await opened(() => ({ ...preview(0), fixes: [], grids: [] }));
  fireEvent.click(screen.getByRole("button", { name: "清理边界" }));
  await screen.findByText("没有可清理之处。");
  expect(screen.getByRole("button", { name: "按此清理" })).toHaveProperty("disabled", true);
});
