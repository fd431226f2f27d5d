/**
 * What a proposal is made of and what it says: plain data, so that it crosses threads and wires.
 */
import type { LineString, MultiLineString, MultiPolygon, Polygon, Position } from "geojson";
import type { GridCollection } from "../collection.js";

/** A river or a trunk line parts what lies on both its sides; it is crossed at crossings only. */
export const LINE_CLASSES = ["river", "trunk", "main", "secondary", "lane", "parcel"] as const;
export type LineClass = (typeof LINE_CLASSES)[number];

/** Fewest and most households of a grid, both allowed. */
export type HouseholdRange = readonly [min: number, max: number];

type Area = Polygon | MultiPolygon;

/** A village or community: no grid lies in two. */
export interface Village {
  readonly code: string;
  readonly geometry: Area;
  /** Where it differs from the options'. */
  readonly range?: HouseholdRange;
}

/** Never cut, its courtyard neither. */
export interface Building {
  readonly id: string;
  readonly geometry: Area;
  readonly households: number;
  readonly people?: number;
}

export interface GroundLine {
  readonly class: LineClass;
  readonly geometry: LineString | MultiLineString;
}

/** A compound, a site, or a grid in force. */
export interface Site {
  readonly id: string;
  readonly geometry: Area;
}

/** All geometry in EPSG:4326. */
export interface ProposeInput {
  readonly villages: readonly Village[];
  readonly buildings: readonly Building[];
  readonly lines: readonly GroundLine[];
  /** Never split. */
  readonly compounds?: readonly Site[];
  /** Where a river or a trunk line is crossed on foot; on the line, or within 15 m of it. */
  readonly crossings?: readonly Position[];
  /** Grids in force: few households shall move, and ids stay. */
  readonly present?: readonly Site[];
  /** Sites that are grids of their own. */
  readonly dedicated?: readonly Site[];
  /** Ids of present grids that stay as they are. */
  readonly locked?: readonly string[];
}

export interface ProposeProgress {
  readonly phase: "ground" | "divide" | "judge";
  /** Of the phase, 0 to 1. */
  readonly fraction: number;
}

export interface ProposeOptions {
  readonly range: HouseholdRange;
  readonly seed?: number;
  /**
   * Effort, about CPU seconds of the search. It is turned into a number of moves at a fixed rate,
   * so that the answer is the same on a slow machine.
   */
  readonly seconds?: number;
  readonly onProgress?: (progress: ProposeProgress) => void;
  /** Asked often; once it says yes, the search ends without an answer. */
  readonly shouldStop?: () => boolean;
}

/** Why a wish could not be met, on the grid that shows it. */
export type GridReason =
  /** No number of grids brings the village's households (its dedicated grids' apart) into range. */
  | { readonly code: "village-out-of-range"; readonly households: number }
  /** The same for what a barrier without a crossing parts from the rest of the village. */
  | { readonly code: "parted-out-of-range"; readonly households: number }
  /** One compound or building, or what they hold together, has more than the range allows. */
  | {
      readonly code: "atom-out-of-range";
      readonly households: number;
      readonly compounds: readonly string[];
      readonly buildings: number;
    }
  /** The lines and gaps there leave no better division. */
  | { readonly code: "no-better-division"; readonly households: number }
  /** Ground of the village that is not joined to the rest and has no homes. */
  | { readonly code: "exclave-without-homes"; readonly parts: number }
  /** A given site's or grid's own outline cuts buildings. */
  | { readonly code: "outline-cuts-buildings"; readonly buildings: readonly string[] };

export interface ProposedGrid {
  readonly id: string;
  readonly village: string;
  readonly households: number;
  readonly people: number;
  /** `kept`: a locked grid or a dedicated site. */
  readonly kept: boolean;
  readonly reasons: readonly GridReason[];
}

/** What a planner would check, counted from the result's polygons. */
export interface ProposalJudgement {
  /** Grids outside of a range that could have been kept. */
  readonly outOfRange: number;
  readonly buildingsCut: number;
  readonly compoundsSplit: number;
  readonly villagesCrossed: number;
  /** Grids with homes on both sides of a barrier and no crossing inside. */
  readonly banksJoined: number;
  readonly inPiecesOnFoot: number;
  /** Share of the inner borders' length that lies on given lines; 1 without inner borders. */
  readonly onLines: number;
  readonly polsbyPopperMedian: number;
  readonly polsbyPopperLeast: number;
  readonly bendsPerBorder: number;
  /** null without present grids. */
  readonly householdsMoved: number | null;
}

export interface Proposal {
  /** A feature a grid; the id is the grid's. */
  readonly collection: GridCollection;
  readonly grids: readonly ProposedGrid[];
  readonly judgement: ProposalJudgement;
}

/** Why nothing can be proposed. */
export interface NoProposal {
  readonly code: "no-area" | "bad-range" | "unknown-locked" | "stopped";
  readonly id?: string;
}

export const isProposal = (answer: Proposal | NoProposal): answer is Proposal =>
  "collection" in answer;

/** Is there a number of grids that brings so many households into the range? */
export function canKeepRange(households: number, [min, max]: HouseholdRange): boolean {
  return Math.ceil(households / max) <= Math.floor(households / min);
}
