import type { FeatureCollection, Geometry } from "geojson";
import {
  addProtocol,
  Map as GlMap,
  type LngLatBoundsLike,
  ScaleControl,
  setWorkerUrl,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import type { LayerInfo } from "../layers/layer-names.js";
import { serviceRoot } from "../session/address.js";
import type { Area } from "../state/area.js";
import { SHIFTED, shiftedTile } from "./background.js";
import { drawCameraSectors } from "./camera-sectors.js";
import { addCrosshair } from "./crosshair.js";
import { addIcons, addPatterns } from "./icons.js";
import type {
  Bounds,
  Camera,
  DragHand,
  LngLat,
  MapAdapter,
  MapClick,
  MapOptions,
  Overlay,
} from "./map-adapter.js";
import { around, insetsNow, MapCamera } from "./map-camera.js";
import { MapClicks } from "./map-clicks.js";
import { holdDrags } from "./map-drags.js";
import { MapPin } from "./map-pin.js";
import { layerIn, styleIn, type Theme } from "./night.js";
import { OverlayStack } from "./overlay-stack.js";
import { areaOverlay, hoveredOverlay, releaseOverlay, selectedOverlay } from "./own-overlays.js";
import { collection } from "./sectors.js";
import { mapStyle, type TileQuery } from "./style.js";
import { TileLayers } from "./tile-layers.js";

setWorkerUrl(workerUrl);
addProtocol(SHIFTED, shiftedTile);

function glMap(options: MapOptions): GlMap {
  const { container, layers, query, camera, bounds } = options;
  const gl = new GlMap({
    container,
    style: styleIn(options.theme, mapStyle(layers, serviceRoot, query, options.isShown)),
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
      ? { center: [camera.lng, camera.lat] as LngLat, zoom: camera.zoom }
      : bounds
        ? {
            bounds: bounds as LngLatBoundsLike,
            fitBoundsOptions: { padding: insetsNow(container) },
          }
        : {}),
    // Only our own tiles are told who asks; the address of a background map may hold the word too.
    transformRequest: (url) =>
      url.startsWith(`${serviceRoot}/tiles/`)
        ? { url, headers: options.headers(), credentials: "same-origin" }
        : { url },
  });
  gl.touchZoomRotate.disableRotation();
  gl.keyboard.disableRotation();
  gl.addControl(new ScaleControl({ maxWidth: 110 }), "bottom-left");
  void addIcons(gl);
  addPatterns(gl);
  addCrosshair(gl, container);
  return gl;
}

/** The map as browsers draw it. */
export class MapLibreAdapter implements MapAdapter {
  readonly gl: GlMap;
  private readonly container: HTMLElement;
  private readonly ready: Promise<void>;
  private readonly looking: MapCamera;
  private readonly overlays: OverlayStack;
  private readonly tiles: TileLayers;
  private readonly clicks: MapClicks;
  private readonly pin: MapPin;
  private release = { areas: collection([]), names: collection([]), chosen: null as string | null };
  private isRemoved = false;

  constructor(options: MapOptions) {
    const { container, events } = options;
    const gl = glMap(options);
    this.gl = gl;
    this.container = container;
    this.ready = new Promise((resolve) => {
      gl.once("style.load", () => {
        resolve();
      });
    });
    const whenReady = (work: () => void) => {
      this.whenReady(work);
    };
    this.looking = new MapCamera(gl, container, options.camera ? null : options.bounds);
    this.tiles = new TileLayers(gl, whenReady, options, () => this.overlays);
    this.overlays = new OverlayStack(gl, whenReady, {
      onAdded: () => {
        this.tiles.applyShown();
      },
      look: (layer) => layerIn(this.tiles.theme, layer),
    });
    this.clicks = new MapClicks(gl, container, this.looking, this.overlays, events);
    this.pin = new MapPin(gl);
    // In this order they lie on one another.
    drawCameraSectors(gl, this.overlays);
    this.drawRelease();
    this.setArea(null);
    this.setSelected(null);
    this.setHovered(null);
    gl.on("moveend", () => {
      events.onMove(this.camera());
    });
    gl.on("movestart", () => {
      delete container.dataset["idle"];
    });
    gl.on("idle", () => {
      container.dataset["idle"] = "true";
    });
  }

