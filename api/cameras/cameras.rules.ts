import { followed, inGridOf, left } from "../grids/grid-of-place.js";
import type { LayerRules } from "../layers/rules.js";

export const cameraRules: LayerRules = {
  complete: inGridOf("cameras"),
  after: followed("cameras"),
  afterRetire: left("cameras"),
};
