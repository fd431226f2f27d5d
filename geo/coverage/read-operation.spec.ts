import { describe, expect, it } from "vitest";
import { isRefusal, type Refusal } from "./model.js";
import { packChange } from "./packed-change.js";
import { perform } from "./perform.js";
import { MOST_VERTICES, readOperation } from "./read-operation.js";
import { runSequence } from "./testing/run-sequence.js";

const HERE = [107.39, 29.71];
const many = (n: number): number[][] => Array.from({ length: n }, (_, i) => [107 + i * 1e-6, 29]);
const reason = (value: unknown): string | null => {
  const read = readOperation(value) as Refusal;
  return read.refused ?? null;
};

describe("readOperation", () => {
  it.each<[string, unknown]>([
    ["nothing", null],
    ["text", "move-node"],
    ["a list", [{ kind: "lock", grids: ["a"] }]],
    ["an unknown kind", { kind: "explode", at: HERE }],
    ["a kind of every object", { kind: "toString" }],
    ["a field that is missing", { kind: "move-node", from: HERE }],
    ["a field that it does not have", { kind: "remove-node", at: HERE, all: true }],
    ["not a number", { kind: "move-node", from: HERE, to: [Number.NaN, 29] }],
    ["endless", { kind: "move-node", from: HERE, to: [107, Number.POSITIVE_INFINITY] }],
    ["off the earth", { kind: "move-node", from: HERE, to: [107, 95] }],
    ["a height", { kind: "move-node", from: HERE, to: [107, 29, 400] }],
    ["numbers as text", { kind: "remove-node", at: ["107", "29"] }],
    ["a line of one point", { kind: "split-grids", line: [HERE] }],
    ["too many vertices", { kind: "split-grids", line: many(MOST_VERTICES + 1) }],
    ["an outline of two points", { kind: "hand-piece", outline: many(2), to: "a" }],
    ["an id that is a number", { kind: "lock", grids: [3] }],
    ["an empty id", { kind: "lock", grids: [""] }],
    ["an endless id", { kind: "lock", grids: ["x".repeat(10_000)] }],
    ["no ids", { kind: "hand-buildings", buildings: [], to: "a" }],
    ["a way of half the earth", { kind: "move-edge", at: HERE, by: [180, 0] }],
    [
      "a tolerance of a country",
      { kind: "snap-outline", grid: "a", outline: many(3), tolerance: 1e6 },
    ],
    ["the lock as a number's place", { kind: "number-grids", property: "locked" }],
    [
      "the lock among properties",
      { kind: "set-properties", grid: "a", properties: { locked: true } },
    ],
    [
      "a book of properties",
      { kind: "set-properties", grid: "a", properties: { a: "x".repeat(1e5) } },
    ],
    ["properties as a list", { kind: "add-grid", grid: "a", outline: many(3), properties: [1] }],
    ["a change without edges", { kind: "restore", change: { note: {} } }],
    [
      "a change with a broken edge",
      { kind: "restore", change: { note: {}, remove: [{ line: [HERE] }], add: [], grids: [] } },
    ],
  ])("refuses %s", (_, value) => {
    expect(reason(value)).toBe("bad-operation");
  });

  it("takes the longest line that is allowed, and tells a field by its name", () => {
    expect(reason({ kind: "split-grids", line: many(MOST_VERTICES) })).toBeNull();
    expect(readOperation({ kind: "move-node", from: HERE })).toMatchObject({
      code: "bad-field",
      params: { kind: "move-node", field: "to", problem: "missing" },
    });
  });
});

describe("a change from outside", () => {
  const { coverage } = runSequence(3, 0);
  const edge = [...coverage.edges.values()].find((e) => e.left !== null && e.right !== null)!;
  const { left, right } = edge;
  const outcome = perform(coverage, {
    kind: "merge-grids",
    keep: left as string,
    grids: [right as string],
  });
  if (isRefusal(outcome)) throw new Error(outcome.code);
  const packed = JSON.parse(JSON.stringify(packChange(outcome)));
  const restore = (change: typeof packed): unknown => {
    const read = readOperation({ kind: "restore", change });
    return "refused" in read ? read.refused : (perform(coverage, read) as Refusal).refused;
  };
  it("is made where it fits", () => {
    expect(restore(packed)).toBeUndefined();
  });
  it("is refused where a grid would end and keep its borders", () => {
    expect(restore({ ...packed, remove: [], add: [] })).toBe("stale");
  });
  it("is refused where it names a grid that is not there", () => {
    const add = packed.add.map((e: object, i: number) => (i === 0 ? { ...e, left: "ghost" } : e));
    expect(restore({ ...packed, add })).toBe("stale");
  });
  it("is refused where what it takes away lies elsewhere", () => {
    const remove = packed.remove.map((e: { line: number[][] }) => ({
      ...e,
      line: e.line.map(([x, y]) => [x! + 1e-6, y]),
    }));
    expect(restore({ ...packed, remove })).toBe("stale");
  });
  it("is refused where a border that it draws would cross another", () => {
    const add = packed.add.map((e: { line: number[][] }, i: number) =>
      i === 0 ? { ...e, line: [e.line[0], [107.5, 29.9], e.line.at(-1)] } : e,
    );
    expect(["crosses", "invalid-ring", "multipart"]).toContain(restore({ ...packed, add }));
  });
});
