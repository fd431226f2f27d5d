// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { openedPlan } from "./open-plan.fixture.js";

afterEach(cleanup);

test("a border in hand lights both neighbours, and both numbers follow before anything is kept", async () => {
  const { map, service, run, texts } = await openedPlan();
  run("plan-drag");
  act(() => void map.hover([107.01, 29.005]));
  await waitFor(() => expect(texts("plan-moving-names")).toEqual(["甲 310", "乙 325"]));
  act(() => {
    expect(map.press([107.01, 29.005])).toBe(true);
    map.pull([107.011, 29.005]);
  });
  await waitFor(() =>
    expect(texts("plan-moving-names")).toEqual(["甲 310 → ≈315", "乙 325 → ≈320"]),
  );
  expect(service.edits).toEqual([]);
  act(() => map.letGo());
  await waitFor(() => expect(texts("plan-names")).toEqual(["甲 315", "乙 320"]));
  expect(service.edits).toHaveLength(1);
  run("plan-undo");
  await waitFor(() => expect(texts("plan-names")).toEqual(["甲 310", "乙 325"]));
});

test("by keys alone a border is chosen, its vertex moved by metres, and kept by Enter", async () => {
  const { map, service, run, texts } = await openedPlan();
  run("plan-drag");
  act(() => void map.click([107.01, 29.005]));
  // Its ends stand on the village's border, which is not drawn here; the place itself is.
  for (let metres = 0; metres < 6; metres++)
    fireEvent.keyDown(document.body, { key: "ArrowRight", shiftKey: true });
  await waitFor(() =>
    expect(texts("plan-moving-names")).toEqual(["甲 310 → ≈315", "乙 325 → ≈320"]),
  );
  fireEvent.keyDown(document.body, { key: "Enter" });
  await waitFor(() => expect(service.edits).toHaveLength(1));
  await waitFor(() => expect(texts("plan-names")).toEqual(["甲 315", "乙 320"]));
});

test("what cannot be drawn says why where it is; nothing is sent", async () => {
  const { map, service, run } = await openedPlan();
  run("plan-drag");
  act(() => {
    expect(map.press([107.02, 29.005])).toBe(false);
    expect(map.press([107.01, 29.006])).toBe(true);
    map.pull([107.03, 29.006]);
    map.letGo();
  });
  await waitFor(() =>
    expect(document.querySelector("[data-wrong=true]")?.textContent).toMatch(/界/),
  );
  expect(map.overlays.has("plan-trouble")).toBe(true);
  expect(service.edits).toEqual([]);
});

test("a line shows both halves before Enter splits", async () => {
  const { map, service, run, texts } = await openedPlan();
  run("plan-split");
  act(() => void map.click([106.999, 29.005]));
  act(() => void map.click([107.0101, 29.005]));
  fireEvent.keyDown(document.body, { key: "Enter" });
  await waitFor(() => expect(service.own.ids()).toHaveLength(3));
  await waitFor(() => expect(texts("plan-names")).toHaveLength(3));
});

test("a comment stands at the place that is pointed at on the map", async () => {
  const { map, sent } = await openedPlan();
  fireEvent.click(screen.getByRole("button", { name: "指位置" }));
  await waitFor(() => expect(screen.getByRole("button", { name: /批注/, pressed: true })));
  act(() => void map.click([107.004, 29.003]));
  await screen.findByRole("button", { name: /已指位置/ });
  expect(map.overlays.has("plan-remark")).toBe(true);
  fireEvent.change(screen.getByLabelText("内容"), { target: { value: "请看" } });
  fireEvent.click(screen.getByRole("button", { name: "添加批注" }));
  await waitFor(() =>
    expect(sent.at(-1)?.variables).toMatchObject({ text: "请看", place: [107.004, 29.003] }),
  );
  await screen.findByRole("button", { name: "指位置" });
});

test("a plan gets another name and day and is drawn in on; a copy of it is opened, and others on its ground are named", async () => {
  const { map, service, sent, onOpen, run, texts } = await openedPlan();
  fireEvent.click(screen.getByRole("button", { name: "改名称、日期" }));
  fireEvent.change(screen.getByLabelText("方案名称"), { target: { value: "新名" } });
  fireEvent.change(screen.getByLabelText("拟生效日期"), { target: { value: "2099-01-01" } });
  fireEvent.click(screen.getByRole("button", { name: "保存" }));
  await waitFor(() =>
    expect(sent[0]?.variables["changes"]).toEqual({ name: "新名", effectiveOn: "2099-01-01" }),
  );
  run("plan-lock");
  act(() => void map.click([107.005, 29.003]));
  await waitFor(() => expect(texts("plan-names")).toContain("甲 310\n已锁定"));
  await waitFor(() => expect(service.edits).toHaveLength(1));
  fireEvent.click(screen.getByRole("button", { name: "复制方案" }));
  fireEvent.submit(screen.getByRole("form", { name: "复制方案" }));
  await waitFor(() => expect(onOpen).toHaveBeenCalledWith("copy"));
  fireEvent.click(screen.getByRole("button", { name: "另案" }));
  expect(onOpen).toHaveBeenLastCalledWith("other");
});
