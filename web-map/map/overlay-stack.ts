import type { FeatureCollection } from "geojson";
import type {
  GeoJSONSource,
  Map as GlMap,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
  VectorTileSource,
} from "maplibre-gl";
import type { Overlay } from "./map-adapter.js";
import { anchorOf } from "./slots.js";

type Source = Overlay["sources"][string];

const isFeatures = (source: Source): source is FeatureCollection =>
  source.type === "FeatureCollection";

const sourceOf = (source: Source): SourceSpecification =>
  isFeatures(source) ? { type: "geojson", data: source, promoteId: "id" } : source;

const nameIn = (id: string, own: string) => `${id}-${own}`;

const layersOf = (id: string, { layers }: Overlay): LayerSpecification[] =>
  layers.map((layer) => ({
    ...layer,
    id: nameIn(id, layer.id),
    ...("source" in layer ? { source: nameIn(id, layer.source) } : {}),
  }));

/** What of a source and a layer can be another on the map as it stands. */
const fixedOf = (source: Source): unknown =>
  isFeatures(source) ? null : "tiles" in source ? { ...source, tiles: null } : source;
const paintOf = (layer: LayerSpecification): Record<string, unknown> => layer.paint ?? {};

/** Everything of an overlay but its features, where its tiles are, and its colours and widths. */
const shapeOf = (overlay: Overlay): string =>
  JSON.stringify([
    overlay.slot,
    overlay.layers.map((layer) => ({ ...layer, paint: Object.keys(paintOf(layer)) })),
    Object.entries(overlay.sources).map(([name, source]) => [name, fixedOf(source)]),
  ]);

/** What is drawn beside the viewer's layers, each thing in its slot and kept over other styles. */
export class OverlayStack {
  private readonly wanted = new Map<string, Overlay>();
  /** What the map has of it, in the order in which it came. */
  private readonly drawn = new Map<string, Overlay>();

  constructor(
    private readonly gl: GlMap,
    private readonly whenReady: (work: () => void) => void,
    private readonly host: {
      onAdded(): void;
      /** A layer as it is drawn now. */
      look(layer: LayerSpecification): LayerSpecification;
    },
  ) {}

  add(id: string, overlay: Overlay): () => void {
    this.wanted.set(id, overlay);
    this.whenReady(() => {
      this.settle(id);
    });
    return () => {
      if (this.wanted.get(id) !== overlay) return;
      this.wanted.delete(id);
      this.whenReady(() => {
        this.settle(id);
      });
    };
  }

  /** The style with everything that is drawn in it, so that a change of style takes nothing away. */
  into(style: StyleSpecification): StyleSpecification {
    const overlays = [...this.drawn];
    const layers = style.layers.flatMap((layer) => [
      ...overlays.flatMap(([id, o]) => (anchorOf(o.slot) === layer.id ? layersOf(id, o) : [])),
      layer,
    ]);
    const sources = overlays.flatMap(([id, o]) =>
      Object.entries(o.sources).map(([name, s]) => [nameIn(id, name), sourceOf(s)] as const),
    );
    return { ...style, layers, sources: { ...style.sources, ...Object.fromEntries(sources) } };
  }

  /** Names of an overlay's layers on the map. */
  layerIds(id: string): string[] {
    const overlay = this.drawn.get(id);
    return overlay ? layersOf(id, overlay).map((l) => l.id) : [];
  }

  /** All layers over which the pointer is a hand. */
  clickable(): string[] {
    return [...this.drawn].flatMap(([id, o]) => (o.isClickable ? this.layerIds(id) : []));
  }

  /** Brings the map to what is wanted: one that was taken away and given anew is only mended. */
  private settle(id: string): void {
    const [wanted, drawn] = [this.wanted.get(id), this.drawn.get(id)];
    if (wanted === drawn) return;
    if (wanted && drawn && shapeOf(wanted) === shapeOf(drawn)) {
      this.drawn.set(id, wanted);
      for (const [name, source] of Object.entries(wanted.sources))
        this.refill(nameIn(id, name), source, drawn.sources[name]!);
      this.repaint(id, wanted, drawn);
      return;
    }
    if (drawn) this.takeOut(id, drawn);
    if (wanted) this.putIn(id, wanted);
  }

  /** What is shown stays until the new is there. */
  private refill(name: string, source: Source, before: Source): void {
    if (source === before) return;
    if (isFeatures(source)) this.gl.getSource<GeoJSONSource>(name)?.setData(source);
    else if ("tiles" in source && "tiles" in before && source.tiles?.[0] !== before.tiles?.[0])
      this.gl.getSource<VectorTileSource>(name)?.setTiles(source.tiles ?? []);
  }

  private repaint(id: string, wanted: Overlay, drawn: Overlay): void {
    const before = layersOf(id, drawn);
    for (const [k, layer] of layersOf(id, wanted).entries()) {
      if (JSON.stringify(paintOf(layer)) === JSON.stringify(paintOf(before[k]!))) continue;
      for (const [key, value] of Object.entries(paintOf(this.host.look(layer))))
        this.gl.setPaintProperty(layer.id, key as never, value as never);
    }
  }

  private putIn(id: string, overlay: Overlay): void {
    this.drawn.set(id, overlay);
    for (const [name, source] of Object.entries(overlay.sources))
      this.gl.addSource(nameIn(id, name), sourceOf(source));
    for (const layer of layersOf(id, overlay))
      this.gl.addLayer(this.host.look(layer), anchorOf(overlay.slot));
    this.host.onAdded();
  }

  private takeOut(id: string, overlay: Overlay): void {
    this.drawn.delete(id);
    for (const layer of layersOf(id, overlay)) this.gl.removeLayer(layer.id);
    for (const name of Object.keys(overlay.sources)) this.gl.removeSource(nameIn(id, name));
  }
}
