import { afterEach, expect, it, vi } from "vitest";
import { largePolygons } from "../../geo/testing/large-polygons.js";
import { SHAPE_WORK } from "./shape-work.js";
import { Shapes } from "./shapes.js";

const star = (vertices: number) =>
  largePolygons(vertices, [107.01, 29.01], 0.01).find(([name]) => name === "a star")![1];

afterEach(() => {
  vi.restoreAllMocks();
});

it("a large shape is not the event loop's work, and the thread says the same of it", async () => {
  const shapes = new Shapes();
  const [small, large] = [star(500), star(5000)];
  const here = vi.spyOn(SHAPE_WORK, "cut");
  await shapes.cut(small);
  expect(here).toHaveBeenCalledTimes(1);
  const there = await shapes.cut(large);
  expect(here).toHaveBeenCalledTimes(1);
  expect(there).toEqual(SHAPE_WORK.cut(large));
});

it("a simpler shape is not offered while more than a few tasks wait", async () => {
  const shapes = new Shapes();
  const tasks = Array.from({ length: 4 }, () => shapes.fault(star(2000)));
  expect(await shapes.simplified(star(3000), 500)).toBeNull();
  await Promise.all(tasks);
  expect(await shapes.simplified(star(3000), 500)).not.toBeNull();
});
