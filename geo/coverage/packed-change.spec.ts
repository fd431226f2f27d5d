import { describe, expect, it } from "vitest";
import { mulberry32 } from "../random.js";
import { applyChange, inverseOf } from "./apply.js";
import { buildCoverage, isCoverage, toFeatureCollection } from "./build.js";
import { type Change, type Coverage, isRefusal, type Outcome } from "./model.js";
import type { PackedChange } from "./packed.js";
import { composeChanges, inverseOfPacked, packChange, unpackChange } from "./packed-change.js";
import { perform } from "./perform.js";
import { readOperation } from "./read-operation.js";
import { content } from "./testing/content.js";
import { DRAWN_KINDS, drawOperation } from "./testing/random-operation.js";
import { runSequence } from "./testing/run-sequence.js";

const SEEDS = process.env.HEARTHGRID_SOAK ? 5000 : 40;

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

function reload(coverage: Coverage): Coverage {
  const built = buildCoverage(throughJson(toFeatureCollection(coverage)), { trusted: true });
  if (!isCoverage(built)) throw new Error("what was saved cannot be read");
  return built;
}

function accepted(outcome: Outcome, what: string): Change {
  if (isRefusal(outcome)) throw new Error(`${what}: ${outcome.refused}: ${outcome.code}`);
  return outcome;
}

describe("operations as JSON", () => {
  it(`cut, reloaded, continued, undone and redone at random: one coverage (${SEEDS} seeds)`, () => {
    let reloads = 0,
      undone = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const random = mulberry32(seed * 7919);
      const straight = runSequence(seed, 0).coverage;
      let broken = reload(straight);
      const done: PackedChange[] = [],
        taken: PackedChange[] = [];
      for (let step = 0; step < 12; step++) {
        const kind = DRAWN_KINDS[Math.floor(random() * DRAWN_KINDS.length)]!;
        const drawn = throughJson(drawOperation(random, straight, kind, seed * 100 + step));
        const operation = readOperation(drawn);
        if ("refused" in operation) throw new Error(operation.code);
        const [here, there] = [perform(straight, operation), perform(broken, operation)];
        if (isRefusal(here) || isRefusal(there)) {
          const reasons = [here, there].map((o) => (isRefusal(o) ? o.refused : "accepted"));
          expect(reasons[1], `seed ${seed}, step ${step}, ${kind}`).toBe(reasons[0]);
          continue;
        }
        const packed = throughJson(packChange(there));
        applyChange(straight, here);
        applyChange(broken, there);
        done.push(packed);
        taken.length = 0;
        if (random() < 0.3) {
          broken = reload(broken);
          reloads++;
        }
        // Some steps back and as many forward again leave no trace.
        const back = random() < 0.4 ? Math.floor(random() * done.length) : 0;
        for (let k = 0; k < back; k++) {
          const last = done.pop()!;
          const what = `seed ${seed}, step ${step}, undo of ${last.note.kind}`;
          applyChange(broken, accepted(unpackChange(broken, inverseOfPacked(last)), what));
          taken.push(last);
          undone++;
          if (random() < 0.2) broken = reload(broken);
        }
        while (taken.length > 0) {
          const next = taken.pop()!;
          const restored = perform(broken, { kind: "restore", change: throughJson(next) });
          applyChange(broken, accepted(restored, `seed ${seed}, step ${step}, redo`));
          done.push(next);
        }
        expect(content(broken), `seed ${seed}, step ${step}, ${kind}`).toEqual(content(straight));
      }
      const start = runSequence(seed, 0).coverage;
      for (const change of done.reverse())
        applyChange(broken, accepted(unpackChange(broken, inverseOfPacked(change)), `${seed}`));
      expect(content(broken), `all undone, seed ${seed}`).toEqual(content(start));
    }
    expect(reloads).toBeGreaterThan(SEEDS);
    expect(undone).toBeGreaterThan(SEEDS);
  });
});

describe("composeChanges", () => {
  it("makes one change of a drag's frames, for the session and for the log", () => {
    const { coverage } = runSequence(5, 0);
    const before = content(coverage);
    const node = [...coverage.nodes.values()].find((n) => n.edges.length >= 3)!;
    const frames: Change[] = [];
    let at: [number, number] = [node.x / 1e7, node.y / 1e7];
    for (let frame = 1; frame <= 25; frame++) {
      const to: [number, number] = [(node.x + 20 * frame) / 1e7, (node.y - 10 * frame) / 1e7];
      const change = accepted(perform(coverage, { kind: "move-node", from: at, to }), "frame");
      applyChange(coverage, change);
      frames.push(change);
      at = to;
    }
    const one = composeChanges(frames);
    expect(one.remove.length).toBe(frames[0]!.remove.length);
    const packed = throughJson(packChange(one));
    const again = reload(coverage);
    applyChange(again, accepted(unpackChange(again, inverseOfPacked(packed)), "undo"));
    expect(content(again)).toEqual(before);
    applyChange(coverage, inverseOf(one));
    expect(content(coverage)).toEqual(before);
  });
  it("packs nothing of a drag that came back to where it began", () => {
    const { coverage } = runSequence(5, 0);
    const node = [...coverage.nodes.values()].find((n) => n.edges.length >= 3)!;
    const a = [node.x / 1e7, node.y / 1e7],
      b = [(node.x + 30) / 1e7, node.y / 1e7];
    const frames = [
      { from: a, to: b },
      { from: b, to: a },
    ].map((way) => {
      const change = accepted(perform(coverage, { kind: "move-node", ...way }), "frame");
      applyChange(coverage, change);
      return change;
    });
    expect(packChange(composeChanges(frames))).toMatchObject({ remove: [], add: [], grids: [] });
  });
  it("throws where there is nothing to compose", () => {
    expect(() => composeChanges([])).toThrow("at least one");
  });
});
