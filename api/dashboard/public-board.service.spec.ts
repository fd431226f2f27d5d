import { expect, test } from "vitest";
import type { Released } from "../release/release.service.js";
import { boardOf } from "./public-board.service.js";

const geometry = { type: "MultiPolygon", coordinates: [] };
const release = (counts: [area: string, month: string, months: number, count: number][]) =>
  ({
    ...{ publishedAt: "2026-11-03T01:00:00Z", lastMonth: "2026-10-01" },
    areas: [
      { id: "g", partition: "grid", name: "一网格", geometry },
      { id: "c1", partition: "cell", name: "1", geometry },
      { id: "c2", partition: "cell", name: "2", geometry },
    ],
    counts: counts.map(([area, month, months, count]) => ({
      ...{ area, month, months, count, category: "06" },
    })),
  }) as unknown as Released;
const told = (board: ReturnType<typeof boardOf>) =>
  board.areas.map(({ id, atLeast }) => [id, atLeast]);

test("where numbers are told by the year, areas tell those of the newest year, and grids are not counted twice", () => {
  const board = boardOf(
    release([
      ["c1", "2024-01-01", 12, 9],
      ["c1", "2025-01-01", 12, 7],
      ["c2", "2024-01-01", 12, 5],
      ["g", "2025-01-01", 12, 7],
    ]),
  );
  expect(board.newest).toEqual({ month: "2025-01-01", months: 12, atLeast: 7 });
  expect(told(board)).toEqual([
    ["c1", 7],
    ["c2", null],
  ]);
});

test("of periods that end together the shortest is the newest; of a release that tells nothing there is none", () => {
  const board = boardOf(
    release([
      ["c1", "2026-08-01", 3, 20],
      ["c1", "2026-10-01", 1, 6],
      ["c2", "2026-10-01", 1, 8],
    ]),
  );
  expect(board.newest).toEqual({ month: "2026-10-01", months: 1, atLeast: 14 });
  expect(told(board)).toEqual([
    ["c1", 6],
    ["c2", 8],
  ]);
  expect(boardOf(release([])).newest).toBeNull();
});
