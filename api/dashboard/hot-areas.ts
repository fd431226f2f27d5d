import type { MultiPolygon, Position } from "geojson";
import { hexCentre, hexScale } from "../../geo/hotspots/hexagon.js";
import { hexagonsOutline } from "../../geo/hotspots/hexagons-outline.js";
import { localProjection, type Projection } from "../../geo/projection.js";
import { readHotQuestion } from "../analysis/hot-question.js";
import { placeNames } from "../analysis/place-names.js";
import type { Context } from "../core/context.js";
import { villagesOfGrids } from "../grids/grids.service.js";
import { publicParcelsIn } from "../ground/ground.service.js";
import { gridsOfCells } from "../incidents/incident-places.service.js";
import { villagesNamed } from "../villages/villages.service.js";
import { filterOf, type JoinedArea, type KindWindow } from "./hot-cells.js";
import { smallVillages } from "./small-villages.js";

export interface DescribedArea {
  kind: string;
  incidents: number;
  name: string | null;
  metres: number;
  q: number[];
  r: number[];
  /** Uuids of grids, and codes of villages, in which its incidents lay, the fullest first. */
  grids: string[];
  villages: string[];
  /** Number of its incidents in no grid. */
  strays: number;
  shape: MultiPolygon;
  peakQ: number;
}

/** Names of at most so many of an area's cells are looked up. */
const CELLS_NAMED = 8;

/** What areas are called, what they look like, and whose ground they lie on. */
export async function describeAreas(
  context: Context,
  window: KindWindow,
  metres: number,
  areas: readonly JoinedArea[],
): Promise<DescribedArea[]> {
  const { db } = context;
  const question = await readHotQuestion(context, filterOf(window));
  const plane = localProjection(...question.origin);
  const placed = await gridsOfCells(db, question, hexScale(metres), areas.flat());
  const villageOf = await villagesOfGrids(
    db,
    placed.flatMap(({ grid }) => grid ?? []),
  );
  const described = areas.map((cells): DescribedArea => {
    const keys = new Set(cells.map(({ q, r }) => `${q}.${r}`));
    const mine = placed.filter(({ q, r }) => keys.has(`${q}.${r}`));
    const grids = fullest(mine.map(({ grid, n }) => [grid, n]));
    const villages = fullest(
      mine.map(({ grid, n }) => [grid === null ? null : (villageOf.get(grid) ?? null), n]),
    );
    return {
      kind: window.kind,
      incidents: mine.reduce((sum, { n }) => sum + n, 0),
      name: null,
      metres,
      ...{ q: cells.map(({ q }) => q), r: cells.map(({ r }) => r) },
      ...{ grids, villages },
      strays: mine.reduce((sum, { grid, n }) => sum + (grid === null ? n : 0), 0),
      shape: shapeOf(metres, cells, plane),
      peakQ: Math.min(...cells.map(({ fdr }) => fdr)),
    };
  });
  const names = await namesOf(context, window.county, plane, described);
  return described.map((area, i) => ({ ...area, name: names[i]! }));
}

/** Those of which there is most, first; without none at all. */
function fullest(counted: readonly (readonly [string | null, number])[]): string[] {
  const sums = new Map<string, number>();
  for (const [key, n] of counted) if (key !== null) sums.set(key, (sums.get(key) ?? 0) + n);
  return [...sums.entries()]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([key]) => key);
}

function shapeOf(metres: number, cells: JoinedArea, { inverse }: Projection): MultiPolygon {
  const snapped = ([x, y]: Position): Position =>
    inverse(x!, y!).map((degrees) => Math.round(degrees * 1e7) / 1e7);
  const rings = hexagonsOutline(metres, cells).map((ring) => ring.map(snapped));
  return { type: "MultiPolygon", coordinates: [rings] };
}

/**
 * A public place in the area; where many live in one building, that; else the village where most of
 * it happened, unless few live there. A dwelling is never named.
 */
async function namesOf(
  { db }: Context,
  county: number,
  { inverse }: Projection,
  areas: readonly DescribedArea[],
): Promise<(string | null)[]> {
  const parcels = await publicParcelsIn(
    db,
    county,
    areas.map(({ shape }) => JSON.stringify(shape)),
  );
  const points = areas.map(({ metres, q, r }) =>
    q.slice(0, CELLS_NAMED).map((at, i) => inverse(...hexCentre(metres, at, r[i]!))),
  );
  const places = await placeNames(db, county, points.flat());
  const codes = [...new Set(areas.flatMap(({ villages }) => villages.slice(0, 1)))];
  const villages = await villagesNamed(db, county, codes);
  const small = await smallVillages(db, county, codes);
  let first = 0;
  return areas.map((area, k) => {
    const here = places.slice(first, (first += points[k]!.length));
    const [village] = area.villages;
    const isNamed = village !== undefined && !small.has(village);
    return (
      parcels.get(k) ??
      here.find((name) => name !== null) ??
      (isNamed ? (villages.get(village)?.name ?? null) : null)
    );
  });
}
