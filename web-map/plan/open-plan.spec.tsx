// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import type { FeatureCollection } from "geojson";
import { afterEach, expect, test, vi } from "vitest";
import { householdRange } from "../../civic/grids/household-range.js";
import type { GridOperation } from "../../geo/coverage/browser.js";
import { inverseOfPacked, type PackedChange } from "../../geo/coverage/browser.js";
import { fakeShell, renderInShell } from "../shell/in-shell.fixture.js";
import { OpenPlan } from "./open-plan.js";

import { planService, twoGrids } from "./two-grids.fixture.js";
import type { InForce } from "./use-in-force.js";

afterEach(cleanup);

const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const operationsOf = (inputs: Record<string, object>[]) =>
  inputs.map((input) => {
    const [[key, fields]] = Object.entries(input) as [[string, object]];
    return { kind: kebab(key), ...fields } as GridOperation;
  });

async function opened() {
  const over = document.body.appendChild(document.createElement("div"));
  const shell = fakeShell({ over });
  const service = planService();
  const undone: unknown[] = [];
  const inForce = {
    grids: [],
    byId: new Map([
      ["a", { households: 310 }],
      ["b", { households: 325 }],
    ]),
    villages: [],
    rangeOf: (kind: string) => householdRange(kind, "community"),
  } as unknown as InForce;
  const facts = () => ({
    ...{ id: "plan", version: service.own.version, name: "试点", status: "DRAFT" },
    ...{ effectiveOn: null, overtaken: false, findings: [], comments: [], steps: [], clocks: [] },
    ...{ can: [], editLog: [] },
    grids: service.own.ids().map((id) => {
      const { households, people } = service.own.figures(id)!;
      return { id, households, people };
    }),
  });
  await renderInShell(
    <OpenPlan id="plan" chosen={null} inForce={inForce} onChoose={vi.fn()} onClose={vi.fn()} />,
    (query, variables) => {
      if (query.includes("ApplyEdit"))
        return {
          applyGridOperations: service.draw(
            operationsOf(variables["operations"] as Record<string, object>[]),
          ),
        };
      if (query.includes("UndoEdit")) {
        const change = inverseOfPacked(service.edits.at(-1)!.change as PackedChange);
        const version = service.own.version + 1;
        service.own.take(change, version);
        undone.push(change);
        return { undoGridEdit: { number: 2, version, change } };
      }
      if (query.includes("PlanFacts")) return { gridPlan: facts() };
      if (query.includes("OpenPlan(")) return { gridPlan: twoGrids() };
      if (query.includes("Machines")) return { machines: [] };
      return {};
    },
    { shell },
  );
  const { map } = shell;
  const run = (id: string) => {
    act(() => {
      shell.actions
        .all()
        .flat()
        .find((action) => action.id === id)!
        .run();
    });
  };
  /** What stands in the grids, and in those that are in hand. */
  const texts = (overlay: string) => {
    const drawn = map.overlays.get(overlay)?.sources["names"] as FeatureCollection | undefined;
    return drawn?.features.map((f) => String(f.properties?.["name"]).replace("\n", " "));
  };
  await waitFor(() => expect(texts("plan-names")).toEqual(["甲 310", "乙 325"]));
  await screen.findByRole("button", { name: /拖边界/ });
  return { map, service, run, texts, undone };
}

test("a border in hand lights both neighbours, and both numbers follow before anything is kept", async () => {
  const { map, service, run, texts } = await opened();
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
  const { map, service, run, texts } = await opened();
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
  const { map, service, run } = await opened();
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
  const { map, service, run, texts } = await opened();
  run("plan-split");
  act(() => void map.click([106.999, 29.005]));
  act(() => void map.click([107.0101, 29.005]));
  fireEvent.keyDown(document.body, { key: "Enter" });
  await waitFor(() => expect(service.own.ids()).toHaveLength(3));
  await waitFor(() => expect(texts("plan-names")).toHaveLength(3));
});
