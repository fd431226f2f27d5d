import type { Question } from "./question.js";
import { useBeside } from "./use-beside.js";
import { useDensity } from "./use-density.js";
import type { Figures } from "./use-figures.js";
import { useHotSpots } from "./use-hot-spots.js";
import { useLens } from "./use-lens.js";
import { usePoints } from "./use-points.js";

/** All that is drawn of a question; the lens lies alone while one looks through it. */
export function useOnMap(question: Question, figures: Figures | null | undefined) {
  const total = figures?.total;
  const beside = useBeside(question);
  const lens = useLens(question, figures?.changes[0]);
  const shown = lens.isOn ? undefined : total;
  return {
    beside,
    lens,
    hot: useHotSpots(question, shown),
    density: useDensity(question, shown),
    points: usePoints(question, total, !lens.isOn),
  };
}
