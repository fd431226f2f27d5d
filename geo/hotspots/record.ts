import type {
  CorrectionCode,
  InferenceCode,
  MaskSaid,
  MethodCode,
  NeighboursSaid,
  ValuesCode,
  Warning,
} from "./phrases.js";
import { REASONS, type ReasonCode, reasonByte } from "./reason.js";

/**
 * How p was had. Every p of this folder says its tail; `two-sided` doubles the smaller tail,
 * `greater` is the upper one.
 */
export interface Inference {
  readonly kind: "analytic" | "permutation" | "none";
  readonly tail: "two-sided" | "greater" | null;
  readonly permutations: number | null;
  readonly seed: number | null;
}

export const inferenceCode = ({ kind, tail }: Inference): InferenceCode =>
  kind === "none" ? kind : `${kind}-${tail ?? "two-sided"}`;

export const NO_INFERENCE: Inference = { kind: "none", tail: null, permutations: null, seed: null };
export const ANALYTIC: Inference = {
  kind: "analytic",
  tail: "two-sided",
  permutations: null,
  seed: null,
};

/**
 * The "what was computed" sheet: enough to state the result in a report, and to compute it again.
 */
export interface Computed {
  readonly method: MethodCode;
  /** What entered: cells, points, places, steps. */
  readonly n: number;
  /** The choices made, with their units in the name (`bandMetres`, `radiusMetres`). */
  readonly parameters: Readonly<
    Record<string, number | string | boolean | null | readonly number[]>
  >;
  readonly inference: Inference;
  readonly warnings: readonly Warning[];
}

/**
 * One significance level of a map: how many cells pass it as they are, and after the correction.
 */
export interface LevelCount {
  readonly level: number;
  /** Largest p that passes after the correction; null when none does (which is not level/n). */
  readonly pCut: number | null;
  readonly rawHot: number;
  readonly rawCold: number;
  readonly hot: number;
  readonly cold: number;
}

/** The sheet of a map of local statistics. */
export interface LocalComputed extends Computed {
  readonly values: ValuesCode;
  /** How many cells lie outside the mask, and which those inside are. */
  readonly masked: number;
  readonly mask: MaskSaid;
  readonly cellMetres: number | null;
  readonly bandMetres: number | null;
  readonly neighbours: NeighboursSaid;
  /** Each row of weights divided by its sum. */
  readonly rowStandardised: boolean;
  /** Pairs of cells that a barrier parts: they are no neighbours. */
  readonly barredPairs: number;
  readonly meanNeighbours: number;
  readonly islands: number;
  readonly correction: CorrectionCode;
  readonly levels: readonly LevelCount[];
  /** Cells of the map without a value, by reason. */
  readonly withoutValue: Readonly<Partial<Record<ReasonCode, number>>>;
}

/** Counts the reason bytes of a map, those outside the mask left out. */
export function countReasons(bytes: Uint8Array): Partial<Record<ReasonCode, number>> {
  const counts = new Uint32Array(256);
  for (let i = 0; i < bytes.length; i++) counts[bytes[i]]++;
  const named: Partial<Record<ReasonCode, number>> = {};
  for (const code of REASONS.slice(1)) {
    const count = counts[reasonByte(code)];
    if (count) named[code] = count;
  }
  return named;
}
