import { type Random, randomOf } from "../../geo/random.js";
import type { Ground } from "./ground.js";
import { HALF_WIDTH, RIVER_HALF } from "./ground.js";
import { cellCorners, edgeEast, edgeNorth } from "./lattice.js";
import { COMPOUND_NAMES } from "./names.js";
import {
  add,
  distance,
  insideRing,
  left,
  localRing,
  minus,
  mix,
  times,
  unit,
  type XY,
} from "./plane.js";

export type Use = "01" | "02" | "03" | "04" | "05" | "06" | "99";

/**
 * A building before it is a row: footprint (open ring, metres), what it is, and a point inside by
 * each stair.
 */
export interface House {
  ring: XY[];
  holes: XY[][];
  use: Use;
  floors: number;
  /** Dwellings a stair and floor. */
  perFloor: number;
  units: number;
  name: string | null;
  address: string;
  stairs: XY[];
  cell: number;
  place: string;
}
export type PlotKind =
  | "compound"
  | "school"
  | "hospital"
  | "market"
  | "factory"
  | "government"
  | "park"
  | "station"
  | "farm";
export interface Plot {
  kind: PlotKind;
  name: string;
  ring: XY[];
  gate: XY;
  cells: number[];
}
export interface Town {
  houses: House[];
  plots: Plot[];
  nightStreet: string;
}

type BlockKind = "compound" | "old" | "mixed" | PlotKind;

interface Block {
  cells: number[];
  quad: XY[];
  u: XY;
  width: number;
  depth: number;
  south: string;
  gate: XY;
}

const SPECIAL: [kind: PlotKind, name: string, column: number, row: number][] = [
  ["hospital", "炉格县人民医院", 5, 7],
  ["school", "炉格中学", 9, 8],
  ["school", "东城小学", 8, 5],
  ["school", "南津小学", 4, 2],
  ["market", "凯江农贸市场", 5, 5],
  ["market", "南门综合市场", 8, 2],
  ["station", "炉格汽车客运站", 2, 8],
  ["government", "炉格县政务服务中心", 7, 7],
  ["park", "滨江公园", 3, 4],
  ["park", "文昌公园", 6, 9],
  ["factory", "示范食品厂", 11, 2],
  ["factory", "东城机械厂", 12, 4],
  ["factory", "炉格建材厂", 11, 8],
  ["factory", "凯江纸品厂", 1, 2],
];

/**
 * Fills the blocks of the town: compounds of slabs, an old town of courtyards and shop houses, and
 * the town's institutions.
 */
export function buildTown(seed: number, g: Ground): Town {
  const random = randomOf(seed, "town"),
    town: Town = { houses: [], plots: [], nightStreet: "解放街" };
  const l = g.lattice,
    names = [...COMPOUND_NAMES];
  for (let cell = 0; cell < l.inTown.length; cell++) {
    if (!l.inTown[cell] || g.blockOf.has(cell)) continue;
    const block = blockAt(g, cell);
    if (block.width < 40 || block.depth < 35) continue;
    const i = (cell % l.columns) - l.town.west,
      j = Math.floor(cell / l.columns) - l.town.south;
    const special = SPECIAL.find(
      ([, , c, r]) => block.cells.some((b) => (b % l.columns) - l.town.west === c) && r === j,
    );
    const old = Math.hypot((i - 5) / 2.6, (j - 5.2) / 1.6) < 1;
    const kind: BlockKind =
      cell === g.eastCompound[0]
        ? "compound"
        : special
          ? special[0]
          : old
            ? "old"
            : random.chance(0.42)
              ? "compound"
              : "mixed";
    const name =
      cell === g.eastCompound[0]
        ? "东城小区"
        : special
          ? special[1]
          : kind === "compound"
            ? (names.shift() ?? `城建${cell % 90}号院`)
            : "";
    build(kind, name, block, g, town, random);
  }
  return town;
}

/**
 * A school outside the town that is a dedicated grid of its own, an enclave in the grid about it.
 */
export const CAMPUS = "炉格县职业教育中心";

/** The campus fills a country cell up to a margin: mutates what is occupied. */
export function buildCampus(seed: number, g: Ground, cell: number): Town {
  const town: Town = { houses: [], plots: [], nightStreet: "" },
    quad = inset(cellCorners(g.lattice, cell), [22, 16, 30, 16]);
  build("school", CAMPUS, blockOn([cell], quad, ""), g, town, randomOf(seed, "campus"));
  g.occupied.addRing(quad);
  return town;
}

