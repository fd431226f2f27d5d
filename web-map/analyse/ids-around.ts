const SIX = [
  ...([
    [1, 0],
    [-1, 0],
    [0, 1],
  ] as const),
  ...([
    [0, -1],
    [1, -1],
    [-1, 1],
  ] as const),
];

/** Ids of the six hexagons around one; an area's id says nothing of its neighbours. */
export function idsAround(id: string): string[] {
  const [q, r] = id.split(",").map(Number);
  return Number.isInteger(q) && Number.isInteger(r)
    ? SIX.map(([a, b]) => `${q! + a},${r! + b}`)
    : [];
}
