import type { ClockEffects } from "../../civic/steps/machine.js";
import { type Matter, type RuleBook, rulesOf } from "../clocks/clock-rules.js";
import {
  pauseClocks,
  resumeClocks,
  type Subject,
  startClocks,
  stopClocks,
} from "../clocks/clocks.service.js";
import type { Transaction } from "../core/database.js";
import type { Standing } from "./workflow.js";

/** What a step does to the clocks of what it was taken with, as of the moment it was. */
export async function moveClocks(
  tx: Transaction,
  subjectKind: string,
  standing: Standing,
  { stops, drops, pauses, resumes, starts }: ClockEffects<string>,
): Promise<void> {
  const subject: Subject = { county: standing.county, subjectKind, subject: standing.id };
  if (stops) await stopClocks(tx, subject, stops);
  if (drops) await stopClocks(tx, subject, drops, "cancelled");
  if (pauses) await pauseClocks(tx, subject, pauses);
  if (resumes) await resumeClocks(tx, subject, resumes);
  if (!starts || starts.length === 0) return;
  const rules = await rulesOf(tx, standing.county, subjectKind);
  await startForAll(tx, rules, { subjectKind, standings: [standing], kinds: starts });
}

export interface Starting {
  subjectKind: string;
  standings: readonly { county: number; id: string; matter: Matter }[];
  kinds: readonly string[];
}

/** Starts the clocks of some kinds, each by the rule that fits its subject. */
export async function startForAll(
  tx: Transaction,
  rules: RuleBook,
  { subjectKind, standings, kinds }: Starting,
): Promise<void> {
  const from = new Date();
  await startClocks(
    tx,
    standings.flatMap(({ county, id: subject, matter }) =>
      kinds.flatMap((kind) => {
        const rule = rules.find(kind, matter);
        return rule ? [{ county, subjectKind, subject, rule, from }] : [];
      }),
    ),
  );
}
