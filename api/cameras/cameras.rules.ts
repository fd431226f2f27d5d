import { followed, inGrid } from "../grids/grid-of-place.js";
import type { WriteRules } from "../writing/rules.js";

export const cameraRules: WriteRules = {
  settle: (_tx, set) => inGrid(set),
  after: followed,
};
