// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { LngLat } from "../../map/map-adapter.js";
import { openedPlan } from "../open-plan.fixture.js";
import { STREET } from "../two-grids.fixture.js";

afterEach(cleanup);

test("a dividing line is led to the street and follows it, and both halves are counted, before the click", async () => {
  const { map, service, run, texts, line, status } = await openedPlan();
  run("plan-split");
  act(() => void map.click([107.00001, 29.00401]));
  act(() => void map.hover([107.00999, 29.00599]));
  const inner = STREET.slice(1, 3);
  const led = JSON.stringify(inner).slice(1, -1);
  await waitFor(() => expect(JSON.stringify(line())).toContain(led));
  await waitFor(() => expect(texts("plan-moving-names")).toHaveLength(2));
  expect(texts("plan-moving-names")).toContainEqual(expect.stringMatching(/^新网格 /));
  expect(status()).toMatch(/≈0 \/ ≈310|≈310 \/ ≈0/);
  expect(service.edits).toEqual([]);
  act(() => void map.click([107.00999, 29.00599]));
  fireEvent.keyDown(document.body, { key: "Enter" });
  await waitFor(() => expect(service.edits).toHaveLength(1));
  expect(JSON.stringify(service.edits[0]!.operations)).toContain(
    JSON.stringify(inner).slice(1, -1),
  );
});

test("with Alt held nothing leads a line, and it is straight", async () => {
  const { map, run, line } = await openedPlan();
  run("plan-split");
  const places: LngLat[] = [
    [106.9995, 29.00401],
    [107.0105, 29.00599],
  ];
  fireEvent.keyDown(document.body, { key: "Alt", altKey: true });
  act(() => void map.click(places[0]!));
  act(() => void map.hover(places[1]!));
  await waitFor(() => expect(line()).toEqual(places));
});

test("by keys alone a line is drawn from cross to cross, and a further Enter divides by it", async () => {
  const { map, service, run, line } = await openedPlan();
  run("plan-split");
  act(() => map.moveTo({ zoom: 17, lng: 106.9995, lat: 29.0075 }));
  fireEvent.keyDown(document.body, { key: "Enter" });
  act(() => map.moveTo({ zoom: 17, lng: 107.0055, lat: 29.0085 }));
  fireEvent.keyDown(document.body, { key: "Enter" });
  await waitFor(() => expect(line()).toHaveLength(2));
  fireEvent.keyDown(document.body, { key: "Backspace" });
  act(() => map.moveTo({ zoom: 17, lng: 107.0105, lat: 29.0075 }));
  fireEvent.keyDown(document.body, { key: "Enter" });
  expect(service.edits).toEqual([]);
  fireEvent.keyDown(document.body, { key: "Enter" });
  await waitFor(() => expect(service.own.ids()).toHaveLength(3));
});

test("a border follows a street drawn from place to place on it", async () => {
  const { map, service, run, texts } = await openedPlan();
  run("plan-trace");
  for (const at of [
    [107.01, 29.0045],
    [107.0112, 29.0045],
    [107.0112, 29.0058],
    [107.01, 29.0058],
  ] as LngLat[])
    act(() => void map.click(at));
  await waitFor(() =>
    expect(texts("plan-moving-names")).toEqual(["甲 310 → ≈315", "乙 325 → ≈320"]),
  );
  fireEvent.keyDown(document.body, { key: "Enter" });
  await waitFor(() => expect(texts("plan-names")).toEqual(["甲 315", "乙 320"]));
  expect(service.edits).toHaveLength(1);
});

test("a border that is dragged into a house goes to the gap and says so; the service draws the same", async () => {
  const { map, service, run, status } = await openedPlan();
  run("plan-drag");
  act(() => {
    map.press([107.01, 29.005]);
    map.pull([107.0105, 29.0051]);
  });
  await waitFor(() => expect(status()).toMatch(/边界移 .* 米到空隙/));
  act(() => map.letGo());
  await waitFor(() => expect(service.edits).toHaveLength(1));
});

test("buildings that are clicked, or encircled, go to the grid that is clicked next", async () => {
  const { map, service, run, texts, status } = await openedPlan();
  run("plan-hand");
  act(() => void map.click([107.0105, 29.0051]));
  await waitFor(() => expect(status()).toMatch(/已选 1 栋/));
  act(() => void map.click([107.0105, 29.0051]));
  await waitFor(() => expect(status()).not.toMatch(/已选/));
  act(() => {
    map.press([107.0103, 29.0049]);
    for (const at of [
      [107.0107, 29.0049],
      [107.0107, 29.0053],
      [107.0103, 29.0053],
    ] as LngLat[])
      map.pull(at);
    map.letGo();
  });
  await waitFor(() => expect(status()).toMatch(/已选 1 栋/));
  act(() => void map.hover([107.005, 29.003]));
  await waitFor(() => expect(texts("plan-moving-names")).toContain("甲 310 → ≈315"));
  expect(service.edits).toEqual([]);
  act(() => void map.click([107.005, 29.003]));
  await waitFor(() => expect(texts("plan-names")).toEqual(["甲 315", "乙 320"]));
  expect(service.edits[0]!.operations).toMatchObject([
    { kind: "hand-buildings", buildings: ["two"], to: "a" },
  ]);
});

test("what another draws is shown and told by name while a border is in hand, and the border stays in hand", async () => {
  const { shell, map, service, run, texts, others } = await openedPlan();
  run("plan-drag");
  act(() => void map.press([107.01, 29.005]));
  act(() => map.pull([107.011, 29.005]));
  others([{ kind: "set-properties", grid: "b", properties: { name: "丙" } }]);
  await waitFor(() => expect(texts("plan-moving-names")).toContain("丙 325 → ≈320"));
  expect(shell.say).toHaveBeenLastCalledWith("李明 刚编辑过此方案。");
  act(() => map.letGo());
  await waitFor(() => expect(service.edits).toHaveLength(2));
});

test("what is in hand and can no longer be is said with who drew, and given up", async () => {
  const { map, service, run, others, status } = await openedPlan();
  run("plan-drag");
  act(() => void map.click([107.01, 29.005]));
  fireEvent.keyDown(document.body, { key: "ArrowRight", shiftKey: true });
  others([{ kind: "merge-grids", keep: "a", grids: ["b"] }]);
  await waitFor(() => expect(status()).toMatch(/李明 刚在这里编辑过，您正在画的不再适用/));
  fireEvent.keyDown(document.body, { key: "Enter" });
  expect(service.edits).toHaveLength(1);
});

test("a click on an edit goes back to it, and asks where that takes back several", async () => {
  const { map, run, service, undone } = await openedPlan();
  run("plan-lock");
  for (const times of [1, 2, 3]) {
    act(() => void map.click([107.005, 29.005]));
    await waitFor(() => expect(service.edits).toHaveLength(times));
    await screen.findByText(new RegExp(`^${times} `));
  }
  fireEvent.click(screen.getByRole("button", { name: "撤销其后 2 次编辑，回到这里" }));
  expect(undone).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "确认撤销 2 次编辑" }));
  await waitFor(() => expect(undone).toHaveLength(2));
});
