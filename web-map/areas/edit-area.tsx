import type { MultiPolygon, Position } from "geojson";
import { useEffect, useRef, useState } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { shapeKey } from "../outline/shape-keys.js";
import { ShapeTools } from "../outline/shape-tools.js";
import { type ShapeEditor, useShapeEditor } from "../outline/use-shape-editor.js";
import { useShell } from "../shell/shell-context.js";
import { areaOfShape } from "../state/area.js";
import { factsOf } from "./use-area-facts.js";
import type { AreaTools } from "./use-area-tools.js";
import { useSizeWords } from "./use-size-words.js";
import { useAreaWords } from "./words.js";

const NOTHING_BESIDE: readonly Position[] = [];

interface EditAreaProps {
  tools: AreaTools;
  begun: Position[][][];
}

/** The corners of the area in hand, its size meanwhile, and the ways out. */
export function EditArea({ tools, begun }: EditAreaProps) {
  const t = useAreaWords();
  const words = useSizeWords();
  const { map } = useShell();
  const [shape, setShape] = useState<MultiPolygon>({ type: "MultiPolygon", coordinates: begun });
  const editor = useShapeEditor({
    map,
    isActive: true,
    begun,
    beside: NOTHING_BESIDE,
    // Who drags inside an area as large as the screen means to move the map.
    isMovable: false,
    onShape: setShape,
    onMove: setShape,
  });
  const accept = () => {
    tools.accept(shape);
  };
  useMapKeys(editor, accept);
  // Once the tools for it are there: no corner is to lie under them.
  const isShown = editor.corners !== null;
  useEffect(() => {
    if (isShown) map?.fit(boundsOf({ type: "MultiPolygon", coordinates: begun }), 19);
  }, [map, begun, isShown]);
  const { drawn } = tools.read;
  useEffect(() => {
    map?.setArea(areaOfShape(shape));
  }, [map, shape]);
  // Given back as it was; what is accepted follows.
  useEffect(
    () => () => {
      map?.setArea(drawn);
    },
    [map, drawn],
  );
  return (
    <section className="map-hint edit-area" aria-label={t("edit")}>
      <span>
        <strong>{words.whole(factsOf(shape))}</strong> {t("hintCorners")}
      </span>
      <ShapeTools shape={editor} />
      <p className="hint">{t("hintAccept")}</p>
      <button type="button" className="button primary small" onClick={accept}>
        {t("done")}
      </button>
      <button type="button" className="button small" onClick={tools.cancel}>
        {t("cancel")}
      </button>
    </section>
  );
}

/** While corners are in hand the map's keys are theirs, and Enter accepts. */
function useMapKeys(editor: ShapeEditor, accept: () => void) {
  const latest = useRef({ editor, accept });
  latest.current = { editor, accept };
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      const isOnMap =
        e.target === document.body || (e.target instanceof Element && e.target.closest(".map"));
      if (!isOnMap) return;
      const { editor, accept } = latest.current;
      if (e.key === "Enter") accept();
      else if (!shapeKey(editor, e)) return;
      e.preventDefault();
      e.stopPropagation();
    };
    addEventListener("keydown", onKey, { capture: true });
    return () => {
      removeEventListener("keydown", onKey, { capture: true });
    };
  }, []);
}
