import type { Need } from "../../schema/dashboard-tiles.js";

/** A matter before it is weighed; `excess`: number of incidents that there should not have been. */
export type FoundNeed = Omit<Need, "weight" | "day"> & { excess: number };
