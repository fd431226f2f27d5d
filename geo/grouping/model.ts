/**
 * The words of grouping: what goes in, what comes out. Everything is plain data, so that it crosses
 * threads and wires.
 */
import type { GroupingSaid } from "./phrases.js";

/** A household as grouping needs it; everything but id and place is optional. */
export interface Household {
  id: string;
  /** Longitude (WGS 84), or metres east when the input is planar. */
  x: number;
  /** Latitude, or metres north. */
  y: number;
  /** Grid or village: groups never cross it. */
  area?: string;
  /** Gated compound (小区): grouped for itself where it can be. */
  compound?: string;
  building?: string;
  stair?: string;
  /** Storeys above the ground, 0 = ground floor. */
  floor?: number;
  /** Room taken in a group in the capacitated problem; 1 otherwise. */
  demand?: number;
  /** Elected leader (中心户长): carried into the report, never decides the centre. */
  leader?: boolean;
  /** Somebody elderly or living alone, self-declared: for the share in the report only. */
  needsNeighbours?: boolean;
  /** False: registered only (空挂), member of no group and in nobody's nine. Default true. */
  livedIn?: boolean;
  /** False: did not agree to take part: in no group, in nobody's nine. Default true. */
  agreed?: boolean;
  /** People who agreed to answer a call; unknown counts as one where somebody lives. */
  responders?: number;
  /** Group in the plan before. */
  previousGroup?: string;
  /** Lives elsewhere than in the plan before: joins a group anew. */
  moved?: boolean;
}

export interface Tie {
  a: string;
  b: string /** 1 = neighbourly, 2 = kin. */;
  strength?: number;
}

export type Position = [x: number, y: number];

export interface GroupingInput {
  households: Household[];
  /**
   * True: x and y are metres in a plane. False: degrees, WGS 84; metres come from one local
   * projection.
   */
  planar: boolean;
  /** Lines nobody walks across (rivers, railways, main roads), in the households' coordinates. */
  barriers?: Position[][];
  /** Bridges, crossings, underpasses. */
  crossings?: Position[];
  ties?: Tie[];
  /** Households that must share a group. */
  together?: string[][];
  /** Pairs that must not. */
  apart?: [string, string][];
  /** Groups that stay as they are. */
  locked?: { id: string; members: string[] }[];
}

export type DistanceRule =
  | { kind: "straight" }
  | { kind: "walking"; detour: number; metresPerFloor: number; otherStairMetres: number }
  | { kind: "streets"; streets: Position[][]; metresPerFloor: number; otherStairMetres: number };

export const WALKING: DistanceRule = {
  kind: "walking",
  detour: 1.3,
  metresPerFloor: 3,
  otherStairMetres: 20,
};

/** Weights of the soft terms; docs/decisions/grouping-objective.md says why these. */
export interface Weights {
  /** ρ: metres per metre beyond the radius limit, times its share of the limit. 0 = off. */
  radius: number;
  /** R*: metres of walk that a call may cost. */
  radiusLimit: number;
  /** λ: metres that one tie inside a group is worth. */
  tie: number;
  /** σ: metres per extra group in a building, and half of it per extra group on a stair. */
  building: number;
  /** φ: metres per extra group on a floor, where whole floors make no legal groups. 0 = off. */
  floor: number;
  /** η: metres per household beyond a tenth more or less than the target size (9 to 11 of 10). */
  size: number;
  /** μ: metres a change of group must save. */
  change: number;
}

export const METRES_ONLY: Weights = {
  radius: 0,
  radiusLimit: Infinity,
  tie: 0,
  building: 0,
  floor: 0,
  size: 0,
  change: 0,
};
export const DEFAULT_WEIGHTS: Weights = {
  radius: 1,
  radiusLimit: 150,
  tie: 10,
  building: 30,
  floor: 60,
  size: 25,
  change: 35,
};

