import type { GroupPlansQuery } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { useGroupsWords } from "./words.js";

export type ListedPlan = GroupPlansQuery["groupPlans"]["nodes"][number];

/** What a state of a plan is called: a code of the county's table. */
export function useStatusName(): (status: string | null | undefined) => string {
  const { name } = useWords();
  const { categories } = useSession();
  return (status) => {
    const code = categories.find((c) => c.kind === "group-plan-status" && c.code === status);
    return code ? name(code) : (status ?? "");
  };
}

interface PlanListProps {
  plans: readonly ListedPlan[] | undefined;
  onOpen(id: string): void;
}

/** Plans of groups: being formed, drafts, in force, past. */
export function PlanList({ plans, onOpen }: PlanListProps) {
  const t = useGroupsWords();
  const { t: say, moment } = useWords();
  const { county } = useSession();
  const statusName = useStatusName();
  if (!plans) return <p className="muted">{say("loading")}</p>;
  if (plans.length === 0) return <p className="muted">{t("noPlans")}</p>;
  return (
    <ul className="groups-list">
      {plans.map(({ id, name, status, mode, effectiveOn, endedOn, updatedAt }) => (
        <li key={id}>
          <button
            type="button"
            onClick={() => {
              onOpen(id);
            }}
          >
            <b>{name}</b>
            <span className="muted">
              {[
                statusName(status),
                ...(mode === "RINGS" ? [t("modeRings")] : []),
                endedOn
                  ? t("endedOn", { day: endedOn })
                  : effectiveOn
                    ? t("effectiveOn", { day: effectiveOn })
                    : moment(updatedAt, county.timeZone),
              ].join(" · ")}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
