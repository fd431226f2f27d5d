import { encodeTile, type TileRow } from "./encode-tile.js";
import { EXTENT, MARGIN, type TileAddress } from "./tile-address.js";

/** Points are counted in cells of 1/16 of a tile's side: a mark with its number has room there. */
export const CELLS = 16;
/** Down to this zoom tiles are made of counts that are kept. */
export const KEPT_ZOOM = 14;
/** Of tiles of one unit a kept cell: what `pointInTile` gives of this one are cells. */
export const CELLS_TILE: TileAddress = {
  z: Math.log2(2 ** KEPT_ZOOM * (CELLS / EXTENT)),
  x: 0,
  y: 0,
};

/** Points of one category in a kept cell: how many, and the sums of their places in it, 0 to 1. */
export interface CellRow {
  x: number;
  y: number;
  top: string | null;
  n: number;
  dx: number;
  dy: number;
}

/** Code points in order: as the database's "C" collation. */
const byCode = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** All points a viewer may be shown for a filter, counted in cells: every tile far out is a sum. */
export class CountedCells {
  private readonly tops: readonly string[];
  private readonly x: Int32Array;
  private readonly y: Int32Array;
  /** Into `tops`; as many as there are where the category is not known. */
  private readonly top: Uint16Array;
  private readonly n: Uint32Array;
  private readonly dx: Float64Array;
  private readonly dy: Float64Array;
  readonly bytes: number;

  constructor(
    rows: readonly CellRow[],
    readonly version: string,
  ) {
    this.tops = [...new Set(rows.flatMap((r) => r.top ?? []))].sort(byCode);
    const indexes = new Map(this.tops.map((top, i) => [top, i]));
    this.x = Int32Array.from(rows, (r) => r.x);
    this.y = Int32Array.from(rows, (r) => r.y);
    this.top = Uint16Array.from(rows, (r) => (r.top === null ? indexes.size : indexes.get(r.top)!));
    this.n = Uint32Array.from(rows, (r) => r.n);
    this.dx = Float64Array.from(rows, (r) => r.dx);
    this.dy = Float64Array.from(rows, (r) => r.dy);
    this.bytes = rows.length * 30 + 1000;
  }

  /** Calls with each kept cell of a tile: its index, and its place counted from the corner. */
  private within(
    { z, x, y }: TileAddress,
    margin: number,
    each: (i: number, x: number, y: number) => void,
  ): void {
    const side = 2 ** (KEPT_ZOOM - z) * CELLS;
    const [west, north, over] = [x * side, y * side, side * margin];
    for (let i = 0; i < this.n.length; i++) {
      const cx = this.x[i]! - west;
      const cy = this.y[i]! - north;
      if (cx >= -over && cy >= -over && cx < side + over && cy < side + over) each(i, cx, cy);
    }
  }

  /** How many points lie in a tile and its margin. */
  in(tile: TileAddress): number {
    let sum = 0;
    this.within(tile, MARGIN / EXTENT, (i) => (sum += this.n[i]!));
    return sum;
  }

  /** A tile of counts at mean places, and the most frequent category of each where they have one. */
  tile(name: string, hasCategory: boolean, tile: TileAddress): { bytes: Buffer; objects: number } {
    const unit = EXTENT / (2 ** (KEPT_ZOOM - tile.z) * CELLS);
    const perCell = 2 ** (KEPT_ZOOM - tile.z);
    const kinds = this.tops.length + 1;
    const [n, sx, sy] = [0, 0, 0].map(() => new Float64Array(CELLS * CELLS)) as Float64Array[];
    const tops = new Float64Array(CELLS * CELLS * kinds);
    this.within(tile, 0, (i, x, y) => {
      const cell = Math.floor(x / perCell) * CELLS + Math.floor(y / perCell);
      n![cell]! += this.n[i]!;
      sx![cell]! += x * this.n[i]! + this.dx[i]!;
      sy![cell]! += y * this.n[i]! + this.dy[i]!;
      tops[cell * kinds + this.top[i]!]! += this.n[i]!;
    });
    const rows: TileRow[] = [];
    let objects = 0;
    n!.forEach((count, cell) => {
      if (count === 0) return;
      objects += count;
      const place = [sx!, sy!].map((s) => Math.floor((s[cell]! / count) * unit));
      const top = this.mostFrequent(tops.subarray(cell * kinds, (cell + 1) * kinds - 1));
      rows.push([
        count,
        ...(hasCategory ? [top] : []),
        { type: "Point", coordinates: place as [number, number] },
      ]);
    });
    const keys = [
      { name: "count", kind: "integer" as const },
      ...(hasCategory ? [{ name: "category", kind: "string" as const }] : []),
    ];
    return { bytes: encodeTile(name, keys, rows), objects };
  }

  private mostFrequent(counts: Float64Array): string | null {
    let most = -1;
    for (let k = 0; k < counts.length; k++)
      if (counts[k]! > 0 && (most < 0 || counts[k]! > counts[most]!)) most = k;
    return most < 0 ? null : this.tops[most]!;
  }
}
