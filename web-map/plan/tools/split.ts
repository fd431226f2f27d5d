import type { LngLat } from "../../map/map-adapter.js";
import { LineTool } from "./line-tool.js";
import type { Bench, Told, Tool } from "./tool.js";

/** What the parts of divided grids come to, as the line runs. */
function halves({ draft, pending }: Bench): Told {
  const counts = pending.about().map((id) => draft.figures(id)?.households ?? 0);
  return ["comesTo", { counts: counts.map((count) => `≈${count}`).join(" / ") }];
}

/** Grids are divided by a line. */
export const split = (bench: Bench): Tool =>
  new LineTool(bench, {
    hints: { first: "hintSplit", more: "hintSplitMore" },
    operations: (_, line: readonly LngLat[]) => [{ kind: "split-grids", line: [...line] }],
    told: halves,
  });
