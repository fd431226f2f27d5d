import type { Feature, Geometry } from "geojson";
import { useEffect, useMemo, useState } from "react";
import { ACCENT } from "../layers/legend.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { useShell } from "../shell/shell-context.js";
import { EditArea } from "./edit-area.js";
import { drawnOf, isEnough, type Sketch } from "./sketch.js";
import { factsOf, lengthOf } from "./use-area-facts.js";
import type { AreaTools } from "./use-area-tools.js";
import { useSizeWords } from "./use-size-words.js";
import { type AreaWord, useAreaWords } from "./words.js";

const HINTS: Record<Sketch["figure"], AreaWord> = {
  polygon: "hintPolygon",
  rectangle: "hintRectangle",
  circle: "hintCircle",
  line: "hintLine",
};

/** What to do next, how large it is so far, and the ways out, while a tool is in hand. */
export function AreaHint({ tools }: { tools: AreaTools }) {
  const t = useAreaWords();
  const { tool, sketch, isMeasured, picked } = tools;
  if (!tool) return null;
  if (tool.kind === "corners") return <EditArea tools={tools} begun={tool.begun} />;
  const canFinish = tool.kind === "grids" || (sketch !== null && isEnough(sketch) && !isMeasured);
  return (
    <section className="map-hint" aria-label={t("menu")}>
      <span>
        {!isMeasured && t(tool.kind === "grids" ? "hintGrids" : HINTS[tool.figure])}
        {tool.kind === "grids" && ` · ${t("gridCount", { n: picked.length })}`}
        {sketch && <SoFar sketch={sketch} isDone={isMeasured} />}
      </span>
      {!isMeasured && tool.kind === "figure" && <span className="sr-only">{t("hintKeys")}</span>}
      {canFinish && (
        <button type="button" className="button primary small" onClick={tools.finish}>
          {t("done")}
        </button>
      )}
      {sketch && sketch.corners.length > 0 && !isMeasured && (
        <button type="button" className="button small" onClick={tools.back}>
          {t("back")}
        </button>
      )}
      <button type="button" className="button small" onClick={tools.cancel}>
        {t(isMeasured ? "close" : "cancel")}
      </button>
    </section>
  );
}

/** The figure on the map, with the pointer as its next corner, and its size. */
function SoFar({ sketch, isDone }: { sketch: Sketch; isDone: boolean }) {
  const t = useAreaWords();
  const { map } = useShell();
  const [pointer, setPointer] = useState<[number, number] | null>(null);
  useEffect(() => {
    setPointer(null);
    if (isDone) return;
    return map?.watchPointer((at) => {
      setPointer(at);
    });
  }, [map, isDone]);
  const drawn = useMemo(() => drawnOf(sketch, isDone ? null : pointer), [sketch, pointer, isDone]);
  useEffect(() => drawOn(map, sketch, drawn), [map, sketch, drawn]);
  const size = useSizeOf(drawn);
  return (
    <>
      {size && <strong> {size}</strong>}
      <span className="sr-only" role="status">
        {sketch.corners.length > 0 && t("saidCorner", { n: sketch.corners.length })}
      </span>
    </>
  );
}

function useSizeOf(drawn: Geometry | null): string | null {
  const t = useAreaWords();
  const words = useSizeWords();
  if (drawn?.type === "LineString")
    return t("length", { length: words.length(lengthOf(drawn.coordinates)) });
  if (drawn?.type !== "Polygon") return null;
  return words.whole(factsOf(drawn));
}

const feature = (geometry: Geometry): Feature => ({ type: "Feature", properties: {}, geometry });

function drawOn(map: MapAdapter | null, { corners }: Sketch, drawn: Geometry | null) {
  if (!map) return;
  const points = corners.map((at) => feature({ type: "Point", coordinates: at }));
  return map.addOverlay("sketch", {
    slot: "top",
    sources: {
      sketch: {
        type: "FeatureCollection",
        features: [...(drawn ? [feature(drawn)] : []), ...points],
      },
    },
    layers: [
      {
        id: "fill",
        type: "fill",
        source: "sketch",
        filter: ["==", ["geometry-type"], "Polygon"],
        paint: { "fill-color": ACCENT, "fill-opacity": 0.12 },
      },
      {
        id: "line",
        type: "line",
        source: "sketch",
        paint: { "line-color": ACCENT, "line-width": 2 },
      },
      {
        id: "corners",
        type: "circle",
        source: "sketch",
        filter: ["==", ["geometry-type"], "Point"],
        paint: {
          "circle-color": "#fff",
          "circle-radius": 4.5,
          "circle-stroke-color": ACCENT,
          "circle-stroke-width": 2,
        },
      },
    ],
  });
}
