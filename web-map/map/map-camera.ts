import type { Map as GlMap, LngLatBoundsLike } from "maplibre-gl";
import { type Insets, insetsOf } from "./insets.js";
import type { Bounds, Camera, LngLat } from "./map-adapter.js";
import { untilTouched } from "./until-touched.js";

/** As long as docks may still open after the map was told where to look. */
const AIM_MS = 1500;

/**
 * The county with as much again on every side: far enough to see where it lies, near enough to find
 * back. Above and below twice as much: over a phone's map lie cards higher than what is left of it.
 */
export function around([w, s, e, n]: Bounds): LngLatBoundsLike {
  const [dx, dy] = [Math.max(e - w, 0.05), Math.max(n - s, 0.05)];
  return [w - dx, Math.max(s - 2 * dy, -85), e + dx, Math.min(n + 2 * dy, 85)];
}

const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** What lies over the map's edges takes from what is seen of it. */
export function insetsNow(container: HTMLElement): Insets {
  const over = [...(container.parentElement?.children ?? [])]
    .filter((e) => e !== container)
    .flatMap((e) => (e.classList.contains("map-over") ? [...e.children] : [e]));
  return insetsOf(
    container.getBoundingClientRect(),
    over.map((e) => e.getBoundingClientRect()),
  );
}

/** Where the map looks, with regard to what lies over its edges and opens beside it. */
export class MapCamera {
  /** Looks again where it was told to look: docks open beside the map while it flies. */
  private aim: { look(): void; until: number } | null = null;
  private readonly unwatch: (() => void) | null = null;

  constructor(
    private readonly gl: GlMap,
    private readonly container: HTMLElement,
    /** All of what there is, where nobody said where to look. */
    first: Bounds | null,
  ) {
    if (first) {
      this.aim = {
        look: () => {
          gl.fitBounds(first, { padding: insetsNow(container), animate: false });
        },
        // On a slow machine docks come long after the map.
        until: Number.POSITIVE_INFINITY,
      };
      // So do cards over it, which grow with what they have to say.
      this.unwatch = untilTouched(container, () => {
        this.aim?.look();
      });
    }
    gl.on("movestart", (e) => {
      // Who moves the map by hand looks elsewhere.
      if (e.originalEvent) this.aim = null;
    });
    gl.on("resize", () => {
      if (this.aim && performance.now() < this.aim.until) this.aim.look();
    });
  }

  remove(): void {
    this.unwatch?.();
  }

  now(): Camera {
    const { lng, lat } = this.gl.getCenter();
    return { zoom: this.gl.getZoom(), lng, lat };
  }

  bounds(): Bounds {
    const b = this.gl.getBounds();
    return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()];
  }

  fit(bounds: readonly number[], maxZoom = 17): void {
    this.aimBy(() => {
      this.gl.fitBounds([bounds[0]!, bounds[1]!, bounds[2]!, bounds[3]!], {
        padding: insetsNow(this.container),
        maxZoom,
        animate: !isCalm(),
        duration: 700,
      });
    });
    this.aim?.look();
  }

  fly([lng, lat]: readonly number[], zoom = 17): void {
    this.fit([lng!, lat!, lng!, lat!], Math.max(zoom, this.gl.getZoom()));
  }

  moveTo({ zoom, lng, lat }: Camera): void {
    this.aim = null;
    this.gl.easeTo({ center: [lng, lat], zoom, animate: !isCalm(), duration: 400 });
  }

  zoomBy(steps: number): void {
    this.aim = null;
    this.gl.zoomTo(this.gl.getZoom() + steps, { animate: !isCalm(), duration: 200 });
  }

  /** A place that was clicked stays in sight of the panel that opens for it. */
  keep(at: LngLat): void {
    this.aimBy(() => {
      this.intoSight(at);
    });
  }

  private aimBy(look: () => void): void {
    this.aim = { look, until: performance.now() + AIM_MS };
  }

  /** Moves the map no more than is needed to see a place that a panel may have covered. */
  private intoSight(at: LngLat): void {
    const { clientWidth: width, clientHeight: height } = this.container;
    const inset = insetsNow(this.container);
    const { x, y } = this.gl.project(at);
    const short = (v: number, low: number, high: number) =>
      v < low ? v - low : v > high ? v - high : 0;
    const dx = short(x, inset.left, width - inset.right);
    const dy = short(y, inset.top, height - inset.bottom);
    if (dx !== 0 || dy !== 0) this.gl.panBy([dx, dy], { animate: !isCalm(), duration: 300 });
  }
}
