import type { FeatureCollection } from "geojson";
import type {
  GeoJSONSource,
  Map as GlMap,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
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

/** Everything of an overlay but its features. */
const shapeOf = (overlay: Overlay): string =>
  JSON.stringify([
    overlay.slot,
    overlay.layers,
    Object.entries(overlay.sources).map(([name, s]) => [name, isFeatures(s) ? null : s]),
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
        if (isFeatures(source) && source !== drawn.sources[name])
          this.gl.getSource<GeoJSONSource>(nameIn(id, name))?.setData(source);
      return;
    }
    if (drawn) this.takeOut(id, drawn);
    if (wanted) this.putIn(id, wanted);
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
