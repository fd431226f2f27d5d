import type {
  DataDrivenPropertyValueSpecification,
  FilterSpecification,
  LayerSpecification,
} from "maplibre-gl";
import { ACCENT } from "../layers/legend.js";
import { amount, colour, font, halo, INK } from "./paint.js";

/** A value, or a MapLibre expression that gives one for each feature. */
type Given<T> = DataDrivenPropertyValueSpecification<T> | readonly unknown[];

interface Look {
  /** The layer's name in its overlay. */
  id: string;
  /** The source's name in its overlay. */
  source: string;
  colour?: Given<string>;
  opacity?: Given<number>;
  width?: Given<number>;
  filter?: FilterSpecification;
  minzoom?: number;
}

const base = ({ id, source, filter, minzoom }: Look) => ({
  id,
  source,
  ...(filter ? { filter } : {}),
  ...(minzoom === undefined ? {} : { minzoom }),
});

/** Areas tinted so that the ground is still read through them. */
export const tint = (look: Look): LayerSpecification => ({
  ...base(look),
  type: "fill",
  paint: {
    "fill-color": colour(look.colour ?? ACCENT),
    "fill-opacity": amount(look.opacity ?? 0.16),
  },
});

/** A line, or the outline of areas. */
export const stroke = (look: Look): LayerSpecification => ({
  ...base(look),
  type: "line",
  layout: { "line-join": "round", "line-cap": "round" },
  paint: {
    "line-color": colour(look.colour ?? ACCENT),
    "line-width": amount(look.width ?? 2.2),
    "line-opacity": amount(look.opacity ?? 1),
  },
});

/** A ring around a point, which leaves the point to be seen; `width` is its radius. */
export const ring = (look: Look): LayerSpecification => ({
  ...base(look),
  type: "circle",
  paint: {
    "circle-radius": amount(look.width ?? 12),
    "circle-color": colour(look.colour ?? ACCENT),
    "circle-opacity": amount(look.opacity ?? 0.15),
    "circle-stroke-color": colour(look.colour ?? ACCENT),
    "circle-stroke-width": 2.5,
  },
});

/** The feature's `name`, in the map's own letters. */
export const label = (look: Look & { halo?: string }): LayerSpecification => ({
  ...base(look),
  type: "symbol",
  layout: {
    ...font,
    "text-field": ["get", "name"],
    "text-size": amount(look.width ?? 12),
    "text-max-width": 7,
  },
  paint: { "text-color": colour(look.colour ?? INK), ...halo(look.halo ?? "#ffffffd0") },
});
