import highsModule, { type Highs } from "highs";

// CommonJS with types for ES modules: what NodeNext calls its default is the loader itself.
const highs = await (highsModule as unknown as () => Promise<Highs>)();

/** A number that was published: the sum of these unknown pieces. */
export interface Known {
  pieces: readonly string[];
  count: number;
}

/**
 * The attacker: everything ever published at once, over unknown pieces that are never negative.
 * Answers the narrowest bounds of one sum; a limit far above every count stands for "unbounded".
 */
export function bounds(known: readonly Known[], sum: readonly string[]): [number, number] {
  const all = [...new Set([...known.flatMap((k) => k.pieces), ...sum])];
  const rows = known.map((k, i) => `c${i}: ${k.pieces.join(" + ")} = ${k.count}`);
  const solve = (sense: "Minimize" | "Maximize") => {
    const solution = highs.solve(
      `${sense}\n obj: ${sum.join(" + ")}\nSubject To\n ` +
        `${rows.join("\n ") || `none: ${all[0]} >= 0`}\nBounds\n ` +
        `${all.map((v) => `0 <= ${v} <= 1000`).join("\n ")}\nEnd`,
    );
    if (solution.Status !== "Optimal")
      throw new Error(`the numbers contradict: ${solution.Status}`);
    return solution.ObjectiveValue;
  };
  return [solve("Minimize"), solve("Maximize")];
}
