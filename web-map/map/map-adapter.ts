import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { Map as GlMap, LayerSpecification, SourceSpecification } from "maplibre-gl";
import type { LayerInfo } from "../layers/layer-names.js";
import type { Area } from "../state/area.js";
import type { Theme } from "./night.js";
import type { OverlaySlot } from "./slots.js";
import type { TileQuery } from "./style.js";

export type LngLat = [number, number];
export type Bounds = [west: number, south: number, east: number, north: number];

export interface Found {
  layer: string;
  id: string;
  name: string | null;
  category: string | null;
}
/** A coarse place with as many objects. */
export interface FoundCell {
  layer: string;
  at: LngLat;
}
export interface Camera {
  zoom: number;
  lng: number;
  lat: number;
}

export interface MapEvents {
  /** Objects under a click, nearest in meaning first; empty on bare ground. */
  onPick(found: Found[], at: LngLat): void;
  onPickCell(cell: FoundCell): void;
  onMove(camera: Camera): void;
  /** Part of the map could not be fetched, or all that was missing is there now. */
  onWhole(whole: boolean): void;
}

export interface MapOptions {
  container: HTMLElement;
  layers: readonly LayerInfo[];
  query: TileQuery;
  bounds: Bounds | null;
  camera: Camera | null;
  theme: Theme;
  /** Whether the view shows a layer: what it does not show is not asked for either. */
  isShown(name: string): boolean;
  /** Headers of tile requests: the purpose for unmasked places. */
  headers(): Record<string, string>;
  events: MapEvents;
}

/** What a workspace draws on the map; names of sources and layers are the overlay's own. */
export interface Overlay {
  slot: OverlaySlot;
  /** Features, or tiles as MapLibre describes them. */
  sources: Readonly<Record<string, FeatureCollection | SourceSpecification>>;
  /** The lowest first; paint.ts and presets.ts have the map's own colours and widths. */
  layers: readonly LayerSpecification[];
  /** The pointer is a hand over it: who sets this claims its clicks. */
  isClickable?: boolean;
}

export interface MapClick {
  at: LngLat;
  /** Ids of the grids under it. */
  grids(): string[];
  /** Features of an overlay under it. */
  of(overlay: string): Feature[];
}

/** What a tool drags on the map. */
export interface DragHand {
  /** The pointer is over this place, not pressed; null: it has left. True: there is a grip. */
  hover(at: LngLat | null): boolean;
  /** Pressed here: true takes the drag, and the map stays where it is. */
  grip(at: LngLat): boolean;
  /** `isFree`: Alt is held, nothing draws it to itself. */
  drag(at: LngLat, isFree: boolean): void;
  /** False: it was taken away, not let go. */
  drop(isDone: boolean): void;
}

/**
 * The map library behind one door: the page speaks of areas, objects and layers, never of tiles and
 * canvases. `MapLibreAdapter` is what browsers get, `fakeMap` what component tests get.
 */
export interface MapAdapter {
  /** The library itself, for the drawing library alone, which cannot do without. */
  readonly gl: GlMap;

  camera(): Camera;
  bounds(): Bounds;
  fit(bounds: readonly number[], maxZoom?: number): void;
  /** There, at `zoom` or as near as it is already. */
  fly(at: readonly number[], zoom?: number): void;
  /** Exactly there, as a link says it. */
  moveTo(camera: Camera): void;
  zoomBy(steps: number): void;
  resize(): void;
  /** Letters and lines so many times as large, for who looks from far away. */
  setLetters(times: number): void;

  /**
   * Another viewer's layers on the same canvas: only what differs is fetched. Overlays stay.
   */
  setLayers(layers: readonly LayerInfo[]): void;
  showLayers(isShown: (name: string) => boolean): void;
  /**
   * These are not shown, whatever `showLayers` says, before or after: layers, or drawings by id.
   */
  leaveOut(names: readonly string[]): void;
  /** From which zoom on some drawings are seen, by id; {}: as the map has them. */
  beginAt(zooms: Readonly<Record<string, number>>): void;
  /** The same map by day or by night; nothing is fetched for it. */
  setTheme(theme: Theme): void;
  /**
   * Asks the tiles anew; of `only` these layers, else of all. Shown tiles stay until the new ones
   * are there.
   */
  setQuery(query: TileQuery, only?: readonly string[]): void;

  /**
   * Draws an overlay until the returned function is called. The same `id` again replaces it;
   * where only features differ the map does not blink. An overlay that bears the name of a layer
   * is shown and hidden with it.
   */
  addOverlay(id: string, overlay: Overlay): () => void;
  /** Outlines an area and dims what lies outside. */
  setArea(area: Area | null): void;
  pickGrids(ids: readonly string[]): void;
  setSelected(geometry: Geometry | null): void;
  setHovered(at: readonly number[] | null): void;
  /**
   * Areas of the public release, each with `id`, `look` and where its name stands. While there are
   * any, the viewer's own layers are not drawn: their borders would be a second, other coast.
   */
  setRelease(areas: FeatureCollection, names: FeatureCollection): void;
  selectRelease(id: string | null): void;

  /**
   * Clicks are asked of `claim` before the objects, the last claim first, until the returned
   * function is called; the one that answers true has taken it.
   */
  claimClicks(claim: (click: MapClick) => boolean): () => void;
  /**
   * All clicks go to `take` (place, grids under it) until the returned function is called. The
   * press that ends a drawing is followed by its click, which is nobody's: not even the map's own.
   */
  grabClicks(take: (at: LngLat, grids: string[]) => void): () => void;
  /** Drags that begin where the hand grips are its own, until the returned function is called. */
  holdDrags(hand: DragHand): () => void;
  /** What is at the middle of what is seen: selection without a mouse. */
  pickCentre(): void;
  /**
   * Tells where the pointer is, and whether it was pressed there; null: not over the map. Until the
   * returned function is called.
   */
  watchPointer(tell: (at: LngLat | null, isPress: boolean) => void): () => void;

  /** Shows where the middle is while a place is being aimed at. */
  setAiming(on: boolean): void;
  /** A pin that can be dragged; null takes it away. */
  setPin(at: readonly number[] | null, onDrag?: (at: LngLat) => void): void;

  remove(): void;
}
