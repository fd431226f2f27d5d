// @vitest-environment happy-dom
import { expect, test } from "vitest";
import type { LayerInfo } from "../layers/layer-names.js";
import { TileLayers } from "./tile-layers.js";

test("bug: what a workspace draws itself stays out, whether layers are shown before or after it says so", () => {
  const shown = new Map<string, string>();
  const gl = {
    on: () => undefined,
    getLayersOrder: () => ["incidents", "grids-fill"],
    setLayoutProperty: (id: string, _: string, value: string) => shown.set(id, value),
  };
  const layers = [{ name: "INCIDENTS" }, { name: "GRIDS" }] as LayerInfo[];
  const tiles = new TileLayers(
    gl as never,
    (work) => {
      work();
    },
    { layers, query: {}, theme: "light", isShown: () => true } as never,
    () => undefined as never,
  );
  const all = () => tiles.showLayers(() => true);
  const quiet = () => tiles.leaveOut(["incidents"]);
  for (const order of [
    [all, quiet],
    [quiet, all],
  ]) {
    for (const tell of order) tell();
    expect([...shown]).toEqual([
      ["incidents", "none"],
      ["grids-fill", "visible"],
    ]);
  }
  tiles.leaveOut([]);
  expect(shown.get("incidents")).toBe("visible");
});
