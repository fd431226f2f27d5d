import type { Bench, Tool } from "./tool.js";

/** A grid is locked, or may be drawn in again. */
export const lock = (bench: Bench): Tool => ({
  shown: () => ({ hint: "hintLock", isBegun: false, lit: [] }),
  click: (at) => {
    const id = bench.isBusy() ? null : bench.gridAt(at);
    if (id) bench.draw([{ kind: bench.draft.facts(id)?.locked ? "unlock" : "lock", grids: [id] }]);
  },
  rest: () => {},
});
