// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { fakeMap } from "../map/fake-map.fixture.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { renderInSession } from "../session/in-session.fixture.js";
import { ReportPlace } from "./report-place.js";
import { usePlaceEditor } from "./use-place-editor.js";

function Placing({ map }: { map: MapAdapter }) {
  const editor = usePlaceEditor(map, "point", { before: null });
  return (
    <>
      <ReportPlace editor={editor} map={map} />
      <output>{editor.place?.type === "Point" ? editor.place.coordinates.join() : "none"}</output>
    </>
  );
}

const placing = (map: MapAdapter) => renderInSession(<Placing map={map} />, () => ({}));
const place = () => screen.getByText(/^(none|[\d.,]+)$/).textContent;

afterEach(cleanup);

test("a click near by is the place, and the pin that stands there can be dragged", async () => {
  const map = fakeMap({ zoom: 17, lng: 107, lat: 29 });
  await placing(map);
  act(() => void map.click([107.1, 29.1]));
  expect(place()).toBe("107.1,29.1");
  expect(map.last("setPin")).toEqual([[107.1, 29.1]]);
  act(() => {
    map.dragPin([107.2, 29.2]);
  });
  expect(place()).toBe("107.2,29.2");
});

test("a click from far out flies in, and the place is the middle once it is confirmed", async () => {
  const map = fakeMap({ zoom: 10, lng: 107, lat: 29 });
  await placing(map);
  act(() => void map.click([107.1, 29.1]));
  expect(place()).toBe("none");
  expect(map.last("setAiming")).toEqual([true]);
  map.moveTo({ zoom: 18, lng: 107.11, lat: 29.12 });
  fireEvent.click(screen.getByRole("button", { name: "就是这里" }));
  expect(place()).toBe("107.11,29.12");
  expect(map.last("setAiming")).toEqual([false]);
});

test("clicks are the map's again when the form is gone", async () => {
  const map = fakeMap();
  const { unmount } = await placing(map);
  unmount();
  expect(map.click([107, 29])).toBe(false);
  expect(map.last("setPin")).toBeUndefined();
});
