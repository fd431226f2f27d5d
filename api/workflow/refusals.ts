import type { Missing, Unsatisfied } from "../../civic/steps/machine.js";
import { ROLE_LABELS, type RoleName } from "../../schema/roles.js";
import { Refusal } from "../core/refusal.js";

/** As answers and refusals carry it. */
export const shownMissing = ({ code, sentence, field }: Missing) => ({
  code,
  sentenceZh: sentence.zh,
  sentenceEn: sentence.en,
  field: field ?? null,
});

const PARTS: Readonly<Record<string, Missing["sentence"]>> = {
  reporter: { zh: "上报人", en: "whoever reported it" },
};

/** The policy's no, in words that say who may instead. */
export function missingRight({ extensions }: Refusal): Missing {
  if (extensions["reason"] === "FOUR_EYES")
    return {
      code: "FOUR_EYES",
      sentence: {
        zh: "办理人不能核查自己的办理结果，请由他人核查。",
        en: "Whoever dealt with it may not verify it: somebody else does.",
      },
    };
  const roles = (extensions["roles"] ?? []) as readonly RoleName[];
  const part = PARTS[String(extensions["part"])];
  const who = [...roles.map((role) => ROLE_LABELS[role]), ...(part ? [part] : [])];
  return {
    code: "NOT_YOURS",
    sentence: {
      zh: `由${who.map(({ zh }) => zh).join("、")}${roles.length > 0 ? "在其范围内" : ""}办理。`,
      en: `For ${who.map(({ en }) => en).join(", ")}${roles.length > 0 ? ", where they work" : ""}.`,
    },
  };
}

/** No such step from where the subject stands; `allowed`: what the viewer may do with it. */
export const notFromHere = (action: string, state: string, allowed: readonly string[]) =>
  new Refusal(
    "STEP_NOT_ALLOWED",
    `${action}: does not lead on from ${state}. ` +
      (allowed.length ? `You may: ${allowed.join(", ")}.` : "You may take no step from here."),
    { state, allowed },
  );

/** What the guards of a step miss, as the strictest of them refuses. */
export function refusalOfGuards(
  missing: readonly Unsatisfied[],
  state: string,
  allowed: readonly string[],
): Refusal {
  const [never, late] = (["never", "late"] as const).map((r) =>
    missing.find(({ refuses }) => refuses === r),
  );
  if (never) return new Refusal("STEP_NOT_ALLOWED", never.sentence.en, { state, allowed });
  if (late) return new Refusal("TOO_LATE", late.sentence.en, { state, ...late.told });
  const field = missing.find((m) => m.field)?.field;
  return new Refusal("GUARD_MISSING", missing.map(({ sentence }) => sentence.en).join(" "), {
    missing: missing.map(shownMissing),
    ...(field ? { field } : {}),
  });
}
