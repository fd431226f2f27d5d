/**
 * The edges a sweep line meets, from below upwards: a treap (Seidel, Aragon 1996) whose nodes are
 * also a doubly linked list, on typed arrays. It compares nothing: whoever inserts says after which
 * node, and descends with `root`, `left` and `right` to find out. Node 0 is none.
 */
export class SweepStatus {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly below: Int32Array;
  readonly above: Int32Array;
  /** What a node stands for; it may be exchanged in place. */
  readonly edge: Int32Array;
  root = 0;
  private readonly up: Int32Array;
  private readonly weight: Int32Array;
  private lowest = 0;
  private used = 0;
  /** Nodes given back, linked by `above`. */
  private spare = 0;
  private seed = 1;

  constructor(capacity: number) {
    const array = () => new Int32Array(capacity + 1);
    [this.left, this.right, this.up] = [array(), array(), array()];
    [this.below, this.above, this.edge, this.weight] = [array(), array(), array(), array()];
  }

  /** A new node above one that is there, or lowest of all after 0. */
  insert(edge: number, after: number): number {
    const { left, right, up, below, above, weight } = this;
    const node = this.spare || ++this.used;
    if (node === this.spare) this.spare = above[node];
    this.edge[node] = edge;
    this.seed = (Math.imul(this.seed, 1664525) + 1013904223) | 0;
    weight[node] = this.seed;
    left[node] = right[node] = 0;
    const next = after ? above[after] : this.lowest;
    below[node] = after;
    above[node] = next;
    if (after) above[after] = node;
    else this.lowest = node;
    if (next) below[next] = node;
    if (after && !right[after]) right[(up[node] = after)] = node;
    else if (next) left[(up[node] = next)] = node;
    else up[(this.root = node)] = 0;
    while (up[node] && weight[up[node]] < weight[node]) this.lift(node);
    return node;
  }

  remove(node: number): void {
    const { left, right, up, below, above, weight } = this;
    while (left[node] || right[node]) {
      const [l, r] = [left[node], right[node]];
      this.lift(!r || (l && weight[l] > weight[r]) ? l : r);
    }
    this.adopt(up[node], node, 0);
    const [lower, higher] = [below[node], above[node]];
    if (lower) above[lower] = higher;
    else this.lowest = higher;
    if (higher) below[higher] = lower;
    above[node] = this.spare;
    this.spare = node;
  }

  /** Rotates a node into its parent's place. */
  private lift(node: number): void {
    const { left, right, up } = this;
    const parent = up[node];
    this.adopt(up[parent], parent, node);
    if (left[parent] === node) {
      left[parent] = right[node];
      if (right[node]) up[right[node]] = parent;
      right[node] = parent;
    } else {
      right[parent] = left[node];
      if (left[node]) up[left[node]] = parent;
      left[node] = parent;
    }
    up[parent] = node;
  }

  private adopt(parent: number, child: number, instead: number): void {
    if (!parent) this.root = instead;
    else if (this.left[parent] === child) this.left[parent] = instead;
    else this.right[parent] = instead;
    if (instead) this.up[instead] = parent;
  }
}
