import { areaFault } from "../../schema/area-value.js";
import type { AreaInput } from "../../schema/inputs.js";
import { badInput } from "../core/refusal.js";

/** Not only the GraphQL layer asks: commands and subscriptions do too. */
export function refuseOdd(area: AreaInput): void {
  const fault = areaFault(area);
  if (fault) throw badInput(fault.field, `${fault.field}: ${fault.reason}.`);
}

/**
 * What areas that name a saved one stand for, by the value that was sent. Each request looks its
 * own up, as far as its viewer may (read-area.ts).
 */
const meant = new WeakMap<AreaInput, AreaInput>();

export const isMeant = (area: AreaInput, saved: AreaInput): void => {
  meant.set(area, saved);
};

/** The area itself, or the one that it names. */
export function meantBy(area: AreaInput): AreaInput {
  if (area.saved === undefined) return area;
  const saved = meant.get(area);
  if (!saved) throw new Error("a saved area became SQL before readArea had looked it up");
  return saved;
}
