import type { Edge } from "../edge.js";
import { PairTable, PlaceTable } from "../lattice.js";

/** Segments that were there before, looked up by their ends. */
export class KnownSegments {
  private readonly places = new PlaceTable();
  private readonly pairs = new PairTable();

  constructor(edges: readonly Edge[]) {
    for (const { xy } of edges) {
      let p = this.places.add(xy[0], xy[1]);
      for (let i = 2; i < xy.length; i += 2) {
        const q = this.places.add(xy[i], xy[i + 1]);
        this.pairs.add(p, q);
        p = q;
      }
    }
  }

  has(ax: number, ay: number, bx: number, by: number): boolean {
    const a = this.places.find(ax, ay),
      b = a < 0 ? -1 : this.places.find(bx, by);
    return b >= 0 && this.pairs.find(a, b) >= 0;
  }
}