function blockAt(g: Ground, cell: number): Block {
  const l = g.lattice,
    cells = [cell, ...[...g.blockOf].filter(([, first]) => first === cell).map(([c]) => c)].sort(
      (a, b) => a - b,
    );
  const first = cellCorners(l, cells[0]!),
    last = cellCorners(l, cells.at(-1)!);
  const corners: XY[] = [first[0], last[1], last[2], first[3]];
  const i = cells[0]! % l.columns,
    j = Math.floor(cell / l.columns),
    i2 = cells.at(-1)! % l.columns;
  const margin = (edge: number) =>
    g.riverEdges.has(edge)
      ? RIVER_HALF + 26
      : HALF_WIDTH[g.streetOfEdge.get(edge)?.kind ?? "lane"] + 3;
  const margins = [
    edgeEast(l, i, j),
    edgeNorth(l, i2 + 1, j),
    edgeEast(l, i, j + 1),
    edgeNorth(l, i, j),
  ].map(margin);
  const quad = inset(corners, margins);
  const south =
    g.streetOfEdge.get(edgeEast(l, i, j))?.name ??
    g.streetOfEdge.get(edgeNorth(l, i, j))?.name ??
    "滨河路";
  return blockOn(cells, quad, south);
}

const blockOn = (cells: number[], quad: XY[], south: string): Block => ({
  cells,
  quad,
  south,
  u: unit(add(minus(quad[1]!, quad[0]!), minus(quad[2]!, quad[3]!))),
  gate: mix(quad[0]!, quad[1]!, 0.5),
  width: (distance(quad[0]!, quad[1]!) + distance(quad[2]!, quad[3]!)) / 2,
  depth: (distance(quad[0]!, quad[3]!) + distance(quad[1]!, quad[2]!)) / 2,
});

/** A convex quadrilateral (counter-clockwise) with each side moved inward by its margin. */
function inset(corners: readonly XY[], margins: readonly number[]): XY[] {
  const sides = corners.map((p, i) => {
    const d = unit(minus(corners[(i + 1) % 4]!, p));
    return { p: add(p, times(left(d), margins[i]!)), d };
  });
  return sides.map((side, i) => {
    const before = sides[(i + 3) % 4]!,
      w = minus(side.p, before.p);
    const k = before.d[0] * side.d[1] - before.d[1] * side.d[0];
    return add(before.p, times(before.d, (w[0] * side.d[1] - w[1] * side.d[0]) / k));
  });
}

function build(
  kind: BlockKind,
  name: string,
  block: Block,
  g: Ground,
  town: Town,
  random: Random,
): void {
  const put = placer(block, g, town, name);
  const { width, depth } = block;
  if (kind !== "old" && kind !== "mixed")
    town.plots.push({ kind, name, ring: block.quad, gate: block.gate, cells: block.cells });
  switch (kind) {
    case "compound":
      return compound(block, put, random, name);
    case "old":
      return oldTown(block, put, random);
    case "mixed":
      return mixed(block, put, random);
    case "school":
      put([width * 0.3, depth * 0.68], shapeL(52, 44, 12), {
        use: "99",
        floors: 5,
        name: `${name}教学楼`,
      });
      put([width * 0.72, depth * 0.8], bar(42, 14), {
        use: "99",
        floors: 4,
        name: `${name}综合楼`,
      });
      put([width * 0.2, depth * 0.2], bar(36, 12), { use: "99", floors: 5, name: `${name}宿舍` });
      return;
    case "hospital":
      put([width * 0.5, depth * 0.66], shapeU(70, 46, 15), {
        use: "99",
        floors: 12,
        name: `${name}住院楼`,
      });
      put([width * 0.5, depth * 0.2], bar(62, 20), { use: "99", floors: 5, name: `${name}门诊楼` });
      return;
    case "government":
      put([width * 0.5, depth * 0.6], shapeU(66, 40, 14), { use: "03", floors: 7, name });
      put([width * 0.2, depth * 0.16], bar(26, 12), { use: "03", floors: 3, name: "档案馆" });
      return;
    case "market":
      put([width * 0.5, depth * 0.55], bar(Math.min(90, width - 36), 44), {
        use: "02",
        floors: 2,
        name,
      });
      for (let s = 8; s < width - 8; s += 13)
        put([s, 5.5], bar(11, 9), { use: "02", floors: 1, name: null });
      return;
    case "station":
      put([width * 0.5, depth * 0.78], bar(66, 20), { use: "02", floors: 3, name });
      put([width * 0.16, depth * 0.3], bar(18, 30), { use: "05", floors: 1, name: "维修车间" });
      return;
    case "factory":
      for (let t = 20; t < depth - 14; t += 34)
        put([width * 0.55, t], bar(Math.min(88, width - 40), 26), {
          use: t > 60 ? "05" : "04",
          floors: random.integer(1, 2),
          name: `${name}${t > 60 ? "仓库" : "车间"}`,
        });
      put([12, depth * 0.5], bar(14, 36), { use: "03", floors: 4, name: `${name}办公楼` });
      return;
    default:
      put([width * 0.5, depth * 0.75], bar(9, 9), { use: "99", floors: 1, name: "六角亭" });
  }
}

