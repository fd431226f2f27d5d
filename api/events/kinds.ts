import type { Declaration } from "../../schema/declaration.js";

/** What happened to a row in the field's words, where the declaration has one: `grid.redrawn`. */
export const kindOf = (layer: Declaration, action: string): string =>
  `${layer.singular}.${layer.happens?.[action] ?? action}`;
