import { areaFault } from "../../schema/area-value.js";
import type { AreaInput } from "../../schema/inputs.js";
import { badInput } from "../core/refusal.js";

/** Not only the GraphQL layer asks: commands and subscriptions do too. */
export function refuseOdd(area: AreaInput): void {
  const fault = areaFault(area);
  if (fault) throw badInput(fault.field, `${fault.field}: ${fault.reason}.`);
}