  camera(): Camera {
    return this.looking.now();
  }
  bounds(): Bounds {
    return this.looking.bounds();
  }
  fit(bounds: readonly number[], maxZoom?: number): void {
    this.looking.fit(bounds, maxZoom);
  }
  fly(at: readonly number[], zoom?: number): void {
    this.looking.fly(at, zoom);
  }
  moveTo(camera: Camera): void {
    this.looking.moveTo(camera);
  }
  zoomBy(steps: number): void {
    this.looking.zoomBy(steps);
  }
  resize(): void {
    this.gl.resize();
  }
  setLetters(times: number): void {
    // Drawn smaller than its place and enlarged: widths and letters of the style stay as they are.
    Object.assign(this.container.style, {
      ...{ width: `${100 / times}%`, height: `${100 / times}%` },
      ...{ transform: times === 1 ? "" : `scale(${times})`, transformOrigin: "0 0" },
    });
    this.gl.setPixelRatio(devicePixelRatio * times);
    this.gl.resize();
  }

  setLayers(layers: readonly LayerInfo[]): void {
    this.tiles.setLayers(layers);
  }
  showLayers(isShown: (name: string) => boolean): void {
    this.tiles.showLayers(isShown);
  }
  leaveOut(names: readonly string[]): void {
    this.tiles.leaveOut(names);
  }
  beginAt(zooms: Readonly<Record<string, number>>): void {
    this.tiles.beginAt(zooms);
  }
  setTheme(theme: Theme): void {
    this.tiles.setTheme(theme);
  }
  setQuery(query: TileQuery, only?: readonly string[]): void {
    this.tiles.setQuery(query, only);
  }

  addOverlay(id: string, overlay: Overlay): () => void {
    return this.overlays.add(id, overlay);
  }
  setArea(area: Area | null): void {
    this.overlays.add("area", areaOverlay(area));
    this.pickGrids(area?.kind === "grids" ? area.ids : []);
  }
  pickGrids(ids: readonly string[]): void {
    this.tiles.pickGrids(ids);
  }
  setSelected(geometry: Geometry | null): void {
    this.overlays.add("selected", selectedOverlay(geometry));
  }
  setHovered(at: readonly number[] | null): void {
    this.overlays.add("hovered", hoveredOverlay(at));
  }
  setRelease(areas: FeatureCollection, names: FeatureCollection): void {
    this.release = { ...this.release, areas, names };
    this.drawRelease();
    this.tiles.putAside(areas.features.length > 0);
  }
  selectRelease(chosen: string | null): void {
    this.release = { ...this.release, chosen };
    this.drawRelease();
  }
  private drawRelease(): void {
    const { areas, names, chosen } = this.release;
    this.overlays.add("release", releaseOverlay(areas, names, chosen));
  }

  claimClicks(claim: (click: MapClick) => boolean): () => void {
    return this.clicks.claim(claim);
  }
  grabClicks(take: (at: LngLat, grids: string[]) => void): () => void {
    return this.clicks.grab(take);
  }
  holdDrags(hand: DragHand): () => void {
    return holdDrags(this.gl, hand);
  }
  pickCentre(): void {
    this.clicks.centre();
  }
  watchPointer(tell: (at: LngLat | null, isPress: boolean) => void): () => void {
    const { unsubscribe: noMove } = this.gl.on("mousemove", ({ lngLat: { lng, lat } }) => {
      tell([lng, lat], false);
    });
    const { unsubscribe: noPress } = this.gl.on("click", ({ lngLat: { lng, lat } }) => {
      tell([lng, lat], true);
    });
    const { unsubscribe: noLeave } = this.gl.on("mouseout", () => {
      tell(null, false);
    });
    return () => {
      noMove();
      noPress();
      noLeave();
    };
  }

  setAiming(on: boolean): void {
    this.container.toggleAttribute("data-aiming", on);
  }
  setPin(at: readonly number[] | null, onDrag?: (at: LngLat) => void): void {
    this.pin.set(at, onDrag);
  }

  remove(): void {
    this.isRemoved = true;
    this.looking.remove();
    this.gl.remove();
  }

  /** What is asked of a map may come true after the map is gone: with a panel, a viewer, a view. */
  private whenReady(work: () => void): void {
    void this.ready.then(() => {
      if (!this.isRemoved) work();
    });
  }
}
