import type { MultiPolygon, Polygon } from "geojson";
import { useMemo, useRef } from "react";
import { GridShapesDocument } from "../gql/graphql.js";
import { useAsked } from "../session/use-asked.js";
import type { Question } from "./question.js";

const isAreal = (shape: { type: string } | null | undefined): shape is Polygon | MultiPolygon =>
  shape?.type === "Polygon" || shape?.type === "MultiPolygon";

/**
 * The question with the shapes of its grids, where those of a day are meant: an incident knows only
 * the grid that was in force when it happened. Until they are read the question before stays.
 */
export function useWithGridShapes(question: Question): Question {
  const { grids, gridsOn } = question;
  const isMeant = gridsOn !== null && grids.length > 0;
  const { data } = useAsked(GridShapesDocument, isMeant ? { ids: grids } : null);
  const nodes = data?.nodes;
  const whole = useMemo(() => {
    if (!isMeant) return question;
    if (!nodes) return null;
    const gridShapes = nodes.flatMap((node) => {
      const shape = node && "geometry" in node ? node.geometry : null;
      return isAreal(shape) ? [shape] : [];
    });
    return gridShapes.length === 0 ? question : { ...question, gridShapes };
  }, [question, isMeant, nodes]);
  const last = useRef(question);
  if (whole) last.current = whole;
  return last.current;
}
