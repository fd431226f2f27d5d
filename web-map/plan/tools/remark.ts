import type { Bench, Tool } from "./tool.js";

/** A place is pointed at, to say something about it. */
export const remark = (bench: Bench): Tool => ({
  isDrawing: true,
  shown: () => ({ hint: "hintRemark", isBegun: false, lit: [] }),
  click: (at) => {
    bench.remarkAt(at);
  },
  rest: () => {},
});
