import { type Random, randomOf } from "../../geo/random.js";
import { type Crossing, type Ground, HALF_WIDTH, type Street, streamBridges } from "./ground.js";
import {
  along,
  around,
  cellCentre,
  cellCorners,
  cellEdges,
  edgeCells,
  edgeEast,
  edgeNodes,
  edgeNorth,
  type Lattice,
} from "./lattice.js";
import { hamletName } from "./names.js";
import { add, distance, insideRing, length, localRing, times, type XY } from "./plane.js";
import { growRegions, ringsOf } from "./regions.js";
import { buildCampus, type House, type Plot } from "./town.js";

export interface Hamlet {
  name: string;
  node: number;
  village: number;
}
export interface Countryside {
  villages: number[][];
  hamlets: Hamlet[];
  houses: House[];
  plots: Plot[];
  ponds: { name: string; ring: XY[] }[];
  bridges: Crossing[];
}

/**
 * Divides the land outside the town into villages, founds hamlets, ties them by roads to the town
 * and builds farmhouses.
 */
export function settle(
  seed: number,
  g: Ground,
  villageCount: number,
  householdsOf: (village: number, cells: number) => number,
  nameOf: (village: number) => string,
): Countryside {
  const l = g.lattice,
    random = randomOf(seed, "countryside");
  const land = [...l.inCounty.keys()].filter((c) => l.inCounty[c] === 1 && !l.inTown[c]);
  const villages = growRegions(l, land, () => 1, villageCount, random, g.riverEdges, 3);
  villages.sort((a, b) => mean(l, a) - mean(l, b));
  const rings = villages.map((cells) =>
    ringsOf(l, cells)
      .flat()
      .map(([e]) => e),
  );
  g.curves.relax(rings.flat(), 10);
  const rim = ringsOf(
    l,
    [...l.inCounty.keys()].filter((c) => l.inCounty[c] === 1),
  )[0]!;
  g.curves.lay(
    rim.map(([e]) => e),
    0.6,
  );
  const county = rim.flatMap(([e, forward]) =>
    (forward ? g.curves.of(e) : [...g.curves.of(e)].reverse()).slice(1),
  );
  g.occupied.addLine([...county, county[0]!], 12);
  const hamlets = found(g, villages, householdsOf, nameOf, random);
  roads(g, hamlets, random);
  const ponds = dig(g, hamlets, random);
  const own = campusCell(g, villages),
    campus = buildCampus(seed, g, own);
  // Its border stands before others are smoothed: a lone small ring would be drawn together to
  // nothing.
  g.curves.lay(
    cellEdges(l, own).map(([e]) => e),
    0,
  );
  const plots: Plot[] = campus.plots,
    houses: House[] = campus.houses;
  villages.forEach((cells, v) =>
    farm(
      g,
      hamlets.filter((h) => h.village === v),
      householdsOf(v, cells.length),
      random,
      houses,
      plots,
      county,
    ),
  );
  return { villages, hamlets, houses, plots, ponds, bridges: streamBridges(g.streets, g.streams) };
}

const mean = (l: Lattice, cells: readonly number[]) =>
  cells.reduce((s, c) => s + cellCentre(l, c)[0], 0) / cells.length;

/** A cell well inside a village, near the town, that no road or stream runs along. */
function campusCell(g: Ground, villages: readonly number[][]): number {
  const l = g.lattice;
  const fits = (inside: ReadonlySet<number>) => (c: number) =>
    around(l, c).every((n) => inside.has(n)) &&
    cellEdges(l, c).every(([e]) => !g.roadEdges.has(e)) &&
    g.occupied.free(cellCorners(l, c));
  const candidates = villages.flatMap((cells) => cells.filter(fits(new Set(cells))));
  return candidates.reduce((a, b) => (length(cellCentre(l, a)) < length(cellCentre(l, b)) ? a : b));
}

/** Edges at a node. */
function edgesAt(l: Lattice, node: number): number[] {
  const i = node % (l.columns + 1),
    j = Math.floor(node / (l.columns + 1));
  return [
    ...(i < l.columns ? [edgeEast(l, i, j)] : []),
    ...(i > 0 ? [edgeEast(l, i - 1, j)] : []),
    ...(j < l.rows ? [edgeNorth(l, i, j)] : []),
    ...(j > 0 ? [edgeNorth(l, i, j - 1)] : []),
  ];
}

