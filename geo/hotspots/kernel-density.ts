import { finite, positive, sameLength } from "./check.js";
import type { Box } from "./lattice.js";
import { type Warning, warning } from "./phrases.js";
import { type Computed, NO_INFERENCE } from "./record.js";

export interface KernelDensityOptions {
  /** Where the kernel ends, metres. */
  radiusMetres: number;
  /** The view; values stand at the centres of `columns` × `rows` pixels, row 0 in the south. */
  box: Box;
  columns: number;
  rows: number;
  /**
   * "exact" sums every point at every pixel, "binned" gathers points into bins of a sixteenth of
   * the radius first; "auto" (default) takes the cheaper.
   */
  method?: "exact" | "binned" | "auto";
  /** One weight a point; default 1. */
  weight?: Float64Array;
}

export interface KernelDensity {
  /** Per square kilometre, `columns` × `rows`. */
  readonly values: Float64Array;
  readonly peak: number;
  readonly record: Computed;
}

const PER_KM2 = 1e6;

/**
 * Kernel density with the quartic kernel, K(d) = 3/(π h²) · (1 − d²/h²)² for d < h (Silverman 1986,
 * eq. 4.5; the kernel of crime
 * mapping since Bailey and Gatrell 1995). Points up to a radius outside the view count: without
 * them the edge is up to 47 % too low.
 * The sum over the plane is the number of points. Limit: no edge correction at the border of the
 * data themselves.
 */
export function kernelDensity(
  x: Float64Array,
  y: Float64Array,
  options: KernelDensityOptions,
): KernelDensity {
  const { radiusMetres: h, box, columns, rows, weight } = options;
  sameLength("y", x.length, y.length);
  if (weight) sameLength("weight", x.length, weight.length);
  positive("radiusMetres", h);
  positive("columns", columns);
  positive("rows", rows);
  const stepX = positive("width of the box", box.maxX - box.minX) / columns,
    stepY = positive("height of the box", box.maxY - box.minY) / rows;
  const kept: number[] = [];
  let skipped = 0;
  for (let i = 0; i < x.length; i++) {
    finite(x[i], i);
    finite(y[i], i);
    if (x[i] > box.minX - h && x[i] < box.maxX + h && y[i] > box.minY - h && y[i] < box.maxY + h)
      kept.push(i);
    else skipped++;
  }
  const raster: Raster = { originX: box.minX, originY: box.minY, stepX, stepY, columns, rows, h };
  const method = options.method ?? "auto",
    bins = method === "exact" ? null : planBins(raster);
  const plan =
    bins &&
    (method === "binned" ||
      (kept.length >= ENOUGH && gatherSteps(raster, bins) < scatterSteps(raster, kept.length)))
      ? bins
      : null;
  const values = plan
    ? gatherBins(x, y, weight, kept, raster, plan)
    : scatterExact(x, y, weight, kept, raster);
  const scale = (3 / (Math.PI * h * h)) * PER_KM2;
  let peak = 0;
  for (let k = 0; k < values.length; k++) if ((values[k] *= scale) > peak) peak = values[k];
  const warnings: Warning[] = [];
  if (method === "binned" && !plan) warnings.push(warning("fell-back", {}));
  return {
    values,
    peak,
    record: {
      method: "kernel-density",
      n: kept.length,
      inference: NO_INFERENCE,
      warnings,
      parameters: {
        radiusMetres: h,
        unit: "per-km2",
        computed: plan ? "binned" : "exact",
        columns,
        rows,
        pixelMetres: [stepX, stepY],
        binMetres: plan ? [plan.binX, plan.binY] : null,
        beyondReach: skipped,
      },
    },
  };
}

