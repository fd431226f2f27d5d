/** A small town of whole blocks whose grids were right until three of them grew. */
import type { Proposal, ProposeInput } from "../propose/model.js";
import { isProposal, propose } from "../propose.js";
import type { Blocks } from "./fewest-moved.js";
import { randomTown } from "./random-town.js";

/** @returns the town with its present grids, and the same as blocks, for trying all hand-overs */
export function grownTown(
  seed: number,
  range: readonly [number, number],
): { town: ProposeInput; blocks: Blocks } {
  const [columns, rows] = [6, 5];
  const before = randomTown(seed, { columns, rows, compounds: 0 });
  // Room is left, so that the neighbours can take what is too much.
  const answer = propose(before, { range: [range[0], 0.84 * range[1]], seconds: 0.5 });
  if (!isProposal(answer)) throw new Error(answer.code);
  const blockOf = (id: string): number => {
    const [r, c] = id.split("/")[0].split(".").map(Number);
    return r * columns + c;
  };
  const grids = answer.grids.map((g) => g.id);
  const group = groupsOf(answer, before, blockOf, grids);
  const heaviest = [...answer.grids].sort((a, b) => b.households - a.households).slice(0, 3);
  const buildings = before.buildings.map((b) => {
    const grid = answer.grids.find((g) => g.id === grids[group[blockOf(b.id)]]);
    if (!grid || !heaviest.includes(grid)) return b;
    // A little beyond the range.
    return { ...b, households: Math.round((b.households * 1.05 * range[1]) / grid.households) };
  });
  const weight = new Array<number>(columns * rows).fill(0);
  for (const b of buildings) weight[blockOf(b.id)] += b.households;
  const near = weight.map((_, b) =>
    [
      b - columns,
      b + columns,
      b % columns > 0 ? b - 1 : -1,
      b % columns < columns - 1 ? b + 1 : -1,
    ].filter((n) => n >= 0 && n < weight.length),
  );
  const present = answer.collection.features.map((f) => ({
    id: String(f.id),
    geometry: f.geometry,
  }));
  return { town: { ...before, buildings, present }, blocks: { weight, near, group } };
}

function groupsOf(
  { collection }: Proposal,
  { buildings }: ProposeInput,
  blockOf: (id: string) => number,
  grids: readonly string[],
): number[] {
  const group: number[] = [];
  for (const b of buildings) {
    if (b.geometry.type !== "Polygon") continue;
    const [x, y] = b.geometry.coordinates[0][0];
    const home = collection.features.find(({ geometry }) => {
      let inside = false;
      const rings =
        geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
      for (const ring of rings)
        for (let i = 1; i < ring.length; i++) {
          const [ax, ay] = ring[i - 1],
            [bx, by] = ring[i];
          if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
        }
      return inside;
    });
    group[blockOf(b.id)] = grids.indexOf(String(home?.id));
  }
  return group;
}
