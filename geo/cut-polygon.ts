import type { Position } from "geojson";

/**
 * A polygon cut into columns of cells, so that whoever asks whether a place lies in it looks at one
 * cell's few edges.
 *
 * A cell's shape is the polygon without the vertices that do not matter there; no vertex is new. A
 * place within the cell is therefore inside, outside or on the border of the shape exactly as of
 * the whole, to the last bit of whoever computes it. Outside its cell a shape means nothing.
 */
export interface CutPolygon {
  /** Longitudes between columns. */
  columns: number[];
  /** Where each cell begins: 1024 × its column's number + the latitude of its southern edge. */
  starts: number[];
  /** By cell: the shape there, or what the whole cell is. */
  cells: Cell[];
  /** Box of a cell, where one is inside as a whole. */
  boxes: Box[];
}

export type Cell = "inside" | "outside" | Position[][][];

/** West, south, east, north. */
export type Box = readonly [number, number, number, number];

const BEYOND = 500;
const COLUMN = 1024;
/** Vertices of all cells together, for one of the polygon. */
const SIZE_LIMIT = 12;
const MOST_CELLS = 512;
/** What one more cell costs each place, in vertices. */
const CELL_WORK = 0.1;

/** Ring without its closing vertex, and what it is. */
interface Ring {
  xy: Float64Array;
  part: number;
  isShell: boolean;
}

export function cutPolygon(parts: readonly Position[][][]): CutPolygon {
  const rings = ringsOf(parts);
  const vertices = rings.reduce((n, { xy }) => n + xy.length / 2, 0);
  let [across, along] = layoutOf(rings, vertices);
  for (;;) {
    const cut = cutInto(rings, across, along);
    if (Math.max(across, along) <= 4 || sizeOf(cut) <= 2 * SIZE_LIMIT * vertices) return cut;
    if (across > along) across /= 2;
    else along /= 2;
  }
}

/** Vertices of the cell that a place meets where the vertices are, on average. */
export function densityOf({ cells }: CutPolygon): number {
  let [sum, squares] = [0, 0];
  for (const cell of cells) {
    const size = verticesIn(cell);
    sum += size;
    squares += size * size;
  }
  return sum === 0 ? 0 : squares / sum;
}

const verticesIn = (cell: CutPolygon["cells"][number]): number =>
  typeof cell === "string" ? 0 : cell.flat().reduce((n, ring) => n + ring.length, 0);

const sizeOf = ({ cells }: CutPolygon): number =>
  cells.reduce((sum, cell) => sum + verticesIn(cell), 0);

/**
 * How many columns, and cells in each, make the cells smallest. An edge stands in every cell it
 * crosses: level strips want rows, slanted ones both.
 */
function layoutOf(rings: readonly Ring[], vertices: number): [across: number, along: number] {
  const reach = (axis: 0 | 1): number => {
    let [low, high, sum] = [Infinity, -Infinity, 0];
    for (const { xy } of rings)
      for (let i = axis, before = xy[xy.length - 2 + axis]; i < xy.length; before = xy[i], i += 2) {
        low = Math.min(low, xy[i]);
        high = Math.max(high, xy[i]);
        sum += Math.abs(xy[i] - before);
      }
    return sum / (high - low);
  };
  const [wide, high] = [reach(0), reach(1)];
  let [best, least]: [[number, number], number] = [[2, 2], Infinity];
  for (let across = 1; across <= MOST_CELLS; across *= 2)
    for (let along = 1; along <= MOST_CELLS / across; along *= 2) {
      const size = vertices + across * wide + along * high;
      const work = size / (across * along) + across * along * CELL_WORK;
      if (size <= SIZE_LIMIT * vertices && work < least) [best, least] = [[across, along], work];
    }
  return best;
}

function ringsOf(parts: readonly Position[][][]): Ring[] {
  return parts.flatMap((part, p) =>
    part.map((ring, r): Ring => {
      const xy = new Float64Array(2 * (ring.length - 1));
      for (let i = 0; i < ring.length - 1; i++) {
        xy[2 * i] = ring[i][0];
        xy[2 * i + 1] = ring[i][1];
      }
      return { xy, part: p, isShell: r === 0 };
    }),
  );
}

function cutInto(rings: readonly Ring[], across: number, along: number): CutPolygon {
  const cut: CutPolygon = { columns: breaks(rings, 0, across), starts: [], cells: [], boxes: [] };
  const wests = [-BEYOND, ...cut.columns];
  for (const [column, west] of wests.entries()) {
    const east = wests[column + 1] ?? BEYOND;
    const within = reduceAll(rings, [west, -BEYOND, east, BEYOND]);
    const souths = [-BEYOND, ...breaks(within, 1, along)];
    for (const [row, south] of souths.entries()) {
      const box: Box = [west, south, east, souths[row + 1] ?? BEYOND];
      cut.starts.push(COLUMN * column + south);
      cut.boxes.push(box);
      cut.cells.push(cellOf(reduceAll(within, box), box));
    }
  }
  return cut;
}

/**
 * Between lattice places, so that no place lies on one: half of them have equally many vertices
 * between them, half equally many degrees.
 */
