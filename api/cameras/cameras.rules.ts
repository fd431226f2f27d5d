import { inGridOf, keepMembership } from "../grids/grid-of-place.js";
import type { LayerRules } from "../layers/rules.js";

export const cameraRules: LayerRules = {
  complete: inGridOf(),
  after: (tx, w) => keepMembership(tx, "cameras", w),
};
