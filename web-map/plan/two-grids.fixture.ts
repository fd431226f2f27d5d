import { type GridOperation, packChange } from "../../geo/coverage/browser.js";
import type { GroundNearQuery } from "../gql/graphql.js";
import { Draft, isNotSo, type PlanAsRead } from "./draft.js";
import { groundOf } from "./ground.js";

const square = (west: number, east: number) => ({
  type: "Polygon" as const,
  coordinates: [
    [
      [west, 29],
      [east, 29],
      [east, 29.005],
      [east, 29.01],
      [west, 29.01],
      [west, 29.005],
      [west, 29],
    ],
  ],
});

const grid = (id: string, name: string, geometry: object, counts: [number, number]) => ({
  ...{ id, code: id, name, kind: "01", villageCode: "v", complaintPhone: null, locked: false },
  geometry: geometry as GeoJSON.Polygon,
  households: counts[0],
  people: counts[1],
});

/** 甲 in the west, 乙 in the east of one village; a house of 5 stands just east of their border. */
export const twoGrids = (): PlanAsRead => ({
  id: "plan",
  version: 1,
  villages: ["v"],
  grids: [
    grid("a", "甲", square(107, 107.01), [310, 900]),
    grid("b", "乙", square(107.01, 107.02), [325, 905]),
  ],
  places: {
    buildings: ["one", "two", "three"],
    lon: [107.005, 107.0105, 107.015],
    lat: [29.0051, 29.0051, 29.0051],
    households: [310, 5, 320],
    people: [900, 15, 890],
  },
});

/** A house at the place of the building 二号楼, and a street that bends its way through 甲. */
export const groundNear = () => {
  const [w, s, e, n] = [107.01046, 29.00506, 107.01054, 29.00514];
  const house = [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ];
  const none = { nodes: [], pageInfo: { hasNextPage: false } };
  return {
    buildings: {
      ...none,
      nodes: [
        { id: "two", name: "二号楼", geometry: { type: "MultiPolygon", coordinates: [[house]] } },
      ],
    },
    streets: {
      ...none,
      nodes: [{ geometry: { type: "LineString", coordinates: STREET } }],
    },
    ...{ waters: none, parcels: none },
  };
};

export const STREET = [
  [106.999, 29.004],
  [107.003, 29.004],
  [107.004, 29.006],
  [107.011, 29.006],
];

/** The service as far as a plan asks it: it draws, numbers, and remembers. */
export function planService() {
  const own = Draft.of(twoGrids())!;
  own.ground = groundOf(groundNear() as unknown as GroundNearQuery)!;
  const edits: {
    number: number;
    version: number;
    actor: string;
    change: unknown;
    operations: unknown;
  }[] = [];
  return {
    own,
    edits,
    draw(operations: readonly GridOperation[]) {
      const change = own.attempt(operations);
      if (isNotSo(change)) throw new Error(`the service refuses ${JSON.stringify(change)}`);
      own.version++;
      const packed = JSON.parse(JSON.stringify(packChange(change))) as unknown;
      const edit = {
        ...{ number: edits.length + 1, version: own.version, actor: "person:demo" },
        ...{ change: packed, operations },
      };
      edits.push(edit);
      return edit;
    },
  };
}
