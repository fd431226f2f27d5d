import { LAYERS, type LayerName } from "../../schema/layers/index.js";

const byTable = new Map(LAYERS.map((l) => [l.table, l.name]));
const TABLES = new RegExp(`(?<!\\bas )(?<![\\w.])"?\\b(${[...byTable.keys()].join("|")})\\b`, "g");

/**
 * Of which layers SQL reads rows: its own, and those that filter and policy look into (a village's
 * grids, a tie's households). Its answer is another when one of them is.
 */
export const layersRead = (text: string): LayerName[] =>
  [...new Set([...text.matchAll(TABLES)].map(([, table]) => byTable.get(table!)!))].sort();
