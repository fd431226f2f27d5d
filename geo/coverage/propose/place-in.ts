/** A place inside: the middle of the widest stretch on one of three levels. */
export function placeIn(loops: readonly { xy: ArrayLike<number> }[]): [number, number] {
  const ys: number[] = [];
  for (const { xy } of loops) for (let i = 1; i < xy.length; i += 2) ys.push(xy[i]);
  ys.sort((a, b) => a - b);
  let best: [number, number] = [loops[0].xy[0], loops[0].xy[1]],
    widest = -1;
  for (const share of [0.5, 0.3, 0.7]) {
    let k = Math.floor((ys.length - 1) * share);
    while (k > 0 && ys[k] === ys[ys.length - 1]) k--;
    let above = k + 1;
    while (above < ys.length - 1 && ys[above] === ys[k]) above++;
    const y = (ys[k] + ys[above]) / 2;
    const cuts = crossings(loops, y);
    for (let i = 0; i + 1 < cuts.length; i += 2)
      if (cuts[i + 1] - cuts[i] > widest) {
        widest = cuts[i + 1] - cuts[i];
        best = [(cuts[i] + cuts[i + 1]) / 2, y];
      }
  }
  return best;
}

/** Where the level meets the rings, from the west; inside between each odd and even one. */
function crossings(loops: readonly { xy: ArrayLike<number> }[], level: number): number[] {
  const out: number[] = [];
  for (const { xy } of loops) {
    for (let i = 2; i < xy.length; i += 2) {
      const a = xy[i - 1] - level,
        b = xy[i + 1] - level;
      if (a > 0 === b > 0) continue;
      out.push(xy[i - 2] + (a / (a - b)) * (xy[i] - xy[i - 2]));
    }
  }
  return out.sort((p, q) => p - q);
}
