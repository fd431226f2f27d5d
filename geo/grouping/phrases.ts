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

export interface GroupingPhrases extends Findings, Exceptions, Changes {}
export type GroupingSaid = SaidOf<GroupingPhrases>;

export const said = sayingOf<GroupingPhrases>();
