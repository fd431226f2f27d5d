/**
 * Finds edges by box while edges come and go: a packed R-tree (flatbush) over the edges present
 * when it was last built,
 * and a plain list of those added since, searched one by one. A drag replaces the same few edges
 * again and again, so
 * the list stays short; past a few hundred the tree is built anew.
 */
import Flatbush from "flatbush";
import type { Box, Edge } from "./edge.js";

const REBUILD_AT = 400;

export class EdgeIndex {
  private tree: Flatbush | null = null;
  private packed: (Edge | null)[] = [];
  private placeInTree = new Map<number, number>();
  private recent: Edge[] = [];
  private placeInRecent = new Map<number, number>();

  constructor(edges: Iterable<Edge>) {
    this.build([...edges]);
  }

  private build(edges: Edge[]): void {
    this.packed = edges;
    this.placeInTree.clear();
    this.recent = [];
    this.placeInRecent.clear();
    this.tree = null;
    if (edges.length === 0) return;
    const tree = new Flatbush(edges.length);
    edges.forEach((edge, i) => {
      tree.add(edge.box.minX, edge.box.minY, edge.box.maxX, edge.box.maxY);
      this.placeInTree.set(edge.id, i);
    });
    tree.finish();
    this.tree = tree;
  }

  insert(edge: Edge): void {
    this.placeInRecent.set(edge.id, this.recent.length);
    this.recent.push(edge);
    if (this.recent.length > REBUILD_AT) {
      const live = this.packed.filter((e): e is Edge => e !== null);
      this.build([...live, ...this.recent]);
    }
  }

  remove(edge: Edge): void {
    const packed = this.placeInTree.get(edge.id);
    if (packed !== undefined) {
      this.packed[packed] = null;
      this.placeInTree.delete(edge.id);
      return;
    }
    const at = this.placeInRecent.get(edge.id);
    if (at === undefined) throw new Error(`Edge ${edge.id} is not in the index (0f0c51a2)`);
    const last = this.recent.pop() as Edge;
    this.placeInRecent.delete(edge.id);
    if (last !== edge) {
      this.recent[at] = last;
      this.placeInRecent.set(last.id, at);
    }
  }

  /** Edges whose box meets the given box; in no particular order. */
  search(minX: number, minY: number, maxX: number, maxY: number): Edge[] {
    const out: Edge[] = [];
    if (this.tree) {
      for (const i of this.tree.search(minX, minY, maxX, maxY)) {
        const edge = this.packed[i];
        if (edge) out.push(edge);
      }
    }
    for (const edge of this.recent) {
      const { box } = edge;
      if (box.minX <= maxX && box.maxX >= minX && box.minY <= maxY && box.maxY >= minY)
        out.push(edge);
    }
    return out;
  }

  searchBox(box: Box, margin = 0): Edge[] {
    return this.search(box.minX - margin, box.minY - margin, box.maxX + margin, box.maxY + margin);
  }
}
