import type { Point } from "geojson";
import type { Map as GlMap, MapGeoJSONFeature } from "maplibre-gl";
import type { Found, LngLat, MapClick, MapEvents } from "./map-adapter.js";
import type { MapCamera } from "./map-camera.js";
import type { OverlayStack } from "./overlay-stack.js";
import { CLICKABLE, layerOfDrawing } from "./style.js";

/** Pixels by which a click may miss a point or a line. */
const CLICK_SLACK = 5;
/** As long as the browser takes to tell a double click after its clicks. */
const DOUBLE_CLICK_MS = 400;
/** The middle of what is seen is aimed at less exactly than by a mouse. */
const CENTRE_SLACK = 20;

interface Pixel {
  x: number;
  y: number;
}

/** Areas are hit or missed; only what is thin or small is given slack. */
const isArea = (id: string) => id.endsWith("-fill") || id === "buildings";

const isGround = (id: string) => id.endsWith("-fill");

/** Who gets a click: the claims, the last first, and after them the objects under it. */
export class MapClicks {
  private readonly claims: ((click: MapClick) => boolean)[] = [];
  /** Those of them that take all there is. */
  private grabs = 0;
  /** Presses so far, and the one whose click is already used up. */
  private lastPress = 0;
  private spent = -1;

  constructor(
    private readonly gl: GlMap,
    container: HTMLElement,
    private readonly camera: MapCamera,
    private readonly overlays: OverlayStack,
    private readonly events: MapEvents,
  ) {
    gl.on("click", (e) => {
      if (this.lastPress === this.spent) return;
      this.click(e.point, [e.lngLat.lng, e.lngLat.lat], CLICK_SLACK);
    });
    container.addEventListener(
      "pointerdown",
      () => {
        this.lastPress++;
      },
      { capture: true },
    );
    gl.on("mousemove", (e) => {
      if (this.grabs > 0 || gl.isMoving()) return;
      const ids = [...CLICKABLE.filter((id) => !isGround(id)), ...overlays.clickable()];
      this.pointer(this.under(e.point, ids, 0).length > 0 ? "pointer" : "");
    });
  }

  claim(claim: (click: MapClick) => boolean): () => void {
    this.claims.push(claim);
    return () => {
      const at = this.claims.indexOf(claim);
      if (at >= 0) this.claims.splice(at, 1);
    };
  }

  grab(take: (at: LngLat, grids: string[]) => void): () => void {
    const release = this.claim(({ at, grids }) => {
      take(at, grids());
      return true;
    });
    this.grabs++;
    this.gl.doubleClickZoom.disable();
    this.pointer("crosshair");
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      release();
      this.grabs--;
      this.spent = this.lastPress;
      if (this.grabs > 0) return;
      this.pointer("");
      // The click that ended it may be the second of a double click, which is still to be told.
      setTimeout(() => {
        if (this.grabs === 0) this.gl.doubleClickZoom.enable();
      }, DOUBLE_CLICK_MS);
    };
  }

  centre(): void {
    const { lng, lat } = this.gl.getCenter();
    this.click(this.gl.project([lng, lat]), [lng, lat], CENTRE_SLACK);
  }

  private pointer(cursor: "" | "pointer" | "crosshair"): void {
    this.gl.getCanvas().style.cursor = cursor;
  }

  private click(point: Pixel, at: LngLat, slack: number): void {
    const click: MapClick = {
      at,
      grids: () => this.under(point, ["grids-fill"], 0).map((f) => String(f.properties["id"])),
      of: (overlay) => {
        const ids = this.overlays.layerIds(overlay);
        const hit = this.under(point, ids, 0);
        return hit.length > 0 ? hit : this.under(point, ids, slack);
      },
    };
    if (!this.claims.toReversed().some((claim) => claim(click))) this.pick(point, at, slack);
  }

  private under({ x, y }: Pixel, ids: readonly string[], slack: number): MapGeoJSONFeature[] {
    const layers = ids.filter((id) => this.gl.getLayer(id));
    if (layers.length === 0) return [];
    return this.gl.queryRenderedFeatures(
      [
        [x - slack, y - slack],
        [x + slack, y + slack],
      ],
      { layers },
    );
  }

  private pick(point: Pixel, at: LngLat, slack: number): void {
    const near = [
      ...this.under(
        point,
        CLICKABLE.filter((id) => !isArea(id)),
        slack,
      ),
      ...this.under(point, CLICKABLE.filter(isArea), 0),
    ];
    const counted = near.find((f) => f.properties["count"] !== undefined);
    if (counted) {
      const place = (counted.geometry as Point).coordinates as LngLat;
      if (counted.source.endsWith("-counted")) return this.camera.fly(place, this.gl.getZoom() + 2);
      return this.events.onPickCell({ layer: layerOfDrawing(counted.layer.id), at: place });
    }
    const found = foundIn(near);
    if (found.length > 0) this.camera.keep(at);
    this.events.onPick(found, at);
  }
}

/** Each object once, in the order in which kinds of objects count. */
function foundIn(features: readonly MapGeoJSONFeature[]): Found[] {
  const rank = (f: MapGeoJSONFeature) => CLICKABLE.indexOf(f.layer.id);
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  const byId = new Map<string, Found>();
  for (const f of features.toSorted((a, b) => rank(a) - rank(b))) {
    const id = String(f.properties["id"]);
    if (byId.has(id)) continue;
    byId.set(id, {
      layer: layerOfDrawing(f.layer.id),
      id,
      name: text(f.properties["name"]),
      category: text(f.properties["category"]),
    });
  }
  return [...byId.values()];
}
