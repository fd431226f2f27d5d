import {
  barriers,
  buildings,
  crossings,
  grids,
  parcels,
  streets,
  townships,
  villages,
  waters,
} from "./areas.js";
import { LAYER_NAMES, type Layer, type LayerName } from "./layer.js";
import { cameras, households, incidents, ties } from "./objects.js";

export * from "./layer.js";

const byName: Record<LayerName, Layer> = {
  townships,
  villages,
  grids,
  buildings,
  households,
  cameras,
  incidents,
  streets,
  waters,
  parcels,
  barriers,
  crossings,
  ties,
};

export const LAYERS: readonly Layer[] = LAYER_NAMES.map((name) => byName[name]);

export const layerOf = (name: LayerName): Layer => byName[name];

export const isLayerName = (name: string): name is LayerName => Object.hasOwn(byName, name);

/** What a search looks in: the layers it names, or without names those that are places. */
export const searchedLayers = (names: readonly string[] | null): Layer[] =>
  LAYERS.filter((l) => l.search.length > 0 && (names ? names.includes(l.name) : !l.searchedByName));
