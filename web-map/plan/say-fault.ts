import { type Language, sayCoverage, sayNoProposal } from "../../civic/words/say.js";
import type { Said } from "../../geo/coverage/phrases.js";
import type { HouseholdRange, NoProposal } from "../../geo/coverage/propose/model.js";
import type { Fault } from "../session/ask.js";
import type { PlanWord, SayPlan } from "./words.js";

/** Reasons of plans themselves; the others are the coverage's, said by their own codes. */
const OWN: Readonly<Record<string, PlanWord>> = {
  "village-border": "villageBorder",
  "not-a-coverage": "notSeamless",
  "not-a-draft": "notADraft",
  "no-ground": "proposeNoGround",
  logged: "serviceFailed",
  "process-ended": "processEnded",
};

/** As its sentence wants it: the code with what is its own, and the range. */
function noProposal({ code, params }: NonNullable<Fault["said"]>): [NoProposal, HouseholdRange] {
  const { least, most, ...own } = params as { least: number; most: number };
  return [{ ...own, code } as NoProposal, [least, most]];
}

interface Saying {
  t: SayPlan;
  language: Language;
  offline: string;
}

/** Why the service did not do it, in the page's language; what has no words here as it says it. */
export function sayFault(fault: Fault, { t, language, offline }: Saying): string {
  const { said, reason = "" } = fault;
  if (said && reason === "no-proposal") return sayNoProposal(...noProposal(said), language);
  if (said && reason === "drawn-in-meanwhile")
    return t("proposeTooLate", { why: sayCoverage(said as Said, language) });
  if (said) return sayCoverage(said as Said, language);
  if (fault.code === "OFFLINE") return offline;
  const own = OWN[reason];
  return own ? t(own) : fault.message;
}
