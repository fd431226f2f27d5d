import { randomOf } from "../../geo/random.js";
import { twinsOf, type Village } from "./coverage.js";
import { DEMO_COUNTY_ID } from "./frame.js";
import type { Ground } from "./ground.js";
import { cellCentre, type Lattice } from "./lattice.js";
import { COMMUNITY_NAMES, VILLAGE_NAMES } from "./names.js";
import type { XY } from "./plane.js";
import { growRegions } from "./regions.js";
import type { House, Plot } from "./town.js";

/** Communities of the town, as even in homes as may be, then the villages of the country. */
export function foundVillages(
  seed: number,
  g: Ground,
  country: readonly number[][],
  houses: readonly House[],
  plots: readonly Plot[],
): Village[] {
  const l = g.lattice,
    weight = new Float64Array(l.inTown.length);
  for (const h of houses) weight[h.cell]! += h.units;
  const cells = [...l.inTown.keys()].filter((c) => l.inTown[c] === 1);
  const parts = growRegions(
    l,
    cells,
    (c) => weight[c]! + 4,
    COMMUNITY_NAMES.length,
    randomOf(seed, "communities"),
    g.riverEdges,
    60,
    twinsOf(g),
  );
  const east = parts.findIndex((p) => p.includes(g.eastCompound[0]));
  parts.unshift(...parts.splice(east, 1));
  const names = communityNames(l, parts, plots);
  const communities = parts.map(
    (part, k): Village => ({
      name: names[k]!,
      kind: "community",
      cells: part,
      code: `${DEMO_COUNTY_ID}100${String(k + 1).padStart(3, "0")}`,
    }),
  );
  const counts = [0, 0];
  return [
    ...communities,
    ...country.map((part, k): Village => {
      const township = k * 2 < country.length ? 0 : 1,
        n = counts[township]!++;
      return {
        name: VILLAGE_NAMES[k]!,
        kind: "village",
        cells: part,
        code: `${DEMO_COUNTY_ID}10${township + 1}${200 + n}`,
      };
    }),
  ];
}

/**
 * Names that fit the place: 凯涪 first, the one with 文昌公园, with 南津小学, the easternmost, the
 * northernmost, then the rest.
 */
function communityNames(l: Lattice, parts: readonly number[][], plots: readonly Plot[]): string[] {
  const names: (string | undefined)[] = [COMMUNITY_NAMES[0]];
  const middles = parts.map((part) =>
    part.reduce<XY>(
      (s, c) => {
        const p = cellCentre(l, c);
        return [s[0] + p[0] / part.length, s[1] + p[1] / part.length];
      },
      [0, 0],
    ),
  );
  const holds = (plot: string) => (k: number) =>
    parts[k]!.some((c) => plots.some((p) => p.name === plot && p.cells.includes(c))) ? 1 : 0;
  const fits: [name: string, fit: (k: number) => number][] = [
    ["文昌社区", holds("文昌公园")],
    ["南津社区", holds("南津小学")],
    ["东门社区", (k) => middles[k]![0]],
    ["北街社区", (k) => middles[k]![1]],
    ["滨河社区", (k) => -middles[k]![0]],
    ["新桥社区", () => 0],
  ];
  for (const [name, fit] of fits) {
    const free = parts.map((_, k) => k).filter((k) => names[k] === undefined);
    names[free.reduce((best, k) => (fit(k) > fit(best) ? k : best))] = name;
  }
  return names as string[];
}

export const villageOf = (villages: readonly Village[], cell: number) =>
  villages.findIndex((v) => v.cells.includes(cell));
