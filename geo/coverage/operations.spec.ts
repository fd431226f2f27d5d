import { describe, expect, it } from "vitest";
import { applyChange, inverseOf } from "./apply.js";
import { buildCoverage, isCoverage, toFeatureCollection } from "./build.js";
import { checkCoverage } from "./check.js";
import { isRefusal } from "./model.js";
import { DRAWN_KINDS } from "./testing/random-operation.js";
import {
  doubleAreaOfAll,
  fingerprint,
  runSequence,
  touchesOddPlace,
} from "./testing/run-sequence.js";

const SEQUENCES = process.env.HEARTHGRID_SOAK ? 10_000 : 200;
const LENGTH = 12;

describe("random sequences of operations", () => {
  it(`leave a valid coverage and are undone by their inverses (${SEQUENCES} sequences)`, {
    timeout: 1_800_000,
  }, () => {
    const tried = new Map<string, number>(),
      accepted = new Map<string, number>();
    let odd = 0;
    for (let seed = 1; seed <= SEQUENCES; seed++) {
      const sequence = runSequence(seed, LENGTH, (change, coverage, before) => {
        const rimTouched = [...change.remove, ...change.add].some(
          (e) => e.left === null || e.right === null,
        );
        if (!rimTouched)
          expect(doubleAreaOfAll(coverage), `area, seed ${seed}, ${change.note.kind}`).toBe(before);
        if (touchesOddPlace(change)) odd++;
      });
      for (const { kind, outcome } of sequence.outcomes) {
        tried.set(kind, (tried.get(kind) ?? 0) + 1);
        if (!isRefusal(outcome)) accepted.set(kind, (accepted.get(kind) ?? 0) + 1);
      }
      const { coverage } = sequence;
      const written = toFeatureCollection(coverage);
      expect(checkCoverage(written, { holes: false }), `seed ${seed}`).toEqual([]);
      const again = buildCoverage(written, { trusted: true });
      if (!isCoverage(again)) throw new Error(`seed ${seed}: what was written cannot be read`);
      const lines = (c: typeof coverage): string[] =>
        [...c.edges.values()].map((e) => `${e.left}|${e.right}|${e.xy.join()}`).sort();
      expect(lines(again), `seed ${seed}`).toEqual(lines(coverage));
      for (const change of [...sequence.changes].reverse())
        applyChange(coverage, inverseOf(change));
      expect(fingerprint(coverage), `undone, seed ${seed}`).toBe(sequence.start);
    }
    const sum = (m: Map<string, number>): number => [...m.values()].reduce((a, b) => a + b, 0);
    expect(sum(accepted) / sum(tried)).toBeGreaterThanOrEqual(0.7);
    expect(odd / sum(accepted)).toBeGreaterThanOrEqual(0.1);
    for (const kind of DRAWN_KINDS)
      expect(accepted.get(kind) ?? 0, kind).toBeGreaterThanOrEqual(SEQUENCES / 20);
  });
});