const otherEnd = (l: Lattice, edge: number, node: number) => {
  const [a, b] = edgeNodes(l, edge);
  return a === node ? b : a;
};

function found(
  g: Ground,
  villages: number[][],
  householdsOf: (v: number, cells: number) => number,
  nameOf: (v: number) => string,
  random: Random,
): Hamlet[] {
  const l = g.lattice,
    taken = new Set<string>(),
    hamlets: Hamlet[] = [];
  villages.forEach((cells, village) => {
    const wanted = Math.max(5, Math.round(householdsOf(village, cells.length) / 42));
    const inside = new Set(cells),
      mine: Hamlet[] = [];
    for (let tries = 0; tries < 400 && mine.length < wanted; tries++) {
      const cell = random.pick(cells),
        node = edgeNodes(l, edgeEast(l, cell % l.columns, Math.floor(cell / l.columns)))[0];
      const around = edgesAt(l, node).flatMap((e) => edgeCells(l, e));
      if (!around.every((c) => inside.has(c))) continue;
      const at = l.nodes[node]!;
      if (
        g.river.some((p) => distance(p, at) < 130) ||
        mine.some((h) => distance(l.nodes[h.node]!, at) < 420 - tries)
      )
        continue;
      const own = nameOf(village).replace(/村$/, "");
      mine.push({
        name: mine.length === 0 && /湾$/.test(own) ? own : hamletName(random, taken),
        node,
        village,
      });
    }
    hamlets.push(...mine);
  });
  return hamlets;
}

/**
 * Each hamlet, the nearest to the town first, is tied to the roads there are by the cheapest way;
 * used ways are cheaper.
 */
function roads(g: Ground, hamlets: readonly Hamlet[], random: Random): void {
  const l = g.lattice,
    isRoad = new Uint8Array(l.edgeCount),
    cost = new Float64Array(l.edgeCount),
    onNet = new Uint8Array(l.nodes.length);
  const riverNodes = new Set<number>();
  for (const e of g.riverEdges) for (const n of edgeNodes(l, e)) riverNodes.add(n);
  for (let e = 0; e < l.edgeCount; e++) {
    const [a, b] = edgeNodes(l, e),
      sides = edgeCells(l, e);
    const open =
      sides.every((c) => c >= 0 && l.inCounty[c] === 1) &&
      !sides.every((c) => l.inTown[c] === 1) &&
      !g.riverEdges.has(e);
    cost[e] = open
      ? distance(l.nodes[a]!, l.nodes[b]!) *
        random.between(0.55, 1.45) *
        (riverNodes.has(a) || riverNodes.has(b) ? 9 : 1)
      : Infinity;
  }
  for (const e of g.roadEdges) for (const n of edgeNodes(l, e)) onNet[n] = 1;
  for (const n of riverNodes) onNet[n] = 0;
  const order = [...hamlets].sort((a, b) => length(l.nodes[a.node]!) - length(l.nodes[b.node]!));
  const laid: number[] = [];
  const tie = (start: number, reached: (node: number) => boolean) => {
    const best = new Map<number, number>([[start, 0]]),
      by = new Map<number, number>(),
      open = new Set([start]),
      done = new Set<number>();
    for (;;) {
      let at = -1;
      for (const n of open) if (at < 0 || best.get(n)! < best.get(at)!) at = n;
      if (at < 0) return;
      open.delete(at);
      done.add(at);
      if (reached(at) && at !== start) {
        for (let n = at; n !== start; ) {
          const e = by.get(n)!;
          if (!isRoad[e]) {
            isRoad[e] = 1;
            laid.push(e);
          }
          onNet[n] = 1;
          n = otherEnd(l, e, n);
        }
        onNet[start] = 1;
        return;
      }
      for (const e of edgesAt(l, at)) {
        const next = otherEnd(l, e, at),
          through = best.get(at)! + cost[e]! * (isRoad[e] ? 0.3 : 1);
        if (!done.has(next) && through < (best.get(next) ?? Infinity)) {
          best.set(next, through);
          by.set(next, e);
          open.add(next);
        }
      }
    }
  };
  for (const h of order)
    if (!onNet[h.node]) tie(h.node, (n) => onNet[n] === 1 && !riverNodes.has(n));
  // A tree alone makes every trip a detour: some hamlets get a way to a neighbour too.
  for (const h of order) {
    if (!random.chance(0.4)) continue;
    const near = order
      .filter((o) => o !== h)
      .sort(
        (a, b) =>
          distance(l.nodes[a.node]!, l.nodes[h.node]!) -
          distance(l.nodes[b.node]!, l.nodes[h.node]!),
      )[1];
    if (near && !riverNodes.has(near.node)) tie(h.node, (n) => n === near.node);
  }
  const fresh = laid.filter((e) => !g.roadEdges.has(e));
  g.curves.lay(fresh);
  nameRoads(g, fresh, order);
}

