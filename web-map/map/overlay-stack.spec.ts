import type { Map as GlMap, LayerSpecification, StyleSpecification } from "maplibre-gl";
import { expect, test } from "vitest";
import type { Overlay } from "./map-adapter.js";
import { OverlayStack } from "./overlay-stack.js";
import { stroke, tint } from "./presets.js";
import { collection } from "./sectors.js";
import { anchor } from "./slots.js";

const base = (): StyleSpecification => ({
  version: 8,
  sources: {},
  layers: [anchor("ground"), { id: "streets", type: "background" }, anchor("objects")],
});

/** As much of the map library as an overlay touches. */
function glOf() {
  const order = base().layers.map((l) => l.id);
  const sources = new Map<string, unknown>();
  const blinks: string[] = [];
  const painted: string[] = [];
  const gl = {
    addSource: (id: string, { data }: { data: unknown }) => sources.set(id, data),
    getSource: (id: string) => ({
      setData: (data: unknown) => sources.set(id, data),
      setTiles: (tiles: unknown) => sources.set(id, tiles),
    }),
    setPaintProperty: (id: string, key: string, value: unknown) =>
      painted.push(`${id} ${key} ${JSON.stringify(value)}`),
    removeSource: (id: string) => sources.delete(id),
    addLayer: ({ id }: LayerSpecification, before: string) =>
      order.splice(order.indexOf(before), 0, id),
    removeLayer: (id: string) => {
      blinks.push(id);
      order.splice(order.indexOf(id), 1);
    },
  };
  return { gl: gl as unknown as GlMap, order, sources, blinks, painted };
}

/** Work waits, as it does until a style is there, and is then done in its order. */
function stackOn({ gl }: ReturnType<typeof glOf>) {
  const waiting: (() => void)[] = [];
  const stack = new OverlayStack(gl, (work) => waiting.push(work), {
    onAdded: () => {},
    look: (layer) => layer,
  });
  return {
    stack,
    settle: () => {
      for (const work of waiting.splice(0)) work();
    },
  };
}

const point = (x: number) =>
  collection([
    { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [x, 0] } },
  ]);
const plan = (x: number): Overlay => ({
  slot: "ground",
  sources: { cells: point(x) },
  layers: [tint({ id: "fill", source: "cells" }), stroke({ id: "line", source: "cells" })],
});

test("an overlay lies in its slot under names of its own, and leaves nothing when it goes", () => {
  const gl = glOf();
  const { stack, settle } = stackOn(gl);
  const remove = stack.add("plan", plan(1));
  settle();
  expect(gl.order).toEqual(["plan-fill", "plan-line", "slot-ground", "streets", "slot-objects"]);
  expect([...gl.sources]).toEqual([["plan-cells", point(1)]]);
  remove();
  settle();
  expect(gl.order).toEqual(["slot-ground", "streets", "slot-objects"]);
  expect(gl.sources.size).toBe(0);
});

test("taken away and given anew with other features the map does not blink", () => {
  const gl = glOf();
  const { stack, settle } = stackOn(gl);
  const remove = stack.add("plan", plan(1));
  settle();
  remove();
  stack.add("plan", plan(2));
  settle();
  expect(gl.blinks).toEqual([]);
  expect(gl.sources.get("plan-cells")).toEqual(point(2));
  stack.add("plan", { ...plan(2), slot: "objects" });
  settle();
  expect(gl.order).toEqual(["slot-ground", "streets", "plan-fill", "plan-line", "slot-objects"]);
});

test("tiles of another address and other colours change what is there, without a blink", () => {
  const gl = glOf();
  const { stack, settle } = stackOn(gl);
  const cells = (tiles: string, colour: string): Overlay => ({
    slot: "objects",
    sources: { cells: { type: "vector", tiles: [tiles] } },
    layers: [
      tint({ id: "fill", source: "cells", colour }),
      stroke({ id: "line", source: "cells" }),
    ],
  });
  stack.add("hot", cells("/a", "#111111"));
  settle();
  stack.add("hot", cells("/b", "#222222"));
  settle();
  expect(gl.blinks).toEqual([]);
  expect(gl.sources.get("hot-cells")).toEqual(["/b"]);
  expect(gl.painted).toEqual(['hot-fill fill-color "#222222"', "hot-fill fill-opacity 0.16"]);
});

test("the remover of one that was replaced removes nothing", () => {
  const gl = glOf();
  const { stack, settle } = stackOn(gl);
  const remove = stack.add("plan", plan(1));
  stack.add("plan", plan(2));
  remove();
  settle();
  expect(gl.sources.get("plan-cells")).toEqual(point(2));
});

test("another style has every overlay in its slot, with the features of now", () => {
  const gl = glOf();
  const { stack, settle } = stackOn(gl);
  stack.add("plan", plan(1));
  settle();
  stack.add("plan", plan(3));
  settle();
  const { layers, sources } = stack.into(base());
  expect(layers.map((l) => l.id)).toEqual(gl.order);
  expect(sources["plan-cells"]).toEqual({ type: "geojson", data: point(3), promoteId: "id" });
});
