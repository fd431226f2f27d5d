import { layerOf } from "../../schema/layers/index.js";

/** Is a category one that is counted and never named, whoever looks? Anybody passes by a wall. */
export const isDelicate = (category: string): boolean =>
  (layerOf("incidents").delicate?.codes ?? []).some((code) => category.startsWith(code));