interface Footprint {
  ring: XY[];
  hole?: XY[];
}
interface What {
  use: Use;
  floors: number;
  name?: string | null;
  perFloor?: number;
  stairCount?: number;
  number?: number;
  turn?: number;
}
type Put = (at: XY, footprint: Footprint, what: What) => boolean;

const bar = (w: number, d: number): Footprint => ({
  ring: [
    [-w / 2, -d / 2],
    [w / 2, -d / 2],
    [w / 2, d / 2],
    [-w / 2, d / 2],
  ],
});
const shapeL = (w: number, d: number, t: number): Footprint => ({
  ring: [
    [-w / 2, -d / 2],
    [-w / 2 + t, -d / 2],
    [-w / 2 + t, d / 2 - t],
    [w / 2, d / 2 - t],
    [w / 2, d / 2],
    [-w / 2, d / 2],
  ],
});
const shapeU = (w: number, d: number, t: number): Footprint => ({
  ring: [
    [-w / 2, -d / 2],
    [-w / 2 + t, -d / 2],
    [-w / 2 + t, d / 2 - t],
    [w / 2 - t, d / 2 - t],
    [w / 2 - t, -d / 2],
    [w / 2, -d / 2],
    [w / 2, d / 2],
    [-w / 2, d / 2],
  ],
});
const courtyard = (w: number, d: number, t: number): Footprint => ({
  ...bar(w, d),
  hole: [
    [-w / 2 + t, -d / 2 + t],
    [-w / 2 + t, d / 2 - t],
    [w / 2 - t, d / 2 - t],
    [w / 2 - t, -d / 2 + t],
  ],
});

/** Puts footprints given in the block's own frame, if they fit into the block and hit nothing. */
function placer(block: Block, g: Ground, town: Town, place: string): Put {
  let count = 0;
  return (at, footprint, what) => {
    const turn = what.turn ?? 0,
      [c, s] = [Math.cos(turn), Math.sin(turn)];
    const own = (points: XY[]) =>
      localRing(
        block.quad[0]!,
        block.u,
        points.map(([x, y]) => [at[0] + x * c - y * s, at[1] + x * s + y * c] as XY),
      );
    const ring = own(footprint.ring),
      widened = own(footprint.ring.map(([x, y]) => [x * 1.03, y * 1.05] as XY));
    if (!ring.every(([x, y]) => insideRing(x, y, block.quad)) || !g.occupied.free(ring, widened))
      return false;
    g.occupied.addRing(ring);
    count++;
    const perFloor = what.perFloor ?? 0,
      stairCount = Math.max(1, what.stairCount ?? 1);
    // Stairs stand in the bar along the footprint's far side, which every shape here has.
    const far = Math.max(...footprint.ring.map(([, y]) => y)),
      low = Math.min(...footprint.ring.map(([x]) => x)),
      high = Math.max(...footprint.ring.map(([x]) => x));
    const stairs = own(
      Array.from(
        { length: stairCount },
        (_, k) => [low + ((high - low) * (k + 0.5)) / stairCount, far - 1.4] as XY,
      ),
    );
    const number = what.number ?? count;
    town.houses.push({
      ring,
      holes: footprint.hole ? [own(footprint.hole)] : [],
      use: what.use,
      floors: what.floors,
      perFloor,
      units: perFloor * stairCount * Math.max(1, what.use === "06" ? what.floors - 1 : what.floors),
      name: what.name === undefined ? (place ? `${place}${number}号楼` : null) : what.name,
      address: place
        ? `${block.south}${place}${number}号楼`
        : `${block.south}${(block.cells[0]! % 83) * 4 + number}号`,
      stairs,
      cell: block.cells[0]!,
      place: place || block.south,
    });
    return true;
  };
}

