// @vitest-environment happy-dom
import { cleanup } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { type FakeMap, fakeMap } from "../map/fake-map.fixture.js";
import { renderInSession } from "../session/in-session.fixture.js";
import { initialState } from "../state/view-state.js";
import { useMapFollows } from "./use-map-follows.js";

type Followed = Parameters<typeof useMapFollows>[1];

const at: Followed = {
  view: initialState("zh"),
  arrival: 0,
  tiles: { v: "1" },
  live: { version: "1", changed: [], news: new Map(), up: true },
  purpose: null,
};

function Following({ map, followed }: { map: FakeMap; followed: Followed }) {
  useMapFollows(map, followed);
  return null;
}

async function following() {
  const map = fakeMap();
  const { show } = await renderInSession(<Following map={map} followed={at} />, () => ({}));
  return {
    map,
    show: (followed: Partial<Followed>) => {
      show(<Following map={map} followed={{ ...at, ...followed }} />);
    },
  };
}

afterEach(cleanup);

test("the first tiles are the map's own: they are not asked twice", async () => {
  const { map } = await following();
  expect(map.last("setQuery")).toBeUndefined();
});

test("a change elsewhere asks its layer's tiles, a purpose those of all", async () => {
  const { map, show } = await following();
  const tiles = { v: "2" };
  show({ tiles, live: { ...at.live, version: "2", changed: ["cameras"] } });
  expect(map.last("setQuery")).toEqual([tiles, ["cameras"]]);
  show({ tiles, live: { ...at.live, version: "2" }, purpose: "安全检查" });
  expect(map.last("setQuery")).toEqual([tiles]);
});

test("a camera that comes from elsewhere moves the map, one of the map's own does not", async () => {
  const { map, show } = await following();
  const camera = { zoom: 15, lng: 107.4, lat: 29.7 };
  show({ view: { ...at.view, camera } });
  expect(map.last("moveTo")).toBeUndefined();
  show({ view: { ...at.view, camera }, arrival: 1 });
  expect(map.last("moveTo")).toEqual([camera]);
});
