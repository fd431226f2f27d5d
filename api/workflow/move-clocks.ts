import type { ClockEffects } from "../../civic/steps/machine.js";
import { type Matter, type RuleBook, rulesOf } from "../clocks/clock-rules.js";
import {
  pauseClocks,
  rebaseClocks,
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
  const { county, id, matter } = standing;
  if (!matter || !starts || starts.length === 0) return;
  const rules = await rulesOf(tx, county, subjectKind);
  await startForAll(tx, rules, { subjectKind, standings: [{ county, id, matter }], kinds: starts });
}

export interface Starting<S> {
  subjectKind: string;
  standings: readonly S[];
  kinds: readonly string[];
  /** When they began; without it, now. */
  began?: (standing: S) => number;
}

/** Starts the clocks of some kinds, each by the rule that fits its subject. */
export async function startForAll<S extends { county: number; id: string; matter: Matter }>(
  tx: Transaction,
  rules: RuleBook,
  { subjectKind, standings, kinds, began }: Starting<S>,
): Promise<void> {
  const now = Date.now();
  await startClocks(
    tx,
    standings.flatMap((standing) => {
      const { county, id: subject, matter } = standing;
      const from = new Date(began?.(standing) ?? now);
      return kinds.flatMap((kind) => {
        const rule = rules.find(kind, matter);
        return rule ? [{ county, subjectKind, subject, rule, from }] : [];
      });
    }),
  );
}

/** Gives the open clocks of subjects of one county the rules that fit them as they are now. */
export async function rebaseForAll(
  tx: Transaction,
  subjectKind: string,
  standings: readonly Standing[],
): Promise<void> {
  const [first] = standings;
  if (!first) return;
  const rules = await rulesOf(tx, first.county, subjectKind);
  const matters = new Map(standings.flatMap(({ id, matter }) => (matter ? [[id, matter]] : [])));
  await rebaseClocks(
    tx,
    { county: first.county, subjectKind, subjects: [...matters.keys()] },
    (kind, subject) => rules.find(kind, matters.get(subject)!),
  );
}