/** A road is a chain of edges between junctions, named for the hamlet it leads to. */
function nameRoads(g: Ground, edges: readonly number[], hamlets: readonly Hamlet[]): void {
  const l = g.lattice,
    left = new Set(edges),
    at = new Map<number, number[]>();
  for (const e of edges) for (const n of edgeNodes(l, e)) at.set(n, [...(at.get(n) ?? []), e]);
  const ends = [...at.keys()].filter((n) => at.get(n)!.length !== 2);
  for (const start of ends) {
    for (const first of at.get(start)!) {
      if (!left.has(first)) continue;
      const line: XY[] = [],
        chain: number[] = [];
      for (let node = start, edge: number | undefined = first; edge !== undefined; ) {
        left.delete(edge);
        chain.push(edge);
        const curve = g.curves.of(edge),
          forward = edgeNodes(l, edge)[0] === node;
        const piece = forward ? curve : [...curve].reverse();
        line.push(...(line.length ? piece.slice(1) : piece));
        node = otherEnd(l, edge, node);
        const e: number = edge;
        edge =
          at.get(node)!.length === 2
            ? at.get(node)!.find((x) => x !== e && left.has(x))
            : undefined;
      }
      const middle = line[Math.floor(line.length / 2)]!;
      const near = hamlets.reduce((a, b) =>
        distance(l.nodes[a.node]!, middle) < distance(l.nodes[b.node]!, middle) ? a : b,
      );
      const street: Street = { name: `${near.name}路`, kind: "village", lines: [line] };
      g.streets.push(street);
      g.occupied.addLine(line, HALF_WIDTH.village);
      for (const e of chain) {
        g.roadEdges.add(e);
        g.streetOfEdge.set(e, street);
      }
    }
  }
}

function dig(g: Ground, hamlets: readonly Hamlet[], random: Random): Countryside["ponds"] {
  const ponds: Countryside["ponds"] = [];
  for (const h of hamlets) {
    if (!random.chance(0.35)) continue;
    const angle = random.between(0, 6.28),
      away = random.between(70, 150),
      centre = add(g.lattice.nodes[h.node]!, [away * Math.cos(angle), away * Math.sin(angle)]);
    const r = random.between(14, 34),
      k = random.between(0.55, 1),
      phase = random.between(0, 6);
    const ring = Array.from({ length: 18 }, (_, i): XY => {
      const a = (i / 18) * 2 * Math.PI,
        s = r * (1 + 0.18 * Math.sin(2 * a + phase) + 0.09 * Math.sin(3 * a));
      return [centre[0] + s * Math.cos(a), centre[1] + s * k * Math.sin(a)];
    });
    if (!g.occupied.free(ring)) continue;
    g.occupied.addRing(ring);
    ponds.push({ name: `${h.name}塘`, ring });
  }
  return ponds;
}

