// @vitest-environment happy-dom
import type { Map as GlMap } from "maplibre-gl";
import { expect, test, vi } from "vitest";
import { insetsOf } from "./insets.js";
import type { Bounds } from "./map-adapter.js";
import { MapCamera } from "./map-camera.js";

const COUNTY: Bounds = [107.3, 29.6, 107.5, 29.8];

function camera(first: Bounds | null) {
  const heard = new Map<string, (e: object) => void>();
  const gl = {
    on: (event: string, hear: (e: object) => void) => heard.set(event, hear),
    fitBounds: vi.fn(),
    easeTo: vi.fn(),
    zoomTo: vi.fn(),
    getZoom: () => 12,
  };
  const cell = document.createElement("div");
  cell.innerHTML = '<div></div><div class="map-over"><section></section></div>';
  const container = cell.firstElementChild as HTMLElement;
  const looking = new MapCamera(gl as unknown as GlMap, container, first);
  return { gl, looking, tell: (event: string, e: object = {}) => heard.get(event)!(e) };
}

test("the first view shows the whole county however late docks open beside the map", () => {
  const { gl, tell } = camera(COUNTY);
  vi.spyOn(performance, "now").mockReturnValue(1e7);
  tell("resize");
  expect(gl.fitBounds).toHaveBeenCalledWith(COUNTY, expect.objectContaining({ animate: false }));
  tell("movestart", { originalEvent: {} });
  tell("resize");
  expect(gl.fitBounds).toHaveBeenCalledTimes(1);
  vi.restoreAllMocks();
});

test("where the map is told to go otherwise it stays, whatever opens", () => {
  for (const go of [
    (c: MapCamera) => {
      c.zoomBy(1);
    },
    (c: MapCamera) => {
      c.moveTo({ zoom: 14, lng: 107.4, lat: 29.7 });
    },
  ]) {
    const { gl, looking, tell } = camera(COUNTY);
    go(looking);
    tell("resize");
    expect(gl.fitBounds).not.toHaveBeenCalled();
  }
  const { gl, tell } = camera(null);
  tell("resize");
  expect(gl.fitBounds).not.toHaveBeenCalled();
});

test("the first view counts a card that grows over the map, until somebody touches the page", () => {
  let grows = () => {};
  let watched = 0;
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(hear: () => void) {
        grows = hear;
      }
      observe = () => watched++;
      disconnect = () => {
        watched = 0;
      };
    },
  );
  const { gl } = camera(COUNTY);
  grows();
  expect(gl.fitBounds).toHaveBeenCalledTimes(1);
  const bar = document.createElement("header");
  bar.className = "top-bar";
  document.body.append(bar);
  bar.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  expect(watched).toBe(1);
  document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  expect(watched).toBe(0);
  vi.unstubAllGlobals();
});

test("what one side does not need of its third the opposite one may have, up to half", () => {
  const map = { left: 0, right: 390, top: 0, bottom: 320 };
  const bar = { left: 0, right: 390, top: 0, bottom: 40 };
  const card = (top: number) => ({ left: 8, right: 380, top, bottom: 300 });
  expect(insetsOf(map, [])).toEqual({ left: 24, right: 24, top: 24, bottom: 24 });
  // What the bar leaves of its third the card may have.
  const { top, bottom } = insetsOf(map, [bar, card(200)]);
  expect(top).toBe(64);
  expect(bottom).toBe(144);
  expect(insetsOf(map, [bar, card(120)]).bottom).toBeCloseTo((2 * 320) / 3 - 64, 9);
  expect(insetsOf(map, [card(120)]).bottom).toBe(160);
  const both = insetsOf(map, [{ ...bar, bottom: 150 }, card(160)]);
  expect([both.top, both.bottom]).toEqual([320 / 3, 320 / 3]);
});
