// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { fakeShell, renderInShell } from "../shell/in-shell.fixture.js";
import { OpenPlan } from "./open-plan.js";
import { twoGrids } from "./two-grids.fixture.js";

afterEach(cleanup);

/** Two grids, one over the other's half, by a ring that crosses itself. */
function torn() {
  const plan = twoGrids();
  const bow = [
    [107, 29],
    [107.02, 29.01],
    [107.02, 29],
    [107, 29.01],
    [107, 29],
  ];
  return {
    ...plan,
    grids: plan.grids.map((grid) => ({
      ...grid,
      geometry: { type: "Polygon" as const, coordinates: [bow] },
    })),
  };
}

const WITHDRAW = {
  ...{ action: "withdraw", mutation: "withdrawGridPlan", labelZh: "撤回", labelEn: "Withdraw" },
  ...{ reasoned: false, fields: [] },
};

test("a file whose polygons make no plan is named, and can be given up", async () => {
  const shell = fakeShell();
  await renderInShell(
    <OpenPlan
      {...{ id: "plan", chosen: null, inForce: null }}
      {...{ onChoose: vi.fn(), onOpen: vi.fn(), onClose: vi.fn() }}
    />,
    (query) => {
      if (query.includes("PlanFacts"))
        return {
          gridPlan: {
            ...{ id: "plan", version: 1, name: "导入的网格", status: "DRAFT", effectiveOn: null },
            ...{ overtaken: false, findings: [], comments: [], steps: [], clocks: [] },
            ...{ otherPlans: [], editLog: [], grids: [] },
            can: [{ action: "withdraw", allowed: true, missing: [] }],
          },
        };
      if (query.includes("OpenPlan(")) return { gridPlan: torn() };
      if (query.includes("Machines"))
        return { machines: [{ register: "GRID_PLANS", states: [], actions: [WITHDRAW] }] };
      return {};
    },
    { shell, roles: ["PLANNER"] },
  );
  expect(await screen.findByText(/导入的网格/)).toBeTruthy();
  fireEvent.click(await screen.findByRole("button", { name: "撤回" }));
  expect((await screen.findAllByRole("button", { name: "撤回" })).length).toBeGreaterThan(0);
  expect(shell.map.overlays.has("plan-grids")).toBe(true);
});
