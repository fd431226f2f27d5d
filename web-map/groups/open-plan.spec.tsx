// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import type { FeatureCollection } from "geojson";
import { afterEach, expect, test } from "vitest";
import { A_PLAN, openedGroups } from "./a-plan.fixture.js";

afterEach(() => {
  cleanup();
  document.body.replaceChildren();
});

test("a verdict says what each number counts, and what the search and the wishes cost apart", async () => {
  await openedGroups();
  const verdict = await screen.findByRole("region", { name: "结论" });
  expect(verdict.textContent).toContain("24 组 · 236 户 · 723 人 · 18 空挂");
  expect(verdict.textContent).toContain("步行 平均 81 米 · 95% 在 240 米内 · 最远 480 米");
  expect(
    within(verdict)
      .getAllByRole("listitem")
      .map((fact) => fact.textContent),
  ).toEqual([
    "3 户孤立",
    "1 组应答不足",
    "0 越界",
    "与最优相差 ≤ 3.0 %",
    "偏好代价 +2.4 %",
    "75 % 的组接近适宜户数",
    "9 户：20 组9",
    "10 户：4 组10",
  ]);
});

test("the worst groups say why; J goes down the list", async () => {
  const { onGroup, run } = await openedGroups();
  const six = await screen.findByRole("button", { name: /^6 组/ });
  expect(six.textContent).toContain("1 户孤立");
  expect(screen.getByRole("button", { name: /^7 组/ }).textContent).toContain("仅 4 人可应答");
  run("groups-next");
  expect(onGroup).toHaveBeenLastCalledWith("six");
});

test("a household in the hand shows both groups before it is put down; where it may not go says why", async () => {
  const { choose, sent } = await openedGroups();
  await screen.findByRole("button", { name: /^6 组/ });
  choose("six");
  const row = await screen.findByRole("button", { name: /李建国/ });
  fireEvent.keyDown(row, { key: " " });
  const hand = await screen.findByRole("region", { name: "拿起的住户" });
  await within(hand)
    .findByText("组 9 已锁定；请先解锁。", { exact: false })
    .catch(() => null);
  const refused = await within(hand).findByRole("button", { name: /^9 组/ });
  expect(refused.getAttribute("aria-disabled")).toBe("true");
  expect(refused.textContent).toContain("锁定");
  fireEvent.keyDown(document.body, { key: "ArrowRight" });
  const price = within(hand).getByRole("table");
  expect(price.textContent).toContain("8 → 7");
  expect(price.textContent).toContain("60 → 70");
  expect(sent).toEqual([]);
  fireEvent.keyDown(document.body, { key: "Enter" });
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]!.variables).toMatchObject({ household: "h2", group: "seven", version: 4 });
  await waitFor(() => expect(screen.queryByRole("region", { name: "拿起的住户" })).toBeNull());
});

test("drawn on the map: taken at its home, let go over a group's ground", async () => {
  const { choose, sent, shell } = await openedGroups();
  await screen.findByRole("button", { name: /^6 组/ });
  choose("six");
  await screen.findByRole("button", { name: /李建国/ });
  const { map } = shell;
  expect(map.press([107.02, 29.03])).toBe(false);
  act(() => {
    expect(map.press([107.006, 29.005])).toBe(true);
  });
  const cells = () =>
    (map.overlays.get("groups-targets")?.sources["cells"] as FeatureCollection | undefined)
      ?.features ?? [];
  await waitFor(() => expect(cells()).toHaveLength(1));
  act(() => {
    map.pull([107.015, 29.005]);
  });
  await waitFor(() => expect(cells()[0]?.properties?.["isAimed"]).toBe(true));
  act(() => {
    map.letGo();
  });
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]!.variables).toMatchObject({ household: "h2", group: "seven" });
});

test("what cannot be is told over the map, and the plan stays as it was", async () => {
  const { choose, run } = await openedGroups(
    {},
    {
      SplitGroup: () => ({
        edited: {
          ...{ edit: null, version: 4, price: null },
          refusals: [
            { code: "no-legal-halves", params: { group: "6", count: 8, least: 7, most: 13 } },
          ],
        },
      }),
    },
  );
  await screen.findByRole("button", { name: /^6 组/ });
  choose("six");
  await screen.findByRole("button", { name: /李建国/ });
  run("groups-split");
  expect((await screen.findByRole("alert")).textContent).toContain("8 户");
});

test("while it runs its progress stands there; the verdict comes when the service says so", async () => {
  let isDone = false;
  const job = { id: "job", state: "RUNNING", phase: "searching", done: 3, total: 9 };
  const { tell } = await openedGroups(
    {},
    {
      "query GroupPlan(": () => ({
        groupPlan: { ...A_PLAN, ...(isDone ? {} : { verdict: null, status: "FORMING", job }) },
      }),
    },
  );
  expect((await screen.findByRole("status", { name: "正在分组" })).textContent).toContain(
    "逐片求解",
  );
  isDone = true;
  act(() => {
    for (const one of tell) one({ groupPlanChanged: { version: 5, what: "RUN", job: null } });
  });
  await screen.findByRole("region", { name: "结论" });
});
