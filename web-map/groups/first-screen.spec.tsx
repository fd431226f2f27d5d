// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { fakeShell, renderInShell } from "../shell/in-shell.fixture.js";
import { FirstScreen } from "./first-screen.js";

afterEach(cleanup);

const ground = {
  villages: {
    nodes: [
      { code: "v1", name: "三湾村", geometry: null },
      { code: "v2", name: "东村", geometry: null },
    ],
  },
  grids: { nodes: [{ id: "g1", name: "三湾村第一网格", villageCode: "v1" }] },
};
const living = {
  totalCount: 236,
  counts: [
    { key: "01", count: 218 },
    { key: "03", count: 18 },
  ],
  nodes: [{ members: 3 }, { members: 4 }, { members: null }],
  pageInfo: { hasNextPage: false },
};

test("a worker's own village is picked, and who lives there is told by household and by head", async () => {
  const asked: unknown[] = [];
  const onOpen = vi.fn();
  await renderInShell(
    <FirstScreen onOpen={onOpen} />,
    (query, variables) => {
      if (query.includes("GroupGround")) return ground;
      if (query.includes("GroupPlans"))
        return {
          groupPlans: {
            nodes: [{ id: "p", name: "三湾十户", status: "DRAFT", updatedAt: "2026-11-02T02:00Z" }],
          },
        };
      asked.push(variables["villages"]);
      return { households: living };
    },
    {
      shell: fakeShell(),
      roles: ["WORKER1"],
      assignments: [{ county: 510799, grids: ["g1"], villages: [] }],
    },
  );
  await waitFor(() =>
    expect(screen.getByRole("status").textContent).toBe("236 户 · 218 有人住 · 18 空挂 · 7 人"),
  );
  expect(asked).toEqual([["v1"]]);
  // What is not his own is not offered.
  expect(screen.getAllByRole("checkbox").map((box) => box.closest("label")?.textContent)).toEqual([
    "三湾村",
  ]);
  fireEvent.click(screen.getByRole("button", { name: /三湾十户/ }));
  expect(onOpen).toHaveBeenCalledWith("p");
});

test("rules are one line of plain words, and a size that cannot be is told by its name", async () => {
  await renderInShell(<FirstScreen onOpen={vi.fn()} />, (query) =>
    query.includes("GroupGround")
      ? ground
      : query.includes("GroupPlans")
        ? { groupPlans: { nodes: [] } }
        : { households: living },
  );
  const rules = screen.getByRole("region", { name: "规则" });
  expect(rules.textContent).toContain("每组 7–13 户，宜 10 户；至少 6 人可应答；不跨网格");
  expect(rules.textContent).toContain("均衡");
  fireEvent.click(screen.getByRole("button", { name: "改" }));
  fireEvent.change(screen.getByLabelText("最多户数"), { target: { value: "9" } });
  expect(screen.getByRole("alert").textContent).toContain("适宜户数");
  fireEvent.click(screen.getByRole("radio", { name: /一呼九应/ }));
  expect(rules.textContent).toContain("每户有自己的九户近邻");
  expect(screen.queryByRole("alert")).toBeNull();
});
