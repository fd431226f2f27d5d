import { type Language, sayCoverage } from "../../civic/words/say.js";
import type { Said } from "../../geo/coverage/phrases.js";
import type { Fault } from "../session/ask.js";
import type { PlanWord, SayPlan } from "./words.js";

/** Reasons of plans themselves; the others are the coverage's, said by their own codes. */
const OWN: Readonly<Record<string, PlanWord>> = {
  "village-border": "villageBorder",
  "not-a-coverage": "notSeamless",
};

interface Saying {
  t: SayPlan;
  language: Language;
  offline: string;
}

/** Why the service did not do it, in the page's language; what has no words here as it says it. */
export function sayFault(fault: Fault, { t, language, offline }: Saying): string {
  if (fault.said) return sayCoverage(fault.said as Said, language);
  if (fault.code === "OFFLINE") return offline;
  const own = OWN[fault.reason ?? ""];
  return own ? t(own) : fault.message;
}
