import { useWords } from "../i18n/use-words.js";
import type { PlanFacts } from "./plan-facts.js";
import { useStateName } from "./use-state-name.js";
import { usePlanWords } from "./words.js";

/** A plan's name, how far it has come, and its day. */
export function PlanTitle({ facts }: { facts: PlanFacts | null }) {
  const t = usePlanWords();
  const { t: say } = useWords();
  const stateName = useStateName();
  return (
    <>
      {facts?.name ?? say("loading")}
      {facts && (
        <small>
          {stateName(facts.status)} ·{" "}
          {facts.effectiveOn ? t("effectiveOn", { day: facts.effectiveOn }) : t("noDay")}
          {facts.overtaken && ` · ${t("overtaken")}`}
        </small>
      )}
    </>
  );
}