function compound(block: Block, put: Put, random: Random, name: string): void {
  const modern = random.chance(0.3) && name !== "东城小区",
    floors = modern ? random.integer(11, 18) : random.integer(5, 7);
  const deep = modern ? 15 : 12.5,
    gap = modern ? 26 : 14.5;
  let number = 1;
  for (let t = deep / 2 + 6; t < block.depth - deep / 2 - 3; t += deep + gap) {
    let s = 5;
    while (s < block.width - 22) {
      const stairCount = modern ? random.integer(1, 2) : random.integer(2, 4),
        w = stairCount * (modern ? 23 : 15.5);
      if (
        put([s + w / 2, t + random.between(-1.5, 1.5)], bar(w, deep), {
          use: "01",
          floors,
          perFloor: modern ? 4 : 2,
          stairCount,
          number,
        })
      )
        number++;
      s += w + (modern ? 14 : 8);
    }
  }
  put([block.width - 9, 6], bar(9, 6), { use: "99", floors: 1, name: `${name}门卫室` });
}

/** Shop houses shoulder to shoulder along the streets, courtyard houses in the middle. */
function oldTown(block: Block, put: Put, random: Random): void {
  perimeter(block, put, random, [3, 5], [6.5, 11], 11);
  for (let t = 26; t < block.depth - 20; t += 20) {
    for (let s = 26; s < block.width - 20; ) {
      const w = random.between(13, 19);
      if (random.chance(0.62))
        put([s, t + random.between(-2, 2)], courtyard(w, random.between(13, 16.5), 4), {
          use: "01",
          floors: random.integer(1, 2),
          perFloor: random.integer(1, 3),
          turn: random.gaussian() * 0.03,
        });
      else
        put([s, t], shapeL(w, random.between(10, 14), 5), {
          use: "01",
          floors: random.integer(2, 3),
          perFloor: 1,
          turn: random.gaussian() * 0.03,
        });
      s += w + random.between(2.5, 6);
    }
  }
}

/** Self-built houses and small slabs round a yard. */
function mixed(block: Block, put: Put, random: Random): void {
  perimeter(block, put, random, [4, 6], [9, 15], 12);
  for (let t = 32; t < block.depth - 26; t += 26) {
    for (let s = 36; s < block.width - 30; ) {
      const stairCount = random.integer(1, 2),
        w = stairCount * 14;
      if (random.chance(0.85))
        put([s, t], random.chance(0.2) ? shapeL(w + 6, 17, 8.5) : bar(w, 11.5), {
          use: "01",
          floors: random.integer(4, 6),
          perFloor: 2,
          stairCount,
        });
      s += w + random.between(8, 14);
    }
  }
}

function perimeter(
  block: Block,
  put: Put,
  random: Random,
  floors: [number, number],
  fronts: [number, number],
  deep: number,
): void {
  const sides: [length: number, at: (s: number) => XY, turn: number][] = [
    [block.width, (s) => [s, deep / 2 + 2.5], Math.PI],
    [block.width, (s) => [s, block.depth - deep / 2 - 2.5], 0],
    [block.depth - 2 * deep, (s) => [deep / 2 + 2.5, s + deep], Math.PI / 2],
    [block.depth - 2 * deep, (s) => [block.width - deep / 2 - 2.5, s + deep], -Math.PI / 2],
  ];
  for (const [reach, at, turn] of sides) {
    for (let s = 4; s < reach - 5; ) {
      const w = random.between(...fronts);
      if (random.chance(0.93))
        put(at(s + w / 2), bar(w, deep * random.between(0.9, 1)), {
          use: random.chance(0.8) ? "06" : "02",
          floors: random.integer(...floors),
          perFloor: 1,
          turn,
        });
      s += w * 1.035 + (random.chance(0.12) ? 4 : 0.5);
    }
  }
}