/** Density per km² at given places, every point summed. */
export function kernelDensityAt(
  x: Float64Array,
  y: Float64Array,
  atX: Float64Array,
  atY: Float64Array,
  radiusMetres: number,
): Float64Array {
  positive("radiusMetres", radiusMetres);
  const h2 = radiusMetres * radiusMetres,
    scale = (3 / (Math.PI * h2)) * PER_KM2;
  return Float64Array.from(atX, (ax, k) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      const t = 1 - ((x[i] - ax) ** 2 + (y[i] - atY[k]) ** 2) / h2;
      if (t > 0) sum += t * t;
    }
    return sum * scale;
  });
}

interface Raster {
  originX: number;
  originY: number;
  stepX: number;
  stepY: number;
  columns: number;
  rows: number;
  h: number;
}

function scatterExact(
  x: Float64Array,
  y: Float64Array,
  weight: Float64Array | undefined,
  kept: readonly number[],
  r: Raster,
): Float64Array {
  const out = new Float64Array(r.columns * r.rows),
    { h, columns, rows, stepX, stepY } = r,
    perH2 = 1 / (h * h);
  for (const i of kept) {
    const px = x[i] - r.originX,
      py = y[i] - r.originY,
      w = weight ? weight[i] : 1;
    const first = Math.max(0, Math.ceil((py - h) / stepY - 0.5)),
      last = Math.min(rows - 1, Math.floor((py + h) / stepY - 0.5));
    for (let row = first; row <= last; row++) {
      const dy = (row + 0.5) * stepY - py,
        rest = h * h - dy * dy;
      if (rest <= 0) continue;
      const reach = Math.sqrt(rest),
        base = row * columns;
      const from = Math.max(0, Math.ceil((px - reach) / stepX - 0.5)),
        to = Math.min(columns - 1, Math.floor((px + reach) / stepX - 0.5));
      for (let column = from; column <= to; column++) {
        const dx = (column + 0.5) * stepX - px,
          t = (rest - dx * dx) * perH2;
        if (t > 0) out[base + column] += w * t * t;
      }
    }
  }
  return out;
}

/**
 * Bins a sixteenth of the radius or finer, in a simple ratio to the pixels, so that few kernel
 * phases are needed.
 */
interface BinPlan {
  binX: number;
  binY: number;
  splitX: number;
  splitY: number;
  joinX: number;
  joinY: number;
  padX: number;
  padY: number;
  columns: number;
  rows: number;
}

/** Fewer points are summed exactly: the errors of lone points have no others to average with. */
const ENOUGH = 1000;

const FINENESS = 16,
  MOST_BINS = 8_000_000;

/**
 * The widest bin of at most a sixteenth of the radius that is `join`/`split` pixels with one of the
 * two at most 3: pixels then lie in `join` ways among their bins.
 */
function ratio(step: number, h: number): { split: number; join: number } {
  const wanted = h / (FINENESS * step);
  let best = { split: Math.ceil(1 / wanted), join: 1 };
  for (let small = 1; small <= 3; small++) {
    const wide = { split: small, join: Math.floor(wanted * small) },
      fine = { split: Math.ceil(small / wanted), join: small };
    for (const r of [wide, fine])
      if (r.join >= 1 && r.join / r.split <= wanted && r.join / r.split > best.join / best.split)
        best = r;
  }
  return best;
}

function planBins({ stepX, stepY, columns, rows, h }: Raster): BinPlan | null {
  const { split: splitX, join: joinX } = ratio(stepX, h),
    { split: splitY, join: joinY } = ratio(stepY, h);
  const binX = (stepX / splitX) * joinX,
    binY = (stepY / splitY) * joinY;
  // Two bins more than the radius: a point's stencil reaches one bin beyond its own.
  const padX = Math.ceil(h / binX) + 3,
    padY = Math.ceil(h / binY) + 3;
  const across = Math.ceil((columns * splitX) / joinX) + 2 * padX,
    down = Math.ceil((rows * splitY) / joinY) + 2 * padY;
  return across * down > MOST_BINS
    ? null
    : { binX, binY, splitX, splitY, joinX, joinY, padX, padY, columns: across, rows: down };
}

/**
 * Products that either way costs, for "auto": pixels within the radius of each point, or bins
 * within the radius of each pixel.
 */
