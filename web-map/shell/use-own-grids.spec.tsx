// @vitest-environment happy-dom
import { cleanup, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { type FakeMap, fakeMap } from "../map/fake-map.fixture.js";
import { renderInSession } from "../session/in-session.fixture.js";
import { initialState, type ViewState } from "../state/view-state.js";
import { ownAreaOf } from "./first-view.js";
import { useOwnGridsOnMap } from "./use-own-grids.js";

const view = initialState("zh");
const camera = { zoom: 12, lng: 107, lat: 29 };
const place = { county: 510799, grids: ["g1"], villages: [] };
const grid = {
  id: "g1",
  name: "一网格",
  geometry: {
    type: "Polygon",
    coordinates: [
      [
        [107.1, 29.1],
        [107.3, 29.1],
        [107.3, 29.2],
      ],
    ],
  },
};

function Landing({ map, shown }: { map: FakeMap; shown: ViewState }) {
  useOwnGridsOnMap(map, shown);
  return null;
}

async function landing(shown: ViewState, before: (map: FakeMap) => void = () => {}) {
  const map = fakeMap(camera);
  const answers = () => {
    before(map);
    return { named: { nodes: [grid] } };
  };
  await renderInSession(<Landing map={map} shown={shown} />, answers, { assignments: [place] });
  await waitFor(() => expect(map.overlays.get("own-grids")).toBeDefined());
  return map;
}

afterEach(cleanup);

test("whose work is in some grids begins there, and sees them outlined", async () => {
  const map = await landing(view);
  expect(map.last("fit")).toEqual([[107.1, 29.1, 107.3, 29.2], 16]);
});

test("an address that says where to look wins", async () => {
  expect((await landing({ ...view, camera })).last("fit")).toBeUndefined();
});

test("who has looked elsewhere before signing in is left there", async () => {
  const map = await landing(view, (m) => {
    m.moveTo({ ...camera, lng: 107.2 });
  });
  expect(map.last("fit")).toBeUndefined();
});

test("one role in the whole county, and the county is one's own", () => {
  const session = (assignments: object[], roles = ["WORKER1"]) =>
    ({ viewer: { assignments, roles }, county: { id: 510799 } }) as never;
  const whole = { county: 510799, grids: [], villages: [] };
  const village = { county: 510799, grids: [], villages: ["v1"] };
  expect(ownAreaOf(session([place, village]))).toEqual({ grids: ["g1"], villages: ["v1"] });
  expect(ownAreaOf(session([place, whole]))).toBeNull();
  expect(ownAreaOf(session([{ ...place, county: 1 }]))).toBeNull();
  expect(ownAreaOf(session([village], ["RESIDENT"]))).toBeNull();
});
