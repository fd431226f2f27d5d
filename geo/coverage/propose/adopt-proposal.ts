/** A proposal as one change of a coverage that is being drawn in. */
import { localProjection } from "../../projection.js";
import { assembleCoverage, gridGeometry } from "../build.js";
import { buildTrusted, isCoverage } from "../build-trusted.js";
import { joinSegments, type Segment, segmentsOf } from "../chains.js";
import type { GridCollection } from "../collection.js";
import type { Edge, GridId, Label } from "../edge.js";
import type { Coverage, Outcome, Properties } from "../model.js";
import { said } from "../phrases.js";
import { rewire } from "../rewire.js";
import { metricRings, polygonsOf, signedArea } from "./metric.js";
import type { Village } from "./model.js";
import { overlapArea } from "./overlap-area.js";

/**
 * The ground of containers (villages) as their grids cover it, so that what is proposed for it tiles
 * it to the last vertex.
 * @param containerOf of a grid; null: it stays out of this
 */
export function groundOf(
  coverage: Coverage,
  containerOf: (grid: GridId) => string | null,
): Village[] {
  const label = (grid: Label): Label => (grid === null ? null : containerOf(grid));
  const segments: Segment[] = [];
  for (const edge of coverage.edges.values()) {
    const [left, right] = [label(edge.left), label(edge.right)];
    if (left !== right) for (const s of segmentsOf(edge)) segments.push({ ...s, left, right });
  }
  const edges = joinSegments(segments, () => false, 0);
  if (!Array.isArray(edges))
    throw new Error(`Borders of villages do not join at ${edges.x}, ${edges.y} (5e1d7a90)`);
  const codes = new Set(edges.flatMap(({ left, right }) => [left, right]));
  codes.delete(null);
  const ground = assembleCoverage(
    edges,
    [...codes].sort().map((code) => [code as string, {}]),
  );
  return [...ground.faces.values()].map((face) => ({
    code: face.id,
    geometry: gridGeometry(ground, face),
  }));
}

export interface Adoption {
  readonly outcome: Outcome;
  /** Ids of the proposed grids in the coverage, by their ids in the proposal. */
  readonly ids: ReadonlyMap<string, GridId>;
}

/**
 * Puts proposed grids in the place of those of a scope. A proposed grid that has the id of one keeps
 * it; another takes over who is most of it, or is most of it, as a grid keeps its identity when its
 * border moves; the rest are new, told as the grid is whose ground they mostly have.
 * @param scope grids whose ground was divided anew
 * @param newId an id that no grid has
 * @param villages what to call where it was done
 */
export function adoptProposal(
  coverage: Coverage,
  scope: ReadonlySet<GridId>,
  proposed: GridCollection,
  newId: () => GridId,
  villages: readonly string[],
): Adoption {
  const built = buildTrusted(proposed);
  if (!isCoverage(built)) throw new Error("A proposal's grids do not tile (0b7c2e4d)");
  const { ids, like } = namesOf(coverage, scope, proposed, newId);
  const rim = rimOf(coverage, scope);
  const segments: Segment[] = [];
  for (const edge of built.edges.values())
    for (const s of segmentsOf(edge)) {
      const beyond = s.left === null || s.right === null ? rim(s) : null;
      const of = (side: Label): Label => (side === null ? beyond : (ids.get(side) as GridId));
      segments.push({ ...s, left: of(s.left), right: of(s.right) });
    }
  const removed = [...coverage.edges.values()].filter(
    ({ left, right }) => isIn(scope, left) || isIn(scope, right),
  );
  const now = new Set(ids.values());
  const before = (id: GridId): Properties => coverage.faces.get(id)?.properties as Properties;
  const outcome = rewire(coverage, new Set(removed), segments, {
    note: {
      kind: "propose",
      grids: [...new Set([...scope, ...now])],
      ...said("proposed-grids", { villages, count: now.size }),
    },
    grids: [
      ...[...scope]
        .filter((id) => !now.has(id))
        .map((id) => ({ id, before: before(id), after: null })),
      ...[...now]
        .filter((id) => !scope.has(id))
        .map((id) => ({ id, before: null, after: like.get(id) ?? {} })),
    ],
    maxParts: new Map(
      proposed.features.map((f) => [
        ids.get(String(f.id)) as GridId,
        polygonsOf(f.geometry).length,
      ]),
    ),
  });
  return { outcome, ids };
}

