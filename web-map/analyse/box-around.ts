type Box = readonly [west: number, south: number, east: number, north: number];

/** What holds all of them. */
export const boxAround = (boxes: readonly Box[]): Box =>
  boxes.reduce((a, b) => [
    ...([Math.min(a[0], b[0]), Math.min(a[1], b[1])] as const),
    ...([Math.max(a[2], b[2]), Math.max(a[3], b[3])] as const),
  ]);
