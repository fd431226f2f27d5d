/** What grouping has to say, as codes with named parameters; the sentences are civic/words. */
import { type NoParams, type SaidOf, sayingOf } from "../said.js";

interface OfHousehold {
  household: string;
}
interface OfHouseholds {
  households: readonly string[];
}
/** Fewest and most households of a group. */
interface Bounds {
  least: number;
  most: number;
}

/** What in the input contradicts itself, or was kept although it breaks a rule. */
interface Findings {
  "id-twice": OfHousehold;
  "no-place": OfHousehold;
  "not-degrees": OfHousehold;
  "bad-demand": OfHousehold;
  "bad-responders": OfHousehold;
  "bad-sizes": Bounds & { target: number };
  "unknown-in-locked": OfHousehold & { group: string };
  "unknown-in-together": OfHousehold;
  "unknown-in-apart": OfHousehold;
  "unknown-in-tie": OfHousehold;
  "locked-twice": OfHousehold & { groups: readonly string[] };
  "locked-and-linked": OfHouseholds;
  "together-across": OfHouseholds & { areas: readonly string[] };
  "together-too-many": OfHouseholds & { count: number; most: number };
  "together-and-apart": OfHouseholds;
  "locked-and-apart": OfHouseholds & { group: string };
  "number-of-groups": { groups: number; count: number };
  "demand-above-capacity": OfHousehold & { demand: number; capacity: number };
  "demand-above-all": { demand: number; groups: number; capacity: number; room: number };
  "no-assignment": { capacity: number; over: number; groups: number };
  "locked-out-of-bounds": Bounds & { group: string; count: number };
}

/** Why a household is in no group, or its calls are not as wanted. */
interface Exceptions {
  "nobody-lives-here": NoParams;
  "did-not-agree": NoParams;
  "in-no-grid": NoParams;
  "too-few-near": { count: number; least: number };
  "too-few-in-area": { count: number; least: number; area: string };
  "no-division": Bounds & { count: number };
  "no-division-in-area": Bounds & { count: number; area: string };
  "barred-from-every-group": NoParams;
  "no-room-near": { most: number };
  "group-too-small": { count: number; least: number };
  "too-few-answerers": { count: number; wanted: number };
  "calls-out-of-bounds": Bounds & { count: number };
}

/** Why a household changed its group. */
interface Changes {
  "in-no-group": NoParams;
  "joined-nearest": NoParams;
  "moved-away": NoParams;
  "moved-house": NoParams;
  "group-short-of-responders": { group: string; count: number; least: number };
  "new-building": NoParams;
  "group-given-up": { group: string; count: number; least: number };
  "group-had-few": { group: string; count: number; least: number };
  "group-was-full": { group: string };
  "shorter-walks": NoParams;
}

interface OfGroup {
  group: string;
}

/** Why a hand edit cannot be: a hard rule, or something that is there no more. */
interface Refusals {
  "unknown-household": OfHousehold;
  "unknown-group": OfGroup;
  "household-in-group": OfHousehold & OfGroup;
  "household-in-no-group": OfHousehold;
  "group-with-itself": OfGroup;
  "group-is-locked": OfGroup;
  "group-would-be-full": OfGroup & { count: number; most: number };
  "group-would-be-small": OfGroup & { count: number; least: number };
  "areas-differ": OfHousehold & OfGroup & { area: string | null; other: string | null };
  "barrier-between": OfHousehold & OfGroup & { other: string };
  "kept-apart": OfHousehold & OfGroup & { other: string };
  "kept-together": OfHousehold & OfGroup & { other: string };
  "beyond-reach": OfHousehold & OfGroup & { metres: number };
  "no-legal-halves": Bounds & OfGroup & { count: number };
  "parts-are-not-the-group": OfGroup;
  "no-group-near": OfHousehold;
}

/** What to know of a group after a hand edit that may be all the same. */
interface Warnings {
  "left-too-small": OfGroup & { count: number; least: number };
  "off-target": OfGroup & { count: number; target: number };
  "short-of-responders": OfGroup & { count: number; least: number };
  "far-from-centre": OfGroup & { count: number; metres: number };
}

export interface GroupingPhrases extends Findings, Exceptions, Changes, Refusals, Warnings {}
export type GroupingSaid = SaidOf<GroupingPhrases>;

export const said = sayingOf<GroupingPhrases>();