function breaks(rings: readonly Ring[], axis: 0 | 1, cells: number): number[] {
  const values = new Float64Array(rings.reduce((n, { xy }) => n + xy.length / 2, 0));
  let n = 0;
  for (const { xy } of rings) for (let i = axis; i < xy.length; i += 2) values[n++] = xy[i];
  if (n === 0) return [];
  values.sort();
  const half = cells / 2;
  const [low, high] = [values[0], values[n - 1]];
  const between = new Set<number>();
  for (let k = 1; k < half; k++)
    for (const v of [
      values[Math.floor((k * n) / half)],
      low + ((high - low) * (2 * k - 1)) / cells,
    ])
      if (v > low && v < high) between.add((Math.floor(v * 1e7) + 0.5) / 1e7);
  return [...between].sort((a, b) => a - b);
}

/** Of the rings what matters in a box, part by part; a part that leaves it free is left out. */
function reduceAll(rings: readonly Ring[], box: Box): Ring[] {
  const kept: Ring[] = [];
  let outside = -1;
  for (const ring of rings) {
    if (ring.part === outside) continue;
    const xy = reduce(ring.xy, box);
    const isNear = xy !== null && meets(xy, box);
    const holds = xy !== null && !isNear && isAround(xy, box);
    // A shell that is elsewhere, or a hole that holds the whole box: none of the part is here.
    if (ring.isShell ? !isNear && !holds : holds) {
      outside = ring.part;
      while (kept.at(-1)?.part === outside) kept.pop();
    } else if (isNear || holds) kept.push({ ...ring, xy: xy! });
  }
  return kept;
}

function cellOf(rings: readonly Ring[], box: Box): Cell {
  if (rings.length === 0) return "outside";
  const parts: Position[][][] = [];
  let last = -1;
  for (const { part, xy } of rings) {
    if (part !== last) parts.push([]);
    last = part;
    const ring: Position[] = [];
    for (let i = 0; i < xy.length; i += 2) ring.push([xy[i], xy[i + 1]]);
    while (ring.length < 3) ring.push(ring[0]);
    ring.push(ring[0]);
    parts.at(-1)!.push(ring);
  }
  return rings.some((r, i) => r.isShell && rings[i + 1]?.part !== r.part && !meets(r.xy, box))
    ? "inside"
    : parts;
}

const sideOf = (x: number, y: number, [west, south, east, north]: Box): number =>
  (x < west ? 1 : x > east ? 2 : 0) | (y < south ? 4 : y > north ? 8 : 0);

let scratch = new Float64Array(1024);

/**
 * A ring without the vertices whose neighbours lie with them beyond one side of the box: what runs
 * there winds round no place within. Null where all of it lies beyond one side.
 */
function reduce(xy: Float64Array, box: Box): Float64Array | null {
  const n = xy.length;
  let common = 15;
  for (let i = 0; i < n; i += 2) common &= sideOf(xy[i], xy[i + 1], box);
  if (common !== 0) return null;
  if (scratch.length < n) scratch = new Float64Array(2 * n);
  let size = 0;
  let [last, here] = [15, sideOf(xy[0], xy[1], box)];
  for (let i = 0; i < n; i += 2) {
    const next = i + 2 < n ? sideOf(xy[i + 2], xy[i + 3], box) : sideOf(xy[0], xy[1], box);
    if (i === 0 || (last & here & next) === 0) {
      scratch[size++] = xy[i];
      scratch[size++] = xy[i + 1];
      last = here;
    }
    here = next;
  }
  return size === n ? xy : scratch.slice(0, size);
}

/** Does any edge of a ring come into a box, or nearly? */
function meets(xy: Float64Array, box: Box): boolean {
  const [west, south, east, north] = box;
  const n = xy.length;
  let [ax, ay] = [xy[n - 2], xy[n - 1]];
  let a = sideOf(ax, ay, box);
  for (let i = 0; i < n; i += 2) {
    const [bx, by] = [xy[i], xy[i + 1]];
    const b = sideOf(bx, by, box);
    if (a === 0 || b === 0) return true;
    if ((a & b) === 0) {
      const [dx, dy] = [bx - ax, by - ay];
      const slack = 1e-12 * (Math.abs(dx) + Math.abs(dy));
      const turn = (x: number, y: number) => dx * (y - ay) - dy * (x - ax);
      const [p, q, r, s] = [
        turn(west, south),
        turn(east, south),
        turn(east, north),
        turn(west, north),
      ];
      if (Math.min(p, q, r, s) <= slack && Math.max(p, q, r, s) >= -slack) return true;
    }
    [ax, ay, a] = [bx, by, b];
  }
  return false;
}

/** Is the middle of a box, which no edge comes into, within a ring? */
function isAround(xy: Float64Array, [west, south, east, north]: Box): boolean {
  const [x, y] = [(west + east) / 2, (south + north) / 2];
  let inside = false;
  for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
    const [ax, ay, bx, by] = [xy[i], xy[i + 1], xy[j], xy[j + 1]];
    if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside;
  }
  return inside;
}
