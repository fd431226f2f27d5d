import { type AnnealState, insertUnit, missedBy, removeUnit } from "./anneal-state.js";

/**
 * Simulated annealing over relocations and swaps with exact medoid deltas.
 *
 * A proposal draws its acceptance threshold first (Metropolis: a loss of at most -T ln u is taken)
 * and walks the sorted
 * members only until the threshold decides it: a rejected relocation costs three or four distances
 * instead of the 2|g|
 * of a full evaluation. Kirkpatrick, Gelatt, Vecchi 1983 for annealing; Teitz and Bart 1968 for the
 * exchange of a median.
 * Units are visited in turn, not at random: they stand in Hilbert order, so the working set stays
 * in the cache.
 */
const THRESHOLDS = 4096;
const negativeLogs = new Float64Array(THRESHOLDS);
for (let i = 0; i < THRESHOLDS; i++) negativeLogs[i] = -Math.log((i + 0.5) / THRESHOLDS);

/**
 * Mutates `state`: makes `proposals` proposals.
 * @param temperature metres.
 * @param price metres per unit of weight outside the bounds.
 * @param swapShare share of swaps among the proposals, 0 … 1.
 */
export function anneal(
  state: AnnealState,
  proposals: number,
  temperature: number,
  price: number,
  swapShare: number,
): void {
  const { groupOf, members, count, load, gain, plain } = state;
  const { n, x, y, weight, low, high, stride, attachment, sizeWeight, calm, scale } = state.problem;
  const { start, ids } = state.problem.neighbours;
  const swapBelow = (swapShare * 65536) | 0;
  let cursor = state.cursor,
    w = state.noise;
  for (let step = 0; step < proposals; step++) {
    const unit = cursor;
    cursor = cursor + 1 === n ? 0 : cursor + 1;
    w ^= w << 13;
    w ^= w >>> 17;
    w ^= w << 5;
    const from = start[unit],
      degree = start[unit + 1] - from;
    if (degree === 0) continue;
    const a = groupOf[unit];
    let other = ids[from + (((w >>> 16) * degree) >>> 16)];
    let b = groupOf[other];
    if (b === a) {
      other = ids[from + (((w & 65535) * degree) >>> 16)];
      b = groupOf[other];
      if (b === a) continue;
    }
    w ^= w << 13;
    w ^= w >>> 17;
    w ^= w << 5;
    let threshold = temperature * scale[unit] * negativeLogs[w & 4095];
    const loadA = load[a],
      loadB = load[b],
      unitWeight = weight[unit];
    if (w >>> 16 >= swapBelow) {
      const k = count[a];
      if (k === 1 || count[b] === stride) continue;
      const nextA = loadA - unitWeight,
        nextB = loadB + unitWeight;
      threshold -= price * outside(loadA, loadB, nextA, nextB, low, high);
      if (sizeWeight !== 0)
        threshold -= sizeWeight * outside(loadA, loadB, nextA, nextB, calm.low, calm.high);
      if (attachment !== null) {
        threshold +=
          attachment(unit, members, a * stride, k, -1, a) -
          attachment(unit, members, b * stride, count[b], -1, b);
      }
      const saved = gain[unit];
      // biome-ignore lint/suspicious/noSelfCompare: asks for NaN in the innermost loop
      threshold += saved === saved ? saved : removalGain(state, unit, a);
      if (threshold < 0 || !joinsWithin(state, unit, b, threshold)) continue;
      removeUnit(state, unit, a);
      insertUnit(state, unit, b);
    } else {
      if ((w & 4096) !== 0) other = members[b * stride + ((((w >>> 4) & 4095) * count[b]) >>> 12)];
      const otherWeight = weight[other];
      if (unitWeight !== otherWeight) {
        const nextA = loadA - unitWeight + otherWeight,
          nextB = loadB - otherWeight + unitWeight;
        threshold -= price * outside(loadA, loadB, nextA, nextB, low, high);
        if (sizeWeight !== 0)
          threshold -= sizeWeight * outside(loadA, loadB, nextA, nextB, calm.low, calm.high);
      }
      if (attachment !== null) {
        const rowA = a * stride,
          rowB = b * stride,
          countA = count[a],
          countB = count[b];
        threshold +=
          attachment(unit, members, rowA, countA, -1, a) +
          attachment(other, members, rowB, countB, -1, b) -
          attachment(unit, members, rowB, countB, other, b) -
          attachment(other, members, rowA, countA, unit, a);
      }
      let apart = 0;
      if (plain) {
        const dx = x[unit] - x[other],
          dy = y[unit] - y[other];
        apart = Math.sqrt(dx * dx + dy * dy);
        if (threshold < -2 * apart) continue;
      }
      const rest = threshold - exchangeDelta(state, a, unit, other, apart);
      if (exchangeDelta(state, b, other, unit, apart) > rest) continue;
      removeUnit(state, unit, a);
      removeUnit(state, other, b);
      insertUnit(state, unit, b);
      insertUnit(state, other, a);
    }
  }
  state.cursor = cursor;
  state.noise = w;
}

