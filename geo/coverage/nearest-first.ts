/** A binary heap: what was put in comes out nearest first. */
export class NearestFirst<T> {
  private readonly heap: [distance: number, item: T][] = [];

  get size(): number {
    return this.heap.length;
  }

  put(distance: number, item: T): void {
    const { heap } = this;
    let i = heap.push([distance, item]) - 1;
    for (let up = (i - 1) >> 1; i > 0 && heap[up][0] > heap[i][0]; i = up, up = (i - 1) >> 1)
      [heap[up], heap[i]] = [heap[i], heap[up]];
  }

  /** Not to be asked of an empty one. */
  take(): [distance: number, item: T] {
    const { heap } = this;
    const top = heap[0],
      last = heap.pop() as [number, T];
    if (heap.length === 0) return top;
    heap[0] = last;
    for (let i = 0; ; ) {
      let least = i;
      for (const k of [2 * i + 1, 2 * i + 2])
        if (k < heap.length && heap[k][0] < heap[least][0]) least = k;
      if (least === i) return top;
      [heap[i], heap[least]] = [heap[least], heap[i]];
      i = least;
    }
  }
}
