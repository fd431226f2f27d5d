/** Sets that are joined and never parted. */
export class UnionFind {
  private readonly above: Int32Array;
  constructor(n: number) {
    this.above = Int32Array.from({ length: n }, (_, i) => i);
  }
  find(i: number): number {
    while (this.above[i] !== i) {
      this.above[i] = this.above[this.above[i]];
      i = this.above[i];
    }
    return i;
  }
  /** The lesser number leads, so that the result does not depend on the order of joining. */
  join(i: number, j: number): void {
    const a = this.find(i),
      b = this.find(j);
    if (a < b) this.above[b] = a;
    else this.above[a] = b;
  }
}
