// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { fakeShell, renderInShell } from "../shell/in-shell.fixture.js";
import NewPlan from "./new-plan.js";
import type { InForce } from "./use-in-force.js";
import type { ListedPlan } from "./use-plans.js";

afterEach(cleanup);

const square = (west: number) => ({
  type: "MultiPolygon",
  coordinates: [
    [
      [
        [west, 29],
        [west + 0.01, 29],
        [west + 0.01, 29.01],
        [west, 29.01],
        [west, 29],
      ],
    ],
  ],
});

test("a plan is begun over villages picked in the list and on the map; other plans of them are told", async () => {
  const shell = fakeShell();
  const inForce = {
    byId: new Map(),
    villages: [
      { code: "v1", name: "东村" },
      { code: "v2", name: "西村" },
      { code: "v3", name: "凯涪社区" },
    ],
  } as unknown as InForce;
  const plans = [
    { id: "one", name: "西村调整", status: "DRAFT", villages: ["v2"] },
    { id: "two", name: "社区调整", status: "DRAFT", villages: ["v3"] },
  ] as unknown as ListedPlan[];
  const begun: unknown[] = [];
  const onOpen = vi.fn();
  await renderInShell(
    <NewPlan {...{ inForce, plans, onOpen, onClose: vi.fn() }} />,
    (query, variables) => {
      if (query.includes("PlanVillages"))
        return {
          villages: {
            nodes: [
              { code: "v1", geometry: square(107) },
              { code: "v2", geometry: square(107.01) },
            ],
          },
        };
      if (!query.includes("BeginPlan")) return { machines: [] };
      begun.push(variables["input"]);
      return { createGridPlan: { id: "made" } };
    },
    { shell },
  );
  fireEvent.change(screen.getByLabelText("按名称或代码筛选"), { target: { value: "东" } });
  expect(screen.getAllByRole("checkbox")).toHaveLength(1);
  fireEvent.click(screen.getByRole("checkbox", { name: "东村" }));
  expect(screen.queryByRole("note")).toBeNull();
  await waitFor(() => {
    act(() => void shell.map.click([107.015, 29.005]));
    expect(screen.getByRole<HTMLInputElement>("checkbox", { name: "西村" }).checked).toBe(true);
  });
  expect(screen.getByRole("note").textContent).toContain("西村调整");
  expect(screen.getByRole("note").textContent).not.toContain("社区调整");
  fireEvent.click(screen.getByRole("button", { name: "开始" }));
  await waitFor(() => expect(onOpen).toHaveBeenCalledWith("made"));
  expect(begun).toEqual([{ county: 510799, name: "东村等 2 个村、社区", villages: ["v1", "v2"] }]);
});
