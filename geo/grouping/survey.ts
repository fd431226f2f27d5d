import { type Barriers, createBarriers } from "../barriers.js";
import { localProjection } from "../projection.js";
import { linkHouseholds } from "./check-input.js";
import { createWalk, numberNames, type Walk } from "./measure-walk.js";
import type { GroupException, GroupingInput, Household, Position, Rules } from "./model.js";
import { said } from "./phrases.js";
import { createStreetWalk } from "./street-graph.js";

/** The input laid out for work: metres in a plane, households by number, distances by rule. */
export interface Survey {
  input: GroupingInput;
  rules: Rules;
  x: Float64Array;
  y: Float64Array;
  numberOf: Map<string, number>;
  /** Metres between two households; over a crossing where a barrier lies between. */
  walk: Walk;
  /**
   * The walk is the straight line times this factor, and nothing else; 0 when it is not so simple.
   */
  straightFactor: number;
  /**
   * Must the two not share a group, for a barrier or a keep-apart pair? Null: nothing forbids any
   * pair.
   */
  forbidden: ((a: number, b: number) => boolean) | null;
  barriers: Barriers | null;
  /** Keep-together sets, by household number. */
  links: number[][];
  /** Set of each linked household. */
  linkOf: Map<number, number>;
  /** Ties of each household that has some: [other household, strength]. */
  tiesOf: Map<number, [number, number][]>;
  /** No floors, no buildings: nothing but the straight line (or its way round barriers) counts. */
  flat: boolean;
  /** People who answer, of each household; 0 where nobody lives. */
  responders: Int32Array;
  forward: (p: Position) => Position;
}

/**
 * Name of the floor a household lives on, within its building and stair; undefined when unknown.
 */
export const floorName = ({ building, stair, floor }: Household): string | undefined =>
  building === undefined || floor === undefined
    ? undefined
    : `${building}\u0000${stair ?? ""}\u0000${floor}`;

/** Does the household take part? Registered-only ones (空挂) and who refused do not. */
export const takesPart = (h: Household): boolean => h.livedIn !== false && h.agreed !== false;

/** Who takes no part, with the reason. */
export const listAbsent = (households: readonly Household[]): GroupException[] =>
  households
    .filter((h) => !takesPart(h))
    .map((h) => ({
      id: h.id,
      reason: h.livedIn === false ? said("nobody-lives-here", {}) : said("did-not-agree", {}),
    }));

/** @param isFlat whether floors and buildings tell no walks apart, where the whole is known */
export function surveyInput(input: GroupingInput, rules: Rules, isFlat?: boolean): Survey {
  const { households } = input;
  const n = households.length;
  const forward = planeFor(input);
  const x = new Float64Array(n),
    y = new Float64Array(n);
  households.forEach((h, i) => {
    [x[i], y[i]] = forward([h.x, h.y]);
  });
  const numberOf = new Map(households.map((h, i) => [h.id, i]));
  const straight: Walk = (a, b) =>
    Math.sqrt((x[a] - x[b]) * (x[a] - x[b]) + (y[a] - y[b]) * (y[a] - y[b]));
  const barriers = createBarriers(
    (input.barriers ?? []).map((line) => line.map(forward)),
    (input.crossings ?? []).map(forward),
    rules.crossingWalk,
  );
  const around =
    barriers === null ? straight : remember(n, (a, b) => barriers.walk(x[a], y[a], x[b], y[b]));
  const apart = new Set(
    (input.apart ?? []).map(([a, b]) => pairKey(numberOf.get(a)!, numberOf.get(b)!, n)),
  );
  const rule = rules.distance;
  // A forbidden pair still has a distance, or sums would turn infinite: the straight one.
  const outdoorsOnce =
    barriers === null
      ? straight
      : (a: number, b: number) => {
          const d = around(a, b);
          return d === Infinity ? straight(a, b) : d;
        };
  let walk = outdoorsOnce,
    straightFactor = barriers === null ? 1 : 0;
  const flat =
    isFlat ??
    (rule.kind === "walking" &&
      households.every((h) => !h.floor) &&
      (rule.otherStairMetres === 0 ||
        numberNames(households.map((h) => h.building)).every((b) => b < 0)));
  if (rule.kind === "walking") {
    walk = flat
      ? (a, b) => outdoorsOnce(a, b) * rule.detour
      : createWalk(households, straight, (a, b) => outdoorsOnce(a, b) * rule.detour, rule);
    straightFactor = flat && barriers === null ? rule.detour : 0;
  } else if (rule.kind === "streets") {
    walk = createWalk(
      households,
      straight,
      createStreetWalk(
        x,
        y,
        rule.streets.map((line) => line.map(forward)),
      ),
      rule,
    );
    straightFactor = 0;
  }
  const forbidden =
    barriers === null && apart.size === 0
      ? null
      : (a: number, b: number) =>
          (apart.size > 0 && apart.has(pairKey(a, b, n))) ||
          (barriers !== null && around(a, b) === Infinity);
  const links = linkHouseholds(input).map((set) => set.map((id) => numberOf.get(id)!));
  const linkOf = new Map(links.flatMap((set, k) => set.map((i) => [i, k] as const)));
  const tiesOf = new Map<number, [number, number][]>();
  for (const tie of input.ties ?? []) {
    const a = numberOf.get(tie.a)!,
      b = numberOf.get(tie.b)!;
    for (const [from, to] of [
      [a, b],
      [b, a],
    ]) {
      const row = tiesOf.get(from);
      if (row) row.push([to, tie.strength ?? 1]);
      else tiesOf.set(from, [[to, tie.strength ?? 1]]);
    }
  }
  return {
    input,
    rules,
    links,
    linkOf,
    tiesOf,
    x,
    y,
    numberOf,
    walk,
    straightFactor,
    forbidden,
    barriers,
    flat,
    responders: Int32Array.from(households, (h) => (takesPart(h) ? (h.responders ?? 1) : 0)),
    forward,
  };
}

/**
 * Metres east and north: the coordinates themselves when planar, else a transverse Mercator around
 * the middle.
 */
function planeFor(input: GroupingInput): (p: Position) => Position {
  if (input.planar) return (p) => p;
  let west = Infinity,
    east = -Infinity,
    south = Infinity,
    north = -Infinity;
  for (const h of input.households) {
    west = Math.min(west, h.x);
    east = Math.max(east, h.x);
    south = Math.min(south, h.y);
    north = Math.max(north, h.y);
  }
  if (west > east) return (p) => p;
  const projection = localProjection((west + east) / 2, (south + north) / 2);
  return ([lon, lat]) => projection.forward(lon, lat);
}

const pairKey = (a: number, b: number, n: number): number => (a < b ? a * n + b : b * n + a);

function remember(n: number, walk: Walk): Walk {
  const known = new Map<number, number>();
  return (a, b) => {
    const key = pairKey(a, b, n);
    let metres = known.get(key);
    if (metres === undefined) {
      // Bounded: a pair is cheap to measure again, a map of all pairs of a county is not cheap to
      // hold.
      if (known.size > 4e6) known.clear();
      known.set(key, (metres = a < b ? walk(a, b) : walk(b, a)));
    }
    return metres;
  };
}
