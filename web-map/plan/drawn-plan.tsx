import type { Geometry } from "geojson";
import { useMemo } from "react";
import { gridGeometry } from "../../geo/coverage/browser.js";
import type { Shape } from "../../geo/coverage/model.js";
import { shapeOf } from "../../geo/coverage/shape.js";
import type { LngLat, Overlay } from "../map/map-adapter.js";
import { stroke } from "../map/presets.js";
import { collection } from "../map/sectors.js";
import { useOverlay } from "../map/use-overlay.js";
import type { Draft } from "./draft.js";
import { type Ground, outlinesOf } from "./ground.js";
import {
  buildingsOverlay,
  type DrawnGrid,
  gridsOverlay,
  handlesOverlay,
  namesOverlay,
  placeOverlay,
  snapOverlay,
} from "./plan-overlay.js";
import { classOf } from "./ranges.js";
import type { Trouble } from "./use-editing.js";
import type { InForce } from "./use-in-force.js";
import { type Tools, useShown } from "./use-tools.js";
import { useTurn } from "./use-turn.js";
import { usePlanWords } from "./words.js";

interface DrawnPlanProps {
  draft: Draft;
  chosen: string | null;
  inForce: InForce | null;
  tools: Tools;
  ground: Ground | null;
  /** What is said of a place. */
  remark: LngLat | null;
  trouble: Trouble | null;
  comparing: boolean;
}

const NO_LINE: readonly LngLat[] = [];
const NO_ONE: readonly string[] = [];

/** A shape is made anew when it changes, so its polygon is worked out once. */
const polygons = new WeakMap<Shape, Geometry>();

function polygonOf({ coverage }: Draft, id: string): Geometry {
  const face = coverage.faces.get(id)!;
  const shape = shapeOf(coverage, face);
  const polygon = polygons.get(shape) ?? gridGeometry(coverage, face);
  polygons.set(shape, polygon);
  return polygon;
}

/** A plan on the map. While a border is in hand only the grids beside it are drawn anew. */
export function DrawnPlan(props: DrawnPlanProps) {
  const { draft, chosen, inForce, tools, ground, remark, trouble, comparing } = props;
  const t = usePlanWords();
  const turn = useTurn(draft);
  const shown = useShown(tools);
  const lit = shown.lit.join();
  const drawn = (id: string): DrawnGrid[] => {
    const [facts, figures] = [draft.facts(id), draft.figures(id)];
    if (!facts || !figures) return [];
    const { households, isExact } = figures;
    const was = inForce?.byId.get(id)?.households;
    const now = isExact ? String(households) : t("about", { count: households });
    const isOther = !isExact && was !== undefined && was !== households;
    return [
      {
        id,
        text: `${facts.isNew ? t("newGrid") : facts.name}\n${isOther ? `${was} → ${now}` : now}${facts.locked ? `\n${t("locked")}` : ""}`,
        class: classOf(households, inForce?.rangeOf(facts.kind, facts.villageCode) ?? null),
        geometry: polygonOf(draft, id),
        isChosen: id === chosen,
        isLit: shown.lit.includes(id),
      },
    ];
  };
  const isAside = (id: string) => shown.lit.includes(id);
  // What is not in hand stays as it is from frame to frame.
  const stamp = draft
    .ids()
    .filter((id) => !isAside(id))
    .map((id) => {
      const { households, isExact } = draft.figures(id) ?? {};
      return JSON.stringify([id, households, isExact, draft.facts(id)]);
    })
    .join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `stamp` tells when they are others
  const resting = useMemo(
    () =>
      draft
        .ids()
        .filter((id) => !isAside(id))
        .flatMap(drawn),
    [draft, inForce, chosen, lit, stamp],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` tells when they are others
  const moving = useMemo(() => shown.lit.flatMap(drawn), [draft, inForce, chosen, lit, turn]);
  useOverlay(
    "plan-grids",
    useMemo(() => gridsOverlay(resting), [resting]),
  );
  useOverlay(
    "plan-moving",
    useMemo(() => gridsOverlay(moving), [moving]),
  );
  useOverlay(
    "plan-names",
    useMemo(() => namesOverlay(resting), [resting]),
  );
  useOverlay(
    "plan-moving-names",
    useMemo(() => namesOverlay(moving, true), [moving]),
  );
  const { line = NO_LINE, border, snap, buildings = NO_ONE } = shown;
  // The same ids come in another list each time.
  const handed = buildings.join();
  const outlines = useMemo(() => outlinesOf(ground, handed.split(",")), [ground, handed]);
  useOverlay(
    "plan-buildings",
    useMemo(() => (outlines.length > 0 ? buildingsOverlay(outlines) : null), [outlines]),
  );
  useOverlay(
    "plan-hand",
    useMemo(
      () =>
        border
          ? handlesOverlay(border.places, border.chosen)
          : line.length > 0
            ? handlesOverlay(line, line.length - 1)
            : null,
      [border, line],
    ),
  );
  useOverlay(
    "plan-snap",
    useMemo(() => (snap ? snapOverlay(snap) : null), [snap]),
  );
  useOverlay(
    "plan-remark",
    useMemo(
      () => (remark ? placeOverlay([{ type: "Point", coordinates: remark }], false) : null),
      [remark],
    ),
  );
  useOverlay(
    "plan-trouble",
    useMemo(() => (trouble?.geometry ? placeOverlay([trouble.geometry], true) : null), [trouble]),
  );
  useOverlay(
    "plan-before",
    useMemo(() => (comparing ? before(inForce) : null), [comparing, inForce]),
  );
  return null;
}

/** The borders in force, over those of the plan. */
const before = (inForce: InForce | null): Overlay => ({
  slot: "top",
  sources: {
    grids: collection(
      (inForce?.grids ?? []).flatMap(({ geometry }) =>
        geometry ? [{ type: "Feature", properties: {}, geometry }] : [],
      ),
    ),
  },
  layers: [stroke({ id: "line", source: "grids", colour: "#7a3b8f", width: 2, opacity: 0.8 })],
});