const isIn = (scope: ReadonlySet<GridId>, label: Label): boolean =>
  label !== null && scope.has(label);

/** What lies beyond the rim of the scope at a piece of it. */
function rimOf(coverage: Coverage, scope: ReadonlySet<GridId>): (s: Segment) => Label {
  return ({ ax, ay, bx, by }) => {
    const [x, y] = [(ax + bx) / 2, (ay + by) / 2];
    let nearest: Edge | null = null,
      least = Infinity;
    for (const edge of coverage.index.search(
      Math.min(ax, bx) - 1,
      Math.min(ay, by) - 1,
      Math.max(ax, bx) + 1,
      Math.max(ay, by) + 1,
    )) {
      if (isIn(scope, edge.left) === isIn(scope, edge.right)) continue;
      const d = distanceTo(edge.xy, x, y);
      if (d >= least) continue;
      least = d;
      nearest = edge;
    }
    if (!nearest) throw new Error(`A proposal leaves its ground at ${ax}, ${ay} (7f40b1c8)`);
    return isIn(scope, nearest.left) ? nearest.right : nearest.left;
  };
}

function distanceTo(xy: ArrayLike<number>, x: number, y: number): number {
  let least = Infinity;
  for (let i = 2; i < xy.length; i += 2) {
    const [ax, ay] = [xy[i - 2], xy[i - 1]];
    const [dx, dy] = [xy[i] - ax, xy[i + 1] - ay];
    const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
    least = Math.min(least, Math.hypot(x - ax - t * dx, y - ay - t * dy));
  }
  return least;
}

/** Share of either grid that their common ground is when one is the other redrawn. */
const SAME_GRID = 0.5;

function namesOf(
  coverage: Coverage,
  scope: ReadonlySet<GridId>,
  { features }: GridCollection,
  newId: () => GridId,
): { ids: Map<string, GridId>; like: Map<GridId, Properties> } {
  const [lon, lat] = polygonsOf(features[0].geometry)[0][0][0];
  const projection = localProjection(lon, lat);
  const drawn = (geometry: (typeof features)[number]["geometry"]) => {
    const rings = metricRings(geometry, projection);
    return { rings, area: rings.reduce((sum, ring) => sum + signedArea(ring), 0) };
  };
  const old = [...scope].map((id) => {
    const face = coverage.faces.get(id);
    if (!face) throw new Error(`There is no grid ${id} in the coverage (c2a9e613)`);
    return { id, properties: face.properties, ...drawn(gridGeometry(coverage, face)) };
  });
  const pairs = features
    .flatMap((f) => {
      const one = drawn(f.geometry);
      return old.map((other) => {
        const common = overlapArea(one.rings, other.rings);
        return { id: String(f.id), other, common, least: Math.min(one.area, other.area) };
      });
    })
    .filter(({ common }) => common > 0)
    .sort((a, b) => b.common - a.common);
  const ids = new Map(
    features.filter((f) => scope.has(String(f.id))).map((f) => [String(f.id), String(f.id)]),
  );
  const taken = new Set(ids.values());
  for (const { id, other, common, least } of pairs) {
    if (ids.has(id) || taken.has(other.id) || common < SAME_GRID * least) continue;
    ids.set(id, other.id);
    taken.add(other.id);
  }
  const like = new Map<GridId, Properties>();
  for (const f of features) {
    const id = String(f.id);
    if (ids.has(id)) continue;
    const own = newId();
    ids.set(id, own);
    like.set(own, pairs.find((pair) => pair.id === id)?.other.properties ?? {});
  }
  return { ids, like };
}
