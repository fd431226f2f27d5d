import { distanceBandWeights } from "../../geo/hotspots/distance-band.js";
import { hotSpotsOfPoints } from "../../geo/hotspots/hot-spots-of-points.js";
import { kernelDensity } from "../../geo/hotspots/kernel-density.js";
import { latticeWeights } from "../../geo/hotspots/lattice-weights.js";
import { localG } from "../../geo/hotspots/local-g.js";
import { nearRepeat } from "../../geo/hotspots/near-repeat.js";
import { monteCarlo } from "../../geo/random.js";
import type { Bench, BenchRow } from "./bench.js";

/**
 * CPU milliseconds of each of several runs: the first (cold, compilation included) and the median
 * of the rest.
 */
function measure(runs: number, work: () => void): { cold: number; warm: number } {
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  const rest = times.slice(1 + Math.floor(runs / 3)).sort((a, b) => a - b);
  return { cold: times[0]!, warm: rest[rest.length >> 1]! ?? times[0] };
}

const ms = ({ cold, warm }: { cold: number; warm: number }) =>
  `${warm.toFixed(0)} ms CPU (first run ${cold.toFixed(0)} ms)`;

/** How fast are the local statistics, the density and the near-repeat table? Seed 1 throughout. */
const bench: Bench = async () => {
  const random = monteCarlo(1),
    rows: BenchRow[] = [];
  const uniform = (n: number, side: number) =>
    Float64Array.from({ length: n }, () => random.uniform() * side);

  const side = 317,
    offsets: [number, number][] = [];
  for (let a = -2; a <= 2; a++) for (let b = -2; b <= 2; b++) if (a || b) offsets.push([a, b]);
  const counts = Float64Array.from(
    { length: side * side },
    () => random.below(8) * random.below(3),
  );
  rows.push({
    what: "Gi* with p, q and bins on 100,000 lattice cells, k = 25",
    reach: "50 ms",
    stretch: "20 ms",
    measured: ms(
      measure(15, () => localG(counts, latticeWeights({ columns: side, rows: side, offsets }))),
    ),
    note: `${side * side} cells, weights made anew each run`,
  });

  for (const n of [10_000, 50_000]) {
    const extent = Math.sqrt(n) * 100,
      x = uniform(n, extent),
      y = uniform(n, extent),
      band = 100 * Math.sqrt(24 / Math.PI);
    const values = Float64Array.from({ length: n }, () => random.below(6) * random.below(4));
    // spdep 1.2-7 on the same kind of cells and the same machine, neighbour search included: see
    // docs/decisions/hotspots-neighbour-search.md.
    const spdep = n === 10_000 ? 2316 : 49_409,
      time = measure(9, () => localG(values, distanceBandWeights(x, y, band)));
    rows.push({
      what: `Gi* on ${n.toLocaleString("en")} irregular cells with 24 neighbours, search included`,
      measured: ms(time),
      reach: "1/20 of spdep",
      stretch: "1/100 of spdep",
      note:
        `1/${Math.round(spdep / time.warm)} of spdep's ${(spdep / 1000).toFixed(1)} s (recorded ` +
        "figure, not measured in this run)",
    });
  }

  const px = Float64Array.from(
      { length: 100_000 },
      (_, i) => 5000 + random.normal() * 1000 * (1 + (i % 3)),
    ),
    py = Float64Array.from(px, () => 5000 + random.normal() * 2000);
  const view = {
    radiusMetres: 1250,
    box: { minX: 0, minY: 0, maxX: 10_000, maxY: 10_000 },
    columns: 256,
    rows: 256,
  };
  const exact = measure(1, () => kernelDensity(px, py, { ...view, method: "exact" }));
  rows.push({
    what: "kernel density of 100,000 points on 256², binned",
    reach: "300 ms",
    stretch: "100 ms",
    measured: ms(measure(6, () => kernelDensity(px, py, { ...view, method: "binned" }))),
    note: `radius 32 pixels; exact ${exact.cold.toFixed(0)} ms`,
  });

  const kx = Float64Array.from(
      { length: 11_000 },
      (_, i) => random.normal() * 300 + (i % 40) * 700,
    ),
    ky = Float64Array.from(kx, (_, i) => random.normal() * 300 + (i % 37) * 500);
  const days = Float64Array.from(kx, () => random.below(365));
  let pairs = 0;
  rows.push({
    what: "Knox near-repeat table, 11,000 incidents, 999 permutations",
    reach: "5 s",
    stretch: "2 s",
    measured: ms(
      measure(2, () => {
        pairs = Number(nearRepeat(kx, ky, days).record.parameters.closePairs);
      }),
    ),
    note: `${pairs.toLocaleString("en")} pairs within 400 m`,
  });

  const many = 1_000_000,
    mx = uniform(many, 40_000),
    my = uniform(many, 40_000);
  rows.push({
    what: "1,000,000 incidents to hexagons of 250 m, Gi*, q and bins",
    measured: ms(measure(3, () => hotSpotsOfPoints(mx, my, { cellMetres: 250 }))),
    reach: "400 ms",
  });
  return rows;
};

export default bench;
