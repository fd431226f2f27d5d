import type { LayerName, SessionQuery } from "../gql/graphql.js";

export type LayerInfo = SessionQuery["layers"][number];
export type FieldInfo = LayerInfo["fields"][number];
export type Category = SessionQuery["categories"][number];

/**
 * How one object of a layer is called in the schema: `incident(id)`, `createIncident`,
 * `IncidentFilter`.
 */
const SINGULAR: Record<LayerName, string> = {
  BARRIERS: "Barrier",
  BUILDINGS: "Building",
  CAMERAS: "Camera",
  CROSSINGS: "Crossing",
  GRIDS: "Grid",
  HOUSEHOLDS: "Household",
  INCIDENTS: "Incident",
  PARCELS: "Parcel",
  STREETS: "Street",
  TIES: "Tie",
  VILLAGES: "Village",
  WATERS: "Water",
};

export const typeNameOf = (name: LayerName): string => SINGULAR[name];
export const objectFieldOf = (name: LayerName): string => SINGULAR[name].toLowerCase();
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
  "streets",
  "waters",
  "parcels",
];

export const isShown = (layers: readonly string[] | null, name: LayerName): boolean =>
  (layers ?? USUAL_LAYERS).includes(listFieldOf(name));
