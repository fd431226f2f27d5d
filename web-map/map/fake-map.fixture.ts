import type { Feature } from "geojson";
import type {
  Bounds,
  Camera,
  DragHand,
  LngLat,
  MapAdapter,
  MapClick,
  Overlay,
} from "./map-adapter.js";

/** What lies under a click on a fake map. */
interface Under {
  grids?: string[];
  overlays?: Record<string, Feature[]>;
}

export interface FakeMap extends MapAdapter {
  /** Everything that was asked of it, in order: `["fit", bounds, 17]`. */
  readonly asked: readonly (readonly [method: string, ...args: unknown[]])[];
  /** Arguments of the last time that `method` was asked. */
  last(method: keyof MapAdapter): readonly unknown[] | undefined;
  /** What workspaces draw now. */
  readonly overlays: ReadonlyMap<string, Overlay>;
  /** As a user clicks; true: someone took it, and the objects were not asked. */
  click(at: LngLat, under?: Under): boolean;
  /** The pointer as a user has it on the map; `press` false: nothing has a grip there. */
  press(at: LngLat): boolean;
  pull(at: LngLat): void;
  letGo(): void;
  /** As the pointer comes over a place. */
  hover(at: LngLat): boolean;
  /** As a user drags the pin; nothing where there is none. */
  dragPin(at: LngLat): void;
}

/** A map for component tests: it looks where it is told, remembers, and draws nothing. */
export function fakeMap(start: Camera = { zoom: 12, lng: 107, lat: 29 }): FakeMap {
  let camera = start;
  let onDrag: ((at: LngLat) => void) | undefined;
  const asked: [string, ...unknown[]][] = [];
  const overlays = new Map<string, Overlay>();
  const claims: ((click: MapClick) => boolean)[] = [];
  const note =
    (method: string) =>
    (...args: unknown[]) => {
      asked.push([method, ...args]);
    };
  const hands: DragHand[] = [];
  const watchers = new Set<(at: LngLat | null, isPress: boolean) => void>();
  const claimClicks = (claim: (click: MapClick) => boolean) => {
    claims.push(claim);
    return () => {
      claims.splice(claims.indexOf(claim), 1);
    };
  };
  return {
    asked,
    overlays,
    last: (method) => asked.findLast(([name]) => name === method)?.slice(1),
    click: (at, { grids = [], overlays: hit = {} } = {}) =>
      claims
        .toReversed()
        .some((take) => take({ at, grids: () => grids, of: (id) => hit[id] ?? [] })),
    press: (at) => hands.at(-1)?.grip(at) ?? false,
    pull: (at) => {
      hands.at(-1)?.drag(at, false);
    },
    letGo: () => {
      hands.at(-1)?.drop(true);
    },
    hover: (at) => {
      for (const tell of [...watchers]) tell(at, false);
      return hands.at(-1)?.hover(at) ?? false;
    },
    dragPin: (at) => {
      onDrag?.(at);
    },
    get gl(): never {
      throw new Error("a fake map has no library to draw by");
    },
    camera: () => camera,
    bounds: (): Bounds => {
      const half = 180 / 2 ** camera.zoom;
      return [camera.lng - half, camera.lat - half, camera.lng + half, camera.lat + half];
    },
    fit: (bounds, maxZoom = 17) => {
      const [w, s, e, n] = bounds as unknown as Bounds;
      camera = { zoom: maxZoom, lng: (w + e) / 2, lat: (s + n) / 2 };
      note("fit")(bounds, maxZoom);
    },
    fly: (at, zoom = 17) => {
      camera = { zoom: Math.max(zoom, camera.zoom), lng: at[0]!, lat: at[1]! };
      note("fly")(at, zoom);
    },
    moveTo: (to) => {
      camera = to;
      note("moveTo")(to);
    },
    zoomBy: (steps) => {
      camera = { ...camera, zoom: camera.zoom + steps };
      note("zoomBy")(steps);
    },
    resize: note("resize"),
    setLetters: note("setLetters"),
    setLayers: note("setLayers"),
    showLayers: note("showLayers"),
    leaveOut: note("leaveOut"),
    beginAt: note("beginAt"),
    setTheme: note("setTheme"),
    setQuery: note("setQuery"),
    addOverlay: (id, overlay) => {
      overlays.set(id, overlay);
      return () => {
        if (overlays.get(id) === overlay) overlays.delete(id);
      };
    },
    setArea: note("setArea"),
    pickGrids: note("pickGrids"),
    setSelected: note("setSelected"),
    setHovered: note("setHovered"),
    setRelease: note("setRelease"),
    selectRelease: note("selectRelease"),
    claimClicks,
    grabClicks: (take) =>
      claimClicks(({ at, grids }) => {
        take(at, grids());
        return true;
      }),
    holdDrags: (hand) => {
      hands.push(hand);
      return () => {
        hands.splice(hands.indexOf(hand), 1);
      };
    },
    pickCentre: () => {
      const { lng, lat } = camera;
      claims.toReversed().some((take) => take({ at: [lng, lat], grids: () => [], of: () => [] }));
      note("pickCentre")();
    },
    watchPointer: (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    setAiming: note("setAiming"),
    setPin: (at, drag) => {
      onDrag = at ? drag : undefined;
      note("setPin")(at);
    },
    remove: note("remove"),
  };
}
