// Work for a thread: how much of all incidents stands in how much of all places.
import { type Concentration, concentration, type Warning } from "../../geo/hotspots/index.js";

/** A point of the curve: shares, 0 to 1, busiest places first. */
export interface CurvePoint {
  places: number;
  incidents: number;
}

export interface ConcentrationAnswer {
  places: number;
  incidents: number;
  /** Places where something happened. */
  held: number;
  found: Omit<Concentration, "lorenz"> | null;
  curve: CurvePoint[];
  reason: string | null;
  warnings: readonly Warning[];
}

/** Points of the curve beside its beginning: more no chart shows. */
const POINTS = 100;

export function concentrate(counts: Float64Array): ConcentrationAnswer {
  const { value, reason, record } = concentration(counts);
  const { lorenz = null, ...found } = value ?? {};
  const busiest = (k: number): CurvePoint => ({
    places: k / counts.length,
    incidents: 1 - lorenz![counts.length - k]!,
  });
  const points = Math.min(POINTS, counts.length);
  return {
    places: counts.length,
    incidents: record.parameters["incidents"] as number,
    held: counts.reduce((n, count) => n + (count > 0 ? 1 : 0), 0),
    found: value && (found as Omit<Concentration, "lorenz">),
    curve: lorenz
      ? Array.from({ length: points + 1 }, (_, i) =>
          busiest(Math.round((i * counts.length) / points)),
        )
      : [],
    reason,
    warnings: record.warnings,
  };
}