const scatterSteps = ({ h, stepX, stepY }: Raster, points: number) =>
  (points * Math.PI * h * h) / (stepX * stepY);
const gatherSteps = (
  { h, columns, rows }: Raster,
  { binX, binY, columns: across, rows: down }: BinPlan,
) => across * down + (columns * rows * Math.PI * h * h) / (binX * binY);

/**
 * Points go to the 4 × 4 bins about them with cubic Lagrange weights, which is to interpolate the
 * kernel itself to third order;
 * then each pixel gathers the bins within the radius. Measured above 5 % of the peak: within 0.9 %
 * from 1,000 points on,
 * 1.3 % for 30, and 2 % near the rim of one lone point, where the kernel's second derivative jumps;
 * "auto" sums fewer than 1,000 exactly.
 */
function gatherBins(
  x: Float64Array,
  y: Float64Array,
  weight: Float64Array | undefined,
  kept: readonly number[],
  r: Raster,
  plan: BinPlan,
): Float64Array {
  const { binX, binY, padX, padY, splitX, splitY, joinX, joinY } = plan,
    across = plan.columns;
  const bins = new Float64Array(across * plan.rows),
    cubicX = new Float64Array(4),
    cubicY = new Float64Array(4);
  for (const i of kept) {
    const u = (x[i] - r.originX) / binX + padX - 0.5,
      v = (y[i] - r.originY) / binY + padY - 0.5;
    const c = Math.floor(u),
      d = Math.floor(v),
      w = weight ? weight[i] : 1;
    lagrange(u - c, cubicX);
    lagrange(v - d, cubicY);
    for (let k = 0; k < 4; k++) {
      const base = (d + k - 1) * across + c - 1,
        wy = w * cubicY[k];
      bins[base] += wy * cubicX[0];
      bins[base + 1] += wy * cubicX[1];
      bins[base + 2] += wy * cubicX[2];
      bins[base + 3] += wy * cubicX[3];
    }
  }
  const { columns, rows, h } = r,
    out = new Float64Array(columns * rows),
    perH2 = 1 / (h * h);
  const reachX = Math.ceil(h / binX) + 1,
    reachY = Math.ceil(h / binY) + 1;
  for (let row = 0; row < rows; row++) {
    // Centre of the pixel in bins: bin b has its centre at b + 0.5.
    const cy = ((row + 0.5) * splitY) / joinY,
      homeY = Math.floor(cy);
    for (let b = homeY - reachY; b <= homeY + reachY; b++) {
      const dy = (b + 0.5 - cy) * binY,
        rest = h * h - dy * dy;
      if (rest <= 0) continue;
      const line = (b + padY) * across + padX,
        base = row * columns;
      for (let phase = 0; phase < joinX; phase++) {
        // Pixels phase, phase + joinX, … lie alike in their bins.
        const cx = ((phase + 0.5) * splitX) / joinX,
          homeX = Math.floor(cx);
        for (let a = homeX - reachX; a <= homeX + reachX; a++) {
          const dx = (a + 0.5 - cx) * binX,
            t = (rest - dx * dx) * perH2;
          if (t <= 0) continue;
          const k = t * t;
          for (
            let column = phase, from = line + a;
            column < columns;
            column += joinX, from += splitX
          )
            out[base + column] += k * bins[from];
        }
      }
    }
  }
  // Cubic weights have negative lobes: a trace of them stands outside the last points' reach.
  for (let k = 0; k < out.length; k++) if (out[k] < 0) out[k] = 0;
  return out;
}

/** Weights of the nodes −1, 0, 1, 2 for a place t in [0, 1]. */
function lagrange(t: number, out: Float64Array): void {
  out[0] = (-t * (t - 1) * (t - 2)) / 6;
  out[1] = ((t + 1) * (t - 1) * (t - 2)) / 2;
  out[2] = (-(t + 1) * t * (t - 2)) / 2;
  out[3] = ((t + 1) * t * (t - 1)) / 6;
}
