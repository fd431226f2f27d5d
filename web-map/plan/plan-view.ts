import type { Codec } from "../state/codec.js";

export interface PlanView {
  /** Id of the plan that is open; null: the grids in force, and what is planned. */
  plan: string | null;
  /** The grid in it that is looked at. */
  grid: string | null;
}

export const PLAN_VIEW: Codec<PlanView> = {
  read: (get) => ({ plan: get("plan"), grid: get("grid") }),
  write: ({ plan, grid }): Record<string, string> => ({
    ...(plan ? { plan } : {}),
    ...(plan && grid ? { grid } : {}),
  }),
  steps: ["plan"],
};
