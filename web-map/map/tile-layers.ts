import type { Map as GlMap, VectorTileSource } from "maplibre-gl";
import { type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import { serviceRoot } from "../session/address.js";
import type { MapOptions } from "./map-adapter.js";
import { styleIn, type Theme } from "./night.js";
import type { OverlayStack } from "./overlay-stack.js";
import { countedSource } from "./paint.js";
import { layerOfDrawing, mapStyle, type TileQuery, tileUrl } from "./style.js";

const namesOf = (layers: readonly LayerInfo[]) => layers.map((l) => `${l.name} ${l.place}`).join();

/** The viewer's layers as tiles: which there are, which are shown, and what is asked of them. */
export class TileLayers {
  private layers: readonly LayerInfo[];
  private query: TileQuery;
  private isShown: (name: string) => boolean;
  /** By day or by night. */
  theme: Theme;
  private areAside = false;
  private leftOut: readonly string[] = [];
  private begins: Readonly<Record<string, number>> = {};
  private picked: readonly string[] = [];
  /** Sources of which a tile failed: it is not asked again until the source is. */
  private readonly failed = new Set<string>();

  constructor(
    private readonly gl: GlMap,
    private readonly whenReady: (work: () => void) => void,
    options: MapOptions,
    private readonly overlays: () => OverlayStack,
  ) {
    this.layers = options.layers;
    this.query = options.query;
    this.isShown = options.isShown;
    this.theme = options.theme;
    gl.on("error", (e) => {
      if (!("sourceId" in e)) return;
      this.failed.add(String(e.sourceId));
      options.events.onWhole(false);
    });
    gl.on("idle", () => {
      if (this.failed.size === 0) options.events.onWhole(true);
    });
  }

  setLayers(layers: readonly LayerInfo[]): void {
    if (layers === this.layers) return;
    const isSame = namesOf(layers) === namesOf(this.layers);
    this.layers = layers;
    if (isSame) return;
    this.whenReady(() => {
      this.draw();
    });
  }

  setTheme(theme: Theme): void {
    if (theme === this.theme) return;
    this.theme = theme;
    this.whenReady(() => {
      this.draw();
    });
  }

  /** What the map has becomes what it should have; what is the same is not fetched again. */
  private draw(): void {
    const style = mapStyle(this.layers, serviceRoot, this.query, this.isShown);
    const layers = style.layers.map((layer) => {
      const minzoom = this.begins[layer.id];
      return minzoom === undefined ? layer : { ...layer, minzoom };
    });
    const drawn = this.overlays().into({ ...style, layers });
    this.gl.setStyle(styleIn(this.theme, drawn), { diff: true });
    this.applyShown();
    this.applyPicked([]);
  }

  showLayers(isShown: (name: string) => boolean): void {
    this.isShown = isShown;
    this.whenReady(() => {
      this.applyShown();
    });
  }

  /**
   * What a workspace draws in its own way, whichever layers are shown; a layer, or one drawing of
   * it.
   */
  leaveOut(names: readonly string[]): void {
    this.leftOut = names;
    this.whenReady(() => {
      this.applyShown();
    });
  }

  /** Zooms from which on some drawings are seen, by id, where they are not the style's own. */
  beginAt(zooms: Readonly<Record<string, number>>): void {
    this.begins = zooms;
    this.whenReady(() => {
      this.draw();
    });
  }

  /** Something else stands for them: while it does, none is drawn. */
  putAside(areAside: boolean): void {
    this.areAside = areAside;
    this.whenReady(() => {
      this.applyShown();
    });
  }

  applyShown(): void {
    const own = new Set(this.layers.map((l) => listFieldOf(l.name)));
    for (const id of this.gl.getLayersOrder()) {
      const name = layerOfDrawing(id);
      if (!own.has(name)) continue;
      const isLeftOut = this.leftOut.includes(name) || this.leftOut.includes(id);
      const isShown = this.isShown(name) && !this.areAside && !isLeftOut;
      this.gl.setLayoutProperty(id, "visibility", isShown ? "visible" : "none");
    }
  }

  setQuery(query: TileQuery, only?: readonly string[]): void {
    this.query = query;
    this.whenReady(() => {
      for (const layer of this.layers) {
        const name = listFieldOf(layer.name);
        if (only && !only.includes(name)) continue;
        for (const source of [name, countedSource(name)]) {
          this.failed.delete(source);
          this.gl
            .getSource<VectorTileSource>(source)
            ?.setTiles([tileUrl(serviceRoot, layer, query)]);
        }
      }
    });
  }

  pickGrids(ids: readonly string[]): void {
    this.whenReady(() => {
      const before = this.picked;
      this.picked = [...ids];
      this.applyPicked(before);
    });
  }

  private applyPicked(before: readonly string[]): void {
    if (!this.gl.getSource("grids")) return;
    const of = (id: string) => ({ source: "grids", sourceLayer: "grids", id });
    for (const id of before) this.gl.setFeatureState(of(id), { picked: false });
    for (const id of this.picked) this.gl.setFeatureState(of(id), { picked: true });
  }
}
