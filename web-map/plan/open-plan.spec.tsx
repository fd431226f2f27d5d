// @vitest-environment happy-dom
import { act, cleanup, fireEvent, waitFor } from "@testing-library/react";
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
