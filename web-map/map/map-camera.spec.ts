// @vitest-environment happy-dom
import type { Map as GlMap } from "maplibre-gl";
import { expect, test, vi } from "vitest";
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
  const container = document.createElement("div");
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
