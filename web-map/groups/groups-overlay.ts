import type { Feature, Geometry } from "geojson";
import type { LayerSpecification } from "maplibre-gl";
import { MARK } from "../layers/legend.js";
import type { Overlay } from "../map/map-adapter.js";
import { middleOf } from "../map/middle-of.js";
import { INK } from "../map/paint.js";
import { label, ring, stroke, tint } from "../map/presets.js";
import { collection } from "../map/sectors.js";
import { serviceRoot } from "../session/address.js";
import { type Colours, GROUP_COLOURS, type Placed } from "./colours.js";

const WRONG = "#a5281b";
/** Deeper, the map enlarges this zoom's tiles. */
const DEEPEST = 18;

const within = (sourceLayer: string, layer: LayerSpecification): LayerSpecification =>
  ({ ...layer, "source-layer": sourceLayer }) as LayerSpecification;

const isTrue = (name: string) => ["==", ["get", name], true];
/** A count, or a flag, whichever the tile has. */
const isSome = (name: string) => ["any", isTrue(name), [">", ["to-number", ["get", name], 0], 0]];
const isWrong = ["any", isSome("isolated"), isSome("thin"), isSome("opened")];

/** By its number where its neighbours are not known. */
const byNumber = [
  "match",
  ["%", ["get", "number"], GROUP_COLOURS.length],
  ...GROUP_COLOURS.flatMap((colour, i) => [i, colour]),
  GROUP_COLOURS[0],
];

/** Another colour than its neighbours'. */
function byNeighbours(groups: readonly Placed[], colours: Colours): readonly unknown[] {
  if (groups.length === 0) return byNumber;
  const numbers: number[][] = GROUP_COLOURS.map(() => []);
  for (const { id, number } of groups) numbers[colours.get(id)!]!.push(number);
  const cases = numbers.flatMap((own, i) => (own.length > 0 ? [own, GROUP_COLOURS[i]!] : []));
  return ["match", ["get", "number"], ...cases, byNumber];
}

/** A plan's groups as tiles: ground, lines to the centres, what is to be looked at. */
export const cellsOverlay = (
  plan: string,
  v: string,
  groups: readonly Placed[],
  colours: Colours,
): Overlay => ({
  slot: "objects",
  isClickable: true,
  sources: {
    groups: {
      type: "vector",
      tiles: [`${serviceRoot}/tiles/groups/${plan}/{z}/{x}/{y}.mvt?v=${encodeURIComponent(v)}`],
      minzoom: 4,
      maxzoom: DEEPEST,
      promoteId: "id",
    },
  },
  layers: [
    within(
      "cells",
      tint({
        id: "ground",
        source: "groups",
        colour: byNeighbours(groups, colours),
        opacity: 0.46,
      }),
    ),
    within("cells", stroke({ id: "line", source: "groups", colour: INK, width: 1, opacity: 0.7 })),
    within(
      "cells",
      stroke({ id: "wrong", source: "groups", colour: WRONG, width: 2, filter: isWrong as never }),
    ),
    within(
      "spokes",
      stroke({ id: "spokes", source: "groups", colour: INK, width: 1.1, opacity: 0.55 }),
    ),
  ],
});

const point = (at: readonly number[], properties: object): Feature => ({
  type: "Feature",
  geometry: { type: "Point", coordinates: [...at] },
  properties,
});

export interface Mark extends Placed {
  leader: readonly number[] | null;
  gridId: string | null;
}

/** Numbers at the centres, so that no group is told by its colour alone, and rings at leaders. */
export const marksOverlay = (marks: readonly Mark[]): Overlay => ({
  slot: "top",
  sources: {
    numbers: collection(marks.map(({ at, number }) => point(at, { name: String(number) }))),
    leaders: collection(marks.flatMap(({ leader }) => (leader ? [point(leader, {})] : []))),
  },
  layers: [
    ring({ id: "leaders", source: "leaders", width: 8, opacity: 0.1, minzoom: 14 }),
    label({ id: "numbers", source: "numbers", width: 15, minzoom: 13 }),
  ],
});

export interface DrawnHome {
  at: readonly number[];
  isolated: boolean;
  isLeader: boolean;
  isInHand: boolean;
}

/** The group that is looked at: its outline and its homes. */
export const chosenOverlay = (cell: Geometry | null, homes: readonly DrawnHome[]): Overlay => ({
  slot: "top",
  sources: {
    cell: collection(cell ? [{ type: "Feature", geometry: cell, properties: {} }] : []),
    homes: collection(homes.map(({ at, ...properties }) => point(at, properties))),
  },
  layers: [
    stroke({ id: "halo", source: "cell", colour: "#fff", width: 6, opacity: 0.8 }),
    stroke({ id: "line", source: "cell", width: 3 }),
    ring({
      id: "isolated",
      source: "homes",
      colour: WRONG,
      width: 11,
      filter: isTrue("isolated") as never,
    }),
    ring({ id: "homes", source: "homes", colour: MARK.household, width: 5, opacity: 0.95 }),
    ring({
      id: "leader",
      source: "homes",
      width: 9,
      opacity: 0,
      filter: isTrue("isLeader") as never,
    }),
    ring({
      id: "hand",
      source: "homes",
      width: 12,
      opacity: 0.4,
      filter: isTrue("isInHand") as never,
    }),
  ],
});

/** Homes far from their centre, or in no group. */
export const halosOverlay = (places: readonly (readonly number[])[]): Overlay => ({
  slot: "top",
  sources: { homes: collection(places.map((at) => point(at, {}))) },
  layers: [ring({ id: "halo", source: "homes", colour: WRONG, width: 9 })],
});

export interface DrawnTarget {
  cell: Geometry;
  text: string;
  isRefused: boolean;
  isAimed: boolean;
}

/** Where a household in the hand may be put down, and what it costs there. */
export const targetsOverlay = (
  targets: readonly DrawnTarget[],
  line: readonly (readonly number[])[],
): Overlay => ({
  slot: "top",
  sources: {
    cells: collection(
      targets.map(({ cell, isRefused, isAimed }) => ({
        type: "Feature",
        geometry: cell,
        properties: { isRefused, isAimed },
      })),
    ),
    texts: collection(
      targets.flatMap(({ cell, text }) => {
        const at = middleOf(cell);
        return at ? [point(at, { name: text })] : [];
      }),
    ),
    line: collection(
      line.length > 1
        ? [
            {
              type: "Feature",
              geometry: { type: "LineString", coordinates: line.map((at) => [...at]) },
              properties: {},
            },
          ]
        : [],
    ),
  },
  layers: [
    tint({
      id: "refused",
      source: "cells",
      colour: "#6a6f73",
      opacity: 0.45,
      filter: isTrue("isRefused") as never,
    }),
    tint({ id: "aimed", source: "cells", opacity: 0.35, filter: isTrue("isAimed") as never }),
    stroke({
      id: "free",
      source: "cells",
      width: 2.5,
      filter: ["!", isTrue("isRefused")] as never,
    }),
    stroke({ id: "line", source: "line", width: 2.5 }),
    label({ id: "texts", source: "texts", width: 13 }),
  ],
});
