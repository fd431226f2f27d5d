// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import type { MultiPolygon } from "geojson";
import { afterEach, expect, test } from "vitest";
import { usePlaceEditor } from "../forms/use-place-editor.js";
import { fakeMap } from "../map/fake-map.fixture.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { renderInSession } from "../session/in-session.fixture.js";
import { metresPerPixel } from "./rings.js";
import { ShapeTools } from "./shape-tools.js";

const house: MultiPolygon = {
  type: "MultiPolygon",
  coordinates: [
    [
      [
        [107, 29],
        [107.0002, 29.00001],
        [107.0002, 29.0001],
        [107.0001, 29.0001],
        [107, 29.0001],
        [107, 29],
      ],
    ],
  ],
};

function Shaping({ map }: { map: MapAdapter }) {
  const { shape, place, touched } = usePlaceEditor(map, "area", { before: house });
  return (
    <>
      <ShapeTools shape={shape} hasSquare />
      <output>{touched ? JSON.stringify((place as MultiPolygon).coordinates[0]![0]) : ""}</output>
    </>
  );
}

const ring = () => JSON.parse(screen.getAllByRole("status").at(-1)!.textContent!) as number[][];
const press = (name: string) => {
  fireEvent.click(screen.getByRole("button", { name }));
};

afterEach(cleanup);

test("by keys alone a corner is chosen, moved, removed, and each of it undone", async () => {
  const map = fakeMap({ zoom: 18, lng: 107, lat: 29 });
  await renderInSession(<Shaping map={map} />, () => ({}));
  screen.getByText("第 1 / 5 角");
  press("下一角");
  expect(map.last("setHovered")).toEqual([[107.0002, 29.00001]]);
  const tools = screen.getByRole("group", { name: "角点" });
  fireEvent.keyDown(tools, { key: "ArrowUp", shiftKey: true });
  // Twenty pixels of 0.26 m at this zoom.
  expect(ring()[1]![1]).toBeCloseTo(29.00001 + (20 * metresPerPixel(18, 29)) / 111_195, 8);
  press("上一角");
  press("上一角");
  screen.getByText("第 5 / 5 角");
  press("上一角");
  fireEvent.keyDown(tools, { key: "Delete" });
  expect(ring()).toHaveLength(5);
  press("撤销");
  expect(ring()).toHaveLength(6);
  fireEvent.keyDown(tools, { key: "z", ctrlKey: true });
  expect(ring()).toEqual(house.coordinates[0]![0]);
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "撤销" }).disabled).toBe(true);
});

test("a finger on a corner chooses it; corners are made right at once", async () => {
  const map = fakeMap({ zoom: 19, lng: 107, lat: 29 });
  await renderInSession(<Shaping map={map} />, () => ({}));
  act(() => void map.click([107.000101, 29.0001]));
  screen.getByText("第 4 / 5 角");
  press("取直角");
  const [a, b, c] = ring();
  const [east, north] = [(b![0]! - a![0]!) * 97_000, (b![1]! - a![1]!) * 111_195];
  const [up, over] = [(c![1]! - b![1]!) * 111_195, (c![0]! - b![0]!) * 97_000];
  expect(Math.abs(east * over + north * up)).toBeLessThan(1);
});
