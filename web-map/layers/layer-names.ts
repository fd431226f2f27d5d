import type { LayerName, SessionQuery } from "../gql/graphql.js";

export type LayerInfo = SessionQuery["layers"][number];
export type FieldInfo = LayerInfo["fields"][number];
export type Category = SessionQuery["categories"][number];

/** `incidents`: the list in the schema, the tiles' layer and the word in the address bar. */
export const listFieldOf = (name: LayerName): string => name.toLowerCase();

/** Layers a viewer works with; the others are the ground they lie on. */
export const DATA_LAYERS: readonly LayerName[] = [
  "INCIDENTS",
  "CAMERAS",
  "HOUSEHOLDS",
  "BUILDINGS",
  "GRIDS",
  "VILLAGES",
  "TOWNSHIPS",
  "TIES",
];
export const BASE_LAYERS: readonly LayerName[] = [
  "STREETS",
  "WATERS",
  "PARCELS",
  "BARRIERS",
  "CROSSINGS",
];
/** Shown until the viewer chooses. */
export const USUAL_LAYERS: readonly string[] = [
  "incidents",
  "cameras",
  "households",
  "buildings",
  "grids",
  "villages",
  "townships",
  "streets",
  "waters",
  "parcels",
];

export const isShown = (layers: readonly string[] | null, name: LayerName): boolean =>
  (layers ?? USUAL_LAYERS).includes(listFieldOf(name));
