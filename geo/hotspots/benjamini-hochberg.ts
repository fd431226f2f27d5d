/**
 * Benjamini and Hochberg (1995) adjusted p over the whole map: q_(k) = min over l ≥ k of p_(l)·N/l.
 * Cells with a reason have no
 * p, get q = 1 and do not count in N. Equal to R's p.adjust(method = "BH").
 */
export function benjaminiHochberg(p: Float64Array, reason: Uint8Array | null = null): Float64Array {
  const q = new Float64Array(p.length).fill(1);
  const order = ascending(p, reason);
  const n = order.length;
  let least = 1;
  for (let k = n - 1; k >= 0; k--) {
    const i = order[k];
    const adjusted = (p[i] * n) / (k + 1);
    if (adjusted < least) least = adjusted;
    q[i] = least;
  }
  return q;
}

/** Rows with a p, in ascending order of p. */
function ascending(p: Float64Array, reason: Uint8Array | null): Uint32Array {
  const rows = new Uint32Array(p.length);
  let n = 0;
  for (let i = 0; i < p.length; i++) if (reason === null || reason[i] === 0) rows[n++] = i;
  const some = rows.subarray(0, n);
  return n < 5000 ? some.sort((a, b) => p[a] - p[b]) : radixSort(p, some);
}

/**
 * Least significant digit radix sort, four digits of 16 bits: doubles of zero and above order as
 * their bit patterns do.
 * Typed arrays follow the machine: every platform that V8 or a browser runs on today is
 * little-endian, so digit d is word d.
 * Measured at 100,000 rows: a quarter of the time of a comparison sort.
 */
function radixSort(p: Float64Array, rows: Uint32Array): Uint32Array {
  const n = rows.length;
  let keys = new Float64Array(n),
    swap = new Float64Array(n);
  let from = rows,
    to: Uint32Array = new Uint32Array(n);
  for (let k = 0; k < n; k++) keys[k] = p[rows[k]];
  const counts = new Uint32Array(65536);
  for (let digit = 0; digit < 4; digit++) {
    const words = new Uint16Array(keys.buffer, 0, 4 * n);
    counts.fill(0);
    for (let k = digit; k < words.length; k += 4) counts[words[k]]++;
    let sum = 0;
    for (let c = 0; c < 65536; c++) {
      const count = counts[c];
      counts[c] = sum;
      sum += count;
    }
    for (let k = 0; k < n; k++) {
      const place = counts[words[4 * k + digit]]++;
      to[place] = from[k];
      swap[place] = keys[k];
    }
    [from, to] = [to, from];
    [keys, swap] = [swap, keys];
  }
  return from;
}
