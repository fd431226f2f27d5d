import type { Bench, Tool } from "./tool.js";

/** A grid is looked at. */
export const look = (bench: Bench): Tool => ({
  shown: () => ({ hint: "hintLook", isBegun: false, lit: [] }),
  click: (at) => {
    bench.choose(bench.gridAt(at));
  },
  rest: () => {},
});
