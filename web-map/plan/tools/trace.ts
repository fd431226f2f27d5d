import type { LngLat } from "../../map/map-adapter.js";
import { gripAt } from "../border-grip.js";
import { counts } from "./counts.js";
import { LineTool } from "./line-tool.js";
import type { Bench, Tool } from "./tool.js";

/** Grids whose border may be meant: the one looked at first, then those where the line begins. */
function meant(bench: Bench, line: readonly LngLat[]): string[] {
  const [first] = line;
  const beside = first ? (gripAt(bench.draft.coverage, first, 1)?.grids ?? []) : [];
  const crossed = line.map((at) => bench.gridAt(at)).filter((id) => id !== null);
  const all = [...new Set([...beside, ...crossed])];
  const chosen = bench.chosen();
  return chosen !== null && all.includes(chosen)
    ? [chosen, ...all.filter((id) => id !== chosen)]
    : all;
}

/** A border is drawn anew from place to place, along streets where they lead there. */
export const trace = (bench: Bench): Tool =>
  new LineTool(bench, {
    hints: { first: "hintTrace", more: "hintTraceMore" },
    operations: (_, line) =>
      meant(bench, line).map((grid) => ({
        ...{ kind: "reshape-grid" as const, grid, line: [...line], outside: false },
      })),
    told: counts,
  });
