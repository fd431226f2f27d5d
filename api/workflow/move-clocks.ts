import type { ClockEffects } from "../../civic/steps/machine.js";
import { rulesOf } from "../clocks/clock-rules.js";
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
  if (starts) await startForAll(tx, subjectKind, [standing], starts);
}

/** Starts the clocks of some kinds for subjects of one county, each by the rule that fits it. */
export async function startForAll(
  tx: Transaction,
  subjectKind: string,
  standings: readonly Standing[],
  kinds: readonly string[],
): Promise<void> {
  const [first] = standings;
  if (!first || kinds.length === 0) return;
  const rules = await rulesOf(tx, first.county, subjectKind);
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
