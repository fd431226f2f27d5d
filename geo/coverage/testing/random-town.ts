/** A seeded town: crooked streets, blocks of houses and compounds, villages, a river with bridges. */
import type { LineString, Polygon, Position } from "geojson";
import { type Random, randomOf } from "../../random.js";
import type { LineClass, ProposeInput } from "../propose/model.js";

export interface TownPlan {
  /** Blocks of about 100 m, from west to east and from south to north. */
  readonly columns: number;
  readonly rows: number;
  /** Rows of blocks in each village, from the south; one village over all by default. */
  readonly villages?: readonly number[];
  /** The river runs north of this row of blocks; none by default. */
  readonly riverRow?: number;
  /** Share of blocks that are one compound; a fifth by default. */
  readonly compounds?: number;
}

const STEP = 0.001,
  WEST = 107.35,
  SOUTH = 29.68;

export function randomTown(seed: number, plan: TownPlan): ProposeInput {
  const { columns, rows, riverRow = -1, compounds: share = 0.2 } = plan;
  const random = randomOf(seed, "town");
  const node = Array.from({ length: rows + 1 }, (_, r) =>
    Array.from({ length: columns + 1 }, (_, c): Position => {
      const rim = r === 0 || c === 0 || r === rows || c === columns ? 0 : 0.3;
      return [
        WEST + (c + (random.next() - 0.5) * rim) * STEP,
        SOUTH + (r + (random.next() - 0.5) * rim) * STEP,
      ];
    }),
  );
  const lines: { class: LineClass; geometry: LineString }[] = [];
  const street = (kind: LineClass, path: Position[]): void => {
    lines.push({ class: kind, geometry: { type: "LineString", coordinates: path } });
  };
  const kindOf = (k: number): LineClass =>
    k % 5 === 2 ? "main" : k % 2 === 0 ? "secondary" : "lane";
  for (let r = 1; r < rows; r++) street(r === riverRow ? "river" : kindOf(r), node[r]);
  for (let c = 1; c < columns; c++)
    street(
      kindOf(c),
      node.map((row) => row[c]),
    );
  const villages = villagesOf(node, plan);
  const buildings: ProposeInput["buildings"][number][] = [],
    compounds: { id: string; geometry: Polygon }[] = [];
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) {
      const corners = [node[r][c], node[r][c + 1], node[r + 1][c + 1], node[r + 1][c]];
      const at = (u: number, v: number): Position => {
        const mix = (k: 0 | 1): number =>
          (1 - v) * ((1 - u) * corners[0][k] + u * corners[1][k]) +
          v * ((1 - u) * corners[3][k] + u * corners[2][k]);
        return [mix(0), mix(1)];
      };
      const name = `${r}.${c}`;
      if (random.chance(share)) {
        compounds.push({ id: `c${name}`, geometry: box(at, 0.08, 0.08, 0.92, 0.92) });
        fill(at, 1, 4, [14, 30], name, random, buildings);
      } else fill(at, 4, 4, [1, 8], name, random, buildings);
    }
  const crossings = riverRow < 0 ? [] : [2, columns - 2].map((c): Position => node[riverRow][c]);
  return { villages, buildings, lines, compounds, crossings };
}

function villagesOf(
  node: readonly Position[][],
  { columns, rows, villages: heights = [rows] }: TownPlan,
): ProposeInput["villages"] {
  let r = 0;
  return heights.map((height, k) => {
    const low = r,
      high = (r += height);
    const ring = [
      ...node[low],
      ...node.slice(low + 1, high).map((row) => row[columns]),
      ...[...node[high]].reverse(),
      ...node
        .slice(low + 1, high)
        .map((row) => row[0])
        .reverse(),
      node[low][0],
    ];
    return { code: `v${k + 1}-`, geometry: { type: "Polygon", coordinates: [ring] } };
  });
}

function fill(
  at: (u: number, v: number) => Position,
  across: number,
  along: number,
  [least, most]: readonly [number, number],
  name: string,
  random: Random,
  buildings: ProposeInput["buildings"][number][],
): void {
  for (let i = 0; i < across; i++)
    for (let k = 0; k < along; k++) {
      const households = random.integer(least, most);
      const u = 0.12 + (0.76 * i) / across,
        v = 0.12 + (0.76 * k) / along;
      buildings.push({
        id: `${name}/${i}.${k}`,
        geometry: box(
          at,
          u + 0.02,
          v + 0.02,
          u + 0.76 / across - random.between(0.02, 0.06),
          v + 0.76 / along - random.between(0.02, 0.06),
        ),
        households,
        people: 3 * households,
      });
    }
}

function box(
  at: (u: number, v: number) => Position,
  u0: number,
  v0: number,
  u1: number,
  v1: number,
): Polygon {
  const ring = [at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)];
  return { type: "Polygon", coordinates: [[...ring, ring[0]]] };
}