/** How much more weight two groups have outside `low` to `high` when their loads change. */
function outside(
  loadA: number,
  loadB: number,
  nextA: number,
  nextB: number,
  low: number,
  high: number,
): number {
  return (
    missedBy(nextA, low, high) -
    missedBy(loadA, low, high) +
    missedBy(nextB, low, high) -
    missedBy(loadB, low, high)
  );
}

/** Metres saved when `unit` leaves its group; negative when it is a centre that the others miss. */
function removalGain(state: AnnealState, unit: number, group: number): number {
  const { members, sums, plain } = state;
  const { x, y, metres, stride } = state.problem;
  const base = group * stride,
    end = base + state.count[group];
  const ux = x[unit],
    uy = y[unit];
  let best = Infinity;
  for (let i = base; i < end; i++) {
    const m = members[i];
    if (m === unit) continue;
    const dx = x[m] - ux,
      dy = y[m] - uy;
    const v = sums[i] - (plain ? Math.sqrt(dx * dx + dy * dy) : metres!(unit, m));
    if (v < best) best = v;
  }
  return (state.gain[unit] = sums[base] - best);
}

/** Can `unit` join `group` for at most `limit` metres? Stops as soon as that is decided. */
function joinsWithin(state: AnnealState, unit: number, group: number, limit: number): boolean {
  const { members, sums, plain } = state;
  const { x, y, metres, stride } = state.problem;
  const base = group * stride,
    end = base + state.count[group],
    least = sums[base];
  const ux = x[unit],
    uy = y[unit];
  let first = 0;
  for (let i = base; i < end; i++) {
    const slack = sums[i] - least;
    if (slack >= limit && i > base) break;
    const m = members[i],
      dx = x[m] - ux,
      dy = y[m] - uy;
    const d = plain ? Math.sqrt(dx * dx + dy * dy) : metres!(unit, m);
    if (slack + d <= limit) return true;
    if (i === base) first = d;
  }
  // As centre of them all: by the triangle inequality that costs at least |g|·first - 2·least more.
  if (plain && (end - base) * first - 2 * least > limit) return false;
  let own = (plain ? 0 : metres!(unit, unit)) - least;
  for (let i = base; i < end; i++) {
    const m = members[i],
      dx = x[m] - ux,
      dy = y[m] - uy;
    own += plain ? Math.sqrt(dx * dx + dy * dy) : metres!(m, unit);
    if (own > limit) return false;
  }
  return true;
}

/**
 * Change of the metres of `group` when `leaver` goes and `comer` comes.
 * @param apart metres between the two (straight line only).
 */
function exchangeDelta(
  state: AnnealState,
  group: number,
  leaver: number,
  comer: number,
  apart: number,
): number {
  const { members, sums, plain } = state;
  const { x, y, metres, stride } = state.problem;
  const base = group * stride,
    end = base + state.count[group];
  const lx = x[leaver],
    ly = y[leaver],
    cx = x[comer],
    cy = y[comer];
  let best = Infinity;
  let own = plain ? 0 : metres!(comer, comer);
  let i = base;
  for (; i < end; i++) {
    const m = members[i];
    if (m === leaver) continue;
    // |d(m, comer) - d(m, leaver)| <= apart: later members cannot beat what is found.
    if (plain && sums[i] - apart >= best) break;
    const mx = x[m],
      my = y[m];
    const toComer = plain
      ? Math.sqrt((mx - cx) * (mx - cx) + (my - cy) * (my - cy))
      : metres!(comer, m);
    const toLeaver = plain
      ? Math.sqrt((mx - lx) * (mx - lx) + (my - ly) * (my - ly))
      : metres!(leaver, m);
    own += plain ? toComer : metres!(m, comer);
    const v = sums[i] - toLeaver + toComer;
    if (v < best) best = v;
  }
  if (own < best) {
    for (; i < end && own < best; i++) {
      const m = members[i];
      if (m === leaver) continue;
      const dx = x[m] - cx,
        dy = y[m] - cy;
      own += plain ? Math.sqrt(dx * dx + dy * dy) : metres!(m, comer);
    }
    if (own < best) best = own;
  }
  return best - sums[base];
}