const FOOTPRINTS: ((w: number, d: number) => XY[])[] = [
  (w, d) => [
    [-w / 2, -d / 2],
    [w / 2, -d / 2],
    [w / 2, d / 2],
    [-w / 2, d / 2],
  ],
  (w, d) => [
    [-w / 2, -d / 2],
    [w / 2, -d / 2],
    [w / 2, d * 0.9],
    [w / 2 - 5, d * 0.9],
    [w / 2 - 5, d / 2],
    [-w / 2, d / 2],
  ],
  (w, d) => [
    [-w / 2, -d / 2],
    [w / 2, -d / 2],
    [w / 2, d],
    [w / 2 - 4.5, d],
    [w / 2 - 4.5, d / 2],
    [-w / 2 + 4.5, d / 2],
    [-w / 2 + 4.5, d],
    [-w / 2, d],
  ],
];

/**
 * Mutates `houses` and `plots`: farmhouses along the roads about each hamlet until the village's
 * households have a roof.
 */
function farm(
  g: Ground,
  hamlets: readonly Hamlet[],
  households: number,
  random: Random,
  houses: House[],
  plots: Plot[],
  county: readonly XY[],
): void {
  const l = g.lattice;
  const share = hamlets.map(() => random.between(0.5, 1.6)),
    total = share.reduce((a, b) => a + b, 0);
  let owed = 0;
  hamlets.forEach((h, k) => {
    owed += (households * share[k]!) / total;
    const reach = edgesAt(l, h.node).filter((e) => g.roadEdges.has(e));
    const further = reach
      .flatMap((e) => edgesAt(l, otherEnd(l, e, h.node)))
      .filter((e) => g.roadEdges.has(e));
    const edges = [...new Set([...reach, ...reach, ...further])];
    if (edges.length === 0) return;
    let number = 1;
    for (let tries = 0; owed >= 1 && tries < 900; tries++) {
      const edge = random.pick(random.chance(0.7) && reach.length ? reach : edges),
        curve = g.curves.of(edge);
      const towards = edgeNodes(l, edge)[0] === h.node;
      const nearness = Math.min(0.97, random.exponential(0.3) + 0.03),
        t = reach.includes(edge) ? (towards ? nearness : 1 - nearness) : random.between(0.05, 0.95);
      const { at, direction, normal } = along(curve, t),
        side = random.chance(0.5) ? 1 : -1;
      const spacing = 9 + Math.min(random.exponential(16 + tries / 18), 120),
        w = random.between(9.5, 15),
        d = random.between(8, 10.5);
      const away = add(at, times(normal, side * (spacing + d / 2))),
        tilt = random.gaussian() * (spacing > 30 ? 0.35 : 0.07);
      const u0 = times(direction, side),
        u: XY = [
          u0[0] * Math.cos(tilt) - u0[1] * Math.sin(tilt),
          u0[0] * Math.sin(tilt) + u0[1] * Math.cos(tilt),
        ];
      const shape = FOOTPRINTS[random.weighted([0.55, 0.3, 0.15])]!(w, d);
      const ring = localRing(away, u, shape),
        widened = localRing(
          away,
          u,
          shape.map(([x, y]) => [x * 1.25, y * 1.3] as XY),
        );
      if (!g.occupied.free(ring, widened) || !insideRing(away[0], away[1], county)) continue;
      g.occupied.addRing(ring);
      const floors = random.weighted([0.2, 0.5, 0.3]) + 1,
        families = random.weighted([0, 0.78, 0.18, 0.04]);
      owed -= families;
      houses.push({
        ring,
        holes: [],
        use: "01",
        floors,
        perFloor: 1,
        units: families,
        name: null,
        address: `${h.name}${number++}号`,
        stairs: [localRing(away, u, [[0, -d / 2 + 1.5]])[0]!],
        cell: -1,
        place: h.name,
      });
      if (random.chance(0.16)) {
        const a = localRing(away, u, [
          [-w, d + 4],
          [w * random.between(0.6, 1.4), d + random.between(3, 7)],
          [w * 1.1, d + random.between(22, 40)],
          [-w * 0.9, d + random.between(20, 36)],
        ]);
        if (g.occupied.free(a)) {
          g.occupied.addRing(a);
          plots.push({
            kind: "farm",
            name: `${h.name}${number - 1}号菜地`,
            ring: a,
            gate: a[0]!,
            cells: [],
          });
        }
      }
    }
  });
}
