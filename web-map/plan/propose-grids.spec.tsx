// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { openedPlan } from "./open-plan.fixture.js";

afterEach(cleanup);

test("grids are asked for by villages and range, followed, and their reasons are told in words", async () => {
  const asked: unknown[] = [];
  const { run, proposal } = await openedPlan({
    ProposeGrids: ({ key, ...variables }) => {
      expect(key).toBeTruthy();
      asked.push(variables);
      return { proposeGrids: { id: "job" } };
    },
  });
  run("plan-propose");
  const dialog = await screen.findByRole("dialog", { name: "提议网格" });
  fireEvent.change(screen.getByLabelText("最少户数"), { target: { value: "250" } });
  fireEvent.change(screen.getByLabelText("最多户数"), { target: { value: "320" } });
  fireEvent.click(screen.getByRole("checkbox", { name: /现有网格/ }));
  fireEvent.submit(dialog.querySelector("form")!);
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]).toMatchObject({
    ...{ plan: "plan", version: 1, villages: null },
    options: { least: 250, most: 320, fromPresent: false },
  });
  await screen.findByRole("progressbar");
  proposal({ state: "RUNNING", done: 40 });
  await waitFor(() => expect(screen.getByRole("progressbar").getAttribute("value")).toBe("40"));
  const range = [250, 320];
  const reasons = [{ code: "village-out-of-range", households: 635, grid: "a", range }];
  proposal({ state: "DONE", done: 100, result: { edit: 1, grids: 2, reasons } });
  const told = await screen.findByText(/635 户，分不出每格 250 至 320 户/);
  expect(told.textContent).toContain("甲");
});

test("a proposal that is refused says why, and one that is stopped is cancelled", async () => {
  const stopped: unknown[] = [];
  const { run, proposal } = await openedPlan({
    ProposeGrids: () => ({ proposeGrids: { id: "job" } }),
    StopProposal: (variables) => {
      stopped.push(variables);
      return { cancelJob: { id: "job", state: "CANCELLED" } };
    },
  });
  run("plan-propose");
  const start = async () => {
    const dialog = await screen.findByRole("dialog");
    fireEvent.submit(dialog.querySelector("form")!);
    await screen.findByRole("progressbar");
    await act(async () => {
      await new Promise((resolve) => setTimeout(resolve));
    });
  };
  await start();
  const faults: [object | null, RegExp][] = [
    [
      {
        ...{ code: "CONFLICT", reason: "drawn-in-meanwhile" },
        said: { code: "border-changed-since", params: {} },
      },
      /其间有人编辑了方案，提议不再适用（.*边界.*）。请重新提议/,
    ],
    [
      {
        ...{ code: "BAD_USER_INPUT", reason: "no-proposal" },
        said: { code: "bad-range", params: { least: 9, most: 3 } },
      },
      /户数范围有误：9 至 3/,
    ],
    [{ code: "INTERNAL", reason: "process-ended" }, /处理进程每次都中途结束/],
    // Of a job of before there is the sentence alone.
    [null, /drawn in meanwhile/],
  ];
  for (const [fault, why] of faults) {
    proposal({ state: "FAILED", done: 0, error: "drawn in meanwhile", fault });
    await screen.findByText(why);
    await start();
  }
  fireEvent.click(screen.getByRole("button", { name: "停止" }));
  await waitFor(() => expect(stopped).toEqual([{ id: "job" }]));
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a suggested hand-over is seen with both numbers before Enter makes it; Esc leaves it", async () => {
  const outline = [
    [107.01, 29.002],
    [107.012, 29.002],
    [107.012, 29.008],
    [107.01, 29.008],
    [107.01, 29.002],
  ];
  const step = { from: "b", to: "a", buildings: 2, households: 20, before: [0, 0], after: [0, 0] };
  const suggestHandOver = { ...step, operation: { handPiece: { outline, to: "a", from: ["b"] } } };
  const { shell, service, run, status, texts } = await openedPlan({
    SuggestedHandOver: () => ({ gridPlan: { id: "plan", suggestHandOver } }),
  });
  const before = texts("plan-names");
  run("plan-suggest");
  await waitFor(() => expect(status()).toContain("乙 → 甲：2 栋楼，20 户"));
  expect(texts("plan-moving-names")?.join()).toMatch(/甲 310 → ≈\d+/);
  expect(service.edits).toEqual([]);
  act(() => shell.escapes.top()!());
  await waitFor(() => expect(texts("plan-names")).toEqual(before));
  expect(service.edits).toEqual([]);
  run("plan-suggest");
  fireEvent.keyDown(document.body, { key: "Enter" });
  await waitFor(() => expect(status()).toContain("乙 → 甲"));
  fireEvent.keyDown(document.body, { key: "Enter" });
  await waitFor(() => expect(service.edits).toHaveLength(1));
});
