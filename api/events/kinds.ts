import type { Layer } from "../../schema/layers/index.js";

/** What happened to a row in the field's words, where the declaration has one: `grid.redrawn`. */
export const kindOf = (layer: Layer, action: string): string =>
  `${layer.singular}.${layer.happens?.[action] ?? action}`;
