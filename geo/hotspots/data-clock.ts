import { hourOfWeek } from "../time/wall-clock.js";
import { finite } from "./check.js";
import { type Computed, NO_INFERENCE } from "./record.js";

/**
 * Incidents by weekday and hour: rows Sunday to Saturday, columns 0 to 23, row·24 + column.
 * `minutes` are wall-clock minutes in the incidents' own time zone.
 */
export function dataClock(minutes: Float64Array): { table: Float64Array; record: Computed } {
  const table = new Float64Array(168);
  for (let i = 0; i < minutes.length; i++) table[hourOfWeek(finite(minutes[i], i))]++;
  return {
    table,
    record: {
      method: "data-clock",
      n: minutes.length,
      parameters: { firstRow: "sunday", columns: 24 },
      inference: NO_INFERENCE,
      warnings: [],
    },
  };
}
