import type { Feature, FeatureCollection, Geometry, Point, Polygon } from "geojson";
import {
  type GeoJSONSource,
  Map as GlMap,
  type LngLatBoundsLike,
  type MapGeoJSONFeature,
  type MapMouseEvent,
  Marker,
  ScaleControl,
  setWorkerUrl,
  type VectorTileSource,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import { serviceRoot } from "../session/address.js";
import { type Area, areaPolygon } from "../state/area.js";
import { addCrosshair } from "./crosshair.js";
import { addIcons, addPatterns } from "./icons.js";
import { type Insets, insetsOf } from "./insets.js";
import { countedSource, SECTORS_FROM } from "./paint.js";
import { collection, sectorOf, shareTint } from "./sectors.js";
import { CLICKABLE, layerOfDrawing, mapStyle, type TileQuery, tileUrl } from "./style.js";

setWorkerUrl(workerUrl);

export interface Found {
  layer: string;
  id: string;
  name: string | null;
  category: string | null;
}
/** A coarse place with as many objects. */
export interface FoundCell {
  layer: string;
  at: [number, number];
}
export interface Camera {
  zoom: number;
  lng: number;
  lat: number;
}

export interface MapEvents {
  /** Objects under a click, nearest in meaning first; empty on bare ground. */
  onPick(found: Found[], at: [number, number]): void;
  onPickCell(cell: FoundCell): void;
  onMove(camera: Camera): void;
  /** Part of the map could not be fetched, or all that was missing is there now. */
  onWhole(whole: boolean): void;
}

export interface MapOptions {
  container: HTMLElement;
  layers: readonly LayerInfo[];
  query: TileQuery;
  bounds: [number, number, number, number] | null;
  camera: Camera | null;
  /** Whether the view shows a layer: what it does not show is not asked for either. */
  isShown(name: string): boolean;
  /** Headers of tile requests: the purpose for unmasked places. */
  headers(): Record<string, string>;
  events: MapEvents;
}

const CLICK_SLACK = 5;
/** As long as docks may still open after the map was told where to look. */
const AIM_MS = 1500;

/** The county with as much again on every side: far enough to see where it lies, near enough to find back. */
function around([w, s, e, n]: [number, number, number, number]): LngLatBoundsLike {
  const [dx, dy] = [Math.max(e - w, 0.05), Math.max(n - s, 0.05)];
  return [w - dx, Math.max(s - dy, -85), e + dx, Math.min(n + dy, 85)];
}
const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * The map library behind one door: the page speaks of areas, objects and layers, never of sources
 * and paint.
 */
export class MapAdapter {
  readonly gl: GlMap;
  /** While set, clicks go here and not to selection. */
  private grab: ((at: [number, number], grids: string[]) => void) | null = null;
  private marker: Marker | null = null;
  /** Sources of which a tile failed: it is not asked again until the source is. */
  private readonly failed = new Set<string>();
  private picked: string[] = [];
  private chosenGrid: string | null = null;
  private ready: Promise<void>;
  private query: TileQuery;
  /** What is drawn over the tiles, by its source. */
  private readonly drawn = new Map<string, FeatureCollection>();
  private isShown: (name: string) => boolean;
  private showsRelease = false;
  /** Looks again where it was told to look: docks open beside the map while it flies. */
  private aim: { look(): void; until: number } | null = null;

  constructor(private options: MapOptions) {
    const { container, layers, query, camera, bounds } = options;
    this.isShown = options.isShown;
    this.query = query;
    this.gl = new GlMap({
      container,
      style: mapStyle(layers, serviceRoot, query, options.isShown),
      attributionControl: false,
      fadeDuration: 120,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxZoom: 20,
      minZoom: 4,
      ...(bounds ? { maxBounds: around(bounds) } : {}),
      renderWorldCopies: false,
      maxTileCacheSize: 60,
      ...(camera
        ? { center: [camera.lng, camera.lat] as [number, number], zoom: camera.zoom }
        : bounds
          ? { bounds: bounds as LngLatBoundsLike, fitBoundsOptions: { padding: this.insets() } }
          : {}),
      transformRequest: (url) =>
        url.includes("/tiles/")
          ? { url, headers: options.headers(), credentials: "same-origin" }
          : { url },
    });
    this.gl.touchZoomRotate.disableRotation();
    this.gl.keyboard.disableRotation();
    this.ready = new Promise((resolve) => {
      this.gl.once("style.load", () => {
        resolve();
      });
    });
    this.gl.addControl(new ScaleControl({ maxWidth: 110 }), "bottom-left");
    void addIcons(this.gl);
    addPatterns(this.gl);
    addCrosshair(this.gl, container);
    this.gl.on("click", (e) => {
      this.click(e);
    });
    this.gl.on("moveend", () => {
      options.events.onMove(this.camera());
    });
    this.gl.on("idle", () => {
      this.drawSectors();
      if (this.failed.size === 0) options.events.onWhole(true);
      container.dataset["idle"] = "true";
    });
    this.gl.on("movestart", (e) => {
      delete container.dataset["idle"];
      // Who moves the map by hand looks elsewhere.
      if (e.originalEvent) this.aim = null;
    });
    this.gl.on("resize", () => {
      if (this.aim && performance.now() < this.aim.until) this.aim.look();
    });
    container.addEventListener(
      "pointerdown",
      () => {
        this.lastPress++;
      },
      { capture: true },
    );
    this.gl.on("error", (e) => {
      if (!("sourceId" in e)) return;
      this.failed.add(String(e.sourceId));
      options.events.onWhole(false);
    });
    for (const id of CLICKABLE) {
      this.gl.on("mouseenter", id, () => {
        if (!this.grab && !id.endsWith("-fill")) this.gl.getCanvas().style.cursor = "pointer";
      });
      this.gl.on("mouseleave", id, () => {
        if (!this.grab) this.gl.getCanvas().style.cursor = "";
      });
    }
  }

  camera(): Camera {
    const { lng, lat } = this.gl.getCenter();
    return { zoom: this.gl.getZoom(), lng, lat };
  }

  bounds(): [number, number, number, number] {
    const b = this.gl.getBounds();
    return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()];
  }

  fit(bounds: readonly number[], maxZoom = 17): void {
    this.lookAt(() => {
      this.gl.fitBounds([bounds[0]!, bounds[1]!, bounds[2]!, bounds[3]!], {
        padding: this.insets(),
        maxZoom,
        animate: !reducedMotion(),
        duration: 700,
      });
    });
  }

  fly([lng, lat]: readonly number[], zoom = 17): void {
    this.fit([lng!, lat!, lng!, lat!], Math.max(zoom, this.gl.getZoom()));
  }

  private lookAt(look: () => void): void {
    this.aim = { look, until: performance.now() + AIM_MS };
    look();
  }

  /** What lies over the map's edges takes from what is seen of it. */
  private insets(): Insets {
    const { container } = this.options;
    const over = [...(container.parentElement?.children ?? [])]
      .filter((e) => e !== container)
      .flatMap((e) => (e.classList.contains("map-over") ? [...e.children] : [e]));
    return insetsOf(
      container.getBoundingClientRect(),
      over.map((e) => e.getBoundingClientRect()),
    );
  }

  /** Moves the map no more than is needed to see a place that a panel may have covered. */
  private keepInSight(at: [number, number]): void {
    const { clientWidth: width, clientHeight: height } = this.options.container;
    const inset = this.insets();
    const { x, y } = this.gl.project(at);
    const short = (v: number, low: number, high: number) =>
      v < low ? v - low : v > high ? v - high : 0;
    const dx = short(x, inset.left, width - inset.right);
    const dy = short(y, inset.top, height - inset.bottom);
    if (dx !== 0 || dy !== 0) this.gl.panBy([dx, dy], { animate: !reducedMotion(), duration: 300 });
  }

  /** Exactly there, as a link says it. */
  moveTo({ zoom, lng, lat }: Camera): void {
    this.gl.easeTo({ center: [lng, lat], zoom, animate: !reducedMotion(), duration: 400 });
  }

  zoomBy(steps: number): void {
    this.gl.zoomTo(this.gl.getZoom() + steps, { animate: !reducedMotion(), duration: 200 });
  }

  resize(): void {
    this.gl.resize();
  }

  /** What is asked of a map may come true after the map is gone: with a panel, a viewer, a view. */
  private whenReady(work: () => void): void {
    void this.ready.then(() => {
      if (!this.isRemoved) work();
    });
  }

  /**
   * Another viewer's layers on the same canvas: only what differs is fetched. What was drawn over
   * them is drawn again.
   */
  setLayers(layers: readonly LayerInfo[]): void {
    if (layers === this.options.layers) return;
    const names = (of: readonly LayerInfo[]) => of.map((l) => `${l.name} ${l.place}`).join();
    const same = names(layers) === names(this.options.layers);
    this.options = { ...this.options, layers };
    if (same) return;
    this.whenReady(() => {
      this.gl.setStyle(mapStyle(layers, serviceRoot, this.query, this.isShown), { diff: true });
      for (const [source, data] of this.drawn) this.put(source, data);
      this.pickGrids(this.picked);
    });
  }

  showLayers(isShown: (name: string) => boolean): void {
    this.isShown = isShown;
    this.whenReady(() => {
      this.applyShown();
    });
  }

  /** The release has borders of its own; beside them the grids' would be a second, other coast. */
  private applyShown(): void {
    const own = new Set(this.options.layers.map((l) => listFieldOf(l.name)));
    for (const { id } of this.gl.getStyle().layers) {
      const name = layerOfDrawing(id);
      if (!own.has(name)) continue;
      const shown = this.isShown(name) && !this.showsRelease;
      this.gl.setLayoutProperty(id, "visibility", shown ? "visible" : "none");
    }
  }

  /**
   * Asks the tiles anew; of `only` these layers, else of all. Shown tiles stay until the new ones
   * are there.
   */
  setQuery(query: TileQuery, only?: readonly string[]): void {
    this.query = query;
    this.whenReady(() => {
      for (const layer of this.options.layers) {
        const name = listFieldOf(layer.name);
        if (only && !only.includes(name)) continue;
        for (const source of [name, countedSource(name)]) {
          this.failed.delete(source);
          (this.gl.getSource(source) as VectorTileSource | undefined)?.setTiles([
            tileUrl(serviceRoot, layer, query),
          ]);
        }
      }
    });
  }

  private put(source: string, data: FeatureCollection): void {
    this.drawn.set(source, data);
    this.whenReady(() => {
      (this.gl.getSource(source) as GeoJSONSource | undefined)?.setData(data);
    });
  }

  /** Outlines an area and dims what lies outside. */
  setArea(area: Area | null): void {
    const shape = area ? areaPolygon(area) : null;
    this.put("area", collection(shape ? [feature(shape)] : []));
    this.put("mask", collection(shape ? [feature(outsideOf(shape))] : []));
    this.pickGrids(area?.kind === "grids" ? area.ids : []);
  }

  pickGrids(ids: readonly string[]): void {
    this.whenReady(() => {
      if (!this.gl.getSource("grids")) return;
      for (const id of this.picked)
        this.gl.setFeatureState({ source: "grids", sourceLayer: "grids", id }, { picked: false });
      for (const id of ids)
        this.gl.setFeatureState({ source: "grids", sourceLayer: "grids", id }, { picked: true });
      this.picked = [...ids];
    });
  }

  setSelected(geometry: Geometry | null): void {
    this.put("selected", collection(geometry ? [feature(geometry)] : []));
  }

  setHovered(at: readonly number[] | null): void {
    this.put("hovered", collection(at ? [feature({ type: "Point", coordinates: [...at] })] : []));
  }

  /** Areas of the public release: each with `id`, `look` and where its name stands. */
  setRelease(areas: FeatureCollection, names: FeatureCollection): void {
    this.put("release", areas);
    this.put("release-names", names);
    this.showsRelease = areas.features.length > 0;
    this.whenReady(() => {
      this.applyShown();
    });
  }

  selectRelease(id: string | null): void {
    this.whenReady(() => {
      if (this.chosenGrid)
        this.gl.setFeatureState({ source: "release", id: this.chosenGrid }, { selected: false });
      if (id) this.gl.setFeatureState({ source: "release", id }, { selected: true });
      this.chosenGrid = id;
    });
  }

  /**
   * Clicks go to `take` (place, grids under it) until the returned function is called. The press
   * that ends a drawing is followed by its click, which is nobody's: not even the map's own.
   */
  grabClicks(take: (at: [number, number], grids: string[]) => void): () => void {
    this.grab = take;
    this.gl.getCanvas().style.cursor = "crosshair";
    return () => {
      if (this.grab !== take) return;
      this.grab = null;
      this.spent = this.lastPress;
      this.gl.getCanvas().style.cursor = "";
    };
  }

  /** Shows where the middle is while a place is being aimed at. */
  setAiming(on: boolean): void {
    this.options.container.toggleAttribute("data-aiming", on);
  }

  /** A pin that can be dragged; null takes it away. */
  setPin(at: readonly number[] | null, onDrag?: (at: [number, number]) => void): void {
    this.marker?.remove();
    this.marker = null;
    if (!at) return;
    const element = document.createElement("div");
    element.className = "pin";
    this.marker = new Marker({ element, anchor: "bottom", draggable: onDrag !== undefined })
      .setLngLat([at[0]!, at[1]!])
      .addTo(this.gl);
    this.marker.on("dragend", () => {
      const p = this.marker!.getLngLat();
      onDrag?.([p.lng, p.lat]);
    });
  }

  /** What is at the middle of what is seen: selection without a mouse. */
  pickCentre(): void {
    const { lng, lat } = this.gl.getCenter();
    const point = this.gl.project([lng, lat]);
    if (this.grab) this.grab([lng, lat], this.gridsUnder(point));
    else this.pickAt(point, [lng, lat], 20);
  }

  private isRemoved = false;

  remove(): void {
    this.isRemoved = true;
    this.gl.remove();
  }

  /** Presses so far, and the one whose click is already used up. */
  private lastPress = 0;
  private spent = -1;

  private click(e: MapMouseEvent): void {
    if (this.lastPress === this.spent) return;
    const at: [number, number] = [e.lngLat.lng, e.lngLat.lat];
    if (this.grab) return this.grab(at, this.gridsUnder(e.point));
    this.pickAt(e.point, at, CLICK_SLACK);
  }

  private gridsUnder(point: { x: number; y: number }): string[] {
    return this.under(point, ["grids-fill"], 0).map((f) => String(f.properties["id"]));
  }

  private under(
    point: { x: number; y: number },
    ids: readonly string[],
    slack: number,
  ): MapGeoJSONFeature[] {
    const present = ids.filter((id) => this.gl.getLayer(id));
    return this.gl.queryRenderedFeatures(
      [
        [point.x - slack, point.y - slack],
        [point.x + slack, point.y + slack],
      ],
      { layers: present },
    );
  }

  private pickAt(point: { x: number; y: number }, at: [number, number], slack: number): void {
    const ids = CLICKABLE.filter((id) => id !== "release");
    const near = [
      ...this.under(
        point,
        ids.filter((id) => !id.endsWith("-fill") && id !== "buildings"),
        slack,
      ),
      ...this.under(point, ["release", "buildings", "grids-fill", "villages-fill"], 0),
    ];
    const counted = near.find((f) => f.properties["count"] !== undefined);
    if (counted) {
      const place = (counted.geometry as Point).coordinates as [number, number];
      if (counted.source.endsWith("-counted")) return this.fly(place, this.gl.getZoom() + 2);
      return this.options.events.onPickCell({
        layer: layerOfDrawing(counted.layer.id),
        at: place,
      });
    }
    const seen = new Set<string>();
    const rank = (f: MapGeoJSONFeature) => CLICKABLE.indexOf(f.layer.id);
    const found = near
      .sort((a, b) => rank(a) - rank(b))
      .flatMap((f): Found[] => {
        const id = String(f.properties["id"]);
        if (seen.has(id)) return [];
        seen.add(id);
        const text = (value: unknown) => (typeof value === "string" ? value : null);
        return [
          {
            layer: layerOfDrawing(f.layer.id),
            id,
            name: text(f.properties["name"]),
            category: text(f.properties["category"]),
          },
        ];
      });
    if (found.length > 0)
      this.aim = {
        look: () => {
          this.keepInSight(at);
        },
        until: performance.now() + AIM_MS,
      };
    this.options.events.onPick(found, at);
  }

  /**
   * Sectors are drawn from the cameras in view, on the ground's scale; far out they would only be
   * dots.
   */
  private drawSectors(): void {
    const source = this.gl.getSource("cameras");
    if (!source) return;
    const near =
      this.gl.getZoom() >= SECTORS_FROM
        ? this.gl.querySourceFeatures("cameras", { sourceLayer: "cameras" })
        : [];
    const sectors = new Map<string, Feature<Polygon>>();
    for (const f of near) {
      if (f.geometry.type !== "Point") continue;
      const { heading, fieldOfView, rangeM, id } = f.properties;
      const sector = sectorOf(f.geometry.coordinates, heading, fieldOfView, rangeM);
      if (sector) sectors.set(String(id), sector);
    }
    const key = [...sectors.keys()].sort().join();
    // Setting data starts a new round of drawing, which ends in another idle.
    if (key === this.sectorKey) return;
    this.sectorKey = key;
    this.put("sectors", collection(shareTint([...sectors.values()])));
  }

  private sectorKey = "";
}

const feature = (geometry: Geometry): Feature => ({ type: "Feature", properties: {}, geometry });

const outsideOf = (shape: Polygon): Polygon => ({
  type: "Polygon",
  coordinates: [
    [
      [-180, -85],
      [180, -85],
      [180, 85],
      [-180, 85],
      [-180, -85],
    ],
    shape.coordinates[0]!,
  ],
});
