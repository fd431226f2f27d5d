import type { Coverage } from "../model.js";

/** What a coverage is, apart from the numbers of its edges and the order of its grids. */
export function content(coverage: Coverage): string[] {
  const edges = [...coverage.edges.values()].map((e) => `${e.left}|${e.right}|${e.xy.join()}`);
  const grids = [...coverage.faces.values()].map(
    (f) => `${f.id} ${JSON.stringify(Object.entries(f.properties).sort())}`,
  );
  return [...edges.sort(), ...grids.sort()];
}
