import { useStatusName } from "./plan-list.js";
import type { PlanFacts } from "./use-group-plan.js";
import { useGroupsWords } from "./words.js";

/** A plan's name, how far it has come, and its days. */
export function PlanTitle({ plan }: { plan: PlanFacts }) {
  const t = useGroupsWords();
  const statusName = useStatusName();
  const { name, status, effectiveOn, endedOn } = plan;
  return (
    <>
      {name}
      <small>
        {[
          statusName(status),
          ...(effectiveOn ? [t("effectiveOn", { day: effectiveOn })] : []),
          ...(endedOn ? [t("endedOn", { day: endedOn })] : []),
        ].join(" · ")}
      </small>
    </>
  );
}