export interface Rules {
  low: number;
  high: number;
  target: number;
  /** Fewest people of a group who answer, where a component has so many; 0 = off. */
  minResponders: number;
  distance: DistanceRule;
  weights: Weights;
  /** Metres of walk over a crossing up to which two households may share a group. */
  crossingWalk: number;
  /**
   * Metres in a straight line beyond which two neighbours no longer belong to one component;
   * absent: no limit.
   */
  reach?: number;
  /**
   * The capacitated p-median problem instead of sizes: exactly `groups` groups, summed demand at
   * most `capacity`.
   */
  capacitated?: { groups: number; capacity: number };
}

export const TEN_HOUSEHOLDS: Rules = {
  low: 7,
  high: 13,
  target: 10,
  minResponders: 6,
  distance: WALKING,
  weights: DEFAULT_WEIGHTS,
  crossingWalk: 300,
};

/**
 * How long to search: CPU seconds, or proposals per household (then the same seed gives the same
 * answer).
 */
export type Budget = { seconds: number } | { iterations: number };

export interface RunOptions {
  seed: number;
  budget: Budget;
  /** 0 … 1, and the metres of the best grouping so far. */
  onProgress?: (fraction: number, metres: number) => void;
  signal?: AbortSignal;
  /** Also bound the plan from below. */
  bound?: boolean;
}

export interface Group {
  /**
   * Number in the plan (north to south, floor by floor), or the id of a locked group or of the plan
   * before.
   */
  id: string;
  /** The household with the smallest summed distance: the median, where a call starts. */
  centre: string;
  members: string[];
  /** Sum of metres from every member to the centre. */
  metres: number;
  /** People of the group who agreed to answer. */
  responders: number;
  locked: boolean;
}

export interface GroupException {
  id: string;
  reason: GroupingSaid;
}

/** Something the user must settle; `ids` are households or locked groups. */
export type Finding = GroupingSaid & { readonly ids: readonly string[] };

export interface Plan {
  groups: Group[];
  exceptions: GroupException[];
  /** What shows where help is thin, of sensitivity `sector`: for those who mend it only. */
  sector: {
    /** Households further from their centre than the radius limit (150 m without one). */
    isolated: string[];
    /** Groups with fewer responders than the rules ask. */
    thin: string[];
  };
  /** Warnings that did not stop the run. */
  findings: Finding[];
  totalMetres: number;
  /**
   * Groups outside the bounds, forbidden crossings and pairs: 0 unless a locked group brings one.
   */
  violations: number;
  /**
   * False when the run was cancelled: the best so far, parts that were not reached split evenly.
   */
  complete: boolean;
  seed: number;
  cpuSeconds: number;
}

/** What is known of the shortest grouping of a part, wishes (ties, floors, sizes …) aside. */
export interface PartBound {
  /** No grouping of these households in so many legal groups walks less. */
  lowerMetres: number;
  /** The shortest that was found: `metres` of the part, less what its wishes cost. */
  shortestMetres: number;
  /** Proved: shortest and lower are one. */
  exact: boolean;
}

/** A part of a run (households that reach each other) as it was solved: plain data, to be kept. */
export interface SolvedPart {
  /** Tells the part, its households, rules, seed and budget: another input has another key. */
  key: string;
  /** Household ids, centre first. */
  groups: string[][];
  leftOver: GroupException[];
  /** Metres of its groups. */
  metres: number;
  bound: PartBound | null;
}

/** How far a plan may be from the best, and why: all in metres, all of them 0 or more. */
export interface BoundTotals {
  /** No plan with these households in so many groups of each part can have fewer metres. */
  lowerBoundMetres: number;
  /** "exact": every part was solved to the end. */
  boundIs: "exact" | "lower";
  /** (total - bound) / bound; 0 when both are 0, null when only the bound is 0. */
  gap: number | null;
  /** Of these metres, what the search may have left: shortest plan found less bound. */
  searchGapMetres: number;
  /** The same as a share of the bound. */
  searchGap: number | null;
  /** And what ties, floors, buildings and sizes cost: total less the shortest plan found. */
  priceOfWishesMetres: number;
  /** The same as a share of the bound. */
  priceOfWishes: number | null;
}

export type GroupingResult =
  | { ok: true; plan: Plan; bound: BoundTotals | null }
  | { ok: false; findings: Finding[] };
