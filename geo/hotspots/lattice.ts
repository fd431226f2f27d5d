import { finite, positive, sameLength } from "./check.js";
import { type HexScale, hexArea, hexCentre, hexCorners, hexQ, hexR, hexScale } from "./hexagon.js";

/** A box in metres. */
export interface Box {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/**
 * A regular tiling of a box, metres in a plane: `columns` × `rows` cells in row order from the
 * south-west, cell i in column
 * i mod columns. Hexagons are axial, so the tiled shape is a parallelogram that holds the box; a
 * mask says which cells count.
 */
export interface Lattice {
  readonly kind: "square" | "hex";
  /** Metres between the centres of neighbouring cells. */
  readonly spacing: number;
  readonly columns: number;
  readonly rows: number;
  /**
   * Square: index of the first column and row counted from the origin of the plane. Hex: smallest q
   * and r.
   */
  readonly firstColumn: number;
  readonly firstRow: number;
}

/** Above this a dense array is the wrong tool; choose a wider cell. */
const MOST_CELLS = 4_000_000;

/** A lattice that would be too many cells, and with which spacing it would not. */
export interface LatticeFault {
  readonly cells: number;
  readonly most: number;
  /** A spacing, metres, with which the box is covered by few enough cells. */
  readonly leastMetres: number;
}

/** Why a box has no lattice of such cells; null: it has. */
export function latticeFault(
  box: Box,
  spacing: number,
  kind: Lattice["kind"],
  most = MOST_CELLS,
): LatticeFault | null {
  const cells = cellCount(extentOver(box, spacing, kind));
  if (cells <= most) return null;
  let leastMetres = Math.ceil(spacing * Math.sqrt(cells / most));
  while (cellCount(extentOver(box, leastMetres, kind)) > most)
    leastMetres = Math.ceil(1.1 * leastMetres);
  return { cells, most, leastMetres };
}

/**
 * The lattice whose cells cover the box. Cells hang on the origin of the plane, so two boxes of one
 * plane share their cells.
 */
export function latticeOver(box: Box, spacing: number, kind: "square" | "hex"): Lattice {
  positive("spacing", spacing);
  for (const v of [box.minX, box.minY, box.maxX, box.maxY]) finite(v, 0);
  if (box.maxX < box.minX || box.maxY < box.minY) throw new RangeError("The box is inside out");
  const lattice = extentOver(box, spacing, kind);
  if (cellCount(lattice) > MOST_CELLS) {
    throw new RangeError(
      `${lattice.columns} × ${lattice.rows} cells are more than ${MOST_CELLS}: choose a wider cell ` +
        `than ${spacing} m`,
    );
  }
  return lattice;
}

function extentOver(box: Box, spacing: number, kind: Lattice["kind"]): Lattice {
  let firstColumn: number, firstRow: number, lastColumn: number, lastRow: number;
  if (kind === "square") {
    firstColumn = Math.floor(box.minX / spacing);
    lastColumn = Math.floor(box.maxX / spacing);
    firstRow = Math.floor(box.minY / spacing);
    lastRow = Math.floor(box.maxY / spacing);
  } else {
    const s = hexScale(spacing);
    firstRow = hexR(s, box.minX, box.minY) - 1;
    lastRow = hexR(s, box.maxX, box.maxY) + 1;
    // q falls as y rises: the extremes stand in the north-west and south-east corners.
    firstColumn = hexQ(s, box.minX, box.maxY) - 1;
    lastColumn = hexQ(s, box.maxX, box.minY) + 1;
  }
  const columns = lastColumn - firstColumn + 1,
    rows = lastRow - firstRow + 1;
  return { kind, spacing, columns, rows, firstColumn, firstRow };
}

export const cellCount = (lattice: Lattice): number => lattice.columns * lattice.rows;

/** Square metres of one cell. */
export const cellArea = (lattice: Lattice): number =>
  lattice.kind === "hex" ? hexArea(lattice.spacing) : lattice.spacing ** 2;

/**
 * The cell that holds a place, or −1 outside the lattice. Square cells hold their south and west
 * edges.
 */
export function cellAt(
  lattice: Lattice,
  x: number,
  y: number,
  scale: HexScale = hexScale(lattice.spacing),
): number {
  const column =
    (lattice.kind === "hex" ? hexQ(scale, x, y) : Math.floor(x / lattice.spacing)) -
    lattice.firstColumn;
  const row =
    (lattice.kind === "hex" ? hexR(scale, x, y) : Math.floor(y / lattice.spacing)) -
    lattice.firstRow;
  return column >= 0 && column < lattice.columns && row >= 0 && row < lattice.rows
    ? row * lattice.columns + column
    : -1;
}

/** Centre of a cell, metres. */
export function cellCentre(lattice: Lattice, cell: number): [x: number, y: number] {
  const column = (cell % lattice.columns) + lattice.firstColumn,
    row = Math.floor(cell / lattice.columns) + lattice.firstRow;
  return lattice.kind === "hex"
    ? hexCentre(lattice.spacing, column, row)
    : [(column + 0.5) * lattice.spacing, (row + 0.5) * lattice.spacing];
}

/** Corners of a cell, counter-clockwise, not closed, metres. */
export function cellCorners(lattice: Lattice, cell: number): [number, number][] {
  const column = (cell % lattice.columns) + lattice.firstColumn,
    row = Math.floor(cell / lattice.columns) + lattice.firstRow;
  if (lattice.kind === "hex") return hexCorners(lattice.spacing, column, row);
  const s = lattice.spacing,
    x = column * s,
    y = row * s;
  return [
    [x, y],
    [x + s, y],
    [x + s, y + s],
    [x, y + s],
  ];
}

/**
 * Incidents a cell, zeros filled in; `outside` counts those beyond the lattice. Each incident
 * counts 1, or its weight.
 */
export function countInCells(
  lattice: Lattice,
  x: Float64Array,
  y: Float64Array,
  weight: Float64Array | null = null,
): { counts: Float64Array; outside: number } {
  sameLength("y", x.length, y.length);
  if (weight) sameLength("weight", x.length, weight.length);
  const counts = new Float64Array(cellCount(lattice)),
    scale = hexScale(lattice.spacing);
  let outside = 0;
  for (let i = 0; i < x.length; i++) {
    const cell = cellAt(lattice, finite(x[i], i), finite(y[i], i), scale);
    if (cell < 0) outside++;
    else counts[cell] += weight ? weight[i] : 1;
  }
  return { counts, outside };
}

/** Offsets (column, row) of the other cells whose centres lie within `bandMetres` (inclusive). */
export function bandOffsets(
  lattice: Pick<Lattice, "kind" | "spacing">,
  bandMetres: number,
): [column: number, row: number][] {
  positive("bandMetres", bandMetres);
  const reach = (bandMetres / lattice.spacing) * (1 + 1e-12),
    most = Math.ceil(reach * 1.1547) + 1;
  const offsets: [number, number][] = [];
  for (let row = -most; row <= most; row++) {
    for (let column = -most; column <= most; column++) {
      // In units of the spacing: a hexagon's squared distance is q² + qr + r².
      const square =
        lattice.kind === "hex"
          ? column * column + column * row + row * row
          : column * column + row * row;
      if (square > 0 && square <= reach * reach) offsets.push([column, row]);
    }
  }
  return offsets;
}
