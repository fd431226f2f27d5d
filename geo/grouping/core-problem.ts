import type { NeighbourLists } from "./nearest-neighbours.js";

/**
 * One component as the search sees it: numbers only, units in Hilbert order.
 * A unit is one household, or several that must stay together.
 */
export interface CoreProblem {
  /** Number of units. */
  n: number;
  /** Metres in a plane. */
  x: Float64Array;
  y: Float64Array;
  /** What a unit takes of a group's room: households in it, or its demand. */
  weight: Float64Array;
  /** Exactly so many groups. */
  groups: number;
  /** Bounds of the summed weight of a group, both inclusive. */
  low: number;
  high: number;
  /**
   * Most units a group may hold at any moment of the search, legal or not (its row length in
   * memory).
   */
  stride: number;
  neighbours: NeighbourLists;
  /**
   * Metres that unit `unit` contributes when `centre` is its group's centre; null: the straight
   * line.
   */
  metres: ((unit: number, centre: number) => number) | null;
  /**
   * Cost in metres of unit `unit` being in group `group` beside `members[from … from + count - 1]`,
   * leaving out
   * `except` (or -1) and itself: ties (negative), split buildings, changed plans, forbidden pairs.
   * Null: none.
   */
  attachment:
    | ((
        unit: number,
        members: Int32Array,
        from: number,
        count: number,
        except: number,
        group: number,
      ) => number)
    | null;
  /** How far apart households live around each unit, metres: temperatures are multiples of it. */
  scale: Float64Array;
  /** η: metres per unit of weight outside `calm`; 0 switches the size term off. */
  sizeWeight: number;
  /** The sizes that cost nothing. */
  calm: { low: number; high: number };
}

/**
 * What a forbidden pair costs inside the search: more than any walk, so that it is the first thing
 * to be mended.
 */
export const FORBIDDEN_PAIR_METRES = 1e7;
